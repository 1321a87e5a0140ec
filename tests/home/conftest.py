"""What the tests of own pages share: a goal each of the home and of one person, and a phone that opens a page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.home.actions import make_code
from app.plans.actions import GoalEntry, RatingEntry, agree_goal
from app.plans.models import Goal
from tests.cast import NOW
from tests.offline.conftest import phone_of

__all__ = ["phone_of"]

Member = Callable[[Episode, str], FamilyMember]
NUMBERS = "2739"


def bare(page: str) -> str:
    """A page without the tokens that are new each time."""
    return re.sub(r'(data-leave|name="(at|id|csrf_token)"[^>]* value)="[^"]*"', "", page)


@dataclass
class OwnClient:
    """Somebody's own phone."""

    client: FlaskClient

    def look(self) -> str:
        """Their page, as it says it."""
        return self.client.get("/our-plan").text

    def redeem(self, code: str) -> TestResponse:
        """Type a code."""
        return self.client.post("/our-plan/code", data={"code": code, "mine": "y"})


@pytest.fixture
def phone(app: Flask, session: Session) -> Callable[[], OwnClient]:
    """A phone that nobody has opened anything on."""
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda: OwnClient(app.test_client())


@pytest.fixture
def code_for(session: Session, lorna: User) -> Callable[[FamilyMember], str]:
    """A code that Lorna made for this person."""

    def make(person: FamilyMember) -> str:
        made = make_code(session, person, lorna, now=clock.now())
        session.commit()
        return made

    return make


@pytest.fixture
def page_of(phone: Callable[[], OwnClient], code_for: Callable[[FamilyMember], str]) -> Callable[..., OwnClient]:
    """A phone on which this person has opened their page: `page_of(shazia).look()`."""

    def open_for(person: FamilyMember) -> OwnClient:
        made = phone()
        assert made.redeem(code_for(person)).status_code == 303
        assert made.client.post("/our-plan/numbers", data={"numbers": NUMBERS}).status_code == 303
        return made

    return open_for


@pytest.fixture
def goals(session: Session, lorna: User, maliks: Episode, member: Member) -> dict[str, Goal]:
    """A goal of the home, one of Shazia's, and one that Ayaan keeps private."""
    shazia, ayaan = member(maliks, "Shazia"), member(maliks, "Ayaan")
    made: dict[str, Goal] = {}
    for name, words, more in (
        ("home", "Mornings without shouting.", {"rater_ids": (shazia.id, ayaan.id)}),
        ("hers", "One hour a week that is just mine.", {"owner_member_id": shazia.id}),
        ("his", "Sit by the driver.", {"owner_member_id": ayaan.id, "private": True}),
    ):
        goal_id = uuid4()
        numbers = tuple(
            RatingEntry(goal_id=goal_id, member_id=one.id, score=score)
            for one, score in ((shazia, 3), (ayaan, 7))
            if name == "home"
        )
        entry = GoalEntry(id=goal_id, words=words, first_numbers=numbers, **more)  # type: ignore[arg-type]
        made[name] = agree_goal(session, maliks, lorna, entry, now=NOW - timedelta(days=1))
    session.commit()
    return made
