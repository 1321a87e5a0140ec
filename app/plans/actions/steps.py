"""Small steps towards a goal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode
from app.plans.actions.fitting import check_fits
from app.plans.models import BY_LENGTH, STEP_LENGTH, WHO_LENGTH, Goal, GoalStatus, Step


@dataclass(frozen=True, kw_only=True)
class StepEntry:
    """A small step towards a goal."""

    id: UUID
    what: str
    who: str = ""
    by_words: str = ""


def mark_steps(
    session: Session,
    episode: Episode,
    by: User,
    done_ids: frozenset[UUID],
    *,
    now: datetime,
    shown_ids: frozenset[UUID] | None = None,
) -> list[Step]:
    """Mark these steps of the plan's active goals as done, and the others as not; returns those that changed.

    `shown_ids` are the steps that the form showed: others are left alone. Without it, it showed them all.
    """
    steps = session.scalars(
        select(Step)
        .join(Goal, Goal.id == Step.goal_id)
        .where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
    ).all()
    if done_ids - {step.id for step in steps}:
        raise Refused("steps", "One of these steps is no longer on the plan: open the page again")
    changed = [
        step
        for step in steps
        if (shown_ids is None or step.id in shown_ids) and (step.id in done_ids) != (step.done_at is not None)
    ]
    for step in changed:
        done = step.id in done_ids
        step.done_at = now if done else None
        step.done_by_id = by.id if done else None
    if changed:
        note(session, by, "goal.steps", about="episode", about_id=episode.id, family_id=episode.family_id, now=now)
    return changed


def add_step(session: Session, goal: Goal, by: User, entry: StepEntry, *, now: datetime) -> Step:
    """Add a step at the end; the same one sent again changes nothing."""
    hold(session, goal)
    if known := session.get(Step, entry.id):
        if known.goal_id == goal.id and (known.what, known.who, known.by_words) == (
            entry.what,
            entry.who,
            entry.by_words,
        ):
            return known
        raise Refused("id", "This form has saved a step before: open a new one")
    if not entry.what.strip():
        raise Refused("what", "Write down the step")
    if not goal.is_active:
        raise Refused("what", "This goal has ended, so it takes no more steps")
    last = session.scalar(select(func.max(Step.position)).where(Step.goal_id == goal.id))
    step = new_step(goal, entry, 0 if last is None else last + 1)
    session.add(step)
    note(session, by, "goal.step", about="goal", about_id=goal.id, family_id=goal.family_id, now=now)
    return step


def new_step(goal: Goal, entry: StepEntry, place: int) -> Step:
    """A step not yet done, at this place in its goal's list. Raises Refused on words that do not fit."""
    for field, words, most in (
        ("what", entry.what, STEP_LENGTH),
        ("who", entry.who, WHO_LENGTH),
        ("by_words", entry.by_words, BY_LENGTH),
    ):
        check_fits(field, words, most)
    return Step(id=entry.id, goal_id=goal.id, what=entry.what, who=entry.who, by_words=entry.by_words, position=place)
