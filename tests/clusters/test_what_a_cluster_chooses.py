"""Figures, words and numbers to ring: the defaults, and what Hazel changes for one cluster."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.actions import (
    ChoiceEntry,
    HolidayEntry,
    HoursEntry,
    NumberEntry,
    add_bank_holiday,
    set_figures,
    set_list,
    set_numbers,
    set_office_hours,
)
from app.clusters.figures import ABOUT, DEFAULTS
from app.clusters.lists import LISTS
from app.clusters.models import Cluster, NumberWhen
from app.clusters.queries import choices_of, figures_of, labels_of, urgent_numbers, words_of
from app.core.errors import Refused
from tests.cast import NOW, TODAY

TUESDAY_MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIVE_SHARP = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
# In summer nine o'clock in Leeds is eight in UTC.
NINE_IN_JUNE = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


def phones(session: Session, cluster: Cluster, now: datetime) -> list[str]:
    return [number.phone for number in urgent_numbers(session, cluster.id, now)]


def test_every_figure_has_a_default_within_its_own_limits() -> None:
    assert all(about.least <= getattr(DEFAULTS, key) <= about.most for key, about in ABOUT.items())
    assert all(about.words and about.unit and about.source for about in ABOUT.values())


def test_hazel_makes_plans_longer_in_one_cluster_only(
    session: Session, hazel: User, beckside: Cluster, three_mills: Cluster
) -> None:
    set_figures(session, beckside, hazel, replace(DEFAULTS, plan_weeks=30, worry_unopened_minutes=30), now=NOW)
    assert figures_of(session, beckside.id) == replace(DEFAULTS, plan_weeks=30, worry_unopened_minutes=30)
    assert figures_of(session, three_mills.id) == DEFAULTS
    entry = session.scalars(select(Entry)).one()
    assert entry.reason == "plan_weeks 26 to 30; worry_unopened_minutes 15 to 30"
    assert (entry.action, entry.actor_id, entry.about_id) == ("settings.figures", hazel.id, beckside.id)


def test_saving_figures_without_a_change_leaves_no_trace(session: Session, hazel: User, beckside: Cluster) -> None:
    set_figures(session, beckside, hazel, DEFAULTS, now=NOW)
    assert session.scalars(select(Entry)).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"plan_weeks": 3}, "plan_weeks"),
        ({"family_access_age": 19}, "family_access_age"),
        ({"ending_week": 26}, "ending_week"),
        ({"plan_weeks": 22, "review_weeks": 26}, "review_weeks"),
        ({"ladder_call": 3, "ladder_supervisor": 2}, "ladder_supervisor"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused_at_its_own_box(
    session: Session, hazel: User, beckside: Cluster, change: dict[str, int], field: str
) -> None:
    with pytest.raises(Refused) as no:
        set_figures(session, beckside, hazel, replace(DEFAULTS, **change), now=NOW)
    assert no.value.field == field


def test_the_reasons_for_cancelling_include_the_honest_one(session: Session, beckside: Cluster) -> None:
    assert choices_of(session, beckside.id, "cancel_reasons")["wrong_time"] == "I got the time wrong"


def test_there_are_ten_headline_outcomes() -> None:
    assert len(LISTS["outcome_areas"].defaults) == 10


def test_a_list_can_be_reworded_added_to_moved_and_hidden_from(
    session: Session, hazel: User, beckside: Cluster, three_mills: Cluster
) -> None:
    entries = [
        ChoiceEntry(key="school", words="Lessons", position=1, hidden=False),
        ChoiceEntry(key="money", words="Money", position=2, hidden=True),
        ChoiceEntry(key="travel", words="Getting there and back", position=0, hidden=False),
        ChoiceEntry(key="", words="The bus", position=99, hidden=False),
    ]
    set_list(session, beckside, hazel, "topics", entries, now=NOW)
    topics = choices_of(session, beckside.id, "topics")
    first, *_, last = topics
    assert (first, last) == ("travel", "the_bus")
    assert topics["school"] == "Lessons"
    assert "money" not in topics
    assert words_of(session, beckside.id, "topics")["money"] == "Money"
    assert "the_bus" not in choices_of(session, three_mills.id, "topics")
    assert "“School” is now “Lessons”" in session.scalars(select(Entry.reason)).one()


def test_a_new_choice_sent_twice_is_there_once(session: Session, hazel: User, beckside: Cluster) -> None:
    bus = ChoiceEntry(key="", words="The bus", position=20, hidden=False)
    before = len(labels_of(session, beckside.id, "topics"))
    set_list(session, beckside, hazel, "topics", [bus], now=NOW)
    set_list(session, beckside, hazel, "topics", [bus], now=NOW)
    assert len(labels_of(session, beckside.id, "topics")) == before + 1
    assert len(session.scalars(select(Entry)).all()) == 1


def test_a_new_choice_never_takes_the_place_of_a_reworded_one(session: Session, hazel: User, beckside: Cluster) -> None:
    renamed = ChoiceEntry(key="school", words="Lessons", position=1, hidden=False)
    new = ChoiceEntry(key="", words="School", position=20, hidden=False)
    set_list(session, beckside, hazel, "topics", [renamed], now=NOW)
    set_list(session, beckside, hazel, "topics", [new], now=NOW)
    topics = choices_of(session, beckside.id, "topics")
    assert (topics["school"], topics["school_2"]) == ("Lessons", "School")


@pytest.mark.parametrize(
    "entry",
    [
        ChoiceEntry(key="", words="school", position=3, hidden=False),
        ChoiceEntry(key="home", words="School", position=3, hidden=False),
        ChoiceEntry(key="home", words="", position=3, hidden=False),
        ChoiceEntry(key="never_was", words="Something", position=3, hidden=False),
    ],
)
def test_a_choice_without_words_or_said_twice_is_refused(
    session: Session, hazel: User, beckside: Cluster, entry: ChoiceEntry
) -> None:
    if entry.words == "school":
        # The same word in other capitals: nothing new, and nothing refused.
        set_list(session, beckside, hazel, "topics", [entry], now=NOW)
        assert len(labels_of(session, beckside.id, "topics")) == len(LISTS["topics"].defaults)
        return
    with pytest.raises(Refused):
        set_list(session, beckside, hazel, "topics", [entry], now=NOW)


def test_a_list_always_keeps_something_to_choose_from(session: Session, hazel: User, beckside: Cluster) -> None:
    all_hidden = [
        ChoiceEntry(key=key, words=words, position=place, hidden=True)
        for place, (key, words) in enumerate(LISTS["levels"].defaults.items())
    ]
    with pytest.raises(Refused, match="at least one"):
        set_list(session, beckside, hazel, "levels", all_hidden, now=NOW)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (TUESDAY_MORNING, "0113 496 0110"),
        (NINE_IN_JUNE, "0113 496 0110"),
        (TUESDAY_NIGHT, "0113 496 0119"),
        (SUNDAY_NOON, "0113 496 0119"),
        (FIVE_SHARP, "0113 496 0119"),
    ],
)
def test_after_999_stands_whoever_answers_now(session: Session, beckside: Cluster, now: datetime, first: str) -> None:
    found = urgent_numbers(session, beckside.id, now)
    assert [number.phone for number in found[:2]] == ["999", first]
    assert [number.open_now for number in found] == [True, True, False]


def test_on_a_bank_holiday_the_office_does_not_answer(session: Session, hazel: User, beckside: Cluster) -> None:
    add_bank_holiday(session, hazel, HolidayEntry(on=TODAY, name="A day for the town"), now=NOW)
    assert phones(session, beckside, TUESDAY_MORNING)[1] == "0113 496 0119"


def test_the_numbers_of_a_cluster_take_the_place_of_the_examples_but_never_of_999(
    session: Session, hazel: User, beckside: Cluster
) -> None:
    own = NumberEntry(name="Front door", words="Any worry", phone="0113 496 0300", when=NumberWhen.ALWAYS)
    set_numbers(session, beckside, hazel, [own], now=NOW)
    assert phones(session, beckside, TUESDAY_MORNING) == ["999", "0113 496 0300"]


def test_a_cluster_must_have_a_number_that_answers_at_night(session: Session, hazel: User, beckside: Cluster) -> None:
    office = NumberEntry(name="Front door", words="", phone="0113 496 0300", when=NumberWhen.OFFICE)
    with pytest.raises(Refused, match="at night"):
        set_numbers(session, beckside, hazel, [office], now=NOW)


def test_hazel_opens_the_office_on_saturdays_and_longer(session: Session, hazel: User, beckside: Cluster) -> None:
    hours = [
        HoursEntry(weekday=1, opens=time(8), closes=time(23)),
        HoursEntry(weekday=6, opens=time(10), closes=time(13)),
    ]
    set_office_hours(session, beckside, hazel, hours, now=NOW)
    assert phones(session, beckside, TUESDAY_NIGHT)[1] == "0113 496 0110"
    assert phones(session, beckside, SUNDAY_NOON)[1] == "0113 496 0110"
    wednesday = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    assert phones(session, beckside, wednesday)[1] == "0113 496 0119"


def test_an_office_that_closes_before_it_opens_is_refused(session: Session, hazel: User, beckside: Cluster) -> None:
    with pytest.raises(Refused) as no:
        set_office_hours(session, beckside, hazel, [HoursEntry(weekday=2, opens=time(17), closes=time(9))], now=NOW)
    assert no.value.field == "closes_2"
