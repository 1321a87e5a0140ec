"""Weeks and goals in lists, as drawings: pure geometry. The macros of drawings.html only draw what these return.

Sizes are those of the design's own drawings, in units of each view box. Sideways positions run left to
right; right-to-left pages turn the whole drawing round.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.web.filters import list_words, number_words

Point = tuple[float, float]
Score = tuple[int, int]  # (week, 0 to 10)

WEAVE_FIRST, WEAVE_STEP = 8, 13  # x of week 1; between weeks
WEAVE_TOP, WEAVE_MIDDLE, WEAVE_FOOT = 6, 18, 30
THREAD_START, THREAD_END = 2, 134
SPARK_START, SPARK_END = 8, 80
SPARK_ZERO, SPARK_RISE = 33.0, 2.6  # y of 0; upwards for each point


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
    return Spark(line=line_through(places), first=rounded(places[0]), last=rounded(places[-1]))


def line_through(places: Iterable[Point]) -> str:
    """Points as a polyline writes them."""
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in places)


def rounded(place: Point) -> Point:
    """A place as drawings write it."""
    return round(place[0], 1), round(place[1], 1)
