"""The diary of a worker and of a family, and the weeks of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.families.models import Allocation, AllocationKind, Episode, Family
from app.families.queries import families_seen_by
from app.visits.models import Visit, VisitState


def visit_seen_by(session: Session, looker: User, visit_id: UUID, now: datetime) -> tuple[Visit, Episode] | None:
    """This visit with its episode and family, if this person may read the family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    row = session.execute(
        select(Visit, Episode)
        .join(Episode, Episode.id == Visit.episode_id)
        .join(Family, Family.id == Episode.family_id)
        .where(Visit.id == visit_id, Visit.family_id.in_(seen))
        .options(contains_eager(Episode.family))
    ).first()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, kw_only=True)
class DayVisit:
    """A visit in somebody's day; `on_behalf_of` names whose it is while this person covers ("Tom")."""

    visit: Visit
    on_behalf_of: str


def visits_of_day(session: Session, worker: User, day: date, now: datetime) -> Sequence[DayVisit]:
    """What this person has in the diary on a day, in order. A visit that was moved stands on its new day.

    Their own visits, and those of families that they lead or cover on that day: of all these only of
    families that they may read now.
    """
    begins, ends = clock.day_span(day)
    seen = families_seen_by(worker, now).with_only_columns(Family.id)
    leads, covers = (_works_on(worker, day, kind) for kind in (AllocationKind.LEAD, AllocationKind.COVER))
    rows = session.execute(
        select(Visit, User.id, User.name, leads)
        .join(User, User.id == Visit.worker_id)
        .where(
            Visit.starts_at >= begins,
            Visit.starts_at < ends,
            Visit.state != VisitState.MOVED,
            Visit.family_id.in_(seen),
            or_(Visit.worker_id == worker.id, leads, covers),
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    return [
        DayVisit(visit=visit, on_behalf_of="" if own or whose == worker.id else name.split()[0])
        for visit, whose, name, own in rows
    ]


def _works_on(worker: User, day: date, kind: AllocationKind) -> ColumnElement[bool]:
    """Whether this person leads, or covers, the visit's episode on a day."""
    return exists().where(
        Allocation.episode_id == Visit.episode_id,
        Allocation.user_id == worker.id,
        Allocation.kind == kind,
        holds_on(Allocation.from_on, Allocation.until_on, day),
    )


def visits_of(session: Session, episode: Episode) -> Sequence[Visit]:
    """Every visit of an episode in order of time, planned and past; moved ones only on their new day."""
    return session.scalars(
        select(Visit)
        .where(Visit.episode_id == episode.id, Visit.state != VisitState.MOVED)
        .order_by(Visit.starts_at, Visit.id)
    ).all()


def next_visit(session: Session, episode: Episode, after: datetime) -> Visit | None:
    """The first visit still planned that begins after this moment."""
    return session.scalar(
        select(Visit)
        .where(Visit.episode_id == episode.id, Visit.state == VisitState.PLANNED, Visit.starts_at > after)
        .order_by(Visit.starts_at, Visit.id)
        .limit(1)
    )


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """Weeks of an episode by number: those in which we met, and those whose visit did not happen."""

    met: frozenset[int]
    missed: frozenset[int]


def weave_weeks(session: Session, episode: Episode) -> Weeks:
    """The weeks of an episode as the weave draws them. A week with a meeting is met, whatever else was in it."""
    rows = session.execute(
        select(Visit.starts_at, Visit.state).where(
            Visit.episode_id == episode.id, Visit.state.not_in((VisitState.PLANNED, VisitState.MOVED))
        )
    )
    weeks: dict[bool, set[int]] = {True: set(), False: set()}
    for starts_at, state in rows:
        weeks[state is VisitState.MET].add(episode.week(clock.local(starts_at).date()))
    return Weeks(met=frozenset(weeks[True]), missed=frozenset(weeks[False] - weeks[True]))
