"""A goal is agreed at a kitchen table with no signal, and is the same goal as one agreed with a signal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.plans.actions import GoalEntry, StepEntry, agree_goal
from app.plans.models import Goal, GoalStatus
from app.plans.queries import goals_of, story_of
from tests.cast import NOW, TODAY
from tests.chromium import axe_faults
from tests.families.filled_in import boxes_of
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.offline.phones import TestPhone

PhoneOf = Callable[[User], TestPhone]
Browser = Callable[..., FlaskClient]


@pytest.fixture
def tea(session: Session, lorna: User, maliks: Episode) -> Goal:
    """A goal of the whole family with one small step."""
    entry = GoalEntry(id=uuid4(), words="Tea together.", steps=(StepEntry(id=uuid4(), what="Lay the table"),))
    goal = agree_goal(session, maliks, lorna, entry, now=NOW)
    session.commit()
    return goal


@pytest.fixture
def filled(browser: Browser, lorna: User, maliks: Episode, member: Callable[..., FamilyMember]) -> dict[str, Any]:
    """The form for a goal, as Lorna fills it in with Shazia."""
    shazia = str(member(maliks, "Shazia").id)
    boxes = boxes_of(browser(lorna).get(f"/families/{maliks.family_id}/goals/new").text, "goal-form")
    said = {"owner": shazia, "words": "صبح بغیر چیخ کے", "language": "Urdu", "english": "Mornings without shouting."}
    return boxes | said | {"english_by": "interpreter", "raters": shazia, "steps-0-what": "Shoes by the door"}


def pairs(said: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, one)
        for name, value in said.items()
        if name not in ("csrf_token", "outbox")
        for one in (value if isinstance(value, list) else [value])
    ]


def stands(session: Session, goal: Goal) -> dict[str, Any]:
    """A goal with everything that was said of it, but for its ids."""
    names = ("words", "language", "english", "english_by", "owner_member_id", "private", "status", "made_by_id")
    story = story_of(session, goal)
    raters = [line.member.known_as for line in story.raters]
    return {name: getattr(goal, name) for name in names} | {
        "raters": raters,
        "steps": [one.what for one in story.steps],
    }


def test_a_goal_by_either_door_is_the_same_goal_of_the_day_on_which_it_was_agreed(
    browser: Browser, phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode, filled: dict[str, Any]
) -> None:
    address = f"/families/{maliks.family_id}/goals/new"
    assert browser(lorna).post(address, data=filled).status_code == 303
    again = {name: str(uuid4()) if name == "id" or name.endswith("-id") else one for name, one in filled.items()}
    phone = phone_of(lorna)
    item = phone.save(address, pairs(again), at=NOW - timedelta(days=1))
    assert [phone.send(item)[0]["outcome"] for _ in range(2)] == ["kept", "kept"]

    online, sent = session.get_one(Goal, UUID(filled["id"])), session.get_one(Goal, UUID(again["id"]))
    assert stands(session, online) == stands(session, sent)
    assert (online.agreed_on, sent.agreed_on) == (TODAY, TODAY - timedelta(days=1))


def test_a_fourth_goal_comes_back_with_what_was_typed(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode, filled: dict[str, Any]
) -> None:
    for words in ("One.", "Two.", "Three."):
        agree_goal(session, maliks, lorna, GoalEntry(id=uuid4(), words=words), now=NOW)
    session.commit()
    phone = phone_of(lorna)
    [answer] = phone.send(phone.save(f"/families/{maliks.family_id}/goals/new", pairs(filled)))

    assert answer["outcome"] == "refused"
    assert "that is plenty" in answer["page"]
    assert "صبح بغیر چیخ کے" in answer["page"]
    assert len(goals_of(session, maliks)) == 3


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("steps", {"id": str(uuid4()), "what": "Ring Nan"}),
        ("steps-done", {"shown": "{step}", "done": "{step}"}),
        ("status", {"status": "reached", "why": "They laughed all week"}),
        ("new-words", {"id": str(uuid4()), "owner": "family", "language": "English", "words": "Tea with Nan."}),
    ],
)
def test_each_form_of_a_plan_is_taken_from_a_phone(
    phone_of: PhoneOf, session: Session, lorna: User, tea: Goal, form: str, said: dict[str, str]
) -> None:
    step = str(story_of(session, tea).steps[0].id)
    boxes = [(name, value.format(step=step)) for name, value in said.items()]
    phone = phone_of(lorna)
    [answer] = phone.send(phone.save(f"/goals/{tea.id}/{form}", boxes, at=NOW - timedelta(days=1)))
    assert answer["outcome"] == "kept"
    session.expire_all()

    story = story_of(session, tea)
    found = {
        "steps": [one.what for one in story.steps] == ["Lay the table", "Ring Nan"],
        "steps-done": story.steps[0].done_at is not None,
        "status": (tea.status, tea.ended_on) == (GoalStatus.REACHED, TODAY - timedelta(days=1)),
        "new-words": session.scalars(select(Goal.words).where(Goal.supersedes_id == tea.id)).all() == ["Tea with Nan."],
    }
    assert [name for name, done in found.items() if done] == [form]


def test_a_goal_is_agreed_with_no_signal_and_is_on_the_plan_when_there_is_one(kit: Kit) -> None:
    page, family = kit.page, kit.families()[-1]
    kit.is_live(f"/families/{family}/goals/new")
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(f"/families/{family}/goals/new")
    expect(page.locator("[data-kept]")).to_contain_text("Saved copy from")
    page.get_by_role("radio", name="The whole family").check()
    page.get_by_label("Their exact words").fill("One room tidy, and a quiet hour.")
    page.locator("[name=steps-0-what]").fill("Start with the stairs")
    page.get_by_role("button", name="Agree this goal").click()
    kit.saved_here()
    assert axe_faults(page) == []
    kit.network.faults.clear()
    kit.everything_is_sent()

    with kit.on_the_server() as session:
        goal = session.scalars(select(Goal).where(Goal.words == "One room tidy, and a quiet hour.")).one()
        assert [one.what for one in story_of(session, goal).steps] == ["Start with the stairs"]
