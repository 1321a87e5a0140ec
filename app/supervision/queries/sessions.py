"""Groups, their sessions and what is on each agenda, through the eyes of whoever looks.

Whoever runs a group is its supervisor, or a supervisor who stands in by dates. Whoever is in the group on the day of a
session finds it. A family on its agenda is seen by those who may read the family; and, from publication until the day
said then, by the group (security.md: `panel_item`). Whoever is named as related never is among them: for them the
family is not on the agenda, in its list, its minutes or its counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on, stood_in_for
from app.core import clock
from app.core.permissions import Can
from app.families.models import Episode, Family
from app.families.queries import families_seen_by, not_kept_from
from app.supervision.models import (
    CaseDiscussion,
    CasePrep,
    SessionState,
    SupervisionGroup,
    SupervisionMember,
    SupervisionSession,
    WhatPulls,
)


def group_of(session: Session, supervisor_id: UUID) -> SupervisionGroup | None:
    """This supervisor's group."""
    return session.scalar(select(SupervisionGroup).where(SupervisionGroup.supervisor_id == supervisor_id))


def members_on(session: Session, group_id: UUID, day: date) -> Sequence[User]:
    """Who is in the group on this day and still works here, by name."""
    return session.scalars(
        select(User)
        .join(SupervisionMember, SupervisionMember.user_id == User.id)
        .where(
            SupervisionMember.group_id == group_id,
            holds_on(SupervisionMember.from_on, SupervisionMember.until_on, day),
            User.left_on.is_(None),
        )
        .order_by(User.name)
    ).all()


def membership_of(session: Session, group_id: UUID, day: date) -> dict[UUID, SupervisionMember]:
    """The lines that hold on this day, by person."""
    rows = session.scalars(
        select(SupervisionMember).where(
            SupervisionMember.group_id == group_id,
            holds_on(SupervisionMember.from_on, SupervisionMember.until_on, day),
        )
    )
    return {row.user_id: row for row in rows}


def runs(looker: User, today: date) -> ColumnElement[bool]:
    """Whether this person runs a `SupervisionGroup` today: for a statement about groups."""
    if not looker.may(Can.SUPERVISION_RUN):
        return false()
    return or_(
        SupervisionGroup.supervisor_id == looker.id,
        SupervisionGroup.supervisor_id.in_(stood_in_for(looker.id, today)),
    )


def _is_in(looker: User) -> ColumnElement[bool]:
    """Whether they are in the group on the day of a `SupervisionSession`."""
    return exists().where(
        SupervisionMember.group_id == SupervisionSession.group_id,
        SupervisionMember.user_id == looker.id,
        SupervisionMember.from_on <= SupervisionSession.on,
        or_(SupervisionMember.until_on.is_(None), SupervisionMember.until_on >= SupervisionSession.on),
    )


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A session as one person finds it: with its group, who facilitates, and whether they run it."""

    session: SupervisionSession
    group: SupervisionGroup
    facilitator: User
    runs: bool

    def is_published(self, now: datetime) -> bool:
        """Whether the group may read the briefs now."""
        until = self.session.briefs_until
        return self.session.published_at is not None and until is not None and now < until


def _seats(session: Session, looker: User, now: datetime, *wanted: ColumnElement[bool]) -> list[Seat]:
    today = clock.local(now).date()
    rows = session.execute(
        select(SupervisionSession, SupervisionGroup, User, runs(looker, today).label("runs"))
        .join(SupervisionGroup, SupervisionGroup.id == SupervisionSession.group_id)
        .join(User, User.id == SupervisionSession.facilitator_id)
        .where(or_(runs(looker, today), _is_in(looker)), *wanted)
        .order_by(SupervisionSession.starts_at, SupervisionSession.id)
    )
    return [Seat(session=found, group=group, facilitator=who, runs=bool(run)) for found, group, who, run in rows]


def seat_seen_by(session: Session, looker: User, session_id: UUID, now: datetime) -> Seat | None:
    """This session, if this person runs it or is in the group on its day."""
    found = _seats(session, looker, now, SupervisionSession.id == session_id)
    return found[0] if found else None


def seats_from(session: Session, looker: User, since: datetime, now: datetime) -> list[Seat]:
    """The sessions that end after this moment and were not cancelled, the first first."""
    stands = (SupervisionSession.ends_at > since, SupervisionSession.state != SessionState.CANCELLED)
    return _seats(session, looker, now, *stands)


def last_session_of(session: Session, group_id: UUID) -> SupervisionSession | None:
    """The latest session of a group that was not called off, whether it has been or is to come."""
    return session.scalar(
        select(SupervisionSession)
        .where(SupervisionSession.group_id == group_id, SupervisionSession.state != SessionState.CANCELLED)
        .order_by(SupervisionSession.starts_at.desc())
        .limit(1)
    )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One family on an agenda, as a person may see it: who brings it, and its latest brief."""

    discussion: CaseDiscussion
    family: Family
    episode: Episode
    worker: User
    prep: CasePrep | None


def _open_to(looker: User, now: datetime) -> ColumnElement[bool]:
    """Whether this person may see a `CaseDiscussion` joined to its session, family and episode."""
    theirs = families_seen_by(looker, now).with_only_columns(Family.id)
    published = and_(
        SupervisionSession.published_at <= now,
        SupervisionSession.briefs_until > now,
        or_(_is_in(looker), runs(looker, clock.local(now).date())),
    )
    # State can only take away: what is related, restricted or closed opens for nobody by being on an agenda.
    by_group = and_(published, not_kept_from(looker.id), Episode.closed_on.is_(None))
    return or_(CaseDiscussion.family_id.in_(theirs), by_group)


def _items(session: Session, looker: User, now: datetime, *wanted: ColumnElement[bool]) -> list[Item]:
    latest = (
        select(func.max(CasePrep.number))
        .where(CasePrep.discussion_id == CaseDiscussion.id)
        .correlate(CaseDiscussion)
        .scalar_subquery()
    )
    rows = session.execute(
        select(CaseDiscussion, Family, Episode, User, CasePrep)
        .join(SupervisionSession, SupervisionSession.id == CaseDiscussion.session_id)
        .join(SupervisionGroup, SupervisionGroup.id == SupervisionSession.group_id)
        .join(Family, Family.id == CaseDiscussion.family_id)
        .join(Episode, Episode.id == CaseDiscussion.episode_id)
        .join(User, User.id == CaseDiscussion.worker_id)
        .outerjoin(CasePrep, and_(CasePrep.discussion_id == CaseDiscussion.id, CasePrep.number == latest))
        .where(CaseDiscussion.off_at.is_(None), _open_to(looker, now), *wanted)
        .order_by(SupervisionSession.starts_at, CaseDiscussion.position, CaseDiscussion.id)
    )
    return [
        Item(discussion=row, family=family, episode=episode, worker=worker, prep=prep)
        for row, family, episode, worker, prep in rows
    ]


def items_seen_by(session: Session, looker: User, session_ids: Sequence[UUID], now: datetime) -> list[Item]:
    """What is on these agendas for this person, in order. Nothing says what is not. One statement."""
    return _items(session, looker, now, CaseDiscussion.session_id.in_(session_ids))


def item_seen_by(session: Session, looker: User, discussion_id: UUID, now: datetime) -> tuple[Item, Seat] | None:
    """This family on this agenda, if this person may find the session and see the family on it."""
    found = _items(session, looker, now, CaseDiscussion.id == discussion_id)
    seat = seat_seen_by(session, looker, found[0].discussion.session_id, now) if found else None
    return (found[0], seat) if seat else None


def item_prepared_by(session: Session, looker: User, discussion_id: UUID, now: datetime) -> tuple[Item, Seat] | None:
    """The same for whoever prepares it: who brings it, or runs the group; and may read the family itself."""
    theirs = families_seen_by(looker, now).with_only_columns(Family.id)
    wanted = (CaseDiscussion.id == discussion_id, CaseDiscussion.family_id.in_(theirs))
    found = _items(session, looker, now, *wanted)
    seat = seat_seen_by(session, looker, found[0].discussion.session_id, now) if found else None
    if seat is None or not (seat.runs or found[0].worker.id == looker.id):
        return None
    return found[0], seat


def what_pulls(session: Session, looker: User, item: Item, seat: Seat) -> str:
    """What pulls the worker, for themselves and the supervisor of the group; nothing for anybody else."""
    if looker.id not in (item.worker.id, seat.group.supervisor_id):
        return ""
    words = session.scalar(
        select(WhatPulls.words)
        .where(WhatPulls.discussion_id == item.discussion.id)
        .order_by(WhatPulls.written_at.desc(), WhatPulls.id)
        .limit(1)
    )
    return words or ""


def to_prepare(session: Session, looker: User, now: datetime) -> Sequence[Row[Any]]:
    """For a phone: what this person brings to sessions to come, with all that tells one state from another."""
    theirs = families_seen_by(looker, now).with_only_columns(Family.id)
    briefs = (
        select(func.max(CasePrep.number))
        .where(CasePrep.discussion_id == CaseDiscussion.id)
        .correlate(CaseDiscussion)
        .scalar_subquery()
    )
    return session.execute(
        select(
            CaseDiscussion.id,
            CaseDiscussion.family_id,
            CaseDiscussion.minutes,
            SupervisionSession.starts_at,
            SupervisionSession.place,
            briefs.label("briefs"),
        )
        .join(SupervisionSession, SupervisionSession.id == CaseDiscussion.session_id)
        .where(
            CaseDiscussion.worker_id == looker.id,
            CaseDiscussion.off_at.is_(None),
            CaseDiscussion.family_id.in_(theirs),
            SupervisionSession.state == SessionState.PLANNED,
            SupervisionSession.ends_at > now,
            _is_in(looker),
        )
        .order_by(SupervisionSession.starts_at, CaseDiscussion.position, CaseDiscussion.id)
    ).all()
