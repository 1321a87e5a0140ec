"""What the tests of plans share: a goal of the Maliks, and a way to agree more."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.plans.actions import GoalEntry, agree_goal
from app.plans.models import Goal
from tests.cast import NOW

Agree = Callable[..., Goal]


@pytest.fixture
def agree(session: Session, lorna: User, maliks: Episode) -> Agree:
    """Agree a goal with the Maliks: `agree("Mornings without shouting.")`."""

    def make(words: str, **more: object) -> Goal:
        goal = agree_goal(session, maliks, lorna, GoalEntry(**{"id": uuid4(), "words": words, **more}), now=NOW)  # type: ignore[arg-type]
        session.commit()
        return goal

    return make


@pytest.fixture
def mornings(agree: Agree, member: Callable[..., FamilyMember], maliks: Episode) -> Goal:
    """“Mornings without shouting.”, which Shazia and Ayaan give a number."""
    asked = (member(maliks, "Shazia").id, member(maliks, "Ayaan").id)
    return agree("Mornings without shouting.", owner_member_id=asked[0], rater_ids=asked)
