"""The drawings of weeks and goals, against the design's own numbers and the rules of its charts."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.charts import LABEL_GAP, Rater, Shape, chart
from app.web.drawings import spark, thread, weave

MARTA = Rater(
    name="Marta",
    child=False,
    points=[(1, 2), (2, 2), (3, 3), (4, 4), (5, 4), (6, 3), (8, 5), (9, 6), (11, 6), (12, 7)],
)
ZOFIA = Rater(name="Zofia", child=True, points=[(1, 3), (3, 2), (5, 4), (6, 2), (8, 4), (9, 5), (11, 7), (12, 8)])
SCORES = st.dictionaries(st.integers(1, 40), st.integers(0, 10), min_size=1).map(lambda kept: sorted(kept.items()))


def dots(path: str) -> list[int]:
    """The x of each dot of a path."""
    return [int(x) for x in re.findall(r"M(\d+) 18h0", path)]


def test_the_maliks_weave_in_week_nine_is_the_one_of_the_design():
    drawn = weave(9, 26, {1, 2, 3, 4, 6, 7, 8}, {5}, {13, 19, 26})

    assert drawn.thread.startswith("M8 6C14.5 6 14.5 30 21 30C27.5 30 27.5 6 34 6")
    assert drawn.thread.endswith("C92.5 6 92.5 30 99 30C105.5 30 108 18 112 18")
    assert dots(drawn.met) == [8, 21, 34, 47, 73, 86, 99]
    assert drawn.missed == [(60, 18)]
    assert drawn.now == (112, 18)
    assert dots(drawn.reviews) == [164, 242, 333]
    assert dots(drawn.ahead)[0] == 125
    assert drawn.width == 341


def test_a_weave_is_said_in_words():
    drawn = weave(9, 26, {1, 2, 3, 4, 6, 7, 8}, {5})

    assert drawn.words == "Week 9 of 26. Seven visits so far, and one missed, in week 5."


def test_missed_weeks_are_all_named():
    assert weave(9, 26, {1}, {5, 7}).words == "Week 9 of 26. One visit so far, and two missed, in weeks 5 and 7."


def test_a_plan_without_missed_visits_says_only_what_happened():
    assert weave(2, 26, {1}, set()).words == "Week 2 of 26. One visit so far."


def test_a_week_with_a_missed_and_a_kept_visit_was_met():
    drawn = weave(3, 26, {1, 2}, {2})

    assert drawn.missed == []
    assert dots(drawn.met) == [8, 21]


def test_in_the_first_week_nothing_is_woven_yet():
    drawn = weave(1, 26, set(), set())

    assert drawn.thread == ""
    assert drawn.now == (8, 18)
    assert drawn.words == "Week 1 of 26. No visits so far."


def test_after_the_last_week_there_is_no_dot_for_now():
    drawn = weave(27, 26, {1, 2}, set())

    assert drawn.now is None
    assert drawn.ahead == drawn.reviews == ""
    assert drawn.head == "All 26 weeks have passed"


@given(week=st.integers(1, 40), met=st.sets(st.integers(1, 26)), missed=st.sets(st.integers(1, 26)))
def test_each_week_is_drawn_once(week, met, missed):
    drawn = weave(week, 26, met, missed, {13, 19, 26})

    rings = [*drawn.missed, *([drawn.now] if drawn.now else [])]
    places = [*dots(drawn.met + drawn.quiet + drawn.ahead + drawn.reviews), *(x for x, _ in rings)]
    assert sorted(places) == [8 + 13 * week for week in range(26)]


def test_the_maliks_thread_waves_once_a_week_and_stops_where_the_design_stops_it():
    drawn = thread(9, 26)

    assert drawn.done.startswith("M2 8Q4.5 2 7.1 8Q9.6 14 12.2 8Q14.7 2 17.2 8")
    assert drawn.done.count("Q") == 9
    assert drawn.done.endswith(" 47.7 8")
    assert drawn.ahead == "M47.7 8H134"


def test_a_thread_at_its_end_has_nothing_to_come():
    assert thread(27, 26).ahead == ""
    assert thread(27, 26) == thread(26, 26)


def test_shazias_spark_rises_from_two_to_six():
    drawn = spark([(1, 2), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 5), (8, 6)])

    assert drawn.line == "8,27.8 18.3,27.8 28.6,25.2 38.9,25.2 49.1,22.6 59.4,20 69.7,20 80,17.4"
    assert (drawn.first, drawn.last) == ((8, 27.8), (80, 17.4))


def test_a_spark_leaves_room_for_a_week_that_was_not_asked():
    drawn = spark([(1, 5), (2, 5), (4, 5)])

    assert [point.split(",")[0] for point in drawn.line.split()] == ["8", "32", "80"]


@pytest.mark.parametrize("points", [[], [(3, 6)]], ids=["never asked", "asked once"])
def test_a_goal_rated_less_than_twice_has_no_spark(points):
    assert spark(points) is None


def test_martas_and_zofias_chart_is_the_one_of_the_design():
    zofia, marta = chart([ZOFIA, MARTA], moment=(8, "Phone basket")).lines

    assert marta.line.startswith("26,146.8 47.6,146.8 69.3,130.2 90.9,113.6")
    assert (marta.label, marta.label_at) == ("Marta 7", (276, 69.5))
    assert (zofia.label, zofia.label_at) == ("Zofia 8", (276, 51.5))


def test_a_parent_and_a_child_differ_in_shape_and_dash():
    zofia, marta = chart([ZOFIA, MARTA]).lines

    assert (marta.shape, marta.dotted) == (Shape.CIRCLE, False)
    assert (zofia.shape, zofia.dotted) == (Shape.DIAMOND, True)


def test_two_parents_have_different_marks():
    piotr = Rater(name="Piotr", child=False, points=[(1, 5)])

    assert [line.shape for line in chart([MARTA, piotr]).lines] == [Shape.CIRCLE, Shape.SQUARE]


def test_a_line_passes_over_the_weeks_that_were_not_asked():
    (marta,) = chart([MARTA]).lines

    assert len(marta.marks) == len(MARTA.points)
    assert max(y for _, y in marta.marks) == 146.8  # her lowest number, 2: no dip to zero


def test_the_scale_is_always_nought_to_ten():
    drawn = chart([Rater(name="Hiba", child=True, points=[(3, 4)])])

    assert drawn.scores == [(0, 180), (5, 97), (10, pytest.approx(14))]


def test_weeks_are_numbered_first_last_and_every_fourth():
    assert [week for week, _ in chart([MARTA]).weeks] == [1, 4, 8, 12]


def test_a_chart_is_said_in_words():
    drawn = chart([MARTA, ZOFIA])

    assert drawn.words == "Marta: from 2 in week 1 to 7 in week 12. Zofia: from 3 in week 1 to 8 in week 12."


def test_a_goal_nobody_has_rated_has_no_chart():
    assert chart([Rater(name="Hiba", child=True, points=[])]) is None


def test_a_long_name_widens_the_chart():
    long = Rater(name="Bartholomew-Emmanuel", child=True, points=[(1, 5), (2, 6)])

    assert chart([long]).width > chart([ZOFIA]).width == 340


@given(st.lists(SCORES, min_size=1, max_size=5))
def test_names_at_the_line_ends_never_touch(scores):
    drawn = chart([Rater(name=str(one), child=True, points=points) for one, points in enumerate(scores)])

    feet = sorted(line.label_at[1] for line in drawn.lines)
    assert all(below - above >= LABEL_GAP - 0.11 for above, below in pairwise(feet))


@given(SCORES)
def test_no_point_is_made_up_or_left_out(points):
    (line,) = chart([Rater(name="Kyle", child=True, points=points)]).lines

    assert len(line.marks) == len(points)
    assert all(26 <= x <= 264 and 14 <= y <= 180 for x, y in line.marks)
