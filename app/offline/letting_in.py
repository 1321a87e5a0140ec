"""What was held goes on the record after all: by its own door, as its writer's, when a supervisor says so."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Family
from app.offline.actions import Item, decide
from app.offline.models import HeldHow, HeldItem, Phone, Receipt
from app.offline.queries import decision_about
from app.web.deliveries import Delivery, LetIn, deliver


@dataclass(frozen=True, kw_only=True)
class Yes:
    """A supervisor's yes: to what, about which family, and why."""

    held: HeldItem
    item: Item
    family: Family
    by: User
    reason: str


def let_in(app: Flask, session: Session, yes: Yes, *, now: datetime) -> bool:
    """Give it to its form's own view, written when it was written; whether it is on the record now.

    The decision, the receipt and what the form does are committed together or not at all.
    """
    held, by, reason = yes.held, yes.by, yes.reason
    held_id, by_id = held.id, by.id

    def keep(inner: Session) -> None:
        own, decider = inner.get_one(HeldItem, held_id), inner.get_one(User, by_id)
        decide(inner, own, decider, HeldHow.LET_IN, reason, now=now)

    receipt = Receipt(
        id=held.id,
        user_id=held.user_id,
        phone_id=held.phone_id,
        sha256=held.sha256,
        written_at=held.written_at,
        received_at=held.received_at,
        let_in_by_id=by.id,
    )
    sent = Delivery(
        person_id=held.user_id,
        sign_in_id=session.get_one(Phone, held.phone_id).sign_in_id,
        written_at=held.written_at,
        receipt=receipt,
        let_in=LetIn(by_id=by.id, family_id=yes.family.id, keep=keep),
    )
    # Nothing of this request may stand in the way of the one within.
    session.rollback()
    deliver(app, sent, yes.item.address, yes.item.boxes)
    session.rollback()
    decision = decision_about(session, held_id)
    return decision is not None and decision.how is HeldHow.LET_IN
