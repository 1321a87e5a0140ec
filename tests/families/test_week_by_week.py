"""Week n of 26, the day a plan ends, and how old somebody is, on any day there is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.families.models import Episode, FamilyMember
from app.web.filters import age_words

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
WEEKS = st.integers(min_value=4, max_value=104)
LEAP_DAY = date(2016, 2, 29)


def plan(opened_on: date, weeks: int = 26) -> Episode:
    return Episode(
        family_id=uuid4(),
        cluster_id=uuid4(),
        opened_on=opened_on,
        ends_on=Episode.end_of(opened_on, weeks),
        weeks=weeks,
    )


def person(born_on: date | None) -> FamilyMember:
    return FamilyMember(family_id=uuid4(), known_as="Ayaan", relationship_words="Child", born_on=born_on)


def test_the_maliks_are_in_week_9_of_26_on_24_november() -> None:
    episode = plan(date(2026, 9, 28))

    assert episode.week(date(2026, 11, 24)) == 9
    assert episode.weeks_left(date(2026, 11, 24)) == 17
    assert episode.ends_on == date(2027, 3, 29)


@given(opened_on=DAYS)
def test_26_weeks_end_182_days_after_opening_on_the_same_weekday(opened_on: date) -> None:
    ends_on = Episode.end_of(opened_on, 26)

    assert (ends_on - opened_on).days == 182
    assert ends_on.weekday() == opened_on.weekday()


@given(opened_on=DAYS, weeks=WEEKS)
@example(opened_on=date(2026, 10, 19), weeks=26)  # the clocks go back inside it
@example(opened_on=date(2028, 1, 3), weeks=26)  # 29 February is inside it
def test_each_week_has_seven_days_and_the_last_ends_the_day_before_the_plan_does(opened_on: date, weeks: int) -> None:
    episode = plan(opened_on, weeks)
    days = [opened_on + timedelta(days=n) for n in range(weeks * 7)]

    assert [episode.week(day) for day in days] == [n for n in range(1, weeks + 1) for _ in range(7)]
    assert episode.week(episode.ends_on) == weeks + 1


@given(opened_on=DAYS, weeks=WEEKS, later=st.integers(min_value=0, max_value=1000))
def test_this_week_and_the_weeks_left_make_the_whole_until_the_plan_ends(
    opened_on: date, weeks: int, later: int
) -> None:
    episode = plan(opened_on, weeks)
    today = opened_on + timedelta(days=later)

    if today < episode.ends_on:
        assert episode.week(today) + episode.weeks_left(today) == weeks
    else:
        assert episode.weeks_left(today) == 0
        assert episode.week(today) > weeks


@given(opened_on=DAYS, before=st.integers(min_value=0, max_value=400))
def test_there_is_no_week_before_the_first(opened_on: date, before: int) -> None:
    assert plan(opened_on).week(opened_on - timedelta(days=before)) == 1


@given(born_on=DAYS, years=st.integers(min_value=1, max_value=90))
@example(born_on=LEAP_DAY, years=4)
@example(born_on=LEAP_DAY, years=9)
def test_somebody_grows_a_year_older_on_their_birthday_and_on_no_other_day(born_on: date, years: int) -> None:
    try:
        birthday = born_on.replace(year=born_on.year + years)
    except ValueError:  # 29 February, in a year without one
        birthday = date(born_on.year + years, 3, 1)

    assert person(born_on).age(birthday) == years
    assert person(born_on).age(birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2017, 2, 28), 0),
        (date(2017, 3, 1), 1),
        (date(2020, 2, 28), 3),
        (date(2020, 2, 29), 4),
        (date(2026, 11, 24), 10),
    ],
)
def test_born_on_29_february_one_is_older_on_1_march_where_there_is_no_29th(today: date, age: int) -> None:
    assert person(LEAP_DAY).age(today) == age


@given(born_on=DAYS, later=st.integers(min_value=731, max_value=30_000))
def test_the_words_for_an_age_count_the_same_years(born_on: date, later: int) -> None:
    today = born_on + timedelta(days=later)

    assert age_words(born_on, today) == str(person(born_on).age(today))


def test_an_age_that_nobody_told_us_is_not_made_up() -> None:
    assert person(None).age(date(2026, 11, 24)) is None
