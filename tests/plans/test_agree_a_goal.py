"""A goal is agreed in its owner's exact words, three at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions import GoalEntry, GoalStatusEntry, RatingEntry, StepEntry, agree_goal, change_goal_status
from app.plans.models import Goal, GoalRating, GoalStatus, Plan, RatingContext, Step
from tests.cast import NOW, TODAY

Agree = Callable[..., Goal]


def test_the_first_goal_makes_the_plan_and_says_when_it_is_reviewed(
    session: Session, lorna: User, maliks: Episode
) -> None:
    session.delete(session.get_one(Plan, maliks.id))
    session.commit()

    agree_goal(session, maliks, lorna, GoalEntry(id=uuid4(), words="Mornings without shouting."), now=NOW)

    plan = session.get_one(Plan, maliks.id)
    assert (plan.agreed_on, plan.review_due_on) == (TODAY, TODAY + timedelta(weeks=6))


def test_a_second_goal_leaves_the_day_of_the_review_as_it_is(session: Session, lorna: User, maliks: Episode) -> None:
    due_on = session.get_one(Plan, maliks.id).review_due_on

    agree_goal(session, maliks, lorna, GoalEntry(id=uuid4(), words="Mornings without shouting."), now=NOW)

    assert session.get_one(Plan, maliks.id).review_due_on == due_on


def test_a_goal_comes_with_its_raters_first_numbers_and_steps(
    session: Session, lorna: User, maliks: Episode, member: Callable[..., FamilyMember]
) -> None:
    shazia, goal_id = member(maliks, "Shazia"), uuid4()
    entry = GoalEntry(
        id=goal_id,
        words="Żeby spać spokojnie.",
        language="Polish",
        english="To sleep without worrying.",
        owner_member_id=shazia.id,
        zero_words="I lie awake until it gets light.",
        ten_words="I sleep until the alarm goes.",
        rater_ids=(shazia.id,),
        first_numbers=(RatingEntry(goal_id=goal_id, member_id=shazia.id, score=1),),
        steps=(StepEntry(id=uuid4(), what="Ring the housing adviser together"),),
    )

    goal = agree_goal(session, maliks, lorna, entry, now=NOW)

    assert (goal.words, goal.english, goal.agreed_on) == ("Żeby spać spokojnie.", "To sleep without worrying.", TODAY)
    assert session.scalars(select(GoalRating.context)).all() == [RatingContext.FIRST]
    assert session.scalars(select(Step.what)).all() == ["Ring the housing adviser together"]
    assert "goal.agree" in session.scalars(select(Entry.action)).all()


def test_a_goal_sent_twice_is_kept_once_and_other_words_under_its_id_are_refused(
    session: Session, lorna: User, maliks: Episode
) -> None:
    entry = GoalEntry(id=uuid4(), words="Mornings without shouting.")

    assert agree_goal(session, maliks, lorna, entry, now=NOW) is agree_goal(session, maliks, lorna, entry, now=NOW)
    with pytest.raises(Refused, match="open a new one"):
        agree_goal(session, maliks, lorna, replace(entry, words="Something else"), now=NOW)


def test_three_goals_are_plenty_and_a_fourth_waits_until_one_is_paused(
    session: Session, lorna: User, agree: Agree
) -> None:
    first = agree("Mornings without shouting.")
    agree("Ayaan gets to school most mornings.")
    agree("Mum gets one hour a week that is just hers.")

    with pytest.raises(Refused, match="that is plenty"):
        agree("One more.")
    change_goal_status(
        session, first, lorna, GoalStatusEntry(status=GoalStatus.PAUSED, why="After the holidays"), on=TODAY, now=NOW
    )
    assert agree("One more.").position == 3


def test_taking_a_paused_goal_up_again_counts_as_one_of_the_three(session: Session, lorna: User, agree: Agree) -> None:
    first = agree("Mornings without shouting.")
    change_goal_status(
        session, first, lorna, GoalStatusEntry(status=GoalStatus.PAUSED, why="Not now"), on=TODAY, now=NOW
    )
    for words in ("One.", "Two.", "Three."):
        agree(words)

    with pytest.raises(Refused, match="that is plenty"):
        change_goal_status(session, first, lorna, GoalStatusEntry(status=GoalStatus.ACTIVE), on=TODAY, now=NOW)


def test_letting_a_goal_go_asks_why(session: Session, lorna: User, mornings: Goal) -> None:
    with pytest.raises(Refused, match="Say why"):
        change_goal_status(session, mornings, lorna, GoalStatusEntry(status=GoalStatus.LET_GO), on=TODAY, now=NOW)


def test_a_goal_needs_words(agree: Agree) -> None:
    with pytest.raises(Refused, match="exact words"):
        agree("")


@pytest.mark.parametrize("days", [1, -400], ids=["tomorrow", "before the plan began"])
def test_a_goal_is_agreed_between_the_start_of_the_plan_and_today(agree: Agree, days: int) -> None:
    with pytest.raises(Refused, match="between the start"):
        agree("Mornings without shouting.", agreed_on=TODAY + timedelta(days=days))


def test_only_people_of_the_family_own_a_goal(
    agree: Agree, member: Callable[..., FamilyMember], bells: Episode
) -> None:
    with pytest.raises(Refused, match="of this family"):
        agree("Mornings without shouting.", owner_member_id=member(bells, "Donna").id)
