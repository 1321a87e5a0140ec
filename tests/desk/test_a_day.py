"""Today: what a worker needs at the kerb, in order, and nothing of anybody else's."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import Figures
from app.core import clock
from app.desk.day import Day, day_for
from app.desk.words import lay_out
from app.families.models import (
    AllocationKind,
    Episode,
    FamilyMember,
    RelatedStaff,
    WarningKind,
    WarningNote,
)
from app.notes.actions import SeenChild, write_note
from app.notes.models import NoteKind
from app.promises.models import Promise, PromiseKind
from app.visits.models import Visit, VisitState
from tests import cast
from tests.cast import NOW, TODAY, allocation
from tests.databases import Statements
from tests.notes.told import a_call

Member = Callable[[Episode, str], FamilyMember]


@pytest.fixture
def planned(session: Session) -> Callable[..., Visit]:
    def plan(episode: Episode, worker: User, on: date, at: time = time(10, 30), **more: object) -> Visit:
        starts_at = clock.moment(on, at)
        visit = Visit(
            id=uuid4(),
            family_id=episode.family_id,
            episode_id=episode.id,
            worker_id=worker.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            planned_at=NOW,
            planned_by_id=worker.id,
            **more,
        )
        session.add(visit)
        session.commit()
        return visit

    return plan


@pytest.fixture
def promised(session: Session) -> Callable[..., Promise]:
    def promise(episode: Episode, owner: User, what: str, **more: object) -> Promise:
        made = Promise(
            id=uuid4(),
            family_id=episode.family_id,
            episode_id=episode.id,
            what=what,
            owner_user_id=owner.id,
            made_at=NOW,
            made_by_id=owner.id,
            **more,
        )
        session.add(made)
        session.commit()
        return made

    return promise


PEOPLE = (("Donna", "Mum", date(1992, 1, 20), False),)


def _day(session: Session, worker: User, on: date = TODAY, now: datetime = NOW) -> Day:
    return day_for(session, worker, on, now, Figures())


def test_lorna_sees_her_visits_in_the_order_of_the_day(session, lorna, maliks, planned) -> None:
    planned(maliks, lorna, TODAY, time(16))
    planned(maliks, lorna, TODAY, time(10, 30))

    shown = _day(session, lorna)

    assert [clock.local(visit.starts_at).time() for visit in shown.visits] == [time(10, 30), time(16)]
    assert shown.next_visit(NOW) is shown.visits[0]
    assert shown.visits[0].walk.week == 9


def test_chloe_sees_nothing_of_lornas_day(session, lorna, chloe, maliks, planned, promised) -> None:
    planned(maliks, lorna, TODAY)
    promised(maliks, lorna, "Bring the bus pass form", kind=PromiseKind.BRING)

    shown = _day(session, chloe)

    assert (shown.visits, shown.promises, shown.walks) == ([], [], [])


def test_tom_covers_and_reads_for_whom(session, lorna, tom, maliks, planned) -> None:
    planned(maliks, lorna, TODAY)
    session.add(allocation(maliks.id, tom.id, TODAY, TODAY + timedelta(days=4), AllocationKind.COVER))
    session.commit()

    shown = _day(session, tom)

    assert [visit.walk.covering_for for visit in shown.visits] == ["Lorna"]
    assert _day(session, tom, TODAY + timedelta(days=5)).visits == []


def test_tom_who_covers_reads_what_lorna_promised_this_family_and_nothing_else_of_hers(
    session, lorna, tom, maliks, beckside, planned, promised
) -> None:
    others = cast._family(session, "Abbott", "moss", beckside, lorna, TODAY, PEOPLE, "07700900161")
    planned(maliks, lorna, TODAY)
    promised(maliks, lorna, "Bring the bus pass form", kind=PromiseKind.BRING)
    promised(others, lorna, "Bring the school letter", kind=PromiseKind.BRING)
    session.add(allocation(maliks.id, tom.id, TODAY, TODAY + timedelta(days=4), AllocationKind.COVER))
    session.commit()

    shown = _day(session, tom)

    assert [(one.said_by, one.what) for one in shown.visits[0].promised] == [("Lorna", "Bring the bus pass form")]
    assert {one.said_by for one in _day(session, lorna).visits[0].promised} == {""}


def test_the_visit_to_come_stands_first_and_one_that_nobody_wrote_up_follows(session, lorna, maliks, planned) -> None:
    over, ahead = planned(maliks, lorna, TODAY, time(8, 30)), planned(maliks, lorna, TODAY, time(13))

    laid = lay_out(_day(session, lorna), NOW)
    evening = lay_out(_day(session, lorna), clock.moment(TODAY, time(21)))

    assert laid.next is not None
    assert evening.next is not None
    assert (laid.next.id, [visit.id for visit in laid.to_write_up], laid.later) == (ahead.id, [over.id], [])
    assert (evening.next.id, [visit.id for visit in evening.to_write_up]) == (over.id, [ahead.id])


def test_what_lorna_said_she_would_bring_stands_on_the_visit(session, lorna, maliks, planned, promised) -> None:
    planned(maliks, lorna, TODAY)
    promised(maliks, lorna, "Bring the bus pass form", kind=PromiseKind.BRING)

    shown = _day(session, lorna)

    assert [one.what for one in shown.visits[0].promised] == ["Bring the bus pass form"]


def test_a_late_promise_says_how_late(session, lorna, maliks, promised) -> None:
    promised(maliks, lorna, "Post the form", due_on=TODAY - timedelta(days=8))

    assert [one.days_late for one in _day(session, lorna).promises] == [8]


def test_nothing_is_late_on_a_day_that_has_not_come(session, lorna, maliks, promised) -> None:
    promised(maliks, lorna, "Post the form", due_on=TODAY)

    assert [one.days_late for one in _day(session, lorna, TODAY + timedelta(days=1)).promises] == [0]


def test_a_call_names_whom_to_ring_and_the_safe_number(session, lorna, maliks, promised, member) -> None:
    shazia = member(maliks, "Shazia")
    promised(maliks, lorna, "Ask how Friday went", kind=PromiseKind.CALL, call_member_id=shazia.id)

    call = _day(session, lorna).calls[0]

    assert (call.whom, call.call_phone) == ("Shazia Malik", "07700900142")


def test_a_warning_that_has_run_out_is_no_longer_shown(session, lorna, maliks, planned) -> None:
    planned(maliks, lorna, TODAY)
    for until_on, words in ((TODAY, "Visit in pairs."), (TODAY - timedelta(days=1), "Dog in the yard.")):
        session.add(
            WarningNote(
                family_id=maliks.family_id,
                kind=WarningKind.PAIRS,
                words=words,
                agreed_with="Priya",
                agreed_on=TODAY,
                until_on=until_on,
                made_by_id=lorna.id,
            )
        )
    session.commit()

    assert [one.words for one in _day(session, lorna).visits[0].warnings] == ["Visit in pairs."]


def test_a_moved_visit_leaves_the_day_and_a_cancelled_one_stays_to_be_read(session, lorna, maliks, planned) -> None:
    planned(maliks, lorna, TODAY, time(9), state=VisitState.MOVED)
    planned(maliks, lorna, TODAY, time(13), state=VisitState.CANCELLED)

    shown = _day(session, lorna)

    assert [visit.state for visit in shown.visits] == [VisitState.CANCELLED]
    assert shown.next_visit(NOW) is None


def test_after_midnight_yesterdays_visit_is_still_to_write_up(session, lorna, maliks, planned) -> None:
    planned(maliks, lorna, TODAY, time(16))
    past_midnight = clock.moment(TODAY + timedelta(days=1), time(0, 10))

    shown = _day(session, lorna, TODAY + timedelta(days=1), past_midnight)

    assert shown.visits == []
    assert len(shown.to_write_up) == 1


@pytest.mark.parametrize("on", [date(2026, 10, 25), date(2027, 3, 28)], ids=["autumn", "spring"])
def test_a_day_on_which_the_clocks_change_holds_its_first_and_last_visit(session, lorna, maliks, planned, on) -> None:
    planned(maliks, lorna, on, time(0, 15))
    planned(maliks, lorna, on, time(23, 45))
    planned(maliks, lorna, on + timedelta(days=1), time(0, 15))

    assert len(_day(session, lorna, on, clock.moment(on, time(12))).visits) == 2


def test_a_plan_in_its_last_weeks_is_named_from_week_20(session, lorna, maliks) -> None:
    week_19 = maliks.opened_on + timedelta(days=18 * 7)
    week_20 = maliks.opened_on + timedelta(days=19 * 7)

    assert _day(session, lorna, week_19).endings == []
    assert [walk.week for walk in _day(session, lorna, week_20).endings] == [20]


def test_a_review_is_named_a_week_before_it_is_due(session, lorna, maliks) -> None:
    due_on = maliks.opened_on + timedelta(days=66)

    assert _day(session, lorna, due_on - timedelta(days=8)).reviews == []
    assert [walk.name for walk in _day(session, lorna, due_on - timedelta(days=7)).reviews] == ["Malik"]


def test_a_child_seen_alone_this_month_is_not_named_and_the_other_is(session, lorna, maliks, member) -> None:
    seen = (SeenChild(member_id=member(maliks, "Ayaan").id, seen=True, alone=True),)
    a_week_ago = NOW - timedelta(days=7)
    write_note(session, maliks, lorna, a_call(kind=NoteKind.VISIT, occurred_at=a_week_ago, seen=seen), now=NOW)
    session.commit()

    assert [child.known_as for _, child in _day(session, lorna).unseen_alone] == ["Hiba"]


def test_a_worker_named_as_related_loses_the_family_from_her_day(session, lorna, maliks, planned) -> None:
    planned(maliks, lorna, TODAY)
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=lorna.id, named_at=NOW))
    session.commit()

    assert _day(session, lorna).visits == []


def test_today_asks_the_database_the_same_number_of_questions_for_any_day(
    session: Session, lorna: User, maliks: Episode, planned, promised, statements: Statements
) -> None:
    statements.clear()
    _day(session, lorna)
    quiet = len(statements)
    for hour in range(8, 18):
        planned(maliks, lorna, TODAY, time(hour))
        promised(maliks, lorna, f"Ring at {hour}", due_on=TODAY)
    statements.clear()
    session.expire_all()
    _day(session, lorna)

    assert len(statements) <= quiet + 1  # The worker herself is read again after expire_all.
    assert quiet <= 7
