"""What somebody agreed to. Two things that are never mixed: working with us, and whom we may talk to."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.actions.shape import check_fits, is_same, trail
from app.families.models import Consent, ConsentKind, FamilyMember


@dataclass(frozen=True, kw_only=True)
class ConsentEntry:
    """One person's yes or no: to the work, or to our talking to one agency (`agency`, in words)."""

    id: UUID
    kind: ConsentKind
    agreed: bool
    given_on: date
    agency: str = ""
    words: str = ""
    how: str = ""
    ask_again_on: date | None = None
    children_asked: bool = False


def record_consent(
    session: Session, person: FamilyMember, by: User | None, entry: ConsentEntry, *, now: datetime
) -> Consent:
    """Keep this person's answer. It ends their earlier answer to the same question, and nobody else's."""
    said = asdict(entry)
    if known := session.get(Consent, entry.id):
        if known.member_id == person.id and is_same(known, said):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    check_consent(entry, clock.local(now).date())
    earlier = select(Consent).where(
        Consent.member_id == person.id,
        Consent.kind == entry.kind,
        Consent.agency == entry.agency,
        Consent.withdrawn_at.is_(None),
    )
    for answer in session.scalars(earlier):
        answer.withdrawn_at = now
    consent = Consent(
        **said, family_id=person.family_id, member_id=person.id, recorded_by_id=by.id if by else None, recorded_at=now
    )
    session.add(consent)
    trail(session, by, "consent.record", consent, now=now)
    return consent


def withdraw_consent(session: Session, consent: Consent, by: User, *, now: datetime) -> Consent:
    """This person takes their answer back; others’ answers stand. Twice changes nothing; the row stays."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now
        trail(session, by, "consent.withdraw", consent, now=now)
    return consent


def check_consent(entry: ConsentEntry, today: date) -> None:
    """Raise Refused for an answer to two questions at once, or on a day that has not come."""
    if entry.kind is ConsentKind.TALK_TO and not entry.agency:
        raise Refused("agency", "Say who we may or may not talk to")
    if entry.kind is ConsentKind.WORK and entry.agency:
        raise Refused("agency", "Working with us and whom we may talk to are two things: write them down apart")
    if entry.given_on > today:
        raise Refused("given_on", "Choose today or a day before it")
    if entry.ask_again_on is not None and entry.ask_again_on < today:
        raise Refused("ask_again_on", "Choose today or a later day")
    check_fits(Consent, asdict(entry))
