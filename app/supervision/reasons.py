"""Why a family might be brought to supervision, in words. Rules that look at what is known, never at a person.

Which rules there are: domain.md, 4 and features 11, 18 and 23; every threshold is a figure of the cluster.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.clusters.figures import Figures
from app.plans.queries import GoalStory, RaterLine
from app.plans.words import apart, fell
from app.supervision.queries import Suggestion
from app.visits.ladder import Ladder, Rung
from app.web.filters import capital, count_words, list_words

A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A family that could be brought, and why, each reason in a sentence."""

    one: Suggestion
    reasons: Sequence[str]


def weigh(could: Sequence[Suggestion], figures: Figures, today: date) -> list[Weighed]:
    """Each family with its reasons, those with most first."""
    weighed = [Weighed(one=one, reasons=reasons_of(one, figures, today)) for one in could]
    return sorted(weighed, key=lambda one: -len(one.reasons))


def reasons_of(known: Suggestion, figures: Figures, today: date) -> list[str]:
    """Each reason in a sentence, the gravest first; none where nothing stands out."""
    return [
        *_unanswered(known.ladder),
        *_worries(known.worries_held),
        *_not_alone(known, figures, today),
        *_goals(known.goals, figures, today),
        *_plan(known, figures, today),
        *_turn(known, figures, today),
    ]


def _unanswered(ladder: Ladder) -> Iterator[str]:
    if ladder.unseen:
        yield f"{list_words(child.known_as for child in ladder.unseen)} not seen by anybody for too long."
    if ladder.rung >= Rung.SUPERVISOR and ladder.unanswered:
        yield f"No answer {count_words(ladder.unanswered, 'time')} in a row."


def _worries(held: int) -> Iterator[str]:
    if held:
        yield capital(f"{count_words(held, 'worry', 'worries')} held.")


def _not_alone(known: Suggestion, figures: Figures, today: date) -> Iterator[str]:
    before = today - timedelta(days=figures.alone_days)
    names = [one.known_as for one in known.ladder.children if (one.alone_on or known.episode.opened_on) < before]
    if names:
        weeks = figures.alone_days // A_WEEK
        yield f"{list_words(names)} not seen alone for over {count_words(weeks, 'week')}."


def _goals(goals: Sequence[GoalStory], figures: Figures, today: date) -> Iterator[str]:
    for story in goals:
        words = story.goal.english or story.goal.words
        title = f"“{words.strip('“”. ')}”"
        if names := [line.member.known_as for line in story.raters if fell(line)]:
            yield f"{title}: {list_words(names)} said a lower number."
        elif stuck(story.raters, figures, today):
            yield f"{title} has not moved for {count_words(figures.stuck_weeks, 'week')}."
        if pair := apart(story.raters, figures.rating_gap):
            yield f"{title}: {list_words(pair)} see it differently."


def stuck(lines: Sequence[RaterLine], figures: Figures, today: date) -> bool:
    """Whether somebody was asked lately, and no number of anybody has moved for the cluster's weeks."""
    said = [line for line in lines if line.numbers]
    since = today - timedelta(weeks=figures.stuck_weeks)
    return bool(said) and all(_unmoved(line, since) for line in said)


def _unmoved(line: RaterLine, since: date) -> bool:
    before = [rating.score for rating in line.numbers if rating.rated_on <= since]
    after = [rating.score for rating in line.numbers if rating.rated_on > since]
    return bool(before and after) and all(score == before[-1] for score in after)


def _plan(known: Suggestion, figures: Figures, today: date) -> Iterator[str]:
    week, weeks = known.episode.week(today), known.episode.weeks
    if week > weeks:
        yield f"Past week {weeks}."
    elif week >= figures.ending_from(weeks):
        yield f"Week {week} of {weeks}: time to talk about the ending."
    if known.review_due_on is not None and known.review_due_on < today:
        yield f"Review {count_words((today - known.review_due_on).days, 'day')} late."


def _turn(known: Suggestion, figures: Figures, today: date) -> Iterator[str]:
    opened = known.episode.opened_on
    if opened > today - timedelta(weeks=figures.new_weeks):
        yield "New to us."
        return
    since = today - timedelta(weeks=figures.discussed_weeks)
    if known.discussed_on is None and opened < since:
        yield "Not talked about here yet."
    elif known.discussed_on is not None and known.discussed_on < since:
        yield f"Last talked about {count_words((today - known.discussed_on).days // A_WEEK, 'week')} ago."
