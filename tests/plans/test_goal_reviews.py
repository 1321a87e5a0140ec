"""A goal is looked at together: the family says where they are, what helped, and what they decide."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions import RatingEntry, ReviewEntry, StepEntry, add_step, review_goal
from app.plans.models import Decision, Goal, GoalRating, GoalReview, GoalStatus, Plan, RatingContext
from app.plans.queries import reviews_of, story_of
from app.promises.actions import PromiseEntry
from app.promises.queries import Whose, ledger_of
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import boxes_of

Browser = Callable[..., FlaskClient]
Agree = Callable[..., Goal]
Member = Callable[..., FamilyMember]
SIX_WEEKS = timedelta(weeks=6)
WHY = "“We stopped talking about school at the table.”"


@pytest.fixture
def entry(maliks: Episode, member: Member, mornings: Goal) -> ReviewEntry:
    """Shazia says 7, and that she and Ayaan want to go on."""
    shazia, ayaan = member(maliks, "Shazia").id, member(maliks, "Ayaan").id
    return ReviewEntry(
        id=uuid4(),
        reviewed_on=TODAY,
        decision=Decision.KEEP,
        decided_by=(shazia, ayaan),
        why_words=WHY,
        helped=("at_home", "people"),
        numbers=(RatingEntry(goal_id=mornings.id, member_id=shazia, score=7),),
    )


@pytest.fixture
def look(
    session: Session, lorna: User, maliks: Episode, mornings: Goal, entry: ReviewEntry
) -> Callable[..., GoalReview]:
    """Look at it together: `look(decision=Decision.REACHED)`."""

    def keep(goal: Goal = mornings, **more: Any) -> GoalReview:
        said = replace(entry, **({"id": uuid4()} | more))
        kept = review_goal(session, maliks, goal, lorna, said, now=NOW)
        session.commit()
        return kept

    return keep


def due(session: Session, episode: Episode) -> date | None:
    return session.get_one(Plan, episode.id).review_due_on


def test_what_was_said_and_who_decided_is_kept_as_they_said_it(
    session: Session, look: Callable[..., GoalReview], mornings: Goal
) -> None:
    look()
    [story] = reviews_of(session, [mornings.id])[mornings.id]
    assert (story.review.why_words, story.deciders, story.helped) == (WHY, ["Shazia", "Ayaan"], ["at_home", "people"])
    assert story.review.next_on == TODAY + SIX_WEEKS
    assert session.scalars(select(Entry.action).where(Entry.action == "goal.review")).all() == ["goal.review"]


def test_numbers_of_a_review_are_marked_first_review_or_last(
    session: Session, look: Callable[..., GoalReview], mornings: Goal, member: Member, maliks: Episode
) -> None:
    shazia = member(maliks, "Shazia").id
    look()
    look(numbers=(RatingEntry(goal_id=mornings.id, member_id=shazia, score=None),))
    look(numbers=(RatingEntry(goal_id=mornings.id, member_id=shazia, score=8),))
    look(numbers=(RatingEntry(goal_id=mornings.id, member_id=shazia, score=9),), decision=Decision.REACHED)
    found = session.execute(select(GoalRating.score, GoalRating.context).order_by(GoalRating.score)).all()
    assert sorted(tuple(one) for one in found if one.score) == [
        (7, RatingContext.FIRST),
        (8, RatingContext.REVIEW),
        (9, RatingContext.LAST),
    ]
    assert [one.context for one in found if one.score is None] == [RatingContext.REVIEW]


def test_the_plan_is_next_looked_at_when_the_first_of_its_goals_is(
    session: Session, look: Callable[..., GoalReview], agree: Agree, mornings: Goal, maliks: Episode
) -> None:
    other, before = agree("Mum gets one hour a week that is just hers."), due(session, maliks)
    look()
    assert due(session, maliks) == before  # The other goal has not been looked at yet.
    look(goal=other, numbers=(), next_on=TODAY + timedelta(weeks=3))
    assert due(session, maliks) == TODAY + timedelta(weeks=3)
    look(goal=other, numbers=(), decision=Decision.REACHED)
    assert due(session, maliks) == TODAY + SIX_WEEKS


def test_what_somebody_will_do_stands_in_the_ledger_of_promises(
    session: Session, look: Callable[..., GoalReview], maliks: Episode, member: Member, mornings: Goal
) -> None:
    shazia = member(maliks, "Shazia")
    agreed = PromiseEntry(id=uuid4(), what="Ring the school about the bus", owner_member_id=shazia.id)
    review = look(agreed=(agreed,))
    [line] = ledger_of(session, maliks.family_id)
    assert (line.line.what, line.whose, line.source, line.source_id) == (
        "Ring the school about the bus",
        Whose.THEIRS,
        "review",
        review.id,
    )


def test_with_no_goal_left_no_day_is_set(
    session: Session, look: Callable[..., GoalReview], mornings: Goal, maliks: Episode
) -> None:
    look(decision=Decision.LET_GO, decision_why="It is Nan’s now, she says.")
    assert (mornings.status, mornings.status_why) == (GoalStatus.LET_GO, "It is Nan’s now, she says.")
    assert due(session, maliks) is None


def test_the_same_review_sent_twice_is_one(
    session: Session, lorna: User, maliks: Episode, mornings: Goal, entry: ReviewEntry
) -> None:
    first = review_goal(session, maliks, mornings, lorna, entry, now=NOW)
    assert review_goal(session, maliks, mornings, lorna, entry, now=NOW) is first
    assert session.scalar(select(func.count()).select_from(GoalRating)) == 1
    with pytest.raises(Refused, match="saved a review before"):
        review_goal(session, maliks, mornings, lorna, replace(entry, why_words="Another"), now=NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"decided_by": ()}, "who of the family decided"),
        ({"decided_by": (UUID(int=1),)}, "people of this family"),
        ({"decision": Decision.LET_GO}, "Say why"),
        ({"helped": ("magic",)}, "from the list"),
        ({"reviewed_on": TODAY + timedelta(days=1)}, "and today"),
        ({"next_on": TODAY}, "after this one"),
    ],
)
def test_a_review_without_the_family_or_a_reason_is_not_kept(
    session: Session, look: Callable[..., GoalReview], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        look(**more)
    session.rollback()
    assert session.scalars(select(GoalReview)).all() == []


def test_a_goal_that_has_ended_is_not_looked_at_again(look: Callable[..., GoalReview]) -> None:
    look(decision=Decision.REACHED)
    with pytest.raises(Refused, match="has ended"):
        look()


@pytest.fixture
def filled(
    browser: Browser, session: Session, lorna: User, mornings: Goal, member: Member, maliks: Episode
) -> dict[str, Any]:
    """The form as its page begins, with what the family decided."""
    add_step(session, mornings, lorna, StepEntry(id=uuid4(), what="Shoes by the door"), now=NOW)
    session.commit()
    boxes = boxes_of(browser(lorna).get(f"/goals/{mornings.id}/review").text, "review")
    shazia = str(member(maliks, "Shazia").id)
    step = str(story_of(session, mornings).steps[0].id)
    row = next(name for name, value in boxes.items() if name.endswith("member_id") and shazia in value)
    said = {row.replace("member_id", "score"): "7", "why_words": WHY, "steps": step, "helped": ["at_home"]}
    agreed = {"agreed-0-what": "Put the bags by the door", "agreed-0-who": f"member:{shazia}"}
    return boxes | said | agreed | {"decision": "keep", "decided_by": shazia}


def test_lorna_writes_a_review_and_finds_it_on_the_goals_page(
    browser: Browser, session: Session, lorna: User, mornings: Goal, filled: dict[str, Any]
) -> None:
    client = browser(lorna)
    answer = client.post(f"/goals/{mornings.id}/review", data=filled)
    assert (answer.status_code, answer.location) == (303, f"/goals/{mornings.id}")
    page = client.get(answer.location).text
    assert "Today</time>: keep going" in page
    assert "Shazia decided. Lorna wrote it down." in page
    assert WHY in page
    assert "Something we changed at home" in page
    assert story_of(session, mornings).steps[0].done_at is not None
    assert "Put the bags by the door" in client.get(f"/families/{mornings.family_id}/promises").text
    assert "Last looked at" in client.get(f"/families/{mornings.family_id}/reviews").text


def test_new_words_are_written_next_where_they_chose_to_change_it(
    browser: Browser, lorna: User, mornings: Goal, filled: dict[str, Any]
) -> None:
    answer = browser(lorna).post(f"/goals/{mornings.id}/review", data=filled | {"decision": "change"})
    assert answer.location == f"/goals/{mornings.id}/new-words"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_review_that_nobody_decided_comes_back_with_every_word(
    browser: Browser, lorna: User, mornings: Goal, filled: dict[str, Any], headers: dict[str, str]
) -> None:
    del filled["decided_by"]
    answer = browser(lorna).post(f"/goals/{mornings.id}/review", data=filled, headers=headers)
    assert answer.status_code == 422
    assert "Say who of the family decided" in answer.text
    assert WHY in answer.text
    again = boxes_of(answer.text, "review")
    assert [value for name, value in again.items() if name.endswith("score")] == [["7"]]
    assert again["agreed-0-what"] == "Put the bags by the door"


def test_something_to_be_done_by_nobody_comes_back(
    browser: Browser, session: Session, lorna: User, mornings: Goal, filled: dict[str, Any]
) -> None:
    answer = browser(lorna).post(f"/goals/{mornings.id}/review", data=filled | {"agreed-0-who": ""})
    assert answer.status_code == 422
    assert "Say who will do it" in answer.text
    assert session.scalars(select(GoalReview)).all() == []


def test_a_worker_of_another_cluster_finds_no_review(browser: Browser, chloe: User, mornings: Goal) -> None:
    client = browser(chloe)
    assert client.get(f"/goals/{mornings.id}/review").status_code == 404
    assert client.post(f"/goals/{mornings.id}/review", data={}).status_code == 404
    assert client.get(f"/families/{mornings.family_id}/reviews").status_code == 404
