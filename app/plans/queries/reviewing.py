"""Goals looked at together: what was said, who decided, and when the plan is next looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import FamilyMember
from app.plans.models import GoalReview, Plan, ReviewDecider, ReviewHelped


@dataclass(kw_only=True)
class ReviewStory:
    """One goal looked at together: who decided, by the names they go by, and what helped, by its keys."""

    review: GoalReview
    by: User
    deciders: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)


def reviews_of(session: Session, goal_ids: Sequence[UUID]) -> dict[UUID, list[ReviewStory]]:
    """The reviews of these goals, by goal, the latest first. Three statements, however many there are."""
    rows = session.execute(
        select(GoalReview, User)
        .join(User, User.id == GoalReview.recorded_by_id)
        .where(GoalReview.goal_id.in_(goal_ids))
        .order_by(GoalReview.reviewed_on.desc(), GoalReview.recorded_at.desc())
    )
    stories = {review.id: ReviewStory(review=review, by=by) for review, by in rows}
    by_goal: dict[UUID, list[ReviewStory]] = {goal_id: [] for goal_id in goal_ids}
    for story in stories.values():
        by_goal[story.review.goal_id].append(story)
    if stories:
        deciders = (
            select(ReviewDecider.review_id, FamilyMember.known_as)
            .join(FamilyMember, FamilyMember.id == ReviewDecider.member_id)
            .where(ReviewDecider.review_id.in_(stories))
            .order_by(FamilyMember.position, FamilyMember.known_as)
        )
        for review_id, name in session.execute(deciders):
            stories[review_id].deciders.append(name)
        helped = select(ReviewHelped).where(ReviewHelped.review_id.in_(stories)).order_by(ReviewHelped.helped)
        for one in session.scalars(helped):
            stories[one.review_id].helped.append(one.helped)
    return by_goal


def review_due_on(session: Session, episode_id: UUID) -> date | None:
    """The day on which the plan is next looked at as a whole."""
    plan = session.get(Plan, episode_id)
    return plan.review_due_on if plan else None
