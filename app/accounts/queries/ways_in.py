"""Who is signed in, and what each person signs in with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.accounts.models import KeptForm, RecoveryCode, SecondStep, SignIn, User, WayIn, WayInKind


def account_with_email(session: Session, email: str) -> User | None:
    """The account of a work email, whatever its capitals."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


# Made once: every request asks it.
OPEN_SIGN_IN = (
    select(SignIn, User)
    .join(User, User.id == SignIn.user_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.seen_at > bindparam("seen_since"),
        SignIn.started_at > bindparam("started_since"),
        User.left_on.is_(None),
    )
)


def open_sign_in(
    session: Session, token_hash: str, now: datetime, idle: timedelta, absolute: timedelta
) -> tuple[SignIn, User] | None:
    """The sign-in behind a cookie and its person, unless it ended, ran out, is on hold, or the person left."""
    found = sign_in_behind(session, token_hash, now, idle, absolute)
    return found if found is not None and found[0].held_at is None else None


def sign_in_behind(
    session: Session, token_hash: str, now: datetime, idle: timedelta, absolute: timedelta
) -> tuple[SignIn, User] | None:
    """The same, also one that is on hold."""
    asked = {"token_hash": token_hash, "seen_since": now - idle, "started_since": now - absolute}
    row = session.execute(OPEN_SIGN_IN, asked).first()
    return (row[0], row[1]) if row else None


def person_of_past_sign_in(session: Session, token_hash: str) -> User | None:
    """Whose sign-in this once was, also now that it has ended; nobody for a token that never was one.

    Only of sign-ins that were complete: a password alone opened nothing, so no page was ever shown.
    """
    return session.scalar(
        select(User)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == token_hash, SignIn.second_step_at.is_not(None), User.left_on.is_(None))
    )


def sign_ins_of(
    session: Session, person: User, now: datetime, idle: timedelta, absolute: timedelta
) -> Sequence[SignIn]:
    """The devices on which this person is signed in, the latest used first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.user_id == person.id,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - idle,
            SignIn.started_at > now - absolute,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.started_at.desc(), SignIn.id)
    ).all()


def second_step_of(session: Session, person: User) -> SecondStep | None:
    """The authenticator app that this person uses."""
    return session.scalar(
        select(SecondStep)
        .where(SecondStep.user_id == person.id, SecondStep.confirmed_at.is_not(None))
        .order_by(SecondStep.confirmed_at.desc())
        .limit(1)
    )


def second_step_being_set_up(session: Session, person: User) -> SecondStep | None:
    """The authenticator app that this person is about to use: its first code is still to come."""
    return session.scalar(
        select(SecondStep)
        .where(SecondStep.user_id == person.id, SecondStep.confirmed_at.is_(None))
        .order_by(SecondStep.made_at.desc())
        .limit(1)
    )


def recovery_codes_left(session: Session, person: User) -> int:
    """How many of this person's recovery codes are still good."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.user_id == person.id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def open_way_in(session: Session, token_hash: str, now: datetime) -> tuple[WayIn, User] | None:
    """The way in behind a code and whom it is for, unless it was used, ran out, or the person left."""
    row = session.execute(
        select(WayIn, User)
        .join(User, User.id == WayIn.user_id)
        .where(WayIn.token_hash == token_hash, WayIn.used_at.is_(None), WayIn.ends_at > now, User.left_on.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def resets_untold(session: Session, person: User) -> Sequence[tuple[WayIn, User | None]]:
    """Resets that this person has not been told of, each with who made it, the latest first."""
    rows = session.execute(
        select(WayIn, User)
        .outerjoin(User, User.id == WayIn.made_by_id)
        .where(WayIn.user_id == person.id, WayIn.kind == WayInKind.RESET, WayIn.told_at.is_(None))
        .order_by(WayIn.made_at.desc())
    )
    return [(way_in, maker) for way_in, maker in rows]


def kept_forms_of(session: Session, person: User, ids: Sequence[UUID], since: datetime) -> Sequence[KeptForm]:
    """Of these forms, those that this person sent since then, the latest first."""
    return session.scalars(
        select(KeptForm)
        .where(KeptForm.user_id == person.id, KeptForm.id.in_(ids), KeptForm.at > since)
        .order_by(KeptForm.at.desc())
    ).all()
