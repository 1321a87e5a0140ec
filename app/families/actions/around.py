"""What is going well, what they hope for, and the team around the family."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.errors import Refused
from app.families.actions.reaching import is_phone
from app.families.actions.shape import change, check_fits, is_same, trail
from app.families.models import Family, Partner


@dataclass(frozen=True, kw_only=True)
class WordsEntry:
    """What the family is called, what is going well, what they hope for, and whether sharing begins shut."""

    name: str
    going_well: str = ""
    hopes: str = ""
    safety_flag: bool = False


@dataclass(frozen=True, kw_only=True)
class PartnerEntry:
    """Somebody else beside the family. `kind` is school, health, service or other; `agency` as in Consent."""

    id: UUID
    name: str
    job: str = ""
    organisation: str = ""
    kind: str = "other"
    phone: str = ""
    about: str = ""
    agency: str = ""
    until_on: date | None = None


def change_words(session: Session, family: Family, by: User, entry: WordsEntry, *, now: datetime) -> Family:
    """Keep what is going well and what they hope for up to date."""
    if not entry.name:
        raise Refused("name", "Add the family’s name")
    check_fits(Family, asdict(entry))
    changed = change(family, asdict(entry))
    if changed:
        what = ", ".join(sorted(changed))
        note(session, by, "family.change", about="family", family_id=family.id, reason=what, now=now)
    return family


def add_partner(session: Session, family: Family, by: User, entry: PartnerEntry, *, now: datetime) -> Partner:
    """Write down somebody of the team around the family; the same form sent again changes nothing."""
    said = asdict(entry)
    if known := session.get(Partner, entry.id):
        if known.family_id == family.id and is_same(known, said):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    _check(entry)
    partner = Partner(**said, family_id=family.id)
    session.add(partner)
    trail(session, by, "partner.add", partner, now=now)
    return partner


def change_partner(session: Session, partner: Partner, by: User, entry: PartnerEntry, *, now: datetime) -> Partner:
    """Put right what is known of somebody in the team, or say until when they are in it."""
    _check(entry)
    said = asdict(entry)
    del said["id"]
    changed = change(partner, said)
    if changed:
        trail(session, by, "partner.change", partner, changed=changed, now=now)
    return partner


def _check(entry: PartnerEntry) -> None:
    if not entry.name:
        raise Refused("name", "Add their name")
    if entry.phone and not is_phone(entry.phone):
        raise Refused("phone", "Check the number. It should look like 0113 496 0118")
    check_fits(Partner, asdict(entry))
