"""What stands in a family's diary, whose it is, and who may open it."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.models import AllocationKind, Episode, RelatedStaff
from app.visits.actions import MoveEntry, PlanEntry, days_of, move_visit, plan_visits
from app.visits.models import Visit, VisitState
from app.visits.queries import visit_seen_by, visits_of
from tests.cast import NOW, TODAY, allocation
from tests.visits.told import planned

TUESDAY = date(2026, 12, 1)


def weekly(first_on: date, weeks: int, at: time = time(10, 30)) -> PlanEntry:
    return PlanEntry(id=uuid4(), days=days_of(first_on, weeks), at=at, minutes=60, place="at home")


def test_weekly_visits_stand_at_the_same_time_of_the_wall_clock_all_winter_and_into_summer(
    session: Session, lorna: User, maliks: Episode
) -> None:
    visits = plan_visits(session, maliks, lorna, weekly(TUESDAY, 20), now=NOW)

    shown = {clock.local(visit.starts_at).time() for visit in visits}
    moments = {visit.starts_at.time() for visit in visits}
    assert shown == {time(10, 30)}
    assert moments == {time(10, 30), time(9, 30)}


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 60),
    st.times(time(3), time(23)).map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_half_past_ten_stays_half_past_ten_on_every_week_of_any_year(first_on: date, weeks: int, at: time) -> None:
    days = days_of(first_on, weeks)
    shown = [clock.local(clock.moment(day, at)) for day in days]

    assert {one.time() for one in shown} == {at}
    assert [one.date() for one in shown] == list(days)
    assert {day.weekday() for day in days} == {first_on.weekday()}
    assert days[-1] - days[0] == timedelta(weeks=weeks - 1)


def test_a_plan_sent_twice_is_in_the_diary_once(session: Session, lorna: User, maliks: Episode) -> None:
    entry = weekly(TUESDAY, 3)
    for _ in range(2):
        plan_visits(session, maliks, lorna, entry, now=NOW)
        session.commit()

    assert len(visits_of(session, maliks)) == 3
    assert len(session.scalars(select(Entry).where(Entry.action == "visit.plan")).all()) == 1


@pytest.mark.parametrize(
    "day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)], ids=["yesterday", "years away"]
)
def test_an_impossible_day_is_explained(session: Session, lorna: User, maliks: Episode, day: date) -> None:
    with pytest.raises(Refused) as no:
        plan_visits(session, maliks, lorna, weekly(day, 1), now=NOW)
    assert no.value.field == "first_on"


def test_two_families_at_the_same_time_are_not_forbidden(
    session: Session, lorna: User, maliks: Episode, bells: Episode
) -> None:
    session.add(allocation(bells.id, lorna.id, TODAY, kind=AllocationKind.COVER))
    session.commit()
    here, there = planned(session, maliks, lorna, TUESDAY), planned(session, bells, lorna, TUESDAY)

    assert here.starts_at == there.starts_at
    assert {here.state, there.state} == {VisitState.PLANNED}


def test_a_visit_put_in_the_diary_by_whoever_covers_is_the_lead_workers(
    session: Session, lorna: User, tom: User, maliks: Episode
) -> None:
    session.add(allocation(maliks.id, tom.id, TODAY, kind=AllocationKind.COVER))
    session.commit()

    assert planned(session, maliks, tom, TUESDAY, now=NOW).worker_id == lorna.id


@pytest.mark.parametrize(
    ("first", "last", "opens"),
    [(date(2026, 11, 16), date(2026, 11, 23), False), (TODAY, TODAY, True), (date(2026, 11, 25), TUESDAY, False)],
    ids=["until yesterday", "today", "from tomorrow"],
)
def test_whoever_covers_opens_the_visit_on_the_days_of_the_cover(
    session: Session, lorna: User, tom: User, maliks: Episode, first: date, last: date, opens: bool
) -> None:
    visit = planned(session, maliks, lorna, TODAY)
    session.add(allocation(maliks.id, tom.id, first, last, kind=AllocationKind.COVER))
    session.commit()

    assert (visit_seen_by(session, tom, visit.id, NOW) is not None) is opens


def test_a_new_lead_worker_takes_over_what_was_planned(
    session: Session, lorna: User, tom: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    lead = session.scalars(select(type(allocation(maliks.id, lorna.id, TODAY)))).one()
    lead.until_on = TODAY - timedelta(days=1)
    session.flush()
    session.add(allocation(maliks.id, tom.id, TODAY))
    session.commit()

    assert visit_seen_by(session, tom, visit.id, NOW) == (visit, maliks)
    assert visit_seen_by(session, lorna, visit.id, NOW) is None


def test_a_visit_to_ones_own_relations_does_not_open(session: Session, lorna: User, maliks: Episode) -> None:
    visit = planned(session, maliks, lorna, TODAY)
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=lorna.id, named_at=NOW))
    session.commit()

    assert visit_seen_by(session, lorna, visit.id, NOW) is None


def test_a_moved_visit_stands_only_on_its_new_day(session: Session, lorna: User, maliks: Episode) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    entry = MoveEntry(id=uuid4(), day=date(2026, 12, 3), at=time(15), minutes=45, reason="family_asked")
    for _ in range(2):
        moved = move_visit(session, visit, lorna, entry, now=NOW)
        session.commit()

    assert (visit.state, visit.moved_to_id, visit.reason) == (VisitState.MOVED, moved.id, "family_asked")
    assert (moved.place, moved.worker_id, moved.ends_at - moved.starts_at) == (
        "at home",
        lorna.id,
        timedelta(minutes=45),
    )
    assert visits_of(session, maliks) == [moved]


def test_a_visit_is_moved_once(session: Session, lorna: User, maliks: Episode) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    move_visit(session, visit, lorna, MoveEntry(id=uuid4(), day=date(2026, 12, 3), at=time(15), minutes=60), now=NOW)
    session.commit()

    with pytest.raises(Refused, match="Choose which time is right"):
        move_visit(session, visit, lorna, MoveEntry(id=uuid4(), day=date(2026, 12, 4), at=time(9), minutes=60), now=NOW)


@pytest.mark.parametrize(
    ("day", "at"),
    [(TUESDAY, time(10, 30)), (TODAY, time(9))],
    ids=["when it is now", "passed already"],
)
def test_a_move_that_is_none_is_explained(session: Session, lorna: User, maliks: Episode, day: date, at: time) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    with pytest.raises(Refused) as no:
        move_visit(session, visit, lorna, MoveEntry(id=uuid4(), day=day, at=at, minutes=60), now=NOW)
    assert no.value.field == "day"


@given(st.datetimes(datetime(2026, 9, 28), datetime(2027, 3, 1)))  # noqa: DTZ001
def test_every_visit_is_in_the_week_that_its_wall_clock_day_is_in(shown: datetime) -> None:
    opened_on = date(2026, 9, 28)
    episode = Episode(opened_on=opened_on, ends_on=opened_on + timedelta(days=182), weeks=26)
    visit = Visit(starts_at=clock.moment(shown.date(), shown.time().replace(microsecond=0)))

    assert episode.week(clock.local(visit.starts_at).date()) == (shown.date() - opened_on).days // 7 + 1
