"""What the tests of supervision share: Priya's group, a session next week, and the Maliks on its agenda."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.permissions import Role
from app.families.models import Episode
from app.supervision.actions import (
    BringEntry,
    GroupEntry,
    SessionsEntry,
    bring,
    plan_sessions,
    save_group,
)
from app.supervision.models import CaseDiscussion, SupervisionGroup, SupervisionSession
from app.supervision.queries import Seat, could_bring, seat_seen_by
from tests.cast import NOW
from tests.offline.conftest import phone_of  # noqa: F401  A fixture.

DAY = date(2026, 12, 3)


@pytest.fixture
def kwame(hire: Callable[..., User], beckside: Any) -> User:
    """Family support worker of Beckside: in the group, and a stranger to the Maliks."""
    return hire("Kwame Mensah", Role.WORKER, beckside)


@pytest.fixture
def usual(priya: User, lorna: User, tom: User, kwame: User) -> GroupEntry:
    """Every two weeks at two, for two hours: Lorna, Tom and Kwame."""
    return GroupEntry(
        id=uuid4(),
        every_weeks=2,
        at=time(14),
        minutes=120,
        place="Beckside Children’s Centre",
        way="three_columns",
        facilitator_id=priya.id,
        member_ids=frozenset({lorna.id, tom.id, kwame.id}),
    )


@pytest.fixture
def group(session: Session, priya: User, usual: GroupEntry) -> SupervisionGroup:
    """Priya's group."""
    made = save_group(session, priya, usual, now=NOW)
    session.commit()
    return made


@pytest.fixture
def when(usual: GroupEntry) -> SessionsEntry:
    """Thursday 3 December, 2pm."""
    same = {name: getattr(usual, name) for name in ("at", "minutes", "place", "way", "facilitator_id")}
    return SessionsEntry(id=uuid4(), day=DAY, **same)


@pytest.fixture
def planned(session: Session, priya: User, group: SupervisionGroup, when: SessionsEntry) -> SupervisionSession:
    """The session of that day."""
    made = plan_sessions(session, group, priya, replace(when, id=uuid4()), now=NOW)
    session.commit()
    return made[0]


@pytest.fixture
def seat(session: Session, priya: User, planned: SupervisionSession) -> Seat:
    """The session as Priya finds it."""
    found = seat_seen_by(session, priya, planned.id, NOW)
    assert found
    return found


@pytest.fixture
def on_agenda(session: Session, priya: User, seat: Seat, maliks: Episode) -> CaseDiscussion:
    """The Maliks, whom Lorna brings."""
    could = could_bring(session, priya, seat, NOW)
    entry = BringEntry(id=uuid4(), family_ids=(maliks.family_id,))
    [made] = bring(session, seat, priya, could, {}, entry, now=NOW)
    session.commit()
    return made
