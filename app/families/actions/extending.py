"""A plan that goes on past its end: asked for by who works with the family, decided by the cluster's manager."""

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
from app.families.models import Episode, MoreWeeks, MoreWeeksAsk
from app.families.queries.extending import waiting_ask_of

WEEK = timedelta(weeks=1)
SENT_BEFORE = "This form has been sent before: open a new one"


@dataclass(frozen=True, kw_only=True)
class MoreWeeksEntry:
    """Until when a plan goes on, and why."""

    id: UUID
    until_on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class AskEntry:
    """Until when somebody asks that a plan goes on, why, and what the family says of it."""

    id: UUID
    until_on: date
    why: str
    family_says: str = ""


def ask_for_more_weeks(session: Session, episode: Episode, by: User, entry: AskEntry, *, now: datetime) -> MoreWeeksAsk:
    """Ask the cluster's manager; the same question sent again changes nothing. Raises Refused."""
    hold(session, episode)
    said = (episode.id, entry.until_on, entry.why, entry.family_says)
    if known := session.get(MoreWeeksAsk, entry.id):
        if (known.episode_id, known.until_on, known.why, known.family_says) == said:
            return known
        raise Refused("id", SENT_BEFORE)
    _check(session, episode, entry.until_on, entry.why, clock.local(now).date())
    if waiting_ask_of(session, episode.id):
        raise Refused("until_on", "More weeks have been asked for already: wait for the manager’s answer")
    made = MoreWeeksAsk(
        id=entry.id,
        episode_id=episode.id,
        until_on=entry.until_on,
        why=entry.why,
        family_says=entry.family_says,
        asked_at=now,
        asked_by_id=by.id,
    )
    session.add(made)
    _note(session, episode, by, "episode.more_weeks_asked", entry.why, now)
    return made


def give_more_weeks(session: Session, episode: Episode, by: User, entry: MoreWeeksEntry, *, now: datetime) -> MoreWeeks:
    """Let a plan go on past its end; the same decision sent again changes nothing. Raises Refused.

    Where somebody asked for it, they are answered with this.
    """
    hold(session, episode)
    if known := session.get(MoreWeeks, entry.id):
        if (known.episode_id, known.until_on, known.why) == (episode.id, entry.until_on, entry.why):
            return known
        raise Refused("id", SENT_BEFORE)
    _check(session, episode, entry.until_on, entry.why, clock.local(now).date())
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
    episode.weeks = weeks_until(episode.opened_on, entry.until_on)
    if ask := waiting_ask_of(session, episode.id):
        _answer(ask, by, given=True, why=entry.why, now=now)
    _note(session, episode, by, "episode.more_weeks", entry.why, now)
    return made


def give_no_more_weeks(
    session: Session, ask: MoreWeeksAsk, episode: Episode, by: User, why: str, *, now: datetime
) -> None:
    """Say that a plan ends when it was to end, and why. Raises Refused where it was answered otherwise."""
    hold(session, episode)
    session.refresh(ask)
    if ask.answered_at is not None:
        if (ask.given, ask.answer_why) == (False, why):
            return
        raise Refused("", "This has been answered by now: open the page again")
    if not why:
        raise Refused("why", "Say why, so that the family and an inspector can read it")
    _answer(ask, by, given=False, why=why, now=now)
    _note(session, episode, by, "episode.more_weeks_refused", why, now)


def weeks_until(opened_on: date, until_on: date) -> int:
    """How many weeks a plan lasts that ends on this day; one begun counts."""
    return -((opened_on - until_on) // WEEK)


def _answer(ask: MoreWeeksAsk, by: User, *, given: bool, why: str, now: datetime) -> None:
    ask.answered_at, ask.answered_by_id, ask.given, ask.answer_why = now, by.id, given, why


def _note(session: Session, episode: Episode, by: User, action: str, why: str, now: datetime) -> None:
    note(
        session,
        by,
        action,
        about="episode",
        about_id=episode.id,
        family_id=episode.family_id,
        reason=why,
        now=now,
    )


def _check(session: Session, episode: Episode, until_on: date, why: str, today: date) -> None:
    if not episode.is_open():
        raise Refused("until_on", "This plan has ended: a new one can be opened")
    if not why:
        raise Refused("why", "Say why, so that the family and an inspector can read it")
    last_day = max(episode.last_day, today)
    if until_on <= last_day:
        raise Refused("until_on", "Choose a day after the plan’s end, and after today")
    most = figures_of(session, episode.cluster_id).most_extra_weeks
    if until_on > last_day + timedelta(weeks=most):
        raise Refused("until_on", f"At most {most} weeks at a time: look at it together again then")
