"""Numbers: each belongs to the one who said it. None is averaged, none is carried forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.plans.actions.fitting import check_fits
from app.plans.models import COMMENT_LENGTH, Goal, GoalRater, GoalRating, RatingContext

LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True, kw_only=True)
class RatingEntry:
    """One person's number for one goal; a score of None says that they chose to skip it."""

    goal_id: UUID
    member_id: UUID
    score: int | None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is known of some goals before new numbers come in: their raters, people and earlier numbers."""

    goals: dict[UUID, Goal]
    people: frozenset[UUID]
    raters: list[tuple[UUID, UUID]]
    numbers: Sequence[GoalRating]

    def here(self, entry: RatingEntry, on: date, note_id: UUID | None) -> GoalRating | None:
        """The number this person gave this goal in this note, or on this day where there is no note."""
        for number in self.numbers:
            same = (number.goal_id, number.member_id, number.note_id) == (entry.goal_id, entry.member_id, note_id)
            if same and (note_id is not None or number.rated_on == on):
                return number
        return None

    def context(self, entry: RatingEntry, usual: RatingContext) -> RatingContext:
        """The first number somebody says is marked as the first; a skip is not a number."""
        earlier = any(
            (number.goal_id, number.member_id) == (entry.goal_id, entry.member_id) and number.score is not None
            for number in self.numbers
        )
        return usual if earlier or entry.score is None else RatingContext.FIRST


def rate(
    session: Session,
    episode: Episode,
    by: User | None,
    entries: Iterable[RatingEntry],
    *,
    on: date,
    note_id: UUID | None,
    now: datetime,
    context: RatingContext = RatingContext.VISIT,
) -> list[GoalRating]:
    """Keep each person's number for each goal. Nothing is averaged and nothing is carried forward.

    A number is said once for a goal, by a person, in a note (or on a day, where there is no note): the
    same again is the same row, another one is refused. Nobody writes it down where they give it themselves.
    """
    asked = list(entries)
    if not asked:
        return []
    hold(session, episode)
    said = _said(session, episode, {entry.goal_id for entry in asked})
    kept = [_keep(session, said, by, entry, on=on, note_id=note_id, now=now, context=context) for entry in asked]
    if any(number not in said.numbers for number in kept):
        note(session, by, "goal.rate", about="episode", about_id=episode.id, family_id=episode.family_id, now=now)
    return kept


def add_raters(session: Session, goal_id: UUID, member_ids: Iterable[UUID], known: Iterable[UUID] = ()) -> None:
    """Ask these people too, behind those who are `known` to be asked already."""
    before = list(known)
    for place, member_id in enumerate(dict.fromkeys(one for one in member_ids if one not in before)):
        session.add(GoalRater(goal_id=goal_id, member_id=member_id, position=len(before) + place))


def move_numbers(session: Session, note_id: UUID, *, on: date) -> None:
    """The numbers said in a note are of its day: where that was put right, they follow. No score is touched."""
    session.execute(update(GoalRating).where(GoalRating.note_id == note_id).values(rated_on=on))


def _said(session: Session, episode: Episode, goal_ids: set[UUID]) -> Said:
    goals = session.scalars(select(Goal).where(Goal.id.in_(goal_ids), Goal.episode_id == episode.id))
    people = session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == episode.family_id))
    raters = session.execute(select(GoalRater.goal_id, GoalRater.member_id).where(GoalRater.goal_id.in_(goal_ids)))
    numbers = session.scalars(select(GoalRating).where(GoalRating.goal_id.in_(goal_ids)))
    return Said(
        goals={goal.id: goal for goal in goals},
        people=frozenset(people),
        raters=[(goal_id, member_id) for goal_id, member_id in raters],
        numbers=numbers.all(),
    )


def _keep(
    session: Session,
    said: Said,
    by: User | None,
    entry: RatingEntry,
    *,
    on: date,
    note_id: UUID | None,
    now: datetime,
    context: RatingContext,
) -> GoalRating:
    goal = said.goals.get(entry.goal_id)
    if goal is None:
        raise Refused("ratings", "One of these goals is not on this family’s plan: open the page again")
    if known := said.here(entry, on, note_id):
        if (known.score, known.comment) != (entry.score, entry.comment):
            raise Refused("ratings", "The same person has another number here already")
        return known
    _check(said, goal, entry, on)
    if (goal.id, entry.member_id) not in said.raters:
        add_raters(session, goal.id, [entry.member_id], [who for which, who in said.raters if which == goal.id])
        said.raters.append((goal.id, entry.member_id))
    number = GoalRating(
        goal_id=goal.id,
        member_id=entry.member_id,
        score=entry.score,
        rated_on=on,
        recorded_at=now,
        recorded_by_id=by.id if by else None,
        context=said.context(entry, context),
        note_id=note_id,
        comment=entry.comment,
    )
    session.add(number)
    return number


def _check(said: Said, goal: Goal, entry: RatingEntry, on: date) -> None:
    if not goal.was_active_on(on):
        raise Refused("ratings", f"“{goal.words}” has ended, so it takes no more numbers")
    if entry.score is not None and not LOWEST <= entry.score <= HIGHEST:
        raise Refused("ratings", "A number must be from 0 to 10")
    check_fits("ratings", entry.comment, COMMENT_LENGTH)
    if entry.member_id not in said.people:
        raise Refused("ratings", "Only people of the family give a number")
