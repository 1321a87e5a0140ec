"""What the caseload says in a line, and which families each of its choices shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.clusters.figures import Figures
from app.desk.team import Alone, Line, Team, Worker
from app.desk.words import left_words
from app.visits.ladder import Ladder, Rung
from app.web.filters import capital, count_words, day_words, days_late_words, list_words, part_of_day_words

SOON = 7  # days ahead that a review is named
A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class State:
    """A short state of one family: icon and words."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """A family that needs a look today, and why, in a sentence."""

    line: Line
    icon: str
    title: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One choice above the list."""

    key: str
    words: str
    count: int


Chooser = Callable[[Line, Figures, date], bool]

CHOICES: Mapping[str, tuple[str, Chooser]] = {
    "all": ("All", lambda line, figures, today: True),
    "look": ("Needs a look", lambda line, figures, today: needs_look(line)),
    "reviews": (
        "Review due",
        lambda line, figures, today: line.review_due_on is not None and (line.review_due_on - today).days <= SOON,
    ),
    "ending": ("Ending soon", lambda line, figures, today: line.week >= figures.ending_from(line.weeks)),
    "alone": ("Not seen alone", lambda line, figures, today: bool(line.not_alone)),
}


def needs_look(line: Line) -> bool:
    """Whether a supervisor should open this family today."""
    return line.worry_today or line.needs_decision or line.week > line.weeks


def chips_of(team: Team, figures: Figures, today: date) -> list[Chip]:
    """The choices above the list, with how many families each shows."""
    return [
        Chip(key=key, words=words, count=sum(choose(line, figures, today) for line in team.lines))
        for key, (words, choose) in CHOICES.items()
    ]


def chosen_of(team: Team, key: str, figures: Figures, today: date) -> list[Worker]:
    """The workers with the families that a choice shows; without any, they are left out."""
    choose = CHOICES[key][1]
    shown = [
        replace(worker, lines=[line for line in worker.lines if choose(line, figures, today)])
        for worker in team.workers
    ]
    return [worker for worker in shown if worker.lines or key == "all"]


def counts_words(team: Team) -> str:
    """4 workers, 21 families, room for 3 more."""
    workers = [worker for worker in team.workers if worker.person]
    room = sum(worker.room for worker in workers)
    words = f"{count_words(len(workers), 'worker')}, {count_words(len(team.lines), 'family', 'families')}"
    return capital(f"{words}, room for {room} more." if room else f"{words}, no room for more.")


def looks_of(team: Team, figures: Figures, today: date) -> list[Look]:
    """Families whose children nobody has seen, then those past their end; worries stand apart."""
    looks = []
    for line in sorted(team.lines, key=lambda line: not line.needs_decision):
        if line.needs_decision:
            words = f"{last_saw_words(line.ladder, today)} Talk it through and decide what to do."
            looks.append(Look(line=line, icon="alert", title=_decide_title(line, today), words=words.strip()))
        elif line.week > line.weeks:
            looks.append(
                Look(
                    line=line,
                    icon="clock",
                    title=f"The {line.name} family, week {line.week}.",
                    words=f"Past week {line.weeks}. Going on needs a reason and a manager’s yes.",
                )
            )
    return looks


def _decide_title(line: Line, today: date) -> str:
    """The Doyle family, not seen for 18 days, no answer 3 times in a row."""
    parts = []
    if line.ladder.unseen:
        since = line.ladder.unseen[0].seen_on or line.opened_on
        names = [child.known_as for child in line.ladder.unseen]
        who = f"{list_words(names)} " if len(names) < len(line.ladder.children) else ""
        parts.append(f"{who}not seen for {count_words((today - since).days, 'day')}")
    if line.ladder.unanswered:
        parts.append(f"no answer {_times_words(line.ladder)}")
    return f"The {line.name} family, {', '.join(parts)}."


def _times_words(ladder: Ladder) -> str:
    return "last time" if ladder.unanswered == 1 else f"{count_words(ladder.unanswered, 'time')} in a row"


def last_saw_words(ladder: Ladder, today: date) -> str:
    """Who last saw each child: Tom last saw Ellie and Jayden on Fri 6 Nov. Nobody has seen Kai yet."""
    together: dict[tuple[str, date | None], list[str]] = {}
    for child in ladder.children:
        together.setdefault((child.seen_by, child.seen_on), []).append(child.known_as)
    return " ".join(
        f"{seen_by} last saw {list_words(names)} {'' if seen_on == today else 'on '}{day_words(seen_on, today)}."
        if seen_on
        else f"Nobody has seen {list_words(names)} yet."
        for (seen_by, seen_on), names in together.items()
    )


def states_of(line: Line, figures: Figures, today: date) -> list[State]:
    """The states of one family, the gravest first; “On track” when there is none."""
    states = []
    if line.worry_today:
        states.append(State(kind="mind", icon="shield", words="Asked to talk"))
    doors = line.ladder.unanswered
    if line.needs_decision:
        states.append(State(kind="mind", icon="door", words="Decide together"))
    elif doors:
        words = "No answer" if doors == 1 else f"{doors} in a row with no answer"
        states.append(State(kind="due", icon="door", words=words))
    if line.worries_held:
        states.append(
            State(kind="due", icon="shield", words=f"{count_words(line.worries_held, 'worry', 'worries')} held")
        )
    states.extend(_plan_states(line, figures, today))
    states.extend(_overdue_states(line))
    if line.not_alone:
        names = list_words(child.known_as for child in line.not_alone)
        states.append(State(kind="due", icon="eye", words=f"Not seen alone: {names}"))
    return states or [State(kind="well", icon="check", words="On track")]


def _overdue_states(line: Line) -> list[State]:
    states = []
    if line.promises_late:
        words = f"{count_words(line.promises_late, 'promise')} late"
        states.append(State(kind="mind", icon="hand", words=words))
    if line.to_write_up:
        words = f"{count_words(line.to_write_up, 'visit')} to write up"
        states.append(State(kind="due", icon="pen", words=words))
    return states


def _plan_states(line: Line, figures: Figures, today: date) -> list[State]:
    states = []
    if line.review_late(today) and line.review_due_on:
        words = f"Review {days_late_words(line.review_due_on, today)}"
        states.append(State(kind="mind", icon="alert", words=words))
    elif line.review_due_on and (line.review_due_on - today).days <= SOON:
        states.append(State(kind="due", icon="cal", words=f"Review {day_words(line.review_due_on, today)}"))
    if line.week >= figures.ending_from(line.weeks):
        kind = "mind" if line.week > line.weeks else "due"
        states.append(State(kind=kind, icon="clock", words=left_words(line.week, line.weeks)))
    return states


def last_seen_words(line: Line, today: date) -> str:
    """Seen today; Seen Fri 20 Nov; Not seen yet."""
    return f"Seen {day_words(line.last_met_on, today)}" if line.last_met_on else "Not seen yet"


def seen_alone_words(line: Line, today: date) -> str:
    """Hiba alone Wed 11 Nov, the child it is longest since; Owen not alone yet; nothing without children."""
    child = line.longest_not_alone
    if child is None:
        return ""
    who = f"{child.known_as} " if len(line.alone) > 1 else ""
    return capital(f"{who}alone {day_words(child.last_on, today)}" if child.last_on else f"{who}not alone yet")


def children_words(line: Line) -> str:
    """Ayaan 11, Hiba 7."""
    return ", ".join(f"{name} {age}" if age is not None else name for name, age in line.children)


def hello_words(team: Team, now: datetime, person: User, today: date) -> str:
    """Morning, Priya. 19 of 21 families seen in the last 7 days."""
    # Families are met weekly: counted from Monday, every week would begin with nobody seen.
    since = today - timedelta(days=A_WEEK)
    seen = sum(line.last_met_on is not None and line.last_met_on >= since for line in team.lines)
    of = count_words(len(team.lines), "family", "families")
    return f"{part_of_day_words(now)}, {person.first_name}. {seen} of {of} seen in the last {A_WEEK} days."


def not_alone_of(team: Team) -> list[tuple[Line, Alone]]:
    """Each child not seen alone lately: those never seen alone first, then the longest ago."""
    found = [(line, child) for line in team.lines for child in line.not_alone]
    return sorted(found, key=lambda pair: pair[1].last_on or date.min)


def alone_words(child: Alone, today: date) -> tuple[str, str]:
    """Last alone Mon 19 Oct, and 5 weeks ago; or that it has not happened yet."""
    if child.last_on is None:
        return "Nobody has seen them alone", "Not alone yet"
    weeks = (today - child.last_on).days // A_WEEK
    return f"Last alone {day_words(child.last_on, today)}", f"{count_words(weeks, 'week')} ago"


def nobody_answers(team: Team) -> list[Line]:
    """Families that a supervisor should know of because nobody answers: those to decide about first."""
    lines = [line for line in team.lines if line.ladder.rung >= Rung.SUPERVISOR]
    return sorted(lines, key=lambda line: -line.ladder.rung)


def ladder_state(line: Line) -> tuple[str, str, str]:
    """How far up the no-answer ladder: the meaning, the icon, the words."""
    if line.needs_decision:
        return "mind", "door", f"Decide with {line.worker or 'the team'} today"
    return "due", "door", f"{line.ladder.unanswered} in a row. Ask the school who has seen each child"


def plans_of(team: Team, figures: Figures, today: date) -> list[tuple[Line, State]]:
    """Late reviews and plans past their end, each once, the gravest state of each."""
    states = [(line, _plan_states(line, figures, today)) for line in team.lines]
    return [(line, of_plan[0]) for line, of_plan in states if of_plan and of_plan[0].kind == "mind"]
