"""A new family: its people, home, safe contact, agreements, plan and lead worker, in one go."""

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.models import Cluster
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.actions.agreeing import ConsentEntry, record_consent
from app.families.actions.allocating import LeadEntry, allocate_lead
from app.families.actions.homes import HomeEntry, add_home
from app.families.actions.keeping_safe import WarningEntry, add_warning
from app.families.actions.opening import EpisodeEntry, open_episode
from app.families.actions.people import PersonEntry, check_person
from app.families.actions.reaching import ReachEntry, change_safe_contact
from app.families.actions.restricting import RestrictEntry, restrict_family
from app.families.actions.shape import check_fits, is_same
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    Consent,
    Family,
    FamilyMember,
    SafeContact,
    WarningNote,
)
from app.families.queries.knowing import Part
from app.families.queries.staffing import yarn_for

# No letters or digits that look or sound alike.
SIGNS = "2346789CDFGHJKMPQRTVWX"
LONGEST_CODE = 12


@dataclass(frozen=True, kw_only=True)
class FamilyEntry:
    """A family as somebody writes it down for the first time.

    The first of `people` is the one we are mostly in touch with: safe contact and answers are theirs.
    Whoever lives with the children lives at `home`, and knows it; `home.known_to` names others who may.
    """

    id: UUID
    name: str
    people: tuple[PersonEntry, ...]
    opened_on: date
    lead_id: UUID
    why_lead: str
    going_well: str = ""
    hopes: str = ""
    home: HomeEntry | None = None
    reach: ReachEntry | None = None
    consents: tuple[ConsentEntry, ...] = ()
    warning: WarningEntry | None = None
    safety_flag: bool = False
    restricted: bool = False

    def columns(self) -> dict[str, object]:
        """What of it stands in the family's own row."""
        return {name: getattr(self, name) for name in ("name", "going_well", "hopes", "safety_flag", "restricted")}


def add_family(session: Session, cluster: Cluster, by: User | None, entry: FamilyEntry, *, now: datetime) -> Family:
    """Add a family with its first plan and lead worker; the same form sent again changes nothing.

    `by` is nobody where it comes in with a spreadsheet, which neither warns nor restricts.
    """
    # Two presses at once take turns: the second then finds what the first has made.
    hold(session, cluster)
    if known := session.get(Family, entry.id):
        return _same(session, known, by, entry)
    if not entry.name:
        raise Refused("name", "Add the family’s name")
    if not entry.people:
        raise Refused("people", "Add at least one person")
    check_fits(Family, entry.columns())
    family = Family(
        id=entry.id,
        cluster_id=cluster.id,
        name=entry.name,
        reference=_reference(session, cluster),
        yarn=yarn_for(session, entry.lead_id, clock.local(now).date()),
        going_well=entry.going_well,
        hopes=entry.hopes,
        safety_flag=entry.safety_flag,
        added_at=now,
        added_by_id=by.id if by else None,
    )
    session.add(family)
    session.flush()
    note(session, by, "family.add", about="family", about_id=family.id, family_id=family.id, now=now)
    _add_people(session, family, by, entry, now=now)
    _add_agreements(session, family, by, entry, now=now)
    _begin(session, family, by, entry, now=now)
    return family


def _add_people(session: Session, family: Family, by: User | None, entry: FamilyEntry, *, now: datetime) -> None:
    today = clock.local(now).date()
    home = None
    if entry.home is not None:
        home = add_home(session, family, by, replace(entry.home, known_to=frozenset()), now=now)
    for place, said in enumerate(entry.people):
        check_person(session, family, said, today)
        if session.get(FamilyMember, said.id) is not None:
            raise Refused("id", "This form has been used before: open a new one")
        lives_there = home if said.lives_with_children else None
        columns = asdict(said) | {"address_id": lives_there.id if lives_there else None}
        session.add(FamilyMember(**columns, family_id=family.id, position=place))
    session.flush()
    if home is not None and entry.home is not None:
        _tell(session, home, entry.home, entry.people)


def _tell(session: Session, home: Address, said: HomeEntry, people: tuple[PersonEntry, ...]) -> None:
    living_there = {person.id for person in people if person.lives_with_children}
    theirs = {person.id for person in people}
    for member_id in living_there | (said.known_to & theirs):
        session.add(AddressKnownTo(address_id=home.id, member_id=member_id))


def _add_agreements(session: Session, family: Family, by: User | None, entry: FamilyEntry, *, now: datetime) -> None:
    first = session.get_one(FamilyMember, entry.people[0].id)
    if entry.reach is not None:
        change_safe_contact(session, first, by, entry.reach, now=now)
    for answer in entry.consents:
        record_consent(session, first, by, answer, now=now)
    if entry.warning is not None and by is not None:
        add_warning(session, family, by, entry.warning, now=now)


def _begin(session: Session, family: Family, by: User | None, entry: FamilyEntry, *, now: datetime) -> None:
    """Open the plan and name the lead worker. Their ids follow from the family's, so a resend is the same."""
    weeks = figures_of(session, family.cluster_id).plan_weeks
    plan = EpisodeEntry(id=uuid5(entry.id, "episode"), opened_on=entry.opened_on, weeks=weeks)
    episode = open_episode(session, family, by, plan, now=now)
    lead = LeadEntry(id=uuid5(entry.id, "lead"), user_id=entry.lead_id, from_on=entry.opened_on, reason=entry.why_lead)
    allocate_lead(session, episode, by, lead, now=now)
    if entry.restricted and by is not None:
        named = frozenset({by.id, entry.lead_id})
        restrict_family(session, family, by, RestrictEntry(restricted=True, named=named), now=now)


def _reference(session: Session, cluster: Cluster) -> str:
    """The cluster's code and six signs drawn by lot: it says nothing of the family, nor how many there are."""
    while True:
        drawn = "".join(secrets.choice(SIGNS) for _ in range(6))
        reference = f"{cluster.code[:LONGEST_CODE]}-{drawn}"
        if session.scalar(select(Family.id).where(Family.reference == reference)) is None:
            return reference


def _same(session: Session, known: Family, by: User | None, entry: FamilyEntry) -> Family:
    """The family that this very form made before; anything else under its id is refused."""
    if known.added_by_id == (by.id if by else None) and _says_the_same(session, known, entry):
        return known
    raise Refused("id", "This form has been used before: open a new one")


def _says_the_same(session: Session, known: Family, entry: FamilyEntry) -> bool:
    """Whether every word of a form stands in the family as it is kept."""
    people = [asdict(one) for one in entry.people]
    home = [entry.home.columns() | {"id": entry.home.id}] if entry.home else []
    reach, warning = ([asdict(one)] if one else [] for one in (entry.reach, entry.warning))
    consents = [asdict(one) for one in entry.consents]
    lead = session.get(Allocation, uuid5(entry.id, "lead"))
    led = lead is not None and (lead.user_id, lead.from_on, lead.reason)
    return (
        is_same(known, entry.columns())
        and led == (entry.lead_id, entry.opened_on, entry.why_lead)
        and _are(session, FamilyMember, known, people)
        and _are(session, Address, known, home)
        and _are(session, SafeContact, known, reach)
        and _are(session, WarningNote, known, warning)
        and _are(session, Consent, known, consents)
    )


def _are(session: Session, kind: type[Part], family: Family, said: list[dict[str, Any]]) -> bool:
    """Whether the family's rows of one kind are just these, as they were said."""
    rows = {row.id: row for row in session.scalars(select(kind).where(kind.family_id == family.id))}
    # Where somebody lives follows from the home, which is compared by itself.
    plain = [{name: value for name, value in one.items() if name != "address_id"} for one in said]
    return rows.keys() == {one["id"] for one in said} and all(is_same(rows[one["id"]], one) for one in plain)
