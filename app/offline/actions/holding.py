"""What a phone sent and could not be taken is held for a supervisor: sealed, whole, never thrown away."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.seals import seal, unseal
from app.audit.actions import note
from app.offline.actions.entries import Item
from app.offline.models import HeldItem, Phone


def hold_item(session: Session, phone: Phone, item: Item, why: str, *, now: datetime) -> HeldItem:
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
        written_at=min(item.written_at, now),
        received_at=now,
    )
    session.add(held)
    note(session, None, "outbox.held", about="held_item", about_id=held.id, reason=why, now=now)
    return held


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
