"""Who is in the family."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import School
from app.core import clock
from app.core.errors import Refused
from app.families.actions.shape import change, check_born, check_fits, is_same, trail
from app.families.models import Address, AddressKnownTo, Family, FamilyMember


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """One person of a family, as somebody writes them down. `relationship_words` is “Mum”, “Child”…"""

    id: UUID
    known_as: str
    surname: str = ""
    relationship_words: str = ""
    is_child: bool = False
    born_on: date | None = None
    pronouns: str = ""
    language: str = "English"
    also_speaks: str = ""
    interpreter: bool = False
    parental_responsibility: bool = False
    lives_with_children: bool = True
    address_id: UUID | None = None
    school_id: UUID | None = None
    about: str = ""
    left_on: date | None = None


def add_person(session: Session, family: Family, by: User | None, entry: PersonEntry, *, now: datetime) -> FamilyMember:
    """Write down somebody of the family; the same form sent again changes nothing."""
    said = asdict(entry)
    if known := session.get(FamilyMember, entry.id):
        if known.family_id == family.id and is_same(known, said):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    check_person(session, family, entry, clock.local(now).date())
    last = select(func.max(FamilyMember.position)).where(FamilyMember.family_id == family.id)
    person = FamilyMember(**said, family_id=family.id, position=(session.scalar(last) or 0) + 1)
    session.add(person)
    session.flush()
    _tell_own_address(session, person)
    trail(session, by, "person.add", person, now=now)
    return person


def change_person(
    session: Session, family: Family, person: FamilyMember, by: User, entry: PersonEntry, *, now: datetime
) -> FamilyMember:
    """Put right what is known of somebody. The trail keeps which things changed, who changed them and when."""
    check_person(session, family, entry, clock.local(now).date())
    said = asdict(entry)
    del said["id"]
    changed = change(person, said)
    if changed:
        _tell_own_address(session, person)
        trail(session, by, "person.change", person, changed=changed, now=now)
    return person


def check_person(session: Session, family: Family, entry: PersonEntry, today: date) -> None:
    """Raise Refused for what cannot be true of anybody in this family."""
    if not entry.known_as:
        raise Refused("known_as", "Add the name they like to be called")
    check_fits(FamilyMember, asdict(entry))
    check_born(entry.born_on, today)
    if entry.left_on is not None and entry.left_on > today:
        raise Refused("left_on", "Choose today or a day before it")
    if entry.school_id is not None and session.get(School, entry.school_id) is None:
        raise Refused("school_id", "Choose a school from the list")
    if entry.address_id is not None:
        home = session.get(Address, entry.address_id)
        if home is None or home.family_id != family.id:
            raise Refused("address_id", "Choose a home from the list")


def _tell_own_address(session: Session, person: FamilyMember) -> None:
    """Whoever lives at an address knows it."""
    if person.address_id is not None and session.get(AddressKnownTo, (person.address_id, person.id)) is None:
        session.add(AddressKnownTo(address_id=person.address_id, member_id=person.id))
