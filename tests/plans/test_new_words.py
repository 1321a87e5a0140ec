"""A goal changes as people do: new words take the place of the old ones, which stay with their numbers."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions import GoalEntry, GoalStatusEntry, RatingEntry, agree_goal, change_goal_status, rate
from app.plans.models import Goal, GoalStatus
from app.plans.queries import goals_of, story_of
from tests.cast import NOW, TODAY
from tests.families.filled_in import boxes_of

Browser = Callable[..., FlaskClient]
Agree = Callable[..., Goal]


def test_the_old_words_stay_with_their_numbers_and_the_new_begin_anew(
    session: Session,
    lorna: User,
    maliks: Episode,
    member: Callable[..., FamilyMember],
    agree: Agree,
    mornings: Goal,
) -> None:
    shazia = member(maliks, "Shazia").id
    rate(
        session,
        maliks,
        lorna,
        [RatingEntry(goal_id=mornings.id, member_id=shazia, score=4)],
        on=TODAY,
        note_id=None,
        now=NOW,
    )
    session.commit()
    new = agree("Mornings we can laugh about.", supersedes_id=mornings.id, rater_ids=(shazia,))

    assert (mornings.status, mornings.ended_on, new.position) == (GoalStatus.SUPERSEDED, TODAY, mornings.position)
    assert [number.score for number in story_of(session, mornings).raters[0].ratings] == [4]
    assert story_of(session, new).raters[0].ratings == []
    assert [story.goal.words for story in goals_of(session, maliks)] == ["Mornings we can laugh about."]


def test_new_words_need_no_room_where_three_is_plenty(agree: Agree, mornings: Goal) -> None:
    agree("Ayaan gets to school most mornings.")
    agree("Mum gets one hour a week that is just hers.")
    assert agree("Mornings we can laugh about.", supersedes_id=mornings.id).is_active


def test_the_same_new_words_sent_twice_are_one_goal(
    session: Session, lorna: User, maliks: Episode, mornings: Goal
) -> None:
    entry = GoalEntry(id=uuid4(), words="Mornings we can laugh about.", supersedes_id=mornings.id)
    assert agree_goal(session, maliks, lorna, entry, now=NOW) is agree_goal(session, maliks, lorna, entry, now=NOW)


def test_a_goal_that_has_new_words_takes_no_others_and_is_not_taken_up_again(
    session: Session, lorna: User, agree: Agree, mornings: Goal
) -> None:
    agree("Mornings we can laugh about.", supersedes_id=mornings.id)
    with pytest.raises(Refused, match="has new words already"):
        agree("Quiet mornings.", supersedes_id=mornings.id)
    with pytest.raises(Refused, match="has new words"):
        change_goal_status(session, mornings, lorna, GoalStatusEntry(status=GoalStatus.ACTIVE), on=TODAY, now=NOW)


def test_new_words_for_a_goal_of_somebody_elses_are_refused(agree: Agree) -> None:
    with pytest.raises(Refused, match="not on this plan"):
        agree("Mornings we can laugh about.", supersedes_id=uuid4())


def test_the_form_begins_with_the_goal_as_it_stands_and_each_page_leads_to_the_other(
    browser: Browser, lorna: User, mornings: Goal
) -> None:
    client, address = browser(lorna), f"/goals/{mornings.id}/new-words"
    boxes = boxes_of(client.get(address).text, "goal-form")
    assert (boxes["words"], boxes["owner"]) == ("Mornings without shouting.", [str(mornings.owner_member_id)])
    answer = client.post(address, data=boxes | {"words": "Mornings we can laugh about."})

    assert answer.status_code == 303
    new, old = client.get(answer.location).text, client.get(f"/goals/{mornings.id}").text
    assert "it was: " in new
    assert f"/goals/{mornings.id}" in new
    assert "The words now:" in old
    assert answer.location in old
    # Whoever opens an old bookmark is led to the plan as it is.
    assert client.get(address).location == f"/goals/{mornings.id}"
