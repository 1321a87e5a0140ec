"""Working days: weekends, Easter, Christmas and its substitute days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.clusters.actions import load_bank_holidays
from app.clusters.actions.days import listed_holidays
from app.clusters.queries import add_working_days, working_days_between
from app.clusters.working_days import WorkingDays
from tests.cast import NOW

HOLIDAYS = {entry.on: entry.name for entry in listed_holidays()}
CALENDAR = WorkingDays(HOLIDAYS)
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(0, 300)


def easter_sunday(year: int) -> date:
    """By the anonymous Gregorian rule (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def by_the_act(year: int) -> set[date]:
    """The days that the Act of 1971 and its proclamations name; a day on a weekend moves to the next free weekday."""

    def monday_from(month: int, day: int) -> date:
        first = date(year, month, day)
        return first + timedelta(days=-first.weekday() % 7)

    days = {easter_sunday(year) - timedelta(days=2), easter_sunday(year) + timedelta(days=1)}
    days |= {monday_from(5, 1), monday_from(5, 25), monday_from(8, 25)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= 5 or day in days:
            day += timedelta(days=1)
        days.add(day)
    return days


@pytest.mark.parametrize("year", range(2023, 2029))
def test_the_listed_days_are_those_of_the_law(year: int) -> None:
    coronation = {date(2023, 5, 8)}
    assert {day for day in HOLIDAYS if day.year == year} - coronation == by_the_act(year)


def test_each_listed_day_is_a_weekday_listed_once_in_order() -> None:
    days = [entry.on for entry in listed_holidays()]
    assert all(before < after for before, after in pairwise(days))
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),  # the same Monday
        (date(2026, 11, 23), date(2026, 11, 24), 1),
        (date(2026, 11, 27), date(2026, 11, 30), 1),  # Friday to Monday
        (date(2026, 11, 27), date(2026, 11, 29), 0),  # Friday to Sunday
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # over Easter, Thursday to Tuesday
        (date(2026, 12, 24), date(2026, 12, 29), 1),  # Boxing Day 2026 is a Saturday: Monday is off instead
        (date(2027, 12, 24), date(2027, 12, 29), 1),  # Christmas 2027 is a weekend: Monday and Tuesday are off
        (date(2027, 12, 31), date(2028, 1, 4), 1),  # New Year 2028 is a Saturday: Monday is off
        (date(2026, 11, 24), date(2026, 11, 20), 0),  # backwards
    ],
)
def test_lorna_counts_the_working_days_since_she_was_there(start: date, end: date, days: int) -> None:
    assert CALENDAR.between(start, end) == days


@given(DAYS, st.integers(0, 400))
def test_counting_is_the_same_as_going_through_the_calendar(start: date, length: int) -> None:
    days = [start + timedelta(days=n) for n in range(1, length + 1)]
    counted = sum(day.weekday() < 5 and day not in HOLIDAYS for day in days)
    assert CALENDAR.between(start, start + timedelta(days=length)) == counted


@given(DAYS, COUNTS)
def test_the_nth_working_day_is_n_working_days_away_and_is_one(start: date, n: int) -> None:
    assume(n > 0)
    found = CALENDAR.add(start, n)
    assert CALENDAR.between(start, found) == n
    assert CALENDAR.is_working(found)


@given(DAYS, DAYS, DAYS)
def test_working_days_of_two_spans_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    assert CALENDAR.between(first, last) == CALENDAR.between(first, middle) + CALENDAR.between(middle, last)


def test_a_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    assert WorkingDays([date(2026, 12, 26)]).between(date(2026, 12, 25), date(2026, 12, 28)) == 1


def test_the_days_are_loaded_once_and_counted_from_the_database(session: Session) -> None:
    assert load_bank_holidays(session, now=NOW) == len(HOLIDAYS)
    assert load_bank_holidays(session, now=NOW) == 0
    assert working_days_between(session, date(2026, 12, 24), date(2026, 12, 29)) == 1
    assert add_working_days(session, date(2026, 12, 24), 1) == date(2026, 12, 29)
