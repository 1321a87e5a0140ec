"""Goals: agreed with the family in their words, and ended with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions.fitting import check_fits
from app.plans.actions.ratings import RatingEntry, add_raters, rate
from app.plans.actions.steps import StepEntry, new_step
from app.plans.models import GOAL_LENGTH, SCALE_LENGTH, WHY_LENGTH, Goal, GoalStatus, Plan

LENGTHS = {
    "words": GOAL_LENGTH,
    "english": GOAL_LENGTH,
    "english_by": 60,
    "language": 60,
    "outcome_area": 60,
    "zero_words": SCALE_LENGTH,
    "ten_words": SCALE_LENGTH,
    "not_agreed_why": WHY_LENGTH,
}


@dataclass(frozen=True, kw_only=True)
class GoalEntry:
    """A goal as its owner said it. No owner: the whole family's. No day: today."""

    id: UUID
    words: str
    language: str = "English"
    english: str = ""
    english_by: str = ""
    owner_member_id: UUID | None = None
    outcome_area: str = ""
    zero_words: str = ""
    ten_words: str = ""
    private: bool = False
    not_agreed_why: str = ""
    agreed_on: date | None = None
    supersedes_id: UUID | None = None
    rater_ids: tuple[UUID, ...] = ()
    first_numbers: tuple[RatingEntry, ...] = ()
    steps: tuple[StepEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GoalStatusEntry:
    """How a goal stands from now on, and why."""

    status: GoalStatus
    why: str = ""


def agree_goal(session: Session, episode: Episode, by: User, entry: GoalEntry, *, now: datetime) -> Goal:
    """Write down a goal with its raters, first numbers and steps; the same one sent again changes nothing.

    New words for a goal take its place, and it stays as it was: another goal with numbers of its own. Raises Refused.
    """
    hold(session, episode)
    if known := session.get(Goal, entry.id):
        return _same_goal(known, episode, entry)
    today = clock.local(now).date()
    agreed_on = entry.agreed_on or today
    before = _before(session, episode, entry)
    _check_goal(session, episode, entry, agreed_on, today)
    if before is None:
        _check_room(session, episode, "words")
    else:
        before.status, before.ended_on = GoalStatus.SUPERSEDED, agreed_on
    goal = Goal(
        **_goal_fields(entry),
        episode_id=episode.id,
        family_id=episode.family_id,
        agreed_on=agreed_on,
        status=GoalStatus.ACTIVE,
        position=before.position if before else _next_position(session, episode),
        made_by_id=by.id,
    )
    session.add(goal)
    _begin_plan(session, episode, agreed_on)
    session.flush()
    add_raters(session, goal.id, entry.rater_ids)
    session.add_all(new_step(goal, step, place) for place, step in enumerate(entry.steps))
    session.flush()
    rate(session, episode, by, entry.first_numbers, on=agreed_on, note_id=None, now=now)
    note(session, by, "goal.agree", about="goal", about_id=goal.id, family_id=goal.family_id, now=now)
    return goal


def _begin_plan(session: Session, episode: Episode, agreed_on: date) -> None:
    """The first goal makes the plan; it is looked at as a whole after the cluster's own number of weeks."""
    plan = session.get(Plan, episode.id)
    if plan is None:
        plan = Plan(episode_id=episode.id, family_id=episode.family_id)
        session.add(plan)
    plan.agreed_on = plan.agreed_on or agreed_on
    if plan.review_due_on is None:
        weeks = figures_of(session, episode.cluster_id).review_weeks
        plan.review_due_on = agreed_on + timedelta(weeks=weeks)


def change_goal_status(
    session: Session, goal: Goal, by: User, entry: GoalStatusEntry, *, on: date, now: datetime
) -> Goal:
    """Pause a goal, take it up again, or say that it is reached or let go, on this day. Raises Refused."""
    hold(session, goal)
    if (goal.status, goal.status_why) == (entry.status, entry.why):
        return goal
    if GoalStatus.SUPERSEDED in (entry.status, goal.status):
        raise Refused("status", "This goal has new words: say of those how they stand")
    check_fits("why", entry.why, WHY_LENGTH)
    if entry.status in {GoalStatus.LET_GO, GoalStatus.PAUSED} and not entry.why:
        raise Refused("why", "Say why, in the family’s words if you can")
    if entry.status is GoalStatus.ACTIVE and not goal.is_active:
        _check_room(session, session.get_one(Episode, goal.episode_id), "status")
    goal.status, goal.status_why = entry.status, entry.why
    # The last day on which it was worked on.
    goal.ended_on = None if entry.status is GoalStatus.ACTIVE else on
    note(session, by, "goal.status", about="goal", about_id=goal.id, family_id=goal.family_id, now=now)
    return goal


def keep_private(session: Session, goal: Goal, *, private: bool, now: datetime) -> None:
    """Its owner says whether others of the family may see it. Nobody of staff is signed in."""
    goal.private = private
    action = "goal.private" if private else "goal.not_private"
    note(session, None, action, about="goal", about_id=goal.id, family_id=goal.family_id, now=now)


def _check_goal(session: Session, episode: Episode, entry: GoalEntry, agreed_on: date, today: date) -> None:
    if not episode.is_open():
        raise Refused("words", "This plan has ended, so it takes no new goals")
    for field, most in LENGTHS.items():
        check_fits(field, getattr(entry, field), most)
    if not entry.words.strip():
        raise Refused("words", "Write down the goal in their exact words")
    if not episode.opened_on <= agreed_on <= today:
        raise Refused("agreed_on", "The day must be between the start of the plan and today")
    said_by = {number.member_id for number in entry.first_numbers}
    asked = {entry.owner_member_id, *entry.rater_ids, *said_by} - {None}
    known = session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == episode.family_id)).all()
    if asked - set(known):
        raise Refused("owner", "Choose people of this family")


def _before(session: Session, episode: Episode, entry: GoalEntry) -> Goal | None:
    """The goal that gets new words. Raises Refused where it has ended or been changed meanwhile."""
    if entry.supersedes_id is None:
        return None
    before = session.get(Goal, entry.supersedes_id)
    if before is None or before.episode_id != episode.id:
        raise Refused("words", "The goal that this would change is not on this plan: open it again")
    hold(session, before)
    if not before.is_active:
        raise Refused("words", "This goal has ended or has new words already: look at the plan first")
    return before


def _check_room(session: Session, episode: Episode, field: str) -> None:
    """At most so many goals at one time as the cluster has chosen."""
    most = figures_of(session, episode.cluster_id).active_goals
    worked_on = select(func.count()).where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
    if (session.scalar(worked_on) or 0) >= most:
        raise Refused(field, f"They have {most} goals now, and that is plenty. Pause one or celebrate one first")


def _goal_fields(entry: GoalEntry) -> dict[str, object]:
    names = (
        "id",
        "owner_member_id",
        "words",
        "language",
        "english",
        "english_by",
        "outcome_area",
        "zero_words",
        "ten_words",
        "private",
        "not_agreed_why",
        "supersedes_id",
    )
    return {name: getattr(entry, name) for name in names}


def _same_goal(known: Goal, episode: Episode, entry: GoalEntry) -> Goal:
    said = _goal_fields(entry)
    # Its owner may have let others see it meanwhile.
    unchanged = all(getattr(known, name) == said[name] for name in said if name != "private")
    if known.episode_id == episode.id and unchanged:
        return known
    raise Refused("id", "This form has saved a goal before: open a new one")


def _next_position(session: Session, episode: Episode) -> int:
    last = session.scalar(select(func.max(Goal.position)).where(Goal.episode_id == episode.id))
    return 0 if last is None else last + 1
