"""Dates, people, numbers and phone numbers as the pages say them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from app.web import filters as say

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (date(2026, 11, 25), "Wed 25 Nov"),
        (date(2026, 1, 2), "Fri 2 Jan"),
        (date(2025, 11, 24), "Mon 24 Nov 2025"),
        (date(2027, 1, 1), "Fri 1 Jan 2027"),
    ],
)
def test_a_day_is_said_with_its_year_only_in_another_year(day, words):
    assert say.day_words(day, TODAY) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(10, 30), "10:30am"),
        (time(13, 0), "1pm"),
        (time(9, 5), "9:05am"),
        (time(12, 0), "noon"),
        (time(12, 15), "12:15pm"),
        (time(0, 0), "midnight"),
        (time(0, 20), "12:20am"),
    ],
)
def test_a_time_is_said_as_people_say_it(at, words):
    assert say.time_words(at) == words


def test_a_moment_in_summer_is_read_on_the_wall_clock():
    assert say.when_words(datetime(2026, 7, 7, 15, 0, tzinfo=UTC), TODAY) == "Tue 7 Jul, 4pm"


def test_a_moment_late_on_a_summer_evening_belongs_to_the_next_day():
    assert say.when_words(datetime(2026, 7, 7, 23, 30, tzinfo=UTC), TODAY) == "Wed 8 Jul, 12:30am"


def test_a_moment_today_says_today():
    assert say.when_words(datetime(2026, 11, 24, 10, 30, tzinfo=UTC), TODAY) == "today, 10:30am"


def test_a_moment_is_written_for_machines_in_utc():
    assert say.machine_time(datetime(2026, 11, 24, 10, 30, tzinfo=UTC)) == "2026-11-24T10:30:00Z"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 16), "8 days late"),
        (date(2026, 11, 23), "1 day late"),
        (TODAY, ""),
        (date(2026, 11, 25), ""),
    ],
)
def test_lateness_is_counted_in_days(due, words):
    assert say.days_late_words(due, TODAY) == words


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2015, 11, 24), "11"),
        (date(2015, 11, 25), "10"),
        (date(2024, 11, 24), "2"),
        (date(2024, 11, 25), "23 months"),
        (date(2026, 9, 24), "2 months"),
        (date(2026, 9, 25), "8 weeks"),
        (date(2026, 11, 10), "2 weeks"),
        (date(2026, 11, 20), "no weeks"),
    ],
)
def test_a_baby_is_counted_in_months_and_weeks(born, words):
    assert say.age_words(born, TODAY) == words


def test_a_child_born_on_a_leap_day_turns_eleven_in_march():
    assert say.age_words(date(2016, 2, 29), date(2027, 2, 28)) == "10"
    assert say.age_words(date(2016, 2, 29), date(2027, 3, 1)) == "11"


@given(born=st.dates(date(1930, 1, 1), TODAY), days=st.integers(0, 40_000))
def test_nobody_grows_younger(born, days):
    def years(day: date) -> int:
        words = say.age_words(born, day)
        return int(words) if words.isdigit() else 0

    later = born + timedelta(days=days)
    assert years(later + timedelta(days=1)) >= years(later)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no children"), (1, "1 child"), (3, "3 children"), (12, "12 children")]
)
def test_things_are_counted(count, words):
    assert say.count_words(count, "child", "children") == words


def test_small_numbers_are_words():
    assert [say.number_words(number) for number in (0, 3, 10, 11)] == ["no", "three", "ten", "11"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Shazia", "Ayaan (11)", "Hiba (7)"], "Shazia, Ayaan (11) and Hiba (7)"),
        (["Selam", "Nahom (10)"], "Selam and Nahom (10)"),
        (["Dean"], "Dean"),
        ([], ""),
    ],
)
def test_people_are_listed(words, said):
    assert say.list_words(words) == said
    assert say.list_words(word for word in words) == said


@pytest.mark.parametrize(
    ("typed", "words", "link"),
    [
        ("07700900142", "07700 900142", "+447700900142"),
        ("+44 7700 900142", "07700 900142", "+447700900142"),
        ("+44 (0)7700 900142", "07700 900142", "+447700900142"),
        ("0113 496 0172", "0113 496 0172", "+441134960172"),
        ("0044 113 4960172", "0113 496 0172", "+441134960172"),
        ("0121-496-0172", "0121 496 0172", "+441214960172"),
        ("02079460123", "020 7946 0123", "+442079460123"),
        ("01632 960123", "01632 960123", "+441632960123"),
        ("0808 157 0123", "0808 157 0123", "+448081570123"),
        ("999", "999", "999"),
        ("+48 22 123 4567", "+48 22 123 4567", "+48221234567"),
    ],
)
def test_phone_numbers_are_grouped_to_read_and_whole_to_ring(typed, words, link):
    assert say.phone_words(typed) == words
    assert say.tel_link(typed) == link


@pytest.mark.parametrize("typed", ["I like it.", "“I like it.”", '"I like it."', " ‘I like it.’ "])
def test_exact_words_stand_in_one_pair_of_marks(typed):
    assert say.quote_words(typed) == "“I like it.”"


def test_two_quotes_in_a_row_keep_their_marks():
    assert say.without_quotes("“Yes.” “No.”") == "“Yes.” “No.”"


def test_a_sentence_starts_large_and_keeps_its_names():
    assert say.capital("today, with Ms Farrell") == "Today, with Ms Farrell"


class StepForm(Form):
    what = StringField(validators=[InputRequired("Say what will happen")])


class SupportForm(Form):
    id = HiddenField(validators=[InputRequired("Open the form again")])
    child = StringField(validators=[InputRequired("Add the child’s first name")])
    agreed = RadioField(choices={"y": "Yes", "n": "No"}, validators=[InputRequired("Say whether they agreed")])
    steps = FieldList(FormField(StepForm), min_entries=2)


def test_each_problem_leads_to_its_box_in_the_order_of_the_form():
    form = SupportForm(MultiDict({"steps-0-what": "Ring school", "steps-1-what": ""}))
    form.validate()
    form.form_errors.append("This family has moved on")

    assert [(problem.box, problem.words) for problem in say.problems(form)] == [
        ("", "This family has moved on"),
        ("", "Open the form again"),
        ("child", "Add the child’s first name"),
        ("agreed-0", "Say whether they agreed"),
        ("steps-1-what", "Say what will happen"),
    ]


def test_a_form_in_order_has_no_problems():
    form = SupportForm(
        MultiDict({"id": "1", "child": "Ayaan", "agreed": "y", "steps-0-what": "Ring", "steps-1-what": "Wait"})
    )
    form.validate()

    assert say.problems(form) == []
