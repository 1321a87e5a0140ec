"""A goal’s page: their words, their numbers, its steps; found by those who work with the family."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import Episode, FamilyMember
from app.plans.actions import RatingEntry, StepEntry, add_step, rate
from app.plans.models import Goal, GoalRating, GoalStatus, RatingContext, Step
from app.plans.queries import goals_of, story_of
from app.plans.words import change_words, table_of
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.databases import Statements

Browser = Callable[..., FlaskClient]
Member = Callable[..., FamilyMember]
GAP = 3


@pytest.fixture
def say(session: Session, lorna: User, maliks: Episode, member: Member) -> Callable[..., None]:
    """Somebody says a number so many weeks ago: `say(mornings, "Shazia", 4, weeks=2)`."""

    def keep(goal: Goal, name: str, score: int | None, weeks: int = 0) -> None:
        entry = RatingEntry(goal_id=goal.id, member_id=member(maliks, name).id, score=score)
        rate(session, maliks, lorna, [entry], on=TODAY - timedelta(weeks=weeks), note_id=uuid4(), now=NOW)
        session.commit()

    return keep


def words_of(session: Session, goal: Goal) -> str:
    return " ".join(change_words(story_of(session, goal).raters, GAP))


def test_lorna_reads_the_goal_in_its_owners_words(browser: Browser, lorna: User, mornings: Goal) -> None:
    answer = browser(lorna).get(f"/goals/{mornings.id}")

    assert answer.status_code == 200
    assert "“Mornings without shouting.”" in answer.text
    assert "Shazia’s goal" in answer.text


def test_reading_a_goal_leaves_a_trace(browser: Browser, session: Session, lorna: User, mornings: Goal) -> None:
    browser(lorna).get(f"/goals/{mornings.id}")

    seen = session.scalars(select(Entry).where(Entry.action == "family.view")).one()
    assert (seen.actor_id, seen.about, seen.relation) == (lorna.id, "goal", "lead")


@pytest.mark.parametrize("verb", ["get", "steps", "steps-done", "status"])
def test_a_worker_of_another_cluster_finds_nothing(browser: Browser, chloe: User, mornings: Goal, verb: str) -> None:
    client = browser(chloe)
    answer = client.get(f"/goals/{mornings.id}") if verb == "get" else client.post(f"/goals/{mornings.id}/{verb}")

    assert answer.status_code == 404


def test_a_goal_that_is_not_there_looks_the_same(browser: Browser, lorna: User, maliks: Episode) -> None:
    assert browser(lorna).get(f"/goals/{uuid4()}").status_code == 404


def test_two_people_see_their_own_numbers_and_no_average(
    browser: Browser, lorna: User, mornings: Goal, say: Callable[..., None]
) -> None:
    for weeks, shazia, ayaan in ((3, 2, 1), (0, 6, 5)):
        say(mornings, "Shazia", shazia, weeks)
        say(mornings, "Ayaan", ayaan, weeks)

    page = browser(lorna).get(f"/goals/{mornings.id}").text

    assert "Both numbers have climbed: Shazia’s from 2 to 6 and Ayaan’s from 1 to 5." in page
    assert "Shazia: from 2 in week 6 to 6 in week 9. Ayaan: from 1 in week 6 to 5 in week 9." in page
    assert "5.5" not in page


def test_a_fall_is_news_and_a_question(session: Session, mornings: Goal, say: Callable[..., None]) -> None:
    say(mornings, "Shazia", 7, weeks=1)
    say(mornings, "Shazia", 3)

    assert words_of(session, mornings) == (
        "Shazia’s number has gone from 7 to 3. Shazia’s came down since last time. What happened?"
    )


def test_two_who_see_it_differently_are_worth_a_talk(
    session: Session, mornings: Goal, say: Callable[..., None]
) -> None:
    say(mornings, "Shazia", 7)
    say(mornings, "Ayaan", 4)

    assert words_of(session, mornings) == (
        "First numbers: Shazia said 7 and Ayaan said 4. "
        "Shazia and Ayaan see it differently, which is worth talking about."
    )


def test_a_week_that_was_skipped_or_not_asked_gets_no_point_and_no_zero(
    session: Session, maliks: Episode, mornings: Goal, say: Callable[..., None]
) -> None:
    say(mornings, "Shazia", 2, weeks=2)
    say(mornings, "Shazia", None, weeks=1)
    say(mornings, "Ayaan", 0, weeks=1)
    say(mornings, "Shazia", 6)
    story = story_of(session, mornings)

    assert [line.points(maliks) for line in story.raters] == [[(7, 2), (9, 6)], [(8, 0)]]
    assert [row.numbers for row in table_of(story, maliks)] == [["2", "–"], ["Skipped", "0"], ["6", "–"]]


def test_the_last_number_before_a_visit_is_not_that_of_the_visit(
    session: Session, maliks: Episode, mornings: Goal, say: Callable[..., None]
) -> None:
    say(mornings, "Shazia", 4, weeks=1)
    say(mornings, "Shazia", 6)

    (story,) = goals_of(session, maliks, before=TODAY)
    assert [line.last.score if line.last else None for line in story.raters] == [4, None]


def test_any_number_of_goals_takes_four_statements(
    session: Session, maliks: Episode, agree: Callable[..., Goal], statements: Statements
) -> None:
    for words in ("One.", "Two.", "Three."):
        agree(words)
    statements.clear()

    assert len(goals_of(session, maliks)) == 3
    assert len([one for one in statements if one.startswith("SELECT")]) == 4


def test_a_step_is_added_and_ticked_with_and_without_script(
    browser: Browser, session: Session, lorna: User, mornings: Goal
) -> None:
    client, said = browser(lorna), {"id": str(uuid4()), "what": "Phones in the basket", "who": "Everyone"}
    assert "Phones in the basket" in client.post(f"/goals/{mornings.id}/steps", data=said, headers=HTMX).text
    step = session.scalars(select(Step)).one()

    answer = client.post(f"/goals/{mornings.id}/steps-done", data={"shown": str(step.id), "done": str(step.id)})

    assert answer.status_code == 303
    session.refresh(step)
    assert step.done_by_id == lorna.id


def test_an_empty_step_is_asked_for_again(browser: Browser, lorna: User, mornings: Goal) -> None:
    said = {"id": str(uuid4()), "what": " ", "who": "Everyone"}
    answer = browser(lorna).post(f"/goals/{mornings.id}/steps", data=said)

    assert answer.status_code == 422
    assert "Write down the step" in answer.text
    assert 'value="Everyone"' in answer.text


def test_letting_a_goal_go_without_a_reason_is_asked_for_and_then_kept(
    browser: Browser, session: Session, lorna: User, mornings: Goal
) -> None:
    client = browser(lorna)
    assert client.post(f"/goals/{mornings.id}/status", data={"status": "let_go", "why": ""}).status_code == 422

    client.post(f"/goals/{mornings.id}/status", data={"status": "let_go", "why": "Not theirs any more"})

    session.refresh(mornings)
    assert (mornings.status, mornings.status_why) == (GoalStatus.LET_GO, "Not theirs any more")
    assert "Not theirs any more" in client.get(f"/goals/{mornings.id}").text


def test_a_goal_that_ended_takes_no_more_steps(browser: Browser, session: Session, lorna: User, mornings: Goal) -> None:
    add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Phones in the basket"), now=NOW)
    mornings.status = GoalStatus.REACHED
    session.commit()

    page = browser(lorna).get(f"/goals/{mornings.id}").text
    assert "Phones in the basket" in page
    assert "Add a step" not in page


@pytest.fixture
def said(maliks: Episode, member: Member) -> dict[str, str]:
    """A goal as the form sends it."""
    shazia = str(member(maliks, "Shazia").id)
    return {
        "id": str(uuid4()),
        "owner": shazia,
        "language": "Urdu",
        "words": "صبح کو سکون ہو",
        "english": "Calm in the mornings.",
        "english_by": "owner",
        "ten_words": "We all leave smiling.",
        "zero_words": "Everyone is shouting.",
        "raters": shazia,
        "numbers-0-member_id": shazia,
        "numbers-0-score": "2",
        "numbers-1-member_id": str(member(maliks, "Ayaan").id),
        "steps-0-id": str(uuid4()),
        "steps-0-what": "Bags by the door",
        "steps-1-id": str(uuid4()),
        "steps-1-what": "",
        "outcome_area": "relationships",
    }


def test_lorna_agrees_a_goal_with_its_first_number_and_step(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, str]
) -> None:
    client, here = browser(lorna), f"/families/{maliks.family_id}/goals/new"
    assert client.get(here).status_code == 200

    answer = client.post(here, data=said)

    goal = session.scalars(select(Goal)).one()
    assert answer.status_code == 303
    assert answer.location == f"/goals/{goal.id}"
    assert (goal.words, goal.english, goal.language) == ("صبح کو سکون ہو", "Calm in the mornings.", "Urdu")
    number = session.scalars(select(GoalRating)).one()
    assert (number.score, number.context) == (2, RatingContext.FIRST)
    assert session.scalars(select(Step.what)).all() == ["Bags by the door"]


def test_a_goal_sent_twice_is_one_goal(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, str]
) -> None:
    client, here = browser(lorna), f"/families/{maliks.family_id}/goals/new"
    for _ in range(2):
        assert client.post(here, data=said).status_code == 303

    assert len(session.scalars(select(Goal)).all()) == 1
    assert len(session.scalars(select(GoalRating)).all()) == 1


def test_words_in_another_language_need_their_english_and_nothing_typed_is_lost(
    browser: Browser, lorna: User, maliks: Episode, said: dict[str, str]
) -> None:
    answer = browser(lorna).post(f"/families/{maliks.family_id}/goals/new", data=said | {"english": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert "Write it in English too" in answer.text
    assert "صبح کو سکون ہو" in answer.text
    assert 'id="numbers-0-score-2" name="numbers-0-score" value="2" checked' in answer.text
    assert 'value="Bags by the door"' in answer.text


def test_what_we_cannot_agree_to_stays_theirs_with_our_reason_beside_it(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, str]
) -> None:
    client, here = browser(lorna), f"/families/{maliks.family_id}/goals/new"
    assert "Say why you can’t agree" in client.post(here, data=said | {"not_agreed": "y"}).text

    client.post(here, data=said | {"not_agreed": "y", "not_agreed_why": "It would not be safe"})

    goal = session.scalars(select(Goal)).one()
    assert "It would not be safe" in client.get(f"/goals/{goal.id}").text


def test_with_three_goals_the_page_says_that_is_plenty_and_a_fourth_is_refused_with_all_that_was_typed(
    browser: Browser, lorna: User, maliks: Episode, agree: Callable[..., Goal], said: dict[str, str]
) -> None:
    for words in ("One.", "Two.", "Three."):
        agree(words)
    client, here = browser(lorna), f"/families/{maliks.family_id}/goals/new"

    assert "three goals now, and that is plenty" in client.get(here).text
    answer = client.post(here, data=said)
    assert answer.status_code == 422
    assert "that is plenty" in answer.text
    assert "Calm in the mornings." in answer.text


@pytest.mark.parametrize("name", ["chloe", "delroy", "hazel"])
def test_nobody_but_those_who_work_with_the_family_agrees_a_goal(
    browser: Browser, request: pytest.FixtureRequest, maliks: Episode, name: str
) -> None:
    client = browser(request.getfixturevalue(name))

    assert client.get(f"/families/{maliks.family_id}/goals/new").status_code == 404
    assert client.post(f"/families/{maliks.family_id}/goals/new").status_code == 404


def test_a_forged_person_in_a_first_number_is_refused(
    browser: Browser, lorna: User, maliks: Episode, said: dict[str, str]
) -> None:
    forged = said | {"numbers-0-member_id": str(UUID(int=1))}
    answer = browser(lorna).post(f"/families/{maliks.family_id}/goals/new", data=forged)

    assert answer.status_code == 422
    assert "people of this family" in answer.text


def test_a_step_in_an_offices_words_is_kept_and_a_plainer_word_is_named(
    browser: Browser, lorna: User, mornings: Goal
) -> None:
    said = {"id": str(uuid4()), "what": "Shazia to engage at the TAF"}
    answer = browser(lorna).post(f"/goals/{mornings.id}/steps", data=said, headers=HTMX)
    assert answer.status_code == 201
    assert "“engage”: a family may not know this word. Perhaps “take part”." in answer.text
    assert "“TAF”: a family may not know this word." in browser(lorna).get(f"/goals/{mornings.id}").text


def test_what_is_refused_comes_back_with_its_words_and_the_hint(browser: Browser, lorna: User, mornings: Goal) -> None:
    said = {"id": str(uuid4()), "what": "engage " * 60}
    answer = browser(lorna).post(f"/goals/{mornings.id}/steps", data=said, headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.count("engage") > 60
    assert "a family may not know this word" in answer.text
