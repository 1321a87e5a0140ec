"""A goal's numbers in words and as a drawing. What each person said is told apart, and nothing is averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.families.models import Episode
from app.plans.models import Decision, GoalStatus
from app.plans.queries import GoalStory, RaterLine, ReviewStory
from app.web.charts import Chart, Rater, chart
from app.web.filters import list_words

FELL_BY = 2  # points since last time; one is how a week goes

STATUS_WORDS = {
    GoalStatus.ACTIVE: "Working on it",
    GoalStatus.PAUSED: "Paused",
    GoalStatus.REACHED: "Reached",
    GoalStatus.LET_GO: "Let go",
    GoalStatus.SUPERSEDED: "Changed for new words",
}

DECIDED_WORDS = {
    Decision.KEEP: "Keep going",
    Decision.CHANGE: "Change it",
    Decision.REACHED: "Reached",
    Decision.LET_GO: "Let go",
}


def helped_words(story: ReviewStory, words: Mapping[str, str]) -> str:
    """What helped, as the cluster's list says it; what is no longer on the list as it was called."""
    return list_words(words.get(one, one) for one in story.helped)


def review_title(episode: Episode, today: date) -> str:
    """Where in the plan this review stands: halfway is worth saying."""
    week, of = episode.week(today), episode.weeks
    halfway = ", halfway" if 2 * week == of else ""
    return f"Goal review{halfway}. Week {min(week, of)} of {of}" if week <= of else f"Goal review. Past week {of}"


def first_and_last(story: GoalStory) -> list[tuple[str, int, int]]:
    """For each person who said a number: their name, the first and the latest."""
    return [(line.member.known_as, _score(line, 0), _score(line, -1)) for line in story.raters if line.numbers]


def change_words(lines: Sequence[RaterLine], gap: int) -> list[str]:
    """What changed, in a sentence or two; a fall is news and a question, never a failure.

    `gap` is how many points apart two people's latest numbers are worth a talk.
    """
    said = [line for line in lines if line.numbers]
    if not said:
        return ["No numbers yet. Ask at the next visit."]
    words = [_since_first(said)]
    words += [f"{line.member.known_as}’s came down since last time. What happened?" for line in said if fell(line)]
    apart = _furthest_apart(said, gap)
    return [*words, apart] if apart else words


def _since_first(said: Sequence[RaterLine]) -> str:
    changes = [(line.member.known_as, _score(line, 0), _score(line, -1)) for line in said if len(line.numbers) > 1]
    if not changes:
        names = list_words(f"{line.member.known_as} said {_score(line, 0)}" for line in said)
        return f"One number so far: {names}." if len(said) == 1 else f"First numbers: {names}."
    if len(changes) > 1 and all(now > was for _, was, now in changes):
        each = list_words(f"{name}’s from {was} to {now}" for name, was, now in changes)
        return f"{'Both' if len(changes) == 2 else 'All'} numbers have climbed: {each}."  # noqa: PLR2004
    return " ".join(_change(*change) for change in changes)


def _change(name: str, was: int, now: int) -> str:
    if was == now:
        return f"{name}’s number is {now}, as it was at the start."
    return f"{name}’s number has {'climbed' if now > was else 'gone'} from {was} to {now}."


def fell(line: RaterLine) -> bool:
    """Whether somebody's latest number is clearly lower than the one before."""
    return len(line.numbers) > 1 and _score(line, -2) - _score(line, -1) >= FELL_BY


def _furthest_apart(said: Sequence[RaterLine], gap: int) -> str:
    pair = apart(said, gap)
    return f"{pair[0]} and {pair[1]} see it differently, which is worth talking about." if pair else ""


def apart(lines: Sequence[RaterLine], gap: int) -> list[str]:
    """The two whose latest numbers are furthest apart, the higher first; nobody where that is less than `gap`."""
    ordered = sorted((line for line in lines if line.numbers), key=lambda line: _score(line, -1))
    if not ordered or _score(ordered[-1], -1) - _score(ordered[0], -1) < gap:
        return []
    return [ordered[-1].member.known_as, ordered[0].member.known_as]


def _score(line: RaterLine, place: int) -> int:
    score = line.numbers[place].score
    assert score is not None  # noqa: S101  `numbers` holds answered ones only.
    return score


@dataclass(frozen=True, kw_only=True)
class Row:
    """One day on which somebody was asked: each person's number, Skipped, or a dash where not asked."""

    week: int
    on: date
    numbers: Sequence[str]


def table_of(story: GoalStory, episode: Episode) -> list[Row]:
    """The numbers as a table, in the order of the days."""
    days = sorted({rating.rated_on for line in story.raters for rating in line.ratings})
    return [Row(week=episode.week(day), on=day, numbers=[_on(line, day) for line in story.raters]) for day in days]


def _on(line: RaterLine, day: date) -> str:
    said = [rating for rating in line.ratings if rating.rated_on == day]
    if not said:
        return "–"
    return "Skipped" if said[-1].score is None else str(said[-1].score)


def chart_of(story: GoalStory, episode: Episode) -> Chart | None:
    """The goal in full as a drawing; none while nobody has said a number."""
    return chart(
        [
            Rater(name=line.member.known_as, child=line.member.is_child, points=line.points(episode))
            for line in story.raters
        ]
    )


def who_words(story: GoalStory) -> dict[str, str]:
    """The key of the chart: “Marta, mum”; a child by name alone."""
    return {
        line.member.known_as: line.member.known_as
        if line.member.is_child
        else f"{line.member.known_as}, {line.member.relationship_words.lower()}"
        for line in story.raters
    }
