"""A young person's goal is theirs: on their own page they let the people at home see it, and take that back."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.families.models import Episode, Family, FamilyMember
from app.home.models import OwnPage, OwnSay
from app.plans.models import Goal
from tests.home.conftest import OwnClient, bare

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
Browser = Callable[..., FlaskClient]
Goals = dict[str, Goal]
HIS = "Sit by the driver."


def say(his: OwnClient, goal_id: UUID, who: str, at: UUID | None = None) -> TestResponse:
    """He says who may see a goal."""
    said = {"id": str(at or uuid4()), "goal_id": str(goal_id), "who": who}
    return his.client.post("/our-plan/who-sees", data=said)


def test_ayaan_lets_his_mum_see_a_goal_and_takes_it_back(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals
) -> None:
    his, hers = page_of(member(maliks, "Ayaan")), page_of(member(maliks, "Shazia"))
    before = bare(hers.look())
    assert HIS not in before
    assert "Who can see this goal?" in his.look()
    answer = say(his, goals["his"].id, "home")
    assert answer.status_code == 303
    assert "Thank you. It is done." in his.client.get(answer.location).text
    assert HIS in hers.look()
    assert HIS in hers.client.get("/our-plan/print").text
    assert say(his, goals["his"].id, "me").status_code == 303
    # No gap, and no count: the very page that it was.
    assert bare(hers.look()) == before
    # Both answers stay on record.
    rows = session.scalars(select(OwnSay).order_by(OwnSay.said_at, OwnSay.at_home.desc())).all()
    assert [(row.at_home, row.ended_at is None) for row in rows] == [(True, False), (False, True)]


def test_lorna_is_told_each_time_and_the_trail_says_so(
    page_of: PageOf, browser: Browser, session: Session, lorna: User, member: Member, maliks: Episode, goals: Goals
) -> None:
    his, shazia = page_of(member(maliks, "Ayaan")), member(maliks, "Shazia")
    say(his, goals["his"].id, "home")
    assert "Ayaan: People at home may see my goal" in browser(lorna).get("/today").text
    listed = browser(lorna).get(f"/families/{maliks.family_id}/own-pages/{shazia.id}").text
    assert "Ayaan lets the people at home see it" in listed
    assert "Kept private." not in browser(lorna).get(f"/goals/{goals['his'].id}").text
    say(his, goals["his"].id, "me")
    assert "Ayaan: Only you and I may see my goal" in browser(lorna).get("/today").text
    assert "Kept private." in browser(lorna).get(f"/goals/{goals['his'].id}").text
    trail = session.scalars(select(Entry.action).where(Entry.action.in_(("goal.private", "goal.not_private"))))
    assert list(trail) == ["goal.not_private", "goal.private"]


def test_the_same_answer_twice_is_one(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals
) -> None:
    his, at = page_of(member(maliks, "Ayaan")), uuid4()
    for _ in range(2):
        assert say(his, goals["his"].id, "home", at).status_code == 303
    assert say(his, goals["his"].id, "home").status_code == 303
    assert len(session.scalars(select(OwnSay)).all()) == 1


@pytest.mark.parametrize("which", ["home", "hers", "none"])
def test_he_can_say_it_of_his_own_goals_alone(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals, which: str
) -> None:
    his = page_of(member(maliks, "Ayaan"))
    goal_id = goals[which].id if which in goals else uuid4()
    assert say(his, goal_id, "home").status_code == 422
    assert session.scalars(select(OwnSay)).all() == []


def test_a_grown_up_is_not_asked_and_cannot_say_it(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    assert "Who can see this goal?" not in hers.look()
    assert say(hers, goals["hers"].id, "home").status_code == 422


def test_nothing_that_is_no_answer_is_taken(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals
) -> None:
    answer = say(page_of(member(maliks, "Ayaan")), goals["his"].id, "everybody")
    assert answer.status_code == 422
    assert "Choose one" in answer.text


@pytest.mark.parametrize("state", ["flagged", "paused", "elsewhere"])
def test_it_opens_nothing_that_must_stay_shut(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals, state: str
) -> None:
    shazia = member(maliks, "Shazia")
    his, hers = page_of(member(maliks, "Ayaan")), page_of(shazia)
    say(his, goals["his"].id, "home")
    if state == "flagged":
        session.get_one(Family, maliks.family_id).safety_flag = True
    elif state == "paused":
        session.get_one(OwnPage, shazia.id).paused_at = clock.now()
    else:
        shazia.lives_with_children = False
    session.commit()
    assert HIS not in hers.look()


def test_from_a_paused_page_nothing_is_said(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, goals: Goals
) -> None:
    ayaan = member(maliks, "Ayaan")
    his = page_of(ayaan)
    session.get_one(OwnPage, ayaan.id).paused_at = clock.now()
    session.commit()
    assert say(his, goals["his"].id, "home").status_code == 422
    assert session.scalars(select(OwnSay)).all() == []
