"""What a worker needs beside them to write down one visit, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.queries import lists_of
from app.families.models import Episode, FamilyMember, Partner
from app.families.queries import lead_workers_of, members_of, partners_of
from app.notes.models import Note, NoteVersion
from app.plans.models import Goal, GoalRater, GoalRating, GoalStatus, Step
from app.promises.models import Promise, PromiseState
from app.visits.models import Visit, VisitState
from app.visits.queries.diary import visits_of
from app.visits.queries.watching import Around, around_visit

LISTS = ("topics", "cancel_reasons", "places", "not_seen_reasons")


@dataclass(frozen=True, kw_only=True)
class Rater:
    """Somebody who gives a goal a number, and the last one they gave."""

    member_id: UUID
    name: str
    was: int | None
    was_on: date | None


@dataclass(kw_only=True)
class GoalSheet:
    """One goal of the visit: who gives a number, in order, and the steps that were agreed."""

    goal: Goal
    raters: list[Rater] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OpenPromise:
    """A promise that is still open, and whose it is."""

    promise: Promise
    owner: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything beside the form of one visit."""

    visit: Visit
    episode: Episode
    by: User
    lead: User | None
    colleague: User | None
    around: Around
    members: Sequence[FamilyMember]
    partners: Sequence[Partner]
    goals: Sequence[GoalSheet]
    promises: Sequence[OpenPromise]
    lists: Mapping[str, Mapping[str, str]]
    last_met: Visit | None
    last_words: str
    coming: Visit | None
    unanswered: Sequence[Visit]

    @property
    def supervisor(self) -> User | None:
        """Who is told; nobody where the family is kept from them."""
        return self.around.supervisor

    @property
    def children(self) -> list[FamilyMember]:
        """The children of the family, in its own order."""
        return [member for member in self.members if member.is_child]

    @property
    def steps(self) -> dict[UUID, Step]:
        """Every step of the goals shown, by id."""
        return {step.id: step for goal in self.goals for step in goal.steps}


def sheet_of(session: Session, visit: Visit, episode: Episode, by: User, today: date) -> Sheet:
    """What is needed to write down this visit: at most eleven statements, whatever the family's size.

    `last_words` is what happened when we last met, as its note says now.
    """
    members = members_of(session, episode.family_id)
    diary = [one for one in visits_of(session, episode) if one.id != visit.id]
    met = [one for one in diary if one.state is VisitState.MET and one.starts_at < visit.starts_at]
    ahead = [one for one in diary if one.state is VisitState.PLANNED and one.starts_at > visit.starts_at]
    since = met[-1].starts_at if met else None
    return Sheet(
        visit=visit,
        episode=episode,
        by=by,
        lead=lead_workers_of(session, [episode.id], today).get(episode.id),
        colleague=session.get(User, visit.with_user_id) if visit.with_user_id else None,
        around=around_visit(session, visit.id, by, today),
        members=members,
        partners=partners_of(session, episode.family_id, today),
        goals=_goals(session, episode, members),
        promises=_promises(session, episode, by),
        lists=lists_of(session, episode.cluster_id, LISTS),
        last_met=met[-1] if met else None,
        last_words=_last_words(session, met[-1]) if met else "",
        coming=ahead[0] if ahead else None,
        unanswered=[
            one
            for one in diary
            if one.state is VisitState.NO_ANSWER
            and one.starts_at < visit.starts_at
            and (since is None or one.starts_at > since)
        ],
    )


def _last_words(session: Session, visit: Visit) -> str:
    """What happened at an earlier visit."""
    words = session.scalar(
        select(NoteVersion.happened)
        .join(Note, and_(Note.id == NoteVersion.note_id, Note.latest == NoteVersion.number))
        .where(Note.id == visit.note_id)
    )
    return words or ""


def _goals(session: Session, episode: Episode, members: Sequence[FamilyMember]) -> list[GoalSheet]:
    """The active goals in their order, each with its raters, their last numbers and its steps."""
    last = (
        select(
            GoalRating.goal_id,
            GoalRating.member_id,
            GoalRating.score,
            GoalRating.rated_on,
            func.row_number()
            .over(
                partition_by=(GoalRating.goal_id, GoalRating.member_id),
                order_by=(GoalRating.rated_on.desc(), GoalRating.recorded_at.desc()),
            )
            .label("place"),
        )
        .join(Goal, Goal.id == GoalRating.goal_id)
        .where(Goal.episode_id == episode.id, GoalRating.score.is_not(None))
        .subquery()
    )
    rows = session.execute(
        select(Goal, GoalRater.member_id, last.c.score, last.c.rated_on)
        .outerjoin(GoalRater, GoalRater.goal_id == Goal.id)
        .outerjoin(last, and_(last.c.goal_id == Goal.id, last.c.member_id == GoalRater.member_id, last.c.place == 1))
        .where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
        .order_by(Goal.position, Goal.agreed_on, Goal.id, GoalRater.position)
    )
    names = {member.id: member.known_as for member in members}
    goals: dict[UUID, GoalSheet] = {}
    for goal, member_id, score, rated_on in rows:
        sheet = goals.setdefault(goal.id, GoalSheet(goal=goal))
        if member_id in names:
            sheet.raters.append(Rater(member_id=member_id, name=names[member_id], was=score, was_on=rated_on))
    for step in session.scalars(select(Step).where(Step.goal_id.in_(goals)).order_by(Step.position, Step.id)):
        goals[step.goal_id].steps.append(step)
    return list(goals.values())


def _promises(session: Session, episode: Episode, by: User) -> list[OpenPromise]:
    """What is still open: what is due first at the head, then what has no day."""
    rows = session.execute(
        select(Promise, User.name, FamilyMember.known_as, Partner.name)
        .outerjoin(User, User.id == Promise.owner_user_id)
        .outerjoin(FamilyMember, FamilyMember.id == Promise.owner_member_id)
        .outerjoin(Partner, Partner.id == Promise.owner_partner_id)
        .where(Promise.episode_id == episode.id, Promise.state == PromiseState.OPEN)
        .order_by(Promise.due_on.nulls_last(), Promise.made_at, Promise.id)
    )
    return [
        OpenPromise(
            promise=promise,
            owner=staff.split()[0] if staff else known_as or partner or "Someone",
            mine=promise.owner_user_id == by.id,
        )
        for promise, staff, known_as, partner in rows
    ]
