"""Where they live, and who may know it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.actions.shape import change, check_fits, is_same, trail
from app.families.models import Address, AddressKnownTo, Family, FamilyMember


@dataclass(frozen=True, kw_only=True)
class HomeEntry:
    """One household's address, and the members who may know it: nobody else is told or shown it."""

    id: UUID
    lines: str
    postcode: str = ""
    household: str = "Home"
    from_on: date | None = None
    until_on: date | None = None
    known_to: frozenset[UUID] = frozenset()

    def columns(self) -> dict[str, object]:
        """What of it stands in the row itself."""
        return {name: getattr(self, name) for name in ("lines", "postcode", "household", "from_on", "until_on")}


def add_home(session: Session, family: Family, by: User | None, entry: HomeEntry, *, now: datetime) -> Address:
    """Write down a household's address; the same form sent again changes nothing."""
    if known := session.get(Address, entry.id):
        told = known_to(session, known.id)
        if known.family_id == family.id and is_same(known, entry.columns()) and told == entry.known_to:
            return known
        raise Refused("id", "This form has been used before: open a new one")
    _check(session, family, entry)
    home = Address(id=entry.id, family_id=family.id, **entry.columns())
    session.add(home)
    session.flush()
    _tell(session, home, entry.known_to)
    trail(session, by, "address.add", home, now=now)
    return home


def change_home(
    session: Session, family: Family, home: Address, by: User, entry: HomeEntry, *, now: datetime
) -> Address:
    """Put an address right, end it, or change who may know it."""
    _check(session, family, entry)
    changed = change(home, entry.columns())
    if known_to(session, home.id) != entry.known_to:
        _tell(session, home, entry.known_to)
        changed.append("known_to")
    if changed:
        trail(session, by, "address.change", home, changed=changed, now=now)
    return home


def known_to(session: Session, address_id: UUID) -> frozenset[UUID]:
    """The members who may know this address now."""
    return frozenset(session.scalars(select(AddressKnownTo.member_id).where(AddressKnownTo.address_id == address_id)))


def _check(session: Session, family: Family, entry: HomeEntry) -> None:
    if not entry.lines:
        raise Refused("lines", "Add the address")
    check_fits(Address, entry.columns())
    if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
        raise Refused("until_on", "The last day is before the first")
    theirs = set(session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == family.id)))
    if not entry.known_to <= theirs:
        raise Refused("known_to", "Choose people of this family")
    living_there = select(FamilyMember.known_as, FamilyMember.id).where(
        FamilyMember.address_id == entry.id, FamilyMember.left_on.is_(None)
    )
    for name, member_id in session.execute(living_there):
        if member_id not in entry.known_to:
            raise Refused("known_to", f"{name} lives there, so {name} knows it. Change where {name} lives first")


def _tell(session: Session, home: Address, members: frozenset[UUID]) -> None:
    session.execute(delete(AddressKnownTo).where(AddressKnownTo.address_id == home.id))
    session.add_all(AddressKnownTo(address_id=home.id, member_id=member_id) for member_id in members)
