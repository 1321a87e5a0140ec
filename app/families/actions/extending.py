"""A plan that goes on past its end: the cluster's manager decides, and says why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, MoreWeeks


@dataclass(frozen=True, kw_only=True)
class MoreWeeksEntry:
    """Until when a plan goes on, and why."""

    id: UUID
    until_on: date
    why: str


def give_more_weeks(session: Session, episode: Episode, by: User, entry: MoreWeeksEntry, *, now: datetime) -> MoreWeeks:
    """Let a plan go on past its end; the same decision sent again changes nothing. Raises Refused."""
    hold(session, episode)
    if known := session.get(MoreWeeks, entry.id):
        if (known.episode_id, known.until_on, known.why) == (episode.id, entry.until_on, entry.why):
            return known
        raise Refused("id", "This form has been sent before: open a new one")
    _check(session, episode, entry, clock.local(now).date())
    made = MoreWeeks(
        id=entry.id,
        episode_id=episode.id,
        until_on=entry.until_on,
        why=entry.why,
        decided_at=now,
        decided_by_id=by.id,
    )
    session.add(made)
    episode.extended_to, episode.extended_by_id, episode.extended_why = entry.until_on, by.id, entry.why
    note(
        session,
        by,
        "episode.more_weeks",
        about="episode",
        about_id=episode.id,
        family_id=episode.family_id,
        reason=entry.why,
        now=now,
    )
    return made


def _check(session: Session, episode: Episode, entry: MoreWeeksEntry, today: date) -> None:
    if not episode.is_open():
        raise Refused("until_on", "This plan has ended: a new one can be opened")
    if not entry.why:
        raise Refused("why", "Say why, so that the family and an inspector can read it")
    ends_on = episode.extended_to or episode.ends_on
    if entry.until_on <= max(ends_on, today):
        raise Refused("until_on", "Choose a day after the plan’s end, and after today")
    most = figures_of(session, episode.cluster_id).most_extra_weeks
    if entry.until_on > max(ends_on, today) + timedelta(weeks=most):
        raise Refused("until_on", f"At most {most} weeks at a time: look at it together again then")
