"""How somebody can be reached safely. A change is a new row; what held before stays readable."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.actions.shape import check_fits, is_same, trail
from app.families.models import FamilyMember, SafeContact


@dataclass(frozen=True, kw_only=True)
class ReachEntry:
    """How one person may be reached: what is OK, when, who must not know, and when to ask again."""

    id: UUID
    phone: str = ""
    email: str = ""
    call_ok: bool = False
    text_ok: bool = False
    voicemail_ok: bool = False
    good_times: str = ""
    must_not_know: str = ""
    review_on: date | None = None


def change_safe_contact(
    session: Session, person: FamilyMember, by: User | None, entry: ReachEntry, *, now: datetime
) -> SafeContact:
    """Begin a new way to reach this person, and end the one before; the same form sent again changes nothing."""
    said = asdict(entry)
    if known := session.get(SafeContact, entry.id):
        if known.member_id == person.id and is_same(known, said):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    check_reach(entry, clock.local(now).date())
    before = select(SafeContact).where(SafeContact.member_id == person.id, SafeContact.ended_at.is_(None))
    for contact in session.scalars(before):
        contact.ended_at = now
    contact = SafeContact(**said, family_id=person.family_id, member_id=person.id, made_at=now)
    session.add(contact)
    trail(session, by, "safe_contact.change", contact, now=now)
    return contact


def check_reach(entry: ReachEntry, today: date) -> None:
    """Raise Refused for a number that cannot be rung, or an OK to something that is not there."""
    check_fits(SafeContact, asdict(entry))
    if entry.phone and not is_phone(entry.phone):
        raise Refused("phone", "Check the number. It should look like 07700 900142")
    if not entry.phone and (entry.call_ok or entry.text_ok or entry.voicemail_ok):
        raise Refused("phone", "Add the number that is OK to use")
    if entry.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", entry.email):
        raise Refused("email", "Check the email. It should look like name@example.com")
    if entry.review_on is not None and entry.review_on < today:
        raise Refused("review_on", "Choose today or a later day")


def is_phone(words: str) -> bool:
    """Whether this could be rung: digits, with the signs people put between them."""
    return re.fullmatch(r"\+?\d{3,15}", _bare(words)) is not None


def plain_phone(words: str) -> str:
    """A number without the signs between its digits, so that the same number is the same words."""
    return _bare(words) if is_phone(words) else words


def _bare(words: str) -> str:
    return re.sub(r"[\s().\-]", "", words)
