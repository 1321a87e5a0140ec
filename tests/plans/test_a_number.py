"""A number belongs to the one who said it: kept once, never averaged, never carried forward."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions import GoalStatusEntry, RatingEntry, change_goal_status, rate
from app.plans.models import Goal, GoalRater, GoalRating, GoalStatus, RatingContext
from tests.cast import NOW, TODAY

VISIT = UUID("11111111-1111-4111-8111-111111111111")
NEXT_VISIT = UUID("22222222-2222-4222-8222-222222222222")


@pytest.fixture
def shazia(member: Callable[..., FamilyMember], maliks: Episode) -> FamilyMember:
    return member(maliks, "Shazia")


@pytest.fixture
def say(session: Session, maliks: Episode, lorna: User, mornings: Goal) -> Callable[..., list[GoalRating]]:
    """Lorna writes down a number for the goal: `say(shazia, 4)`."""

    def keep(who: FamilyMember, score: int | None, note_id: UUID | None = VISIT, comment: str = "") -> list[GoalRating]:
        entry = RatingEntry(goal_id=mornings.id, member_id=who.id, score=score, comment=comment)
        kept = rate(session, maliks, lorna, [entry], on=TODAY, note_id=note_id, now=NOW)
        session.commit()
        return kept

    return keep


def _count(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(GoalRating))


def test_a_number_sent_twice_is_kept_once(
    session: Session, say: Callable[..., list[GoalRating]], shazia: FamilyMember
) -> None:
    first = say(shazia, 4)
    again = say(shazia, 4)

    assert again == first
    assert _count(session) == 1


def test_another_number_by_the_same_person_on_the_same_visit_is_refused(
    session: Session, say: Callable[..., list[GoalRating]], shazia: FamilyMember
) -> None:
    say(shazia, 4)

    with pytest.raises(Refused, match="another number"):
        say(shazia, 5)
    assert _count(session) == 1


def test_the_first_number_somebody_says_is_marked_as_their_first(
    say: Callable[..., list[GoalRating]], shazia: FamilyMember, member: Callable[..., FamilyMember], maliks: Episode
) -> None:
    assert say(shazia, 4)[0].context is RatingContext.FIRST
    assert say(shazia, 6, NEXT_VISIT)[0].context is RatingContext.VISIT
    # Ayaan’s first is his own, though Shazia has said hers.
    assert say(member(maliks, "Ayaan"), 3, NEXT_VISIT)[0].context is RatingContext.FIRST


def test_a_skip_is_kept_as_nothing_and_the_first_is_the_first_real_number(
    say: Callable[..., list[GoalRating]], shazia: FamilyMember
) -> None:
    skipped = say(shazia, None)[0]

    assert skipped.score is None
    assert skipped.context is RatingContext.VISIT
    assert say(shazia, 0, NEXT_VISIT)[0].context is RatingContext.FIRST


def test_who_was_not_asked_has_no_row(
    session: Session, say: Callable[..., list[GoalRating]], shazia: FamilyMember
) -> None:
    say(shazia, 4)

    assert session.scalars(select(GoalRating.member_id)).all() == [shazia.id]


def test_somebody_else_of_the_family_may_start_to_give_a_number(
    session: Session,
    say: Callable[..., list[GoalRating]],
    member: Callable[..., FamilyMember],
    maliks: Episode,
    mornings: Goal,
) -> None:
    hiba = member(maliks, "Hiba")
    say(hiba, 7)
    say(hiba, 8, NEXT_VISIT)

    asked = session.scalars(
        select(GoalRater.member_id).where(GoalRater.goal_id == mornings.id).order_by(GoalRater.position)
    ).all()
    assert asked == [member(maliks, "Shazia").id, member(maliks, "Ayaan").id, hiba.id]


@pytest.mark.parametrize("score", [-1, 11])
def test_a_number_is_from_0_to_10(say: Callable[..., list[GoalRating]], shazia: FamilyMember, score: int) -> None:
    with pytest.raises(Refused, match="from 0 to 10"):
        say(shazia, score)


def test_nobody_outside_the_family_gives_a_number(
    say: Callable[..., list[GoalRating]], member: Callable[..., FamilyMember], bells: Episode
) -> None:
    with pytest.raises(Refused, match="people of the family"):
        say(member(bells, "Donna"), 4)


def test_a_goal_of_another_family_takes_no_number(
    session: Session, lorna: User, maliks: Episode, bells: Episode, mornings: Goal, shazia: FamilyMember
) -> None:
    entry = RatingEntry(goal_id=mornings.id, member_id=shazia.id, score=4)

    with pytest.raises(Refused, match="not on this family’s plan"):
        rate(session, bells, lorna, [entry], on=TODAY, note_id=uuid4(), now=NOW)


def test_a_goal_that_has_ended_takes_no_number_but_a_visit_before_then_can_still_be_written_down(
    session: Session, lorna: User, maliks: Episode, mornings: Goal, shazia: FamilyMember
) -> None:
    change_goal_status(session, mornings, lorna, GoalStatusEntry(status=GoalStatus.REACHED), on=TODAY, now=NOW)
    session.commit()
    entry = RatingEntry(goal_id=mornings.id, member_id=shazia.id, score=9)

    with pytest.raises(Refused, match="has ended"):
        rate(session, maliks, lorna, [entry], on=TODAY + timedelta(days=1), note_id=VISIT, now=NOW + timedelta(days=1))
    assert rate(session, maliks, lorna, [entry], on=TODAY - timedelta(days=1), note_id=VISIT, now=NOW)
