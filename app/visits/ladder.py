"""When nobody answers: what to do, and when somebody else must know.

The ladder is our own proposal (after the no-access guidance of English councils: ring, do not just leave
a card, find out who has seen the children, tell the manager); each cluster sets its own figures.

1. One visit without an answer: try again, and ring.
2. Two in a row: tell the supervisor, and ask the school.
3. Three in a row, or a child whom nobody of ours has seen for ten working days: a decision in supervision.

Only "no answer" counts. A visit that was cancelled, by whomever and for whatever honest reason ("I got the
time wrong" among them), neither counts nor starts the row again. What does is a visit at which we met, or
a call or meeting in which we spoke with somebody of the family: they can be reached. A text is no answer
at a door, so it changes nothing. Speaking on the phone does not show that a child is well: only seeing
the child starts the working days again. Help is never closed for want of an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from uuid import UUID

from app.clusters.figures import Figures
from app.clusters.working_days import WorkingDays


class Rung(IntEnum):
    """How far up the ladder a family stands."""

    NONE = 0
    CALL = 1
    SUPERVISOR = 2
    DECISION = 3


@dataclass(frozen=True, kw_only=True)
class LastSeen:
    """Who last saw one child, and when; no day where nobody of ours has yet. `alone_on`: when last seen alone."""

    member_id: UUID
    known_as: str
    seen_on: date | None
    seen_by: str
    alone: bool
    working_days: int
    alone_on: date | None = None
    born_on: date | None = None
    # The family's own order.
    place: int = 0


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How one family stands today: visits in a row without an answer, and each child, the longest unseen first."""

    rung: Rung
    unanswered: int
    children: tuple[LastSeen, ...]
    # Those of the children whom nobody of ours has seen for too long.
    unseen: tuple[LastSeen, ...]


def in_a_row(unanswered: Iterable[datetime], reached: Iterable[datetime]) -> int:
    """How many visits without an answer there were since somebody of the family was last reached."""
    since = max(reached, default=None)
    return sum(since is None or at > since for at in unanswered)


def unseen_for(seen_on: date | None, opened_on: date, today: date, calendar: WorkingDays) -> int:
    """Working days since a child was last seen; since the beginning where that has not been yet."""
    return calendar.between(max(seen_on or opened_on, opened_on), today)


def ladder_of(unanswered: int, children: Iterable[LastSeen], figures: Figures) -> Ladder:
    """Where a family stands by its cluster's own figures."""
    longest_first = tuple(sorted(children, key=lambda child: -child.working_days))
    unseen = tuple(child for child in longest_first if child.working_days >= figures.unseen_working_days)
    rung = Rung.NONE
    if unanswered >= figures.ladder_decision or unseen:
        rung = Rung.DECISION
    elif unanswered >= figures.ladder_supervisor:
        rung = Rung.SUPERVISOR
    elif unanswered >= figures.ladder_call:
        rung = Rung.CALL
    return Ladder(rung=rung, unanswered=unanswered, children=longest_first, unseen=unseen)
