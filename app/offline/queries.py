"""Phones by the token they show, receipts, and what is held."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from app.offline.models import HeldItem, Phone, Receipt


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
