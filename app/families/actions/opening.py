"""Beginning a period of help, and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.families.models import Allocation, Episode, Family


@dataclass(frozen=True, kw_only=True)
class EpisodeEntry:
    """One period of help: from which day, for how many weeks (the cluster's figure `plan_weeks`)."""

    id: UUID
    opened_on: date
    weeks: int
    level: str = "early_help"


@dataclass(frozen=True, kw_only=True)
class ClosingEntry:
    """The last day of the work, and why it ended (one of the cluster's `close_reasons`)."""

    closed_on: date
    reason: str


def open_episode(session: Session, family: Family, by: User | None, entry: EpisodeEntry, *, now: datetime) -> Episode:
    """Open a period of help; the same one sent again changes nothing. A family has one at a time."""
    if known := session.get(Episode, entry.id):
        if known.family_id == family.id and known.opened_on == entry.opened_on:
            return known
        raise Refused("id", "This form has been used before: open a new one")
    if entry.opened_on > clock.local(now).date():
        raise Refused("opened_on", "Choose today or a day before it")
    going_on = select(Episode.id).where(Episode.family_id == family.id, Episode.closed_on.is_(None))
    if session.scalar(going_on.limit(1)) is not None:
        raise Refused("opened_on", "This family has a plan that is still open")

    episode = Episode(
        id=entry.id,
        family_id=family.id,
        cluster_id=family.cluster_id,
        opened_on=entry.opened_on,
        ends_on=Episode.end_of(entry.opened_on, entry.weeks),
        weeks=entry.weeks,
        level=entry.level,
    )
    session.add(episode)
    note(session, by, "episode.open", about="episode", about_id=episode.id, family_id=family.id, now=now)
    return episode


def close_episode(session: Session, episode: Episode, by: User, entry: ClosingEntry, *, now: datetime) -> Episode:
    """End the period of help and the work of everybody in it. A closed one stays as it was closed."""
    if episode.closed_on is not None:
        return episode
    if not episode.opened_on <= entry.closed_on <= clock.local(now).date():
        raise Refused("closed_on", "Choose a day between the start of the plan and today")
    episode.closed_on, episode.closed_reason = entry.closed_on, entry.reason
    still_on = select(Allocation).where(
        Allocation.episode_id == episode.id,
        or_(Allocation.until_on.is_(None), Allocation.until_on > entry.closed_on),
    )
    for row in session.scalars(still_on):
        row.until_on = max(entry.closed_on, row.from_on - timedelta(days=1))
    note(
        session,
        by,
        "episode.close",
        about="episode",
        about_id=episode.id,
        family_id=episode.family_id,
        reason=entry.reason,
        now=now,
    )
    return episode
