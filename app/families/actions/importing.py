"""Bringing a team's caseload in from a spreadsheet. What is known already is left as it is.

Ids follow from the spreadsheet's own keys, so that the same file brings nobody in twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import account_with_email
from app.clusters.models import Cluster, School
from app.clusters.queries import choices_of, figures_of
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Can
from app.families.actions.adding import FamilyEntry, add_family
from app.families.actions.agreeing import record_consent
from app.families.actions.homes import HomeEntry, add_home
from app.families.actions.import_rows import Lists, Noes, Ready, check_together, of_the_family, ready
from app.families.actions.people import add_person
from app.families.actions.reaching import change_safe_contact
from app.families.caseload_file import BadLine, Line
from app.families.models import Address, AddressKnownTo, Family, FamilyMember

WHY = "Led this family when the caseload was brought into Withy"


@dataclass
class Brought:
    """What came in, what was there already, and what could not come in."""

    families: int = 0
    people: int = 0
    known: int = 0
    bad: list[BadLine] = field(default_factory=list)


def import_caseload(session: Session, cluster: Cluster, lines: Sequence[Line], *, now: datetime) -> Brought:
    """Bring in every family of the file. Where `bad` is not empty, the caller must keep nothing of it."""
    words = choices_of(session, cluster.id, "relationships")
    today = clock.local(now).date()
    again = today + timedelta(weeks=figures_of(session, cluster.id).look_again_weeks)
    lists = Lists(schools=_schools(session, cluster), relationships=words, today=today, again=again)
    families: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        families[line.family_ref].append(line)
    brought, noes = Brought(), Noes()
    for family_ref, rows in families.items():
        own = uuid5(cluster.id, f"caseload {family_ref}")
        _bring_family(session, cluster, own, [ready(noes, lists, own, row) for row in rows], noes, brought, now)
    brought.bad = sorted(noes.bad, key=lambda line: line.number)
    return brought


def _bring_family(
    session: Session, cluster: Cluster, own: UUID, rows: list[Ready], noes: Noes, brought: Brought, now: datetime
) -> None:
    said = of_the_family(noes, [one.row for one in rows], clock.local(now).date())
    check_together(noes, rows)
    family, first = session.get(Family, own), rows[0]
    if family is None:
        lead = noes.unless(first.row, _lead, session, cluster, str(said["lead_worker"]))
        if noes.bad or lead is None:
            return
        entry = _entry(own, first, said, lead)
        family = noes.unless(first.row, add_family, session, cluster, None, entry, now=now)
        if family is None:
            return
        brought.families += 1
        brought.people += 1
        noes.unless(first.row, _about, session, family, first, now)
        rows = rows[1:]
    if noes.bad:
        return  # Nothing will be kept: it is enough to have looked at every row.
    for one in rows:
        noes.unless(one.row, _bring_person, session, family, one, brought, now)


def _bring_person(session: Session, family: Family, one: Ready, brought: Brought, now: datetime) -> None:
    if session.get(FamilyMember, one.person_id) is not None:
        brought.known += 1
    elif one.person is not None:
        add_person(session, family, None, one.person, now=now)
        brought.people += 1
        _about(session, family, one, now)


def _about(session: Session, family: Family, one: Ready, now: datetime) -> None:
    """A person's home, safe contact and answers."""
    person = session.get_one(FamilyMember, one.person_id)
    if one.home is not None:
        _live_at(session, family, person, one.home, now)
    if one.reach is not None:
        change_safe_contact(session, person, None, one.reach, now=now)
    for answer in one.answers:
        record_consent(session, person, None, answer, now=now)


def _live_at(session: Session, family: Family, person: FamilyMember, home: HomeEntry, now: datetime) -> None:
    """One address for all who name the same household; each of them knows it."""
    if session.get(Address, home.id) is None:
        add_home(session, family, None, home, now=now)
    person.address_id = home.id
    session.add(AddressKnownTo(address_id=home.id, member_id=person.id))
    session.flush()


def _entry(own: UUID, first: Ready, said: Mapping[str, object], lead: User) -> FamilyEntry:
    opened_on = said["opened_on"]
    if first.person is None or not isinstance(opened_on, date):
        raise ValueError("a family begins only once all its rows are good")
    return FamilyEntry(
        id=own,
        name=str(said["family_name"]),
        people=(first.person,),
        opened_on=opened_on,
        lead_id=lead.id,
        why_lead=str(said["why_lead_worker"] or WHY),
        going_well=str(said["going_well"]),
        hopes=str(said["hopes"]),
    )


def _lead(session: Session, cluster: Cluster, email: str) -> User | None:
    if not email:
        return None  # `of_the_family` has said so.
    person = account_with_email(session, email)
    if person is None or person.cluster_id != cluster.id or person.left_on is not None:
        raise Refused("lead_worker", f"lead_worker is {email!r}: nobody at {cluster.name} has this work email")
    if not person.may(Can.VISIT_RECORD):
        raise Refused("lead_worker", f"lead_worker is {email!r}: they do no visits, so they cannot lead")
    return person


def _schools(session: Session, cluster: Cluster) -> dict[str, list[UUID]]:
    """Any school by its URN; the cluster's own open ones by name as well."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for school in session.scalars(select(School)):
        if school.urn:
            found[school.urn].append(school.id)
        if school.cluster_id == cluster.id and not school.closed:
            found[school.name.casefold()].append(school.id)
    return found
