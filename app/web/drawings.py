"""Weeks and goals as drawings: pure geometry. The macros of drawings.html only draw what these return.

Sizes are those of the design's own drawings, in units of each view box. Sideways positions run left to
right; right-to-left pages turn the whole drawing round.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.web.filters import list_words, number_words

Point = tuple[float, float]
Score = tuple[int, int]  # (week, 0 to 10)

WEAVE_FIRST, WEAVE_STEP = 8, 13  # x of week 1; between weeks
WEAVE_TOP, WEAVE_MIDDLE, WEAVE_FOOT = 6, 18, 30
THREAD_START, THREAD_END = 2, 134
SPARK_START, SPARK_END = 8, 80
SPARK_ZERO, SPARK_RISE = 33.0, 2.6  # y of 0; upwards for each point
CHART_LEFT, CHART_RIGHT, CHART_AXIS_END = 26, 264, 270
CHART_ZERO, CHART_RISE = 180.0, 16.6
CHART_WIDTH, CHART_HEIGHT = 340, 210
LABEL_GAP = 18  # between two names at the line ends
LABEL_DROP = 5  # from a point to the foot of its name
LETTER = 8.6  # the widest letter of a name, at 15px bold


def _n(value: float) -> str:
    """A number as drawings write it: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _at(x: float, y: float) -> str:
    return f"{_n(x)} {_n(y)}"


# The weave: a dot a week, and the thread through the weeks so far.


@dataclass(frozen=True, kw_only=True)
class Weave:
    """One family's weeks. Each of met, ahead, reviews and quiet is a path of dots; missed are rings."""

    words: str
    head: str
    thread: str
    met: str
    quiet: str
    ahead: str
    reviews: str
    missed: Sequence[Point]
    now: Point | None
    width: int


def weave(
    week: int, of: int, met: Collection[int], missed: Collection[int], review_weeks: Collection[int] = ()
) -> Weave:
    """The weave of a plan in its `week` (1 or more) of `of` weeks.

    `met` are weeks with a visit, `missed` weeks whose visit did not happen; a week in both was met.
    Past the last week there is no dot for now: the whole plan is behind.
    """
    past = [one for one in range(1, of + 1) if one < week]
    ahead = [one for one in range(1, of + 1) if one > week]
    gaps = sorted(set(missed) - set(met))
    return Weave(
        words=weave_words(week, of, met, missed),
        head=week_words(week, of),
        thread=_weave_thread(week, of),
        met=_dots(one for one in past if one in met),
        quiet=_dots(one for one in past if one not in met and one not in gaps),
        ahead=_dots(one for one in ahead if one not in review_weeks),
        reviews=_dots(one for one in ahead if one in review_weeks),
        missed=[(_week_x(one), WEAVE_MIDDLE) for one in past if one in gaps],
        now=(_week_x(week), WEAVE_MIDDLE) if week <= of else None,
        width=int(_week_x(of)) + WEAVE_FIRST,
    )


def week_words(week: int, of: int) -> str:
    """Week 9 of 26; after the last week, that they have passed."""
    return f"Week {week} of {of}" if week <= of else f"All {of} weeks have passed"


def weave_words(week: int, of: int, met: Collection[int], missed: Collection[int]) -> str:
    """Week 9 of 26. Seven visits so far, and one missed, in week 5."""
    gaps = sorted(set(missed) - set(met))
    head = week_words(week, of)
    visits = f"{number_words(len(met)).capitalize()} {'visit' if len(met) == 1 else 'visits'} so far"
    if not gaps:
        return f"{head}. {visits}."
    which = list_words(str(one) for one in gaps)
    weeks = "week" if len(gaps) == 1 else "weeks"
    return f"{head}. {visits}, and {number_words(len(gaps))} missed, in {weeks} {which}."


def _week_x(week: int) -> float:
    return float(WEAVE_FIRST + WEAVE_STEP * (week - 1))


def _dots(weeks: Iterable[int]) -> str:
    """Lines of no length: round ends make each a dot as wide as the stroke."""
    return "".join(f"M{_at(_week_x(one), WEAVE_MIDDLE)}h0" for one in weeks)


def _weave_thread(week: int, of: int) -> str:
    """Over and under, a half turn a week, coming to rest on this week's dot."""
    weeks = min(week, of)
    if weeks < 2:  # noqa: PLR2004  In the first week nothing is woven yet.
        return ""
    steps = [f"M{_at(_week_x(1), WEAVE_TOP)}"]
    x, y = _week_x(1), WEAVE_TOP
    for one in range(2, weeks):
        there = WEAVE_FOOT if y == WEAVE_TOP else WEAVE_TOP
        steps.append(f"C{_at(x + 6.5, y)} {_at(x + 6.5, there)} {_at(_week_x(one), there)}")
        x, y = _week_x(one), there
    end = _week_x(weeks)
    steps.append(f"C{_at(x + 6.5, y)} {_at(end - 4, WEAVE_MIDDLE)} {_at(end, WEAVE_MIDDLE)}")
    return "".join(steps)


# The thread: the weave in a list.


@dataclass(frozen=True, kw_only=True)
class Thread:
    """Wavy is done, dotted is to come."""

    done: str
    ahead: str


def thread(week: int, of: int) -> Thread:
    """The thread of a plan in its `week` of `of` weeks; past the end it is all wavy."""
    step = (THREAD_END - THREAD_START) / of
    weeks = max(0, min(week, of))
    waves = [f"M{THREAD_START} 8"]
    for one in range(weeks):
        x = THREAD_START + step * one
        waves.append(f"Q{_at(x + step / 2, 14 if one % 2 else 2)} {_at(x + step, 8)}")
    end = THREAD_START + step * weeks
    return Thread(done="".join(waves) if weeks else "", ahead=f"M{_n(end)} 8H{THREAD_END}" if weeks < of else "")


# The spark: a goal in a list, beside the words "2 to 6".


@dataclass(frozen=True, kw_only=True)
class Spark:
    """One person's numbers: a line, its first and its last point."""

    line: str
    first: Point
    last: Point


def spark(points: Sequence[Score]) -> Spark | None:
    """The weeks that were asked, in their places; none while fewer than two were."""
    if len(points) < 2:  # noqa: PLR2004  One point is no line.
        return None
    weeks = [week for week, _ in points]
    span = (weeks[-1] - weeks[0]) or 1
    places = [
        (SPARK_START + (SPARK_END - SPARK_START) * (week - weeks[0]) / span, SPARK_ZERO - SPARK_RISE * score)
        for week, score in points
    ]
    return Spark(line=_line(places), first=_round(places[0]), last=_round(places[-1]))


def _line(places: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in places)


def _round(place: Point) -> Point:
    return round(place[0], 1), round(place[1], 1)


# The chart: one goal in full.


class Shape(StrEnum):
    """What tells people's lines apart: shape and dash, not colour."""

    CIRCLE = "circle"  # solid line: a parent or carer
    SQUARE = "square"  # the next parent
    DIAMOND = "diamond"  # dotted line, hollow: a child
    TRIANGLE = "triangle"  # the next child


GROWN_UP = (Shape.CIRCLE, Shape.SQUARE)
CHILD = (Shape.DIAMOND, Shape.TRIANGLE)


@dataclass(frozen=True, kw_only=True)
class Rater:
    """One person's numbers on one goal, for the weeks they were asked, in order."""

    name: str
    child: bool
    points: Sequence[Score]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person's line: their mark at each week asked, their name at its end."""

    name: str
    shape: Shape
    dotted: bool
    line: str
    marks: Sequence[Point]
    label: str
    label_at: Point


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One goal in full: always 0 to 10, week by week."""

    lines: Sequence[Line]
    weeks: Sequence[tuple[int, float]]
    scores: Sequence[tuple[int, float]]
    moment_x: float | None
    moment: str
    moment_end: bool
    words: str
    width: int
    height: int


def chart(raters: Sequence[Rater], *, moment: tuple[int, str] | None = None) -> Chart | None:
    """The chart of one goal; none while nobody has given a number.

    `moment` is at most one marked week, in the family's words. A line passes over a week that was not
    asked: it never dips to zero and gains no made-up point.
    """
    asked = [rater for rater in raters if rater.points]
    if not asked:
        return None
    first = min(rater.points[0][0] for rater in asked)
    last = max(rater.points[-1][0] for rater in asked)
    lines = _lines(asked, first, last)
    moment_x = None if moment is None else round(_chart_x(moment[0], first, last), 1)
    longest = max(len(line.label) for line in lines)
    return Chart(
        lines=lines,
        weeks=[(week, round(_chart_x(week, first, last), 1)) for week in _ticks(first, last)],
        scores=[(score, _chart_y(score)) for score in (0, 5, 10)],
        moment_x=moment_x,
        moment="" if moment is None else moment[1],
        moment_end=moment_x is not None and moment_x > (CHART_LEFT + CHART_RIGHT) / 2,
        words=" ".join(map(_rater_words, asked)),
        width=max(CHART_WIDTH, int(CHART_RIGHT + 12 + longest * LETTER)),
        height=CHART_HEIGHT,
    )


def _chart_x(week: int, first: int, last: int) -> float:
    if first == last:
        return float(CHART_LEFT)
    return CHART_LEFT + (CHART_RIGHT - CHART_LEFT) * (week - first) / (last - first)


def _chart_y(score: int) -> float:
    return CHART_ZERO - CHART_RISE * score


def _ticks(first: int, last: int) -> list[int]:
    """The first and last week, and every fourth between that stands clear of both."""
    step = 4 if last - first <= 16 else 8  # noqa: PLR2004  So that numbers on a phone do not touch.
    clear = step / 2
    between = [week for week in range(step, last, step) if week - first >= clear and last - week >= clear]
    return sorted({first, *between, last})


def _lines(raters: Sequence[Rater], first: int, last: int) -> list[Line]:
    feet = _apart([_chart_y(rater.points[-1][1]) + LABEL_DROP for rater in raters])
    used = {True: 0, False: 0}
    lines = []
    for rater, foot in zip(raters, feet, strict=True):
        shapes = CHILD if rater.child else GROWN_UP
        shape = shapes[used[rater.child] % len(shapes)]
        used[rater.child] += 1
        places = [(_chart_x(week, first, last), _chart_y(score)) for week, score in rater.points]
        lines.append(
            Line(
                name=rater.name,
                shape=shape,
                dotted=rater.child,
                line=_line(places),
                marks=[_round(place) for place in places],
                label=f"{rater.name} {rater.points[-1][1]}",
                label_at=(CHART_RIGHT + 12, round(foot, 1)),
            )
        )
    return lines


def _apart(feet: Sequence[float]) -> list[float]:
    """Names at the line ends pushed apart until none touch, each group about where it belongs."""
    order = sorted(range(len(feet)), key=lambda one: feet[one])
    groups: list[list[int]] = []
    middles: list[float] = []
    for one in order:
        groups.append([one])
        middles.append(feet[one])
        while len(groups) > 1 and _top(middles[-1], groups[-1]) - _foot(middles[-2], groups[-2]) < LABEL_GAP:
            joined = groups[-2] + groups[-1]
            groups[-2:] = [joined]
            middles[-2:] = [sum(feet[each] for each in joined) / len(joined)]
    placed = list(feet)
    for group, middle in zip(groups, middles, strict=True):
        for place, one in enumerate(group):
            placed[one] = _top(middle, group) + place * LABEL_GAP
    return placed


def _top(middle: float, group: Sequence[int]) -> float:
    return middle - LABEL_GAP * (len(group) - 1) / 2


def _foot(middle: float, group: Sequence[int]) -> float:
    return middle + LABEL_GAP * (len(group) - 1) / 2


def _rater_words(rater: Rater) -> str:
    """Marta: from 2 in week 1 to 7 in week 12."""
    (first, was), (last, now) = rater.points[0], rater.points[-1]
    if first == last:
        return f"{rater.name}: {now} in week {last}."
    return f"{rater.name}: from {was} in week {first} to {now} in week {last}."
