"""The goals of a plan as a page shows them: each with its people, numbers and steps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.families.models import Episode, Family, FamilyMember
from app.families.queries import families_seen_by
from app.plans.models import Goal, GoalRater, GoalRating, GoalStatus, Step


@dataclass(kw_only=True)
class RaterLine:
    """Somebody who gives a goal a number, and what they said so far, in the order in which it was said."""

    member: FamilyMember
    ratings: list[GoalRating] = field(default_factory=list)

    @property
    def numbers(self) -> list[GoalRating]:
        """What was answered; a skip is not a number."""
        return [rating for rating in self.ratings if rating.score is not None]

    @property
    def last(self) -> GoalRating | None:
        """The latest number, whenever that was."""
        return self.numbers[-1] if self.numbers else None

    def points(self, episode: Episode) -> list[tuple[int, int]]:
        """(week, score) of each number, for drawings."""
        return [(episode.week(rating.rated_on), rating.score) for rating in self.numbers if rating.score is not None]


@dataclass(kw_only=True)
class GoalStory:
    """One goal with its owner (nobody: the whole family), raters in the order they are asked, and steps."""

    goal: Goal
    owner: FamilyMember | None
    raters: list[RaterLine] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def goals_seen_by(looker: User, now: datetime) -> Select[Goal]:
    """The goals this person may read: those of the families they may read."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return select(Goal).where(Goal.family_id.in_(seen))


def goal_seen_by(session: Session, looker: User, goal_id: UUID, now: datetime) -> tuple[Goal, Episode] | None:
    """This goal and its episode with the family, if this person may read them now."""
    row = session.execute(
        goals_seen_by(looker, now)
        .join(Episode, Episode.id == Goal.episode_id)
        .add_columns(Episode)
        .where(Goal.id == goal_id)
        .options(joinedload(Episode.family))
    ).first()
    return (row[0], row[1]) if row else None


def goals_of(
    session: Session,
    episode: Episode,
    *,
    before: date | None = None,
    statuses: Sequence[GoalStatus] = (GoalStatus.ACTIVE,),
) -> list[GoalStory]:
    """The goals of one plan in their order, with numbers said before a day (or all). Four statements."""
    return goals_for_families(session, [episode.id], before=before, statuses=statuses)[episode.id]


def goals_for_families(
    session: Session,
    episode_ids: Sequence[UUID],
    *,
    before: date | None = None,
    statuses: Sequence[GoalStatus] = (GoalStatus.ACTIVE,),
) -> dict[UUID, list[GoalStory]]:
    """The goals of several plans, by episode. Four statements, however many goals there are."""
    rows = session.execute(
        select(Goal, FamilyMember)
        .outerjoin(FamilyMember, FamilyMember.id == Goal.owner_member_id)
        .where(Goal.episode_id.in_(episode_ids), Goal.status.in_(statuses))
        .order_by(Goal.position, Goal.id)
    )
    stories = {goal.id: GoalStory(goal=goal, owner=owner) for goal, owner in rows}
    _fill(session, stories, before)
    by_episode: dict[UUID, list[GoalStory]] = defaultdict(list, {one: [] for one in episode_ids})
    for story in stories.values():
        by_episode[story.goal.episode_id].append(story)
    return dict(by_episode)


def story_of(session: Session, goal: Goal) -> GoalStory:
    """One goal with all that was said of it."""
    owner = session.get(FamilyMember, goal.owner_member_id) if goal.owner_member_id else None
    story = GoalStory(goal=goal, owner=owner)
    _fill(session, {goal.id: story}, None)
    return story


def newer_words(session: Session, goal: Goal) -> Goal | None:
    """The goal that took the place of this one."""
    return session.scalar(select(Goal).where(Goal.supersedes_id == goal.id))


def active_count(session: Session, episode_id: UUID) -> int:
    """How many goals a plan works on now."""
    return len(
        session.scalars(select(Goal.id).where(Goal.episode_id == episode_id, Goal.status == GoalStatus.ACTIVE)).all()
    )


def _fill(session: Session, stories: dict[UUID, GoalStory], before: date | None) -> None:
    lines: dict[tuple[UUID, UUID], RaterLine] = {}
    raters = session.execute(
        select(GoalRater.goal_id, FamilyMember)
        .join(FamilyMember, FamilyMember.id == GoalRater.member_id)
        .where(GoalRater.goal_id.in_(stories))
        .order_by(GoalRater.position, FamilyMember.position)
    )
    for goal_id, member in raters:
        lines[goal_id, member.id] = RaterLine(member=member)
        stories[goal_id].raters.append(lines[goal_id, member.id])
    ratings = select(GoalRating).where(GoalRating.goal_id.in_(stories))
    if before is not None:
        ratings = ratings.where(GoalRating.rated_on < before)
    for rating in session.scalars(ratings.order_by(GoalRating.rated_on, GoalRating.recorded_at)):
        lines[rating.goal_id, rating.member_id].ratings.append(rating)
    steps = select(Step).where(Step.goal_id.in_(stories)).order_by(Step.position, Step.id)
    for step in session.scalars(steps):
        stories[step.goal_id].steps.append(step)
