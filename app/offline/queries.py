"""Phones by the token they show and by their owner, receipts, what is held and who decides about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import SignIn, Supervision, User
from app.accounts.queries import deputies_of, supervisor_of
from app.core import clock
from app.core.permissions import Role
from app.offline.models import HeldDecision, HeldItem, Phone, Receipt

# An ended phone is listed until it was told, and as long as somebody may still ask about it.
ENDED_SHOWN = timedelta(days=90)


def phone_delivering(session: Session, deliver_hash: str) -> tuple[Phone, User] | None:
    """The phone behind a delivery cookie and its owner; also one that was ended, whose items are held."""
    return _phone_where(session, Phone.deliver_hash == deliver_hash)


def phone_resuming(session: Session, resume_hash: str) -> tuple[Phone, User] | None:
    """The phone whose vault holds this token, and its owner."""
    return _phone_where(session, Phone.resume_hash == resume_hash)


def _phone_where(session: Session, wanted: ColumnElement[bool]) -> tuple[Phone, User] | None:
    row = session.execute(select(Phone, User).join(User, User.id == Phone.user_id).where(wanted)).first()
    return (row[0], row[1]) if row else None


def sign_in_to_renew(session: Session, phone: Phone, began_after: datetime) -> SignIn | None:
    """The last whole sign-in on this phone, if it was never ended and began late enough."""
    return session.scalar(
        select(SignIn).where(
            SignIn.id == phone.sign_in_id,
            SignIn.ended_at.is_(None),
            SignIn.second_step_at.is_not(None),
            SignIn.started_at > began_after,
        )
    )


def phone_of(session: Session, person: User, phone_id: UUID) -> Phone | None:
    """This phone, if it is this person's own."""
    return session.scalar(select(Phone).where(Phone.id == phone_id, Phone.user_id == person.id))


def phones_of(session: Session, person: User) -> Sequence[Phone]:
    """The phones that this person has set up and not ended, the latest used first."""
    return session.scalars(
        select(Phone)
        .where(Phone.user_id == person.id, Phone.ended_at.is_(None))
        .order_by(Phone.seen_at.desc(), Phone.id)
    ).all()


def receipt_for(session: Session, item_id: UUID) -> Receipt | None:
    """The receipt for something that arrived before."""
    return session.get(Receipt, item_id)


def held_item(session: Session, item_id: UUID) -> HeldItem | None:
    """Something that arrived before and is held."""
    return session.get(HeldItem, item_id)


def phones_shown(session: Session, person: User, now: datetime) -> Sequence[Phone]:
    """The phones of this person that still count, the latest used first: open ones, then those ended not long ago."""
    return session.scalars(
        select(Phone)
        .where(
            Phone.user_id == person.id,
            or_(Phone.ended_at.is_(None), Phone.wiped_at.is_(None), Phone.ended_at > now - ENDED_SHOWN),
        )
        .order_by(Phone.ended_at.is_not(None), Phone.seen_at.desc(), Phone.id)
    ).all()


def phones_waiting(session: Session, people: Collection[UUID], before: datetime) -> Sequence[tuple[Phone, User]]:
    """Phones of these people that said something has waited on them since before then, the longest first."""
    rows = session.execute(
        select(Phone, User)
        .join(User, User.id == Phone.user_id)
        .where(Phone.user_id.in_(people), Phone.waiting > 0, Phone.waiting_since < before)
        .order_by(Phone.waiting_since, Phone.id)
    )
    return [(phone, owner) for phone, owner in rows]


@dataclass(frozen=True, kw_only=True)
class Held:
    """Something held, whose it is, and what was decided about it."""

    item: HeldItem
    writer: User
    decision: HeldDecision | None
    decided_by: User | None


def held_for(session: Session, looker: User, now: datetime, *, decided: bool = False) -> list[Held]:
    """What waits for this person's decision, the longest held first; or what was decided, the latest first."""
    today = clock.local(now).date()
    found = _held(session, HeldDecision.held_id.is_not(None) if decided else HeldDecision.held_id.is_(None))
    writers = {one.writer.id: one.writer for one in found}
    theirs = {id_ for id_, writer in writers.items() if looker.id in _deciders(session, writer, today)}
    mine = [one for one in found if one.writer.id in theirs]
    return mine[::-1] if decided else mine


def held_seen_by(session: Session, looker: User, held_id: UUID, now: datetime) -> Held | None:
    """This item, if this person decides about it, or did."""
    today = clock.local(now).date()
    for one in _held(session, HeldItem.id == held_id):
        if looker.id in _deciders(session, one.writer, today):
            return one
    return None


def _held(session: Session, wanted: ColumnElement[bool]) -> list[Held]:
    decider = aliased(User)
    rows = session.execute(
        select(HeldItem, User, HeldDecision, decider)
        .join(User, User.id == HeldItem.user_id)
        .outerjoin(HeldDecision, HeldDecision.held_id == HeldItem.id)
        .outerjoin(decider, decider.id == HeldDecision.decided_by_id)
        .where(wanted)
        .order_by(HeldItem.received_at, HeldItem.id)
    )
    return [Held(item=item, writer=writer, decision=how, decided_by=by) for item, writer, how, by in rows]


def _deciders(session: Session, writer: User, today: date) -> set[UUID]:
    """Who decides about what this person sent: their supervisor, whoever stands in, and the cluster's managers.

    A leaver's last supervisor. Never nobody: in a cluster without a manager, any supervisor of it. Nobody decides
    about their own.
    """
    supervisor = supervisor_of(session, writer.id, today) if writer.is_active else _last_supervisor(session, writer)
    chosen = {supervisor.id, *(one.id for one in deputies_of(session, supervisor.id, today))} if supervisor else set()
    chosen |= _of_cluster(session, writer, Role.MANAGER)
    chosen.discard(writer.id)
    return chosen or _of_cluster(session, writer, Role.SUPERVISOR) - {writer.id}


def _last_supervisor(session: Session, leaver: User) -> User | None:
    return session.scalar(
        select(User)
        .join(Supervision, Supervision.supervisor_id == User.id)
        .where(
            Supervision.worker_id == leaver.id,
            or_(Supervision.until_on.is_(None), Supervision.until_on >= Supervision.from_on),
            User.left_on.is_(None),
        )
        .order_by(Supervision.from_on.desc())
        .limit(1)
    )


def _of_cluster(session: Session, writer: User, role: Role) -> set[UUID]:
    here = and_(User.cluster_id == writer.cluster_id, User.role == role, User.left_on.is_(None))
    return set(session.scalars(select(User.id).where(here)))


def decision_about(session: Session, held_id: UUID) -> HeldDecision | None:
    """What was decided about something held."""
    return session.get(HeldDecision, held_id)
