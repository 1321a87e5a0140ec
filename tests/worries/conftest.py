"""What the tests of worries share: what Ayaan said, and people who stand in."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Absence, Deputy, User
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.families.models import Episode, FamilyMember
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Urgency, Worry
from tests.cast import LONG_AGO, NOW, TODAY

WORDS = "He threw my phone. He said next time it won’t be my phone."


@pytest.fixture
def said(maliks: Episode, member: Callable[..., FamilyMember]) -> Callable[..., WorryEntry]:
    """What Ayaan told Lorna in the kitchen: `said()`, or with something else: `said(urgency=Urgency.HOLD)`."""

    def make(**more: object) -> WorryEntry:
        words: dict[str, object] = {
            "id": uuid4(),
            "urgency": Urgency.TODAY,
            "saw_or_heard": "The screen is cracked right across. No marks on Ayaan.",
            "occurred_at": NOW - timedelta(minutes=19),
            "member_id": member(maliks, "Ayaan").id,
            "exact_words": WORDS,
            "setting": "kitchen, alone with Lorna",
        }
        return WorryEntry(**(words | more))  # type: ignore[arg-type]

    return make


@pytest.fixture
def worry(session: Session, lorna: User, maliks: Episode, said: Callable[..., WorryEntry]) -> Worry:
    """Lorna’s worry for today about Ayaan: Priya is told."""
    raised = raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)
    session.commit()
    return raised


@pytest.fixture
def beth(hire: Callable[..., User], beckside: Cluster, priya: User, session: Session) -> User:
    """Supervisor of Beckside, who stands in for Priya."""
    person = hire("Beth Lund", Role.SUPERVISOR, beckside)
    session.add(Deputy(supervisor_id=priya.id, deputy_id=person.id, from_on=LONG_AGO, until_on=None))
    session.commit()
    return person


@pytest.fixture
def jo(hire: Callable[..., User], beckside: Cluster) -> User:
    """Another supervisor of Beckside, who has nothing to do with Lorna."""
    return hire("Jo Hale", Role.SUPERVISOR, beckside)


@pytest.fixture
def away(session: Session) -> Callable[[User], None]:
    """Somebody is away today: `away(priya)`."""

    def go(person: User) -> None:
        session.add(Absence(user_id=person.id, from_on=TODAY, until_on=TODAY))
        session.commit()

    return go
