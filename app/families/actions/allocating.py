"""Who leads, and who covers. A family has one lead worker at a time; history is never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.core.permissions import Can
from app.families.models import Allocation, AllocationKind, Episode, Family, FamilyRestriction, RelatedStaff
from app.families.queries import lead_workers_of


@dataclass(frozen=True, kw_only=True)
class LeadEntry:
    """Who leads, from which day (included), and why this person."""

    id: UUID
    user_id: UUID
    from_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class CoverEntry:
    """Who covers, from when to when (both days included), and why."""

    id: UUID
    user_id: UUID
    from_on: date
    until_on: date
    reason: str = ""


def allocate_lead(
    session: Session, episode: Episode, by: User | None, entry: LeadEntry, *, now: datetime
) -> Allocation:
    """Choose the lead worker from a day on. Whoever led until then ends the day before."""
    if known := session.get(Allocation, entry.id):
        return _same(known, episode, AllocationKind.LEAD, entry)
    _hold(session, episode)
    worker = _may_work_with(session, episode, entry.user_id)
    leads = lead_workers_of(session, [episode.id], clock.local(now).date()).get(episode.id)
    _check_first_day(episode, entry, leads, clock.local(now).date())
    for earlier in _leads_from(session, episode, entry.from_on):
        # One that had not begun by then never holds: its last day is the one before its first.
        earlier.until_on = max(entry.from_on, earlier.from_on) - timedelta(days=1)
    # The old row ends before the new one is written: the database allows one open lead an episode.
    session.flush()
    return _keep(session, episode, worker, by, entry, AllocationKind.LEAD, None, now)


def name_cover(session: Session, episode: Episode, by: User, entry: CoverEntry, *, now: datetime) -> Allocation:
    """Name somebody to stand in for the lead worker for some days."""
    if known := session.get(Allocation, entry.id):
        return _same(known, episode, AllocationKind.COVER, entry)
    _hold(session, episode)
    worker = _may_work_with(session, episode, entry.user_id)
    if entry.from_on < episode.opened_on:
        raise Refused("from_on", "The plan had not begun: choose a later day")
    if entry.until_on < entry.from_on:
        raise Refused("until_on", "The last day is before the first")
    if entry.until_on < clock.local(now).date():
        raise Refused("until_on", "That is over already: choose today or a later day")
    if _works_on_it(session, episode, worker, entry.from_on, entry.until_on):
        raise Refused("user_id", f"{worker.first_name} works with this family on those days already")
    return _keep(session, episode, worker, by, entry, AllocationKind.COVER, entry.until_on, now)


def end_cover(session: Session, cover: Allocation, episode: Episode, by: User, *, now: datetime) -> Allocation:
    """Today is the last day of this cover; one that has not begun never does. Twice changes nothing."""
    last = max(clock.local(now).date(), cover.from_on - timedelta(days=1))
    if cover.until_on is None or cover.until_on > last:
        cover.until_on = last
        note(
            session,
            by,
            "allocation.end",
            about="allocation",
            about_id=cover.id,
            family_id=episode.family_id,
            now=now,
        )
    return cover


def _hold(session: Session, episode: Episode) -> None:
    """Make others who change who works with this family wait."""
    hold(session, episode)
    if episode.closed_on is not None:
        raise Refused("user_id", "This plan has closed: open a new one first")


def _may_work_with(session: Session, episode: Episode, user_id: UUID) -> User:
    worker = session.get(User, user_id)
    if worker is None or worker.cluster_id != episode.cluster_id or not worker.may(Can.VISIT_RECORD):
        raise Refused("user_id", "Choose somebody from the list")
    if worker.left_on is not None:
        raise Refused("user_id", f"{worker.first_name} has left: choose somebody else")
    if session.get(RelatedStaff, (episode.family_id, worker.id)) is not None:
        # In the same words as for a stranger: naming somebody as related is itself private.
        raise Refused("user_id", "Choose somebody from the list")
    return worker


def _check_first_day(episode: Episode, entry: LeadEntry, leads: User | None, today: date) -> None:
    if entry.from_on < episode.opened_on:
        raise Refused("from_on", "The plan had not begun: choose a later day")
    if leads is not None and entry.from_on < today:
        raise Refused("from_on", f"{leads.first_name} led until now: choose today or a later day")
    if leads is not None and leads.id == entry.user_id:
        raise Refused("user_id", f"{leads.first_name} leads already")


def _leads_from(session: Session, episode: Episode, day: date) -> Sequence[Allocation]:
    """Leads of this episode that would still hold on this day or after it."""
    return session.scalars(
        select(Allocation).where(
            Allocation.episode_id == episode.id,
            Allocation.kind == AllocationKind.LEAD,
            or_(Allocation.until_on.is_(None), Allocation.until_on >= day),
        )
    ).all()


def _works_on_it(session: Session, episode: Episode, worker: User, begins: date, ends: date) -> bool:
    """Whether this person leads or covers on any of these days."""
    overlap = select(Allocation.id).where(
        Allocation.episode_id == episode.id,
        Allocation.user_id == worker.id,
        Allocation.from_on <= ends,
        or_(Allocation.until_on.is_(None), Allocation.until_on >= begins),
    )
    return session.scalar(overlap.limit(1)) is not None


def _keep(
    session: Session,
    episode: Episode,
    worker: User,
    by: User | None,
    entry: LeadEntry | CoverEntry,
    kind: AllocationKind,
    until_on: date | None,
    now: datetime,
) -> Allocation:
    row = Allocation(
        id=entry.id,
        episode_id=episode.id,
        user_id=worker.id,
        kind=kind,
        from_on=entry.from_on,
        until_on=until_on,
        reason=entry.reason,
        made_by_id=by.id if by else None,
        made_at=now,
    )
    session.add(row)
    _name_if_restricted(session, episode, worker, by, now)
    verb = f"allocation.{kind.value}"
    note(session, by, verb, about="allocation", about_id=row.id, family_id=episode.family_id, now=now)
    return row


def _name_if_restricted(session: Session, episode: Episode, worker: User, by: User | None, now: datetime) -> None:
    """Whoever is to work with a restricted family must be able to find it."""
    family = session.get_one(Family, episode.family_id)
    if family.restricted and session.get(FamilyRestriction, (family.id, worker.id)) is None:
        session.add(
            FamilyRestriction(family_id=family.id, user_id=worker.id, named_at=now, named_by_id=by.id if by else None)
        )


def _same(known: Allocation, episode: Episode, kind: AllocationKind, entry: LeadEntry | CoverEntry) -> Allocation:
    """The row that this very form made before; anything else under its id is refused."""
    said = (episode.id, kind, entry.user_id, entry.from_on, entry.reason)
    if (known.episode_id, known.kind, known.user_id, known.from_on, known.reason) == said:
        return known
    raise Refused("id", "This form has been used before: open a new one")
