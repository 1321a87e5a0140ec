"""The cast: the people of the tests. All invented; numbers are Ofcom's for drama.

The clock of a test stands at Tuesday 24 November 2026, 10am in Leeds.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Supervision, User
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyMember,
    SafeContact,
)
from app.plans.models import Plan

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LONG_AGO = date(2024, 9, 2)

Row = TypeVar("Row")


@pytest.fixture
def beckside(session: Session) -> Cluster:
    return _add(session, Cluster(name="Beckside", code="BK", active_from=LONG_AGO, active_to=None))


@pytest.fixture
def three_mills(session: Session) -> Cluster:
    return _add(session, Cluster(name="Three Mills", code="TM", active_from=LONG_AGO, active_to=None))


@pytest.fixture
def hire(session: Session) -> Callable[..., User]:
    """Make a member of staff: `hire("Lorna Ackroyd", Role.WORKER, beckside)`."""

    def make(name: str, role: Role, cluster: Cluster | None, **more: object) -> User:
        email = name.lower().replace(" ", ".") + "@withy.example"
        person = User(
            email=email, name=name, role=role, cluster_id=cluster.id if cluster else None, created_at=NOW, **more
        )
        return _add(session, person)

    return make


@pytest.fixture
def lorna(hire: Callable[..., User], beckside: Cluster, priya: User, session: Session) -> User:
    """Family support worker of Beckside, supervised by Priya."""
    return _supervised(session, hire("Lorna Ackroyd", Role.WORKER, beckside, phone="07700900150"), priya)


@pytest.fixture
def tom(hire: Callable[..., User], beckside: Cluster, priya: User, session: Session) -> User:
    """Family support worker of Beckside, supervised by Priya."""
    return _supervised(session, hire("Tom Sugden", Role.WORKER, beckside, phone="07700900151"), priya)


@pytest.fixture
def priya(hire: Callable[..., User], beckside: Cluster) -> User:
    """Supervisor of Beckside."""
    return hire("Priya Nair", Role.SUPERVISOR, beckside, phone="01134960101")


@pytest.fixture
def delroy(hire: Callable[..., User], beckside: Cluster) -> User:
    """Cluster manager of Beckside."""
    return hire("Delroy Grant", Role.MANAGER, beckside)


@pytest.fixture
def chloe(hire: Callable[..., User], three_mills: Cluster, marcus: User, session: Session) -> User:
    """Family support worker of Three Mills: another cluster."""
    return _supervised(session, hire("Chloe Marsh", Role.WORKER, three_mills), marcus)


@pytest.fixture
def marcus(hire: Callable[..., User], three_mills: Cluster) -> User:
    """Supervisor of Three Mills."""
    return hire("Marcus Obi", Role.SUPERVISOR, three_mills)


@pytest.fixture
def hazel(hire: Callable[..., User]) -> User:
    """Admin: no casework."""
    return hire("Hazel Firth", Role.ADMIN, None)


@pytest.fixture
def noor(hire: Callable[..., User]) -> User:
    """Auditor."""
    return hire("Noor Aziz", Role.AUDITOR, None)


@pytest.fixture
def maliks(session: Session, lorna: User, beckside: Cluster) -> Episode:
    """The Maliks in week 9, with Lorna: Shazia, Imran, Ayaan (11) and Hiba (7). No visits or notes yet."""
    members = (
        ("Shazia", "Mum", date(1990, 3, 2), False),
        ("Imran", "Dad", date(1987, 5, 9), False),
        ("Ayaan", "Child", date(2015, 2, 11), True),
        ("Hiba", "Child", date(2019, 6, 30), True),
    )
    return _family(session, "Malik", "sea", beckside, lorna, date(2026, 9, 28), members, "07700900142")


@pytest.fixture
def bells(session: Session, chloe: User, three_mills: Cluster) -> Episode:
    """The Bells of Three Mills, with Chloe: Donna, Kai (9) and Maisie (5)."""
    members = (
        ("Donna", "Mum", date(1992, 1, 20), False),
        ("Kai", "Child", date(2017, 4, 5), True),
        ("Maisie", "Child", date(2021, 8, 14), True),
    )
    return _family(session, "Bell", "madder", three_mills, chloe, date(2026, 10, 20), members, "07700900161")


@pytest.fixture
def member(session: Session) -> Callable[[Episode, str], FamilyMember]:
    """A person of a family by name: `member(maliks, "Ayaan")`."""

    def find(episode: Episode, known_as: str) -> FamilyMember:
        return session.query(FamilyMember).filter_by(family_id=episode.family_id, known_as=known_as).one()

    return find


def _supervised(session: Session, worker: User, supervisor: User) -> User:
    session.add(Supervision(supervisor_id=supervisor.id, worker_id=worker.id, from_on=LONG_AGO, until_on=None))
    session.commit()
    return worker


def _family(
    session: Session,
    name: str,
    yarn: str,
    cluster: Cluster,
    worker: User,
    opened_on: date,
    members: tuple[tuple[str, str, date, bool], ...],
    phone: str,
) -> Episode:
    family = Family(
        id=uuid4(),
        cluster_id=cluster.id,
        name=name,
        reference=f"{cluster.code}-{name.upper()}",
        yarn=yarn,
        added_at=NOW,
    )
    home = Address(id=uuid4(), family_id=family.id, lines="22 Hollin Bank Street", postcode="LS00 0AA")
    people = [
        FamilyMember(
            id=uuid4(),
            family_id=family.id,
            known_as=known_as,
            surname=name,
            relationship_words=words,
            born_on=born_on,
            is_child=is_child,
            parental_responsibility=not is_child,
            address_id=home.id,
            position=place,
        )
        for place, (known_as, words, born_on, is_child) in enumerate(members)
    ]
    episode = Episode(
        id=uuid4(),
        family_id=family.id,
        cluster_id=cluster.id,
        opened_on=opened_on,
        ends_on=opened_on + timedelta(days=182),
    )
    rows: list[object] = [family, home, *people, episode]
    for row in rows:
        session.add(row)
        session.flush()
    session.add_all(AddressKnownTo(address_id=home.id, member_id=person.id) for person in people)
    session.add(
        SafeContact(family_id=family.id, member_id=people[0].id, phone=phone, call_ok=True, text_ok=True, made_at=NOW)
    )
    session.add(allocation(episode.id, worker.id, opened_on))
    session.add(Plan(episode_id=episode.id, family_id=family.id, review_due_on=opened_on + timedelta(days=66)))
    session.commit()
    return session.get_one(Episode, episode.id)


def allocation(
    episode_id: UUID,
    user_id: UUID,
    from_on: date,
    until_on: date | None = None,
    kind: AllocationKind = AllocationKind.LEAD,
) -> Allocation:
    """A lead worker or cover, ready to add."""
    return Allocation(
        episode_id=episode_id, user_id=user_id, kind=kind, from_on=from_on, until_on=until_on, reason="", made_at=NOW
    )


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.commit()
    return row
