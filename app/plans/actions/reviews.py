"""A goal looked at together: the family says where they are, what helped and what they decide."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.queries import choices_of, figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyMember
from app.plans.actions.fitting import check_fits
from app.plans.actions.goals import GoalStatusEntry, change_goal_status
from app.plans.actions.ratings import RatingEntry, rate
from app.plans.actions.steps import mark_steps
from app.plans.models import (
    REVIEW_LENGTH,
    WHY_LENGTH,
    Decision,
    Goal,
    GoalReview,
    GoalStatus,
    Plan,
    RatingContext,
    ReviewDecider,
    ReviewHelped,
)
from app.promises.actions import PromiseEntry, promise

ENDS = {Decision.REACHED: GoalStatus.REACHED, Decision.LET_GO: GoalStatus.LET_GO}
WORDS = {
    "why_words": REVIEW_LENGTH,
    "up_words": REVIEW_LENGTH,
    "helped_words": REVIEW_LENGTH,
    "decision_why": WHY_LENGTH,
}
# What the same review sent again must say again.
SAID = (*WORDS, "reviewed_on", "decision")


@dataclass(frozen=True, kw_only=True)
class ReviewEntry:
    """One goal, looked at together on a day. No next day: after the cluster's own number of weeks."""

    id: UUID
    reviewed_on: date
    decision: Decision
    decided_by: tuple[UUID, ...]
    why_words: str = ""
    up_words: str = ""
    helped: tuple[str, ...] = ()
    helped_words: str = ""
    decision_why: str = ""
    next_on: date | None = None
    numbers: tuple[RatingEntry, ...] = ()
    shown_steps: frozenset[UUID] = frozenset()
    done_steps: frozenset[UUID] = frozenset()
    agreed: tuple[PromiseEntry, ...] = ()


def review_goal(
    session: Session, episode: Episode, goal: Goal, by: User, entry: ReviewEntry, *, now: datetime
) -> GoalReview:
    """Write down a review with its numbers, steps and promises, and do what was decided. Once, however often sent.

    Raises Refused where nobody of the family decided, or the goal has ended.
    """
    hold(session, episode)
    if known := session.get(GoalReview, entry.id):
        if known.goal_id == goal.id and all(getattr(known, name) == getattr(entry, name) for name in SAID):
            return known
        raise Refused("id", "This form has saved a review before: open a new one")
    hold(session, goal)
    _check(session, episode, goal, entry, today=clock.local(now).date())
    review = GoalReview(
        **{name: getattr(entry, name) for name in SAID},
        id=entry.id,
        goal_id=goal.id,
        episode_id=goal.episode_id,
        family_id=goal.family_id,
        recorded_at=now,
        recorded_by_id=by.id,
        next_on=None if entry.decision in ENDS else entry.next_on or _usual_next(session, episode, entry.reviewed_on),
    )
    session.add(review)
    session.flush()
    session.add_all(ReviewHelped(review_id=review.id, helped=one) for one in entry.helped)
    session.add_all(ReviewDecider(review_id=review.id, member_id=one) for one in entry.decided_by)
    context = RatingContext.LAST if entry.decision in ENDS else RatingContext.REVIEW
    rate(session, episode, by, entry.numbers, on=entry.reviewed_on, note_id=review.id, now=now, context=context)
    mark_steps(session, episode, by, entry.done_steps, shown_ids=entry.shown_steps, now=now)
    _keep_promises(session, episode, by, review, entry, now)
    if status := ENDS.get(entry.decision):
        ended = GoalStatusEntry(status=status, why=entry.decision_why)
        change_goal_status(session, goal, by, ended, on=entry.reviewed_on, now=now)
    session.flush()
    set_next_review(session, episode)
    note(session, by, "goal.review", about="goal", about_id=goal.id, family_id=goal.family_id, now=now)
    return review


def _keep_promises(
    session: Session, episode: Episode, by: User, review: GoalReview, entry: ReviewEntry, now: datetime
) -> None:
    # Where a family must be kept safe, nothing is shared until somebody turns it on.
    shared = not session.get_one(Family, episode.family_id).safety_flag
    for made in entry.agreed:
        said = replace(made, visible_to_family=shared)
        promise(session, episode, by, said, source="review", source_id=review.id, now=now)


def set_next_review(session: Session, episode: Episode) -> None:
    """The plan is next looked at when the first of its goals is; one not looked at yet keeps the day that was set."""
    plan = session.get_one(Plan, episode.id)
    latest = (
        select(GoalReview.goal_id, func.max(GoalReview.next_on).label("next_on"))
        .where(GoalReview.episode_id == episode.id)
        .group_by(GoalReview.goal_id)
        .subquery()
    )
    days = session.execute(
        select(Goal.id, latest.c.next_on)
        .outerjoin(latest, latest.c.goal_id == Goal.id)
        .where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
    )
    known = [day for _, next_on in days if (day := next_on or plan.review_due_on)]
    plan.review_due_on = min(known, default=None)


def _usual_next(session: Session, episode: Episode, reviewed_on: date) -> date:
    return reviewed_on + timedelta(weeks=figures_of(session, episode.cluster_id).review_weeks)


def _check(session: Session, episode: Episode, goal: Goal, entry: ReviewEntry, *, today: date) -> None:
    if not episode.is_open():
        raise Refused("decision", "This plan has ended, so nothing more is decided about it")
    if not goal.is_active:
        raise Refused("decision", "This goal has ended or has new words: look at the plan first")
    if not goal.agreed_on <= entry.reviewed_on <= today:
        raise Refused("reviewed_on", "The day must be between the day it was agreed and today")
    if entry.next_on is not None and entry.next_on <= entry.reviewed_on:
        raise Refused("next_on", "Choose a day after this one")
    _check_words(session, episode, entry)
    _check_deciders(session, episode, entry)


def _check_words(session: Session, episode: Episode, entry: ReviewEntry) -> None:
    for field, most in WORDS.items():
        check_fits(field, getattr(entry, field), most)
    if set(entry.helped) - set(choices_of(session, episode.cluster_id, "what_helped")):
        raise Refused("helped", "Choose from the list")
    if entry.decision is Decision.LET_GO and not entry.decision_why:
        raise Refused("decision_why", "Say why, in the family’s words if you can")


def _check_deciders(session: Session, episode: Episode, entry: ReviewEntry) -> None:
    if not entry.decided_by:
        raise Refused("decided_by", "Say who of the family decided")
    people = session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == episode.family_id)).all()
    if set(entry.decided_by) - set(people):
        raise Refused("decided_by", "Choose people of this family")
