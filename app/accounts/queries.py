"""Who is signed in, and who stands where."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Absence, Deputy, SignIn, Supervision, User


def holds_on(
    begins: InstrumentedAttribute[date], ends: InstrumentedAttribute[date | None], day: date
) -> ColumnElement[bool]:
    """Whether a dated line holds on this day; both its days count, an empty end lasts."""
    return (begins <= day) & or_(ends.is_(None), ends >= day)


def account_with_email(session: Session, email: str) -> User | None:
    """The account of a work email, whatever its capitals."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def open_sign_in(
    session: Session, token_hash: str, now: datetime, idle: timedelta, absolute: timedelta
) -> tuple[SignIn, User] | None:
    """The sign-in behind a cookie and its person, unless it ended, ran out, or the person left."""
    row = session.execute(
        select(SignIn, User)
        .join(User, User.id == SignIn.user_id)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - idle,
            SignIn.started_at > now - absolute,
            User.left_on.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def sign_ins_of(session: Session, person: User, now: datetime, idle: timedelta, absolute: timedelta) -> Sequence[SignIn]:
    """The devices on which this person is signed in, the latest used first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.user_id == person.id,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - idle,
            SignIn.started_at > now - absolute,
        )
        .order_by(SignIn.seen_at.desc())
    ).all()


def supervised_ids(person: User, today: date) -> Select[tuple[UUID]]:
    """Ids of the workers whom this person supervises today, directly or as a named deputy."""
    stands_in_for = select(Deputy.supervisor_id).where(
        Deputy.deputy_id == person.id, holds_on(Deputy.from_on, Deputy.until_on, today)
    )
    return select(Supervision.worker_id).where(
        or_(Supervision.supervisor_id == person.id, Supervision.supervisor_id.in_(stands_in_for)),
        holds_on(Supervision.from_on, Supervision.until_on, today),
    )


def supervisor_of(session: Session, worker_id: UUID, today: date) -> User | None:
    """Who supervises this worker today; the latest line where two overlap."""
    return session.scalar(
        select(User)
        .join(Supervision, Supervision.supervisor_id == User.id)
        .where(
            Supervision.worker_id == worker_id,
            holds_on(Supervision.from_on, Supervision.until_on, today),
            User.left_on.is_(None),
        )
        .order_by(Supervision.from_on.desc())
        .limit(1)
    )


def deputies_of(session: Session, supervisor_id: UUID, today: date) -> Sequence[User]:
    """Who stands in for this supervisor today, by name."""
    return session.scalars(
        select(User)
        .join(Deputy, Deputy.deputy_id == User.id)
        .where(
            Deputy.supervisor_id == supervisor_id,
            holds_on(Deputy.from_on, Deputy.until_on, today),
            User.left_on.is_(None),
        )
        .order_by(User.name)
    ).all()


def is_away(session: Session, user_id: UUID, today: date) -> bool:
    """Whether this person is away today."""
    away = select(Absence.id).where(Absence.user_id == user_id, Absence.from_on <= today, Absence.until_on >= today)
    return session.scalar(away.limit(1)) is not None
