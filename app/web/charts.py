"""One goal in full, as a drawing: pure geometry, in units of the view box.

The scale is always 0 to 10. Only weeks that were asked are plotted; there are no targets and no averages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.web.drawings import Point, Score, line_through, rounded

CHART_LEFT, CHART_RIGHT = 26, 264
CHART_ZERO, CHART_RISE = 180.0, 16.6
CHART_WIDTH, CHART_HEIGHT = 340, 210
LABEL_GAP = 18  # between two names at the line ends
LABEL_DROP = 5  # from a point to the foot of its name
LETTER = 8.6  # the widest letter of a name, at 15px bold


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
                line=line_through(places),
                marks=[rounded(place) for place in places],
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
