"""Beginning a period of help."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, Family


@dataclass(frozen=True, kw_only=True)
class EpisodeEntry:
    """One period of help: from which day, for how many weeks (the cluster's figure `plan_weeks`)."""

    id: UUID
    opened_on: date
    weeks: int
    level: str = "early_help"


def open_episode(session: Session, family: Family, by: User, entry: EpisodeEntry, *, now: datetime) -> Episode:
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
