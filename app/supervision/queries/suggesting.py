"""Which families somebody could bring to a session, and why Withy would. Gathered for many in few statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Allocation, Episode, Family
from app.families.queries import families_seen_by
from app.families.queries.finding import leads_now
from app.plans.models import Plan
from app.plans.queries import GoalStory, goals_for_families
from app.supervision.models import CaseDiscussion, SessionState, SupervisionSession
from app.supervision.queries.sessions import Seat, members_on
from app.visits.ladder import Ladder
from app.visits.queries import ladders
from app.worries.models import Worry, WorryState


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A family that could be brought, who would bring it, and what is known of it today from the rooms it lies in.

    `discussed_on` is when it was last talked about in a session; None for never.
    """

    family: Family
    episode: Episode
    worker: User
    ladder: Ladder
    goals: Sequence[GoalStory]
    review_due_on: date | None
    worries_held: int
    discussed_on: date | None


def could_bring(session: Session, looker: User, seat: Seat, now: datetime) -> list[Suggestion]:
    """Families of the group's workers that this person may read and are not on the agenda yet, by worker and name.

    A worker sees their own alone; whoever runs the group sees everybody's, the supervisor's too.
    Nine statements, and one for each cluster, however many families there are.
    """
    today = clock.local(now).date()
    whom = [looker.id]
    if seat.runs:
        whom = [seat.group.supervisor_id, *(one.id for one in members_on(session, seat.group.id, seat.session.on))]
    rows = _led(session, looker, whom, seat, now)
    episodes = [episode for _, episode, _, _ in rows]
    families = [one.family_id for one in episodes]
    stands, held = ladders(session, episodes, today), _held(session, families)
    goals, discussed = goals_for_families(session, [one.id for one in episodes]), _discussed(session, families, today)
    return [
        Suggestion(
            family=family,
            episode=episode,
            worker=worker,
            ladder=stands[episode.id],
            goals=goals[episode.id],
            review_due_on=review_due_on,
            worries_held=held[family.id],
            discussed_on=discussed.get(family.id),
        )
        for family, episode, worker, review_due_on in rows
    ]


def _led(
    session: Session, looker: User, whom: Sequence[UUID], seat: Seat, now: datetime
) -> list[tuple[Family, Episode, User, date | None]]:
    """The families that these people lead today, by worker and name, less those on the agenda."""
    there = select(CaseDiscussion.family_id).where(
        CaseDiscussion.session_id == seat.session.id, CaseDiscussion.off_at.is_(None)
    )
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    rows = session.execute(
        select(Family, Episode, User, Plan.review_due_on)
        .join(Episode, and_(Episode.family_id == Family.id, Episode.closed_on.is_(None)))
        .join(Allocation, Allocation.episode_id == Episode.id)
        .join(User, User.id == Allocation.user_id)
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .where(
            leads_now(clock.local(now).date()),
            User.id.in_(whom),
            Family.id.in_(seen),
            Family.id.not_in(there),
        )
        .order_by(User.name, Family.name, Family.id)
    )
    return [(family, episode, worker, due) for family, episode, worker, due in rows]


def _held(session: Session, family_ids: Sequence[UUID]) -> defaultdict[UUID, int]:
    """How many worries are open or held, by family."""
    rows = session.execute(
        select(Worry.family_id, func.count())
        .where(Worry.family_id.in_(family_ids), Worry.state.in_((WorryState.OPEN, WorryState.HELD)))
        .group_by(Worry.family_id)
    )
    return defaultdict(int, {family_id: count for family_id, count in rows})


def _discussed(session: Session, family_ids: Sequence[UUID], today: date) -> dict[UUID, date]:
    """When each family was last talked about in a session that has been."""
    rows = session.execute(
        select(CaseDiscussion.family_id, func.max(SupervisionSession.on))
        .join(SupervisionSession, SupervisionSession.id == CaseDiscussion.session_id)
        .where(
            CaseDiscussion.family_id.in_(family_ids),
            CaseDiscussion.off_at.is_(None),
            SupervisionSession.state != SessionState.CANCELLED,
            SupervisionSession.on < today,
        )
        .group_by(CaseDiscussion.family_id)
    )
    return {family_id: on for family_id, on in rows}
