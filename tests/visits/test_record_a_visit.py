"""One form keeps a whole visit: its note, numbers, steps, promises, worry and the next visit, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyMember
from app.notes.actions import SaidWords, SeenChild
from app.notes.models import Note, NoteKind
from app.notes.queries import version_of
from app.plans.actions import GoalEntry, RatingEntry, StepEntry, agree_goal
from app.plans.models import Goal, GoalRating, Step
from app.promises.actions import PromiseEntry, SettleEntry, promise
from app.promises.models import Promise, PromiseKind, PromiseState
from app.visits.actions import NextVisit, Settled, record_new_visit, record_visit
from app.visits.actions.entries import AT_NEXT_VISIT
from app.visits.models import CancelledBy, Visit, VisitState
from app.worries.actions import WorryEntry
from app.worries.models import Urgency, Worry
from tests.cast import NOW, TODAY
from tests.visits.told import HOUR, cancelled, met, no_answer, planned

Find = Callable[[Episode, str], FamilyMember]
NEXT_TUESDAY = date(2026, 12, 1)


@pytest.fixture
def visit(session: Session, lorna: User, maliks: Episode) -> Visit:
    """Today's visit, from half past eight to half past nine; it is ten now."""
    return planned(session, maliks, lorna, TODAY, time(8, 30))


@pytest.fixture
def goal(session: Session, lorna: User, maliks: Episode, member: Find) -> Goal:
    """A goal of Shazia's, with a step."""
    entry = GoalEntry(
        id=uuid4(),
        words="Mornings without shouting.",
        rater_ids=(member(maliks, "Shazia").id,),
        steps=(StepEntry(id=uuid4(), what="Pack bags the night before"),),
        agreed_on=maliks.opened_on,
    )
    goal = agree_goal(session, maliks, lorna, entry, now=NOW)
    session.commit()
    return goal


def test_a_visit_keeps_all_that_was_said_and_agreed(
    session: Session, lorna: User, maliks: Episode, visit: Visit, goal: Goal, member: Find
) -> None:
    shazia, ayaan, hiba = (member(maliks, name) for name in ("Shazia", "Ayaan", "Hiba"))
    step = session.scalars(select(Step)).one()
    form = promise(
        session,
        maliks,
        lorna,
        PromiseEntry(id=uuid4(), what="Bring the bus pass form", kind=PromiseKind.BRING, owner_user_id=lorna.id),
        source="note",
        source_id=None,
        now=NOW - 7 * 24 * HOUR,
    )
    entry = met(
        visit,
        others_there=("Tom Sugden",),
        present=(shazia.id, ayaan.id),
        seen=(
            SeenChild(member_id=ayaan.id, seen=True, alone=True, place="in the kitchen"),
            SeenChild(member_id=hiba.id, seen=False, alone=False, why_not="At school or nursery"),
        ),
        topics=("School",),
        happened="Shazia walked with Ayaan to the stop all week.",
        quotes=(SaidWords(member_id=ayaan.id, words="It’s better when I sit by the driver."),),
        meaning="The bus worries him more than school.",
        ratings=(RatingEntry(goal_id=goal.id, member_id=shazia.id, score=6),),
        done_steps=frozenset({step.id}),
        shown_steps=frozenset({step.id}),
        settled=(Settled(promise_id=form.id, answer=SettleEntry(state=PromiseState.KEPT)),),
        promises=(
            PromiseEntry(id=uuid4(), what="Post the bus pass form", owner_user_id=lorna.id, due_on=date(2026, 11, 27)),
            PromiseEntry(id=uuid4(), what="Bring the photos", owner_member_id=shazia.id, due_words=AT_NEXT_VISIT),
        ),
        next_visit=NextVisit(starts_at=clock.moment(NEXT_TUESDAY, time(10, 30))),
    )

    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()
    session.expire_all()

    note = session.get_one(Note, entry.id)
    said = version_of(session, note.id, 1)
    assert (note.kind, note.occurred_at, said.minutes, said.place) == (NoteKind.VISIT, visit.starts_at, 60, "at home")
    assert said.happened == "Shazia walked with Ayaan to the stop all week."
    assert said.meaning == "The bus worries him more than school."
    rating = session.scalars(select(GoalRating)).one()
    assert (rating.score, rating.rated_on, rating.note_id) == (6, TODAY, note.id)
    assert session.get_one(Step, step.id).done_at == NOW
    assert session.get_one(Promise, form.id).state is PromiseState.KEPT
    due = {one.what: one.due_on for one in session.scalars(select(Promise))}
    assert due["Post the bus pass form"] == date(2026, 11, 27)
    assert due["Bring the photos"] == NEXT_TUESDAY
    coming = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    assert coming.starts_at == clock.moment(NEXT_TUESDAY, time(10, 30))
    assert (coming.worker_id, coming.place) == (lorna.id, "at home")
    assert (visit.state, visit.note_id) == (VisitState.MET, note.id)
    assert (maliks.last_met_on, maliks.unanswered) == (TODAY, 0)


def test_no_answer_needs_nothing_more_and_is_counted(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    entry = no_answer(visit)
    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()

    note = session.get_one(Note, entry.id)
    assert (note.kind, version_of(session, note.id, 1).reached) == (NoteKind.NO_ANSWER, False)
    assert (visit.state, maliks.unanswered, maliks.last_met_on) == (VisitState.NO_ANSWER, 1, None)


def test_a_cancelled_visit_says_by_whom_and_honestly_why(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    entry = cancelled(visit, cancelled_by=CancelledBy.WORKER, reason="wrong_time")
    record_visit(session, visit, lorna, entry, now=NOW)

    assert version_of(session, entry.id, 1).happened == "We cancelled. I got the time wrong."
    assert (visit.cancelled_by, visit.reason, maliks.unanswered) == (CancelledBy.WORKER, "wrong_time", 0)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"cancelled_by": None}, "cancelled_by"),
        ({"reason": ""}, "reason"),
        ({"reason": "made_up"}, "reason"),
    ],
    ids=["nobody said who", "no reason", "a reason that is not on the list"],
)
def test_a_visit_is_not_cancelled_without_who_and_why(
    session: Session, lorna: User, visit: Visit, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as no:
        record_visit(session, visit, lorna, cancelled(visit, **more), now=NOW)
    assert no.value.field == field


def test_a_visit_sent_twice_is_one_visit(session: Session, lorna: User, maliks: Episode, visit: Visit) -> None:
    entry = met(
        visit,
        promises=(PromiseEntry(id=uuid4(), what="Post the form", owner_user_id=lorna.id),),
        worry=WorryEntry(id=uuid4(), urgency=Urgency.HOLD, saw_or_heard="A cracked phone", occurred_at=visit.starts_at),
        next_visit=NextVisit(starts_at=clock.moment(NEXT_TUESDAY, time(10, 30))),
    )
    for minutes in (0, 45):
        record_visit(session, visit, lorna, entry, now=NOW + timedelta(minutes=minutes))
        session.commit()

    for table, count in ((Note, 1), (Promise, 1), (Worry, 1), (Visit, 2)):
        assert session.scalar(select(func.count()).select_from(table)) == count
    kept = select(func.count()).select_from(Entry).where(Entry.action == "visit.met")
    assert session.scalar(kept) == 1


def test_an_unplanned_visit_sent_twice_is_one_visit(session: Session, lorna: User, maliks: Episode) -> None:
    somewhen = Visit(starts_at=NOW - 2 * HOUR, ends_at=NOW - HOUR)
    entry = met(somewhen, place="at school")
    first = record_new_visit(session, maliks, lorna, entry, now=NOW)
    session.commit()
    again = record_new_visit(session, maliks, lorna, entry, now=NOW + HOUR)
    session.commit()

    assert first is again
    assert (first.state, first.place, first.worker_id) == (VisitState.MET, "at school", lorna.id)
    assert session.scalar(select(func.count()).select_from(Visit)) == 1


@pytest.mark.parametrize(
    "different",
    [
        {"happened": "New words"},
        {"promises": (PromiseEntry(id=uuid4(), what="A new promise"),)},
        {"next_visit": NextVisit(starts_at=clock.moment(NEXT_TUESDAY, time(9)))},
        {"topics": ("Money",)},
    ],
    ids=lambda different: next(iter(different)),
)
def test_other_words_under_a_used_form_are_refused_not_lost(
    session: Session, lorna: User, visit: Visit, different: dict[str, Any]
) -> None:
    entry = met(visit)
    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()

    with pytest.raises(Refused, match="open a new one"):
        record_visit(session, visit, lorna, replace(entry, **different), now=NOW)


def test_a_visit_that_another_form_wrote_down_is_not_written_over(
    session: Session, lorna: User, tom: User, visit: Visit
) -> None:
    record_visit(session, visit, lorna, met(visit), now=NOW)
    session.commit()

    with pytest.raises(Refused, match="written down already") as no:
        record_visit(session, visit, tom, no_answer(visit), now=NOW)
    assert no.value.field == "recorded"


@pytest.mark.parametrize("say", [no_answer, cancelled], ids=["no answer", "cancelled"])
@pytest.mark.parametrize("what", ["present", "seen", "ratings"])
def test_what_only_a_meeting_can_show_is_not_dropped_in_silence(
    session: Session, lorna: User, maliks: Episode, visit: Visit, goal: Goal, member: Find, say: Any, what: str
) -> None:
    shazia, ayaan = member(maliks, "Shazia").id, member(maliks, "Ayaan").id
    more = {
        "present": (shazia,),
        "seen": (SeenChild(member_id=ayaan, seen=True, alone=False),),
        "ratings": (RatingEntry(goal_id=goal.id, member_id=shazia, score=6),),
    }
    with pytest.raises(Refused, match="Choose “We met”, or clear those") as no:
        record_visit(session, visit, lorna, say(visit, **{what: more[what]}), now=NOW)
    assert no.value.field == "outcome"


def test_somebody_was_there_when_we_met(session: Session, lorna: User, visit: Visit) -> None:
    with pytest.raises(Refused) as no:
        record_visit(session, visit, lorna, met(visit, others_there=()), now=NOW)
    assert (no.value.field, no.value.words) == ("present", "Tick who was there")


def test_somebody_who_knocks_early_or_leaves_early_need_not_put_the_times_right(
    session: Session, lorna: User, maliks: Episode
) -> None:
    later = planned(session, maliks, lorna, TODAY, time(10, 30))
    entry = no_answer(later)
    record_visit(session, later, lorna, entry, now=NOW + timedelta(minutes=25))
    assert session.get_one(Note, entry.id).occurred_at == NOW + timedelta(minutes=25)

    longer = planned(session, maliks, lorna, TODAY, time(11, 30))
    entry = met(longer)
    record_visit(session, longer, lorna, entry, now=longer.starts_at + timedelta(minutes=35))
    assert version_of(session, entry.id, 1).minutes == 35


@pytest.mark.parametrize(
    ("began", "ended", "field"),
    [
        (NOW + HOUR, NOW + 2 * HOUR, "began"),
        (NOW - HOUR, NOW + HOUR, "ended"),
        (NOW - HOUR, NOW - 2 * HOUR, "ended"),
        (NOW - 20 * HOUR, NOW - HOUR, "ended"),
    ],
    ids=["still to come", "not over", "ends before it begins", "most of a day"],
)
def test_impossible_times_are_explained_beside_the_box(
    session: Session, lorna: User, visit: Visit, began: datetime, ended: datetime, field: str
) -> None:
    with pytest.raises(Refused) as no:
        record_visit(session, visit, lorna, met(visit, began_at=began, ended_at=ended), now=NOW)
    assert no.value.field == field


def test_a_visit_of_another_day_cannot_be_met_today_by_slip(session: Session, lorna: User, maliks: Episode) -> None:
    tomorrow = planned(session, maliks, lorna, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        record_visit(session, tomorrow, lorna, met(tomorrow), now=NOW)


def test_a_visit_to_come_can_be_cancelled_and_keeps_its_place_in_the_diary(
    session: Session, lorna: User, maliks: Episode
) -> None:
    coming = planned(session, maliks, lorna, NEXT_TUESDAY)
    begins = coming.starts_at
    entry = cancelled(coming)
    record_visit(session, coming, lorna, entry, now=NOW)

    assert (coming.state, coming.starts_at) == (VisitState.CANCELLED, begins)
    assert session.get_one(Note, entry.id).occurred_at == NOW


def test_the_next_visit_already_in_the_diary_stays_or_is_moved_never_doubled(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    coming = planned(session, maliks, lorna, NEXT_TUESDAY)
    thursday = clock.moment(date(2026, 12, 3), time(15))
    entry = met(visit, next_visit=NextVisit(starts_at=thursday, instead_of=coming.id))
    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()

    assert coming.state is VisitState.MOVED
    ahead = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    assert (ahead.starts_at, coming.moved_to_id) == (thursday, ahead.id)


def test_a_next_visit_that_somebody_else_put_in_the_diary_meanwhile_is_not_doubled(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    coming = planned(session, maliks, lorna, NEXT_TUESDAY)
    record_visit(session, visit, lorna, met(visit, next_visit=NextVisit(starts_at=coming.starts_at)), now=NOW)

    assert session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).all() == [coming]


def test_the_next_visit_lasts_as_long_as_was_planned_even_after_no_answer(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    said = no_answer(visit, next_visit=NextVisit(starts_at=clock.moment(NEXT_TUESDAY, time(10, 30))))
    record_visit(session, visit, lorna, said, now=NOW)

    coming = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    assert coming.ends_at - coming.starts_at == HOUR


def test_a_worry_for_today_is_raised_with_the_visit(
    session: Session, lorna: User, maliks: Episode, visit: Visit, member: Find
) -> None:
    ayaan = member(maliks, "Ayaan").id
    worry = WorryEntry(
        id=uuid4(),
        urgency=Urgency.TODAY,
        saw_or_heard="He showed me a cracked phone.",
        occurred_at=visit.starts_at + timedelta(minutes=11),
        member_id=ayaan,
        exact_words="He threw my phone.",
    )
    entry = met(visit, worry=worry)
    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()

    kept = session.get_one(Worry, worry.id)
    assert (kept.note_id, kept.exact_words, kept.urgency) == (entry.id, "He threw my phone.", Urgency.TODAY)


def test_a_worry_at_a_time_to_come_is_a_slip(session: Session, lorna: User, visit: Visit) -> None:
    worry = WorryEntry(id=uuid4(), urgency=Urgency.HOLD, saw_or_heard="A bruise", occurred_at=NOW + HOUR)
    with pytest.raises(Refused) as no:
        record_visit(session, visit, lorna, met(visit, worry=worry), now=NOW)
    assert no.value.field == "said_at"


def test_if_one_part_is_refused_nothing_of_the_visit_is_kept(session: Session, lorna: User, visit: Visit) -> None:
    entry = met(visit, promises=(PromiseEntry(id=uuid4(), what="No owner"),))
    with pytest.raises(Refused):
        record_visit(session, visit, lorna, entry, now=NOW)
    session.rollback()

    assert session.get(Note, entry.id) is None
    assert visit.state is VisitState.PLANNED


def test_a_promise_of_another_family_cannot_be_settled_here(
    session: Session, lorna: User, chloe: User, visit: Visit, bells: Episode
) -> None:
    theirs = promise(
        session,
        bells,
        chloe,
        PromiseEntry(id=uuid4(), what="Bring library books", owner_user_id=chloe.id),
        source="note",
        source_id=None,
        now=NOW,
    )
    settled = (Settled(promise_id=theirs.id, answer=SettleEntry(state=PromiseState.KEPT)),)
    with pytest.raises(Refused, match="not this family’s"):
        record_visit(session, visit, lorna, met(visit, settled=settled), now=NOW)


def test_where_a_family_must_be_kept_safe_a_promise_is_not_shared_by_itself(
    session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = True
    entry = met(visit, promises=(PromiseEntry(id=uuid4(), what="Ring the refuge", owner_user_id=lorna.id),))
    record_visit(session, visit, lorna, entry, now=NOW)
    session.commit()

    assert session.scalars(select(Promise)).one().visible_to_family is False


def test_help_that_has_closed_takes_no_more_visits(session: Session, lorna: User, maliks: Episode) -> None:
    maliks.closed_on = TODAY - timedelta(days=1)
    session.commit()
    today = Visit(starts_at=NOW - 2 * HOUR, ends_at=NOW - HOUR)
    with pytest.raises(Refused, match="closed"):
        record_new_visit(session, maliks, lorna, met(today), now=NOW)
