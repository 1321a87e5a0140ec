"""What a phone sent and could not be taken is held for a supervisor: sealed, whole, never thrown away."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.seals import seal, unseal
from app.audit.actions import note
from app.core.errors import Refused
from app.offline.actions.entries import Item
from app.offline.models import HeldDecision, HeldHow, HeldItem, Phone

DECIDED = "Somebody has decided about this already: open it again to see what they decided"


def hold_item(session: Session, phone: Phone, item: Item, why: str, *, written_at: datetime, now: datetime) -> HeldItem:
    """Hold one item: the same sent again changes nothing."""
    if held := session.get(HeldItem, item.id):
        return held
    held = HeldItem(
        id=item.id,
        user_id=phone.user_id,
        phone_id=phone.id,
        why=why,
        sha256=item.sha256,
        sealed=seal(session.info["field_key"], _as_words(item), bound_to=_belongs_to(item.id, phone.user_id)),
        written_at=written_at,
        received_at=now,
    )
    session.add(held)
    note(session, None, "outbox.held", about="held_item", about_id=held.id, reason=why, now=now)
    return held


def set_aside(session: Session, held: HeldItem, by: User, reason: str, *, now: datetime) -> None:
    """Keep it sealed and out of the way; it can still be read."""
    decide(session, held, by, HeldHow.SET_ASIDE, reason, now=now)


def decide(session: Session, held: HeldItem, by: User, how: HeldHow, reason: str, *, now: datetime) -> None:
    """One decision about one item, by whoever is first: for the second it is already there."""
    if not reason:
        raise Refused("reason", "Say why, in a few words")
    if session.get(HeldDecision, held.id) is not None:
        raise Refused("", DECIDED)
    session.add(HeldDecision(held_id=held.id, how=how, reason=reason, decided_by_id=by.id, decided_at=now))
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused("", DECIDED) from error
    note(session, by, f"outbox.{how.value}", about="held_item", about_id=held.id, reason=reason, now=now)


def what_was_held(session: Session, held: HeldItem) -> Item:
    """The item again, as it was sent."""
    words = unseal(session.info["field_key"], held.sealed, bound_to=_belongs_to(held.id, held.user_id))
    said = json.loads(words)
    return Item(
        id=held.id,
        owner=held.user_id,
        address=said["address"],
        boxes=tuple((name, value) for name, value in said["boxes"]),
        written_at=datetime.fromisoformat(said["written_at"]),
    )


def _as_words(item: Item) -> str:
    said = {"address": item.address, "boxes": item.boxes, "written_at": item.written_at.isoformat()}
    return json.dumps(said, ensure_ascii=False)


def _belongs_to(item_id: UUID, user_id: UUID) -> str:
    return f"held_item:{item_id}:{user_id}"
