"""Each person sees their own, and what was turned on for them. What is off leaves no gap."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, Family, FamilyMember
from app.home.models import OwnPage, Share
from app.plans.models import Goal, GoalRating, RatingContext
from app.promises.actions import PromiseEntry, promise
from app.visits.models import Visit
from tests.cast import NOW
from tests.families.filled_in import boxes_of
from tests.home.conftest import OwnClient, bare

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
Browser = Callable[..., FlaskClient]
Goals = dict[str, Goal]


@pytest.fixture
def story(session: Session, lorna: User, maliks: Episode, member: Member, goals: Goals) -> Goals:
    """The goals, a visit to come, and a promise each of Lorna's, Shazia's and Imran's."""
    for what, owner in (
        ("Talk to school about the bus", {"owner_user_id": lorna.id}),
        ("Walk to the bus stop", {"owner_member_id": member(maliks, "Shazia").id}),
        ("Make the lunches", {"owner_member_id": member(maliks, "Imran").id}),
    ):
        entry = PromiseEntry(id=uuid4(), what=what, **owner)
        promise(session, maliks, lorna, entry, source="note", source_id=None, now=NOW)
    session.add(
        Visit(
            id=uuid4(),
            family_id=maliks.family_id,
            episode_id=maliks.id,
            worker_id=lorna.id,
            starts_at=NOW + timedelta(days=1),
            ends_at=NOW + timedelta(days=1, hours=1),
            planned_at=NOW,
            planned_by_id=lorna.id,
        )
    )
    session.commit()
    return goals


def turn(browser: Browser, worker: User, person: FamilyMember, *on: str) -> None:
    """Lorna ticks these, and nothing else."""
    address = f"/families/{person.family_id}/own-pages/{person.id}"
    boxes = boxes_of(browser(worker).get(address).text, "share")
    answer = browser(worker).post(f"{address}/shared", data=boxes | {"on": list(on)})
    assert answer.status_code == 303


def test_shazia_sees_her_own_and_what_is_the_homes_with_her_numbers_alone(
    page_of: PageOf, member: Member, maliks: Episode, story: Goals
) -> None:
    page = page_of(member(maliks, "Shazia")).look()
    for words in ("Mornings without shouting.", "One hour a week that is just mine.", "Walk to the bus stop"):
        assert words in page
    assert "Talk to school about the bus" in page
    assert "Lorna is coming to see you" in page
    assert "You are at 3." in page
    # Not Ayaan's number, his private goal or what Imran said he would do.
    for words in ("You are at 7", "Sit by the driver", "Make the lunches", "Ayaan"):
        assert words not in page


def test_ayaans_private_goal_is_his_and_is_offered_to_nobody_else(
    page_of: PageOf, browser: Browser, lorna: User, member: Member, maliks: Episode, story: Goals
) -> None:
    assert "Sit by the driver." in page_of(member(maliks, "Ayaan")).look()
    shazia = member(maliks, "Shazia")
    assert "Sit by the driver" not in browser(lorna).get(f"/families/{maliks.family_id}/own-pages/{shazia.id}").text


def test_a_parent_who_lives_elsewhere_sees_their_own_and_no_gap(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, story: Goals
) -> None:
    imran = member(maliks, "Imran")
    imran.lives_with_children = False
    session.commit()
    page = page_of(imran).look()
    assert "Make the lunches" in page
    for words in ("Mornings", "just mine", "driver", "bus", "coming to see you", "Shazia", "Ayaan", "Hiba"):
        assert words not in page


@pytest.mark.parametrize("name", ["Shazia", "Imran", "Ayaan"])
def test_with_a_safety_flag_nothing_is_on_until_it_is_turned_on(
    page_of: PageOf,
    browser: Browser,
    session: Session,
    lorna: User,
    member: Member,
    maliks: Episode,
    story: Goals,
    name: str,
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = True
    session.commit()
    person = member(maliks, name)
    theirs = page_of(person)
    quiet = theirs.look()
    for words in ("Mornings", "just mine", "driver", "bus", "lunches", "coming to see you", "What we agreed"):
        assert words not in quiet
    turn(browser, lorna, person, f"goal:{story['home'].id}")
    assert "Mornings without shouting." in theirs.look()
    assert [row.shared for row in session.scalars(select(Share))] == [True]
    turn(browser, lorna, person)
    assert "Mornings" not in theirs.look()
    # The first yes stays on record.
    assert [row.shared for row in session.scalars(select(Share).order_by(Share.said_at, Share.shared.desc()))] == [
        True,
        False,
    ]


def test_what_is_off_leaves_the_same_page_as_what_never_was(
    page_of: PageOf, browser: Browser, session: Session, lorna: User, member: Member, maliks: Episode, goals: Goals
) -> None:
    imran = member(maliks, "Imran")
    imran.lives_with_children = False
    session.commit()
    theirs = page_of(imran)
    with_goals = bare(theirs.look())
    for goal in goals.values():
        for rating in session.scalars(select(GoalRating).where(GoalRating.goal_id == goal.id)):
            session.delete(rating)
        goal.private = True
    session.commit()
    assert bare(theirs.look()) == with_goals


def test_pausing_leaves_only_the_numbers_to_ring_and_says_nothing(
    page_of: PageOf, browser: Browser, lorna: User, member: Member, maliks: Episode, story: Goals
) -> None:
    shazia = member(maliks, "Shazia")
    hers, address = page_of(shazia), f"/families/{maliks.family_id}/own-pages/{shazia.id}"
    assert browser(lorna).post(f"{address}/pause").status_code == 303
    quiet = hers.look()
    for words in ("Mornings", "just mine", "coming to see you", "What we agreed", "paus"):
        assert words not in quiet
    assert "0800 1111" in quiet
    browser(lorna).post(f"{address}/go-on")
    assert "Mornings without shouting." in hers.look()


def test_the_preview_is_what_the_person_sees(
    page_of: PageOf, browser: Browser, lorna: User, member: Member, maliks: Episode, story: Goals
) -> None:
    shazia = member(maliks, "Shazia")
    hers = page_of(shazia).look()
    first = browser(lorna).get(f"/families/{maliks.family_id}/own-pages/{shazia.id}/preview").text
    said = [
        words for words in ("Mornings without shouting.", "just mine", "coming to see you", "bus stop") if words in hers
    ]
    assert len(said) == 4
    assert [words for words in said if words in first] == said
    assert "This is a preview" in first


def test_she_gives_a_number_herself_and_it_is_hers(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, story: Goals
) -> None:
    shazia, goal = member(maliks, "Shazia"), story["home"]
    hers, said = page_of(shazia), {"goal_id": str(goal.id), "at": str(uuid4()), "score": "6"}
    assert [hers.client.post("/our-plan/number", data=said).status_code for _ in range(2)] == [303, 303]
    found = session.scalars(select(GoalRating).where(GoalRating.context == RatingContext.OWN_PAGE)).all()
    assert [(one.member_id, one.score, one.recorded_by_id) for one in found] == [(shazia.id, 6, None)]
    assert "You started at 3. Now you are at 6. That’s 3 steps up." in hers.look()


@pytest.mark.parametrize("which", ["his", "hers"])
def test_a_number_for_a_goal_that_is_not_on_ones_page_is_not_taken(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, story: Goals, which: str
) -> None:
    imrans = page_of(member(maliks, "Imran"))
    said = {"goal_id": str(story[which].id), "at": str(uuid4()), "score": "6"}
    assert imrans.client.post("/our-plan/number", data=said).status_code == 422
    assert session.scalars(select(GoalRating).where(GoalRating.context == RatingContext.OWN_PAGE)).all() == []


def test_lorna_makes_a_code_that_is_shown_once_and_can_stop_it(
    browser: Browser, session: Session, lorna: User, member: Member, maliks: Episode, phone: Callable[[], OwnClient]
) -> None:
    shazia = member(maliks, "Shazia")
    client, address = browser(lorna), f"/families/{maliks.family_id}/own-pages/{shazia.id}"
    page = client.post(f"{address}/code").text
    code = page.split('<p class="code"><b>')[1].split("</p>")[0].replace("</b><br><b>", " ").replace("</b>", "")
    assert code not in client.get(address).text
    assert "A code waits" in client.get(address).text
    client.post(f"{address}/code/stop")
    assert phone().redeem(code).status_code == 422
    assert session.get_one(OwnPage, shazia.id).last_looked_at is None


def test_a_worker_of_another_cluster_makes_no_code_and_sees_no_page(
    browser: Browser, chloe: User, member: Member, maliks: Episode
) -> None:
    address = f"/families/{maliks.family_id}/own-pages/{member(maliks, 'Shazia').id}"
    client = browser(chloe)
    assert {client.get(f"{address}{more}").status_code for more in ("", "/preview")} == {404}
    posts = ("/shared", "/code", "/code/stop", "/pause", "/go-on", "/withdraw")
    assert {client.post(f"{address}{more}").status_code for more in posts} == {404}
