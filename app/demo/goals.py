"""The goals of the story: agreed at the first visit that asked for a number, in their owners' words."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

from app.core.db import Base
from app.demo.days import moment
from app.demo.story import Kin, Story
from app.demo.told import Goal
from app.plans.models import Goal as KeptGoal
from app.plans.models import GoalRater, GoalRating, GoalStatus, RatingContext, Step

DONE = "*"


def tell_goals(story: Story, kin: Kin, note_ids: dict[int, UUID]) -> None:
    """Each goal from the day of its first number on, with every number that was said."""
    for place, goal in enumerate(kin.told.goals):
        weeks = {week for scores in goal.numbers.values() for week in scores}
        if wrong := weeks - set(kin.met_on):
            raise ValueError(f"{kin.told.name}: nobody met in weeks {sorted(wrong)}, but in {sorted(kin.met_on)}")
        story.keep(*_goal(kin, goal, place, kin.met_on[min(weeks)]))
        story.keep(*_numbers(story, kin, goal, note_ids))


def _goal(kin: Kin, goal: Goal, place: int, agreed_on: date) -> Iterator[Base]:
    last = max(kin.met_on.values())
    kept = KeptGoal(
        id=goal_id(kin, goal),
        episode_id=kin.episode.id,
        family_id=kin.family.id,
        owner_member_id=kin.member_id(goal.owner) if goal.owner else None,
        words=goal.words,
        language=goal.language,
        english=goal.english,
        english_by="owner" if goal.english else "",
        outcome_area=goal.about,
        zero_words=goal.zero,
        ten_words=goal.ten,
        private=goal.private,
        agreed_on=agreed_on,
        status=GoalStatus(goal.ended) if goal.ended else GoalStatus.ACTIVE,
        ended_on=last if goal.ended else None,
        position=place,
        made_by_id=kin.worker.id,
    )
    yield kept
    for number, name in enumerate(goal.numbers):
        yield GoalRater(goal_id=kept.id, member_id=kin.member_id(name), position=number)
    for number, (what, who, by) in enumerate(goal.steps):
        done = what.startswith(DONE)
        yield Step(
            goal_id=kept.id,
            what=what.removeprefix(DONE),
            who=who,
            by_words=by,
            position=number,
            done_at=moment(last, kin.told.at) if done else None,
            done_by_id=kin.worker.id if done else None,
        )


def goal_id(kin: Kin, goal: Goal) -> UUID:
    """The id of a goal of this family: made of the family's own, so that all parts of the story agree."""
    return UUID(int=kin.episode.id.int ^ (kin.told.goals.index(goal) + 1))


def _numbers(story: Story, kin: Kin, goal: Goal, note_ids: dict[int, UUID]) -> Iterator[Base]:
    """Everybody's numbers. Somebody who lives elsewhere says theirs on the phone, a working day later."""
    for name, scores in goal.numbers.items():
        here = kin.members[name].lives_with_children
        for week, score in scores.items():
            on = kin.met_on[week] if here else story.days.after(kin.met_on[week], 1)
            yield GoalRating(
                id=uuid4(),
                goal_id=goal_id(kin, goal),
                member_id=kin.member_id(name),
                score=score,
                rated_on=on,
                recorded_at=moment(on, "5:55pm") if not here else moment(on, kin.told.at),
                recorded_by_id=kin.worker.id,
                context=RatingContext.FIRST if week == min(scores) else RatingContext.VISIT,
                note_id=note_ids[week] if here else None,
            )
