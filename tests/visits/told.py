"""Visits as the cast would write them down: the shared words of these tests."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode
from app.visits.actions import PlanEntry, VisitEntry, plan_visits, record_visit
from app.visits.models import CancelledBy, Visit, VisitState
from tests.cast import NOW

HOUR = timedelta(hours=1)
Say = Callable[..., VisitEntry]


def planned(
    session: Session, episode: Episode, by: User, day: date, at: time = time(10, 30), *, now: datetime | None = None
) -> Visit:
    """One visit in the diary, of an hour, at home; planned a week before unless `now` says when."""
    entry = PlanEntry(id=uuid4(), days=(day,), at=at, minutes=60, place="at home")
    when = now or min(NOW, clock.moment(day, at) - timedelta(days=7))
    visit = plan_visits(session, episode, by, entry, now=when)[0]
    session.commit()
    return visit


def met(visit: Visit, **more: Any) -> VisitEntry:
    """They met, at the time that was planned; `more` says what else."""
    return _said(visit, VisitState.MET, {"others_there": ("Nani",)} | more)


def no_answer(visit: Visit, **more: Any) -> VisitEntry:
    """Nobody answered the door."""
    return _said(visit, VisitState.NO_ANSWER, more)


def cancelled(visit: Visit, **more: Any) -> VisitEntry:
    """It was called off by the family, unless `more` says by whom."""
    return _said(visit, VisitState.CANCELLED, {"cancelled_by": CancelledBy.FAMILY, "reason": "family_ill"} | more)


def _said(visit: Visit, outcome: VisitState, more: dict[str, Any]) -> VisitEntry:
    said = {"id": uuid4(), "outcome": outcome, "began_at": visit.starts_at, "ended_at": visit.ends_at}
    return VisitEntry(**(said | more))


def happened(session: Session, episode: Episode, by: User, day: date, say: Say, **more: Any) -> Visit:
    """A visit on a past day, written down an hour after it should have begun."""
    visit = planned(session, episode, by, day)
    kept = record_visit(session, visit, by, say(visit, **more), now=visit.ends_at)
    session.commit()
    return kept
