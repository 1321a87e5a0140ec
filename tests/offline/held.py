"""A worry of Lorna's about a family, held because she no longer works with them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from app.core import clock
from app.families.models import Episode
from app.offline.actions import Item, hold_item, set_up_phone
from app.offline.models import HeldItem, Phone

FLINCHED = "He flinched when the door banged."


def worry_boxes() -> list[tuple[str, str]]:
    """What the form of a worry says."""
    return [
        ("id", str(uuid4())),
        ("urgency", "hold"),
        ("about", "nobody"),
        ("saw_or_heard", FLINCHED),
        ("day", "2026-11-24"),
        ("at", "09:30"),
    ]


def phone_for(session: Session, person: User, then: datetime) -> Phone:
    """A phone that was set up then."""
    sign_in = SignIn(
        id=uuid4(), user_id=person.id, token_hash=uuid4().hex, device="A phone", started_at=then, seen_at=then
    )
    session.add(sign_in)
    session.flush()
    return set_up_phone(session, person, sign_in, "Chrome on Android", 3, now=then).phone


def hold(
    session: Session,
    phone: Phone,
    address: str,
    boxes: Sequence[tuple[str, str]],
    *,
    why: str = "no longer theirs",
    written_at: datetime | None = None,
) -> HeldItem:
    """Hold a form that this phone sent."""
    now = clock.now()
    at = written_at or now - timedelta(minutes=30)
    item = Item(id=uuid4(), owner=phone.user_id, address=address, boxes=tuple(boxes), written_at=at)
    return hold_item(session, phone, item, why, written_at=at, now=now)


def held_from_lorna(session: Session, lorna: User, episode: Episode) -> dict[str, UUID]:
    """Ids of her phone and of what is held from it."""
    phone = phone_for(session, lorna, clock.now() - timedelta(days=7))
    held = hold(session, phone, f"/families/{episode.family_id}/worries/new", worry_boxes())
    return {"phone_id": phone.id, "held_id": held.id}
