"""Visits as the cast would write them down: the shared words of these tests."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.notes.actions import SeenChild
from app.plans.actions import GoalEntry, RatingEntry, StepEntry, agree_goal, rate
from app.plans.models import Goal
from app.promises.actions import PromiseEntry
from app.promises.models import PromiseKind
from app.visits.actions import PlanEntry, VisitEntry, plan_visits, record_visit
from app.visits.models import CancelledBy, Visit, VisitState
from tests.cast import NOW, TODAY

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


def a_goal(
    session: Session, episode: Episode, by: User, words: str, raters: dict[UUID, int], *steps: tuple[str, str]
) -> Goal:
    """A goal agreed on the first day, with a number from each rater and its steps (what, who)."""
    entry = GoalEntry(
        id=uuid4(),
        words=words,
        rater_ids=tuple(raters),
        steps=tuple(StepEntry(id=uuid4(), what=what, who=who) for what, who in steps),
        agreed_on=episode.opened_on,
    )
    goal = agree_goal(session, episode, by, entry, now=NOW)
    numbers = [RatingEntry(goal_id=goal.id, member_id=one, score=score) for one, score in raters.items()]
    rate(session, episode, by, numbers, on=date(2026, 11, 17), note_id=None, now=NOW)
    session.commit()
    return goal


def last_week(session: Session, episode: Episode, by: User, member: Callable[[Episode, str], FamilyMember]) -> None:
    """The visit of Tue 17 Nov, two goals with their numbers, and two promises for today."""
    shazia, ayaan = member(episode, "Shazia"), member(episode, "Ayaan")
    promises = (
        PromiseEntry(
            id=uuid4(), what="Bring the bus pass form", kind=PromiseKind.BRING, owner_user_id=by.id, due_on=TODAY
        ),
        PromiseEntry(id=uuid4(), what="Walk to the stop with Ayaan", owner_member_id=shazia.id),
    )
    happened(
        session,
        episode,
        by,
        date(2026, 11, 17),
        met,
        present=(shazia.id,),
        seen=tuple(SeenChild(member_id=member(episode, name).id, seen=True, alone=False) for name in ("Ayaan", "Hiba")),
        happened="They had packed bags the night before, three nights running. Ayaan had toast.",
        promises=promises,
    )
    school = "Ayaan gets to school most mornings and feels OK about it."
    steps = (
        ("Walk to the stop together", "Shazia, every school day"),
        ("Sit near the driver on the number 12", "Ayaan"),
    )
    a_goal(session, episode, by, school, {shazia.id: 5, ayaan.id: 4}, *steps)
    a_goal(session, episode, by, "Mornings without shouting.", {shazia.id: 6})
