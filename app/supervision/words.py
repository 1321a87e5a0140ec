"""What pages about supervision say in a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.clusters.figures import Figures
from app.notes.models import NoteKind
from app.plans.queries import GoalStory
from app.plans.words import first_and_last
from app.promises.queries import PromiseLine
from app.supervision.models import CasePrep
from app.supervision.queries import Brief, Item, Seat
from app.supervision.working import AFTER, AROUND, BEFORE
from app.web.days import day_said
from app.web.filters import capital, count_words, days_late_words, list_words
from app.web.sentences import sentence

MISSING = {"question": "your question", "told": "whether the family knows"}
CONTACT_WORDS: Mapping[NoteKind, str] = {
    NoteKind.VISIT: "Visit",
    NoteKind.NO_ANSWER: "No answer",
    NoteKind.CALL: "Call",
    NoteKind.TEXT: "Text",
    NoteKind.MEETING: "Meeting",
}


@dataclass(frozen=True, kw_only=True)
class State:
    """How far a brief is: a kind of tag, its icon and words."""

    kind: str
    icon: str
    words: str


def state_of(prep: CasePrep | None) -> State:
    """To do, half done, or ready for the group."""
    if prep is None:
        return State(kind="", icon="dash", words="To do")
    if prep.is_ready:
        return State(kind="well", icon="check", words="Ready")
    return State(kind="due", icon="pen", words="Half done")


def missing_words(prep: CasePrep) -> str:
    """What is still to be said: your question and whether the family knows; nothing when it is ready."""
    return list_words(words for name, words in MISSING.items() if not getattr(prep, name))


@dataclass(frozen=True, kw_only=True)
class Sum:
    """How the minutes of an agenda add up: the parts around the families, the families, and what is left."""

    around: int
    families: int
    minutes: int

    @property
    def over(self) -> int:
        """Minutes past the session's length; 0 where it fits."""
        return max(self.around + self.families - self.minutes, 0)

    @property
    def left(self) -> int:
        """Minutes that nothing is planned for."""
        return max(self.minutes - self.around - self.families, 0)


def sum_of(seat: Seat, items: Sequence[Item]) -> Sum:
    """What this person sees on the agenda, added up."""
    return Sum(around=AROUND, families=sum(one.discussion.minutes for one in items), minutes=seat.session.minutes)


def sum_words(total: Sum) -> str:
    """90 minutes of 120. 30 left; or how many over, which is said and forbidden to nobody."""
    words = f"{total.around + total.families} minutes of {total.minutes}."
    if total.over:
        return f"{words} {count_words(total.over, 'minute')} over: take something off, or plan for longer."
    return f"{words} {capital(count_words(total.left, 'minute'))} left."


def parts() -> tuple[Sequence[object], Sequence[object]]:
    """What comes before the families and after them."""
    return BEFORE, AFTER


def with_words(seat: Seat, names: Sequence[str], own: str) -> str:
    """Beckside Children’s Centre, with Priya, Kwame and Tom."""
    others = [name for name in names if name != own]
    return f"{capital(seat.session.place)}, with {list_words(others)}" if others else capital(seat.session.place)


def goal_words(story: GoalStory) -> list[tuple[str, int, int]]:
    """Each person's first and latest number for a goal."""
    return first_and_last(story)


def visits_words(brief: Brief) -> str:
    """8 visits, 1 missed."""
    words = count_words(brief.visits, "visit")
    return capital(f"{words}, {brief.unmet} missed" if brief.unmet else words)


def seen_lines(brief: Brief, figures: Figures, today: date) -> list[str]:
    """For each child when they were last seen, and last seen alone."""
    before = today - timedelta(days=figures.alone_days)
    lines: list[str] = []
    for child in sorted(brief.ladder.children, key=lambda one: one.place):
        seen = sentence("last seen {}", day_said(child.seen_on, today)) if child.seen_on else "not seen yet"
        if child.alone_on is None:
            alone: str = "not seen alone yet"
        elif child.alone_on < before:
            alone = sentence("not seen alone since {}", day_said(child.alone_on, today))
        else:
            alone = sentence("alone {}", day_said(child.alone_on, today))
        lines.append(sentence("{}: {}, {}", child.known_as, seen, alone))
    return lines


def promise_words(line: PromiseLine, today: date) -> str:
    """Lorna: ring the bus company, 3 days late."""
    who = line.owner.split()[0] if line.staff else line.owner
    late = days_late_words(line.due_on, today) if line.due_on else ""
    return f"{who}: {line.what}, {late}" if late else f"{who}: {line.what}"
