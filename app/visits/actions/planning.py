"""Putting visits in the diary, weekly in one go, and moving them. A time is that of the clock on the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.clusters.queries import words_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Address, Episode
from app.families.queries import lead_workers_of
from app.notes.models import NAME_LENGTH, SETTING_LENGTH
from app.notes.wording import check_text
from app.visits.actions.entries import NextVisit
from app.visits.models import Visit, VisitState

A_WEEK = timedelta(days=7)
# A day further off than this is a slip of the finger: a plan lasts half a year.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """Visits at the same time of the wall clock on each of these days. The id is the form's own.

    `minutes` is how long each takes. `with_words` is what was agreed with a colleague who comes too.
    """

    id: UUID
    days: tuple[date, ...]
    at: time
    minutes: int
    place: str
    address_id: UUID | None = None
    with_user_id: UUID | None = None
    with_words: str = ""
    interpreter: str = ""
    purpose: str = ""


class Which(StrEnum):
    """Which of two times is right, where two people gave one visit another time without knowing of each other."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, kw_only=True)
class MoveEntry:
    """The new day and time of a visit, and why it moves. The id is the new visit's.

    `with_words` and `interpreter` are what holds at the new time; none where they stay as they were. `which` answers
    that somebody else has moved it meanwhile; none where nobody is known to have.
    """

    id: UUID
    day: date
    at: time
    minutes: int
    reason: str = ""
    reason_words: str = ""
    with_words: str | None = None
    interpreter: str | None = None
    which: Which | None = None


def days_of(first_on: date, weeks: int) -> tuple[date, ...]:
    """The same day of so many weeks."""
    return tuple(first_on + A_WEEK * number for number in range(weeks))


def plan_visits(session: Session, episode: Episode, by: User, entry: PlanEntry, *, now: datetime) -> Sequence[Visit]:
    """Put visits in the diary of whoever leads the family; the same form sent again adds nothing.

    Raises Refused. A clash with another visit is no reason to refuse: people know their days.
    """
    hold(session, episode)
    _check(session, episode, entry, now)
    worker = lead_workers_of(session, [episode.id], clock.local(now).date()).get(episode.id, by)
    visits, new = [], 0
    for day in entry.days:
        starts_at = clock.moment(day, entry.at)
        # Each day of a form is one visit, however often the form is sent.
        visit_id = uuid5(entry.id, day.isoformat())
        visit = session.get(Visit, visit_id)
        if visit is None:
            visit = Visit(
                id=visit_id,
                family_id=episode.family_id,
                episode_id=episode.id,
                worker_id=worker.id,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=entry.minutes),
                place=entry.place,
                address_id=entry.address_id,
                with_user_id=entry.with_user_id,
                with_words=entry.with_words,
                interpreter=entry.interpreter,
                purpose=entry.purpose,
                planned_at=now,
                planned_by_id=by.id,
            )
            session.add(visit)
            new += 1
        elif visit.starts_at != starts_at or visit.episode_id != episode.id:
            raise Refused("id", "This form has planned visits before: open a new one")
        visits.append(visit)
    if new:
        leave_trail(
            session, by, "visit.plan", about="episode", about_id=episode.id, family_id=episode.family_id, now=now
        )
    return visits


def move_visit(session: Session, visit: Visit, by: User, entry: MoveEntry, *, now: datetime) -> Visit:
    """Give a visit another day or time: the visit as it stands then. The old one stays, marked as moved.

    The same form again changes nothing. Raises Refused; for "which" where somebody else moved it meanwhile to
    another time: both are kept, and the answer says which is right.
    """
    hold(session, visit)
    starts_at = clock.moment(entry.day, entry.at)
    if (before := session.get(Visit, entry.id)) is not None:
        return _moved_before(session, visit, before, starts_at)
    stands = as_it_stands(session, visit)
    if stands is not visit:
        hold(session, stands)
    if stands.state is not VisitState.PLANNED:
        raise Refused("day", "This visit is no longer in the diary: look at the family’s page")
    if stands is not visit:
        if starts_at == stands.starts_at:
            return stands
        if entry.which is None:
            raise Refused("which", "This visit was moved while you were writing. Choose which time is right")
    episode = session.get_one(Episode, visit.episode_id)
    _check_move(session, episode, stands, entry, starts_at, now)
    if entry.which is Which.THEIRS:
        session.add(_at_another_time(stands, by, entry, starts_at, now, state=VisitState.MOVED, moved_to_id=stands.id))
        leave_trail(session, by, "visit.leave", about="visit", about_id=stands.id, family_id=visit.family_id, now=now)
        return stands
    moved = _move(session, stands, by, entry, starts_at, now)
    leave_trail(session, by, "visit.move", about="visit", about_id=visit.id, family_id=visit.family_id, now=now)
    return moved


def as_it_stands(session: Session, visit: Visit) -> Visit:
    """What became of a visit that may have been moved: the last of those it was moved to, or itself."""
    while visit.state is VisitState.MOVED and visit.moved_to_id is not None:
        visit = session.get_one(Visit, visit.moved_to_id)
    return visit


def _moved_before(session: Session, visit: Visit, before: Visit, starts_at: datetime) -> Visit:
    """What this very form has done already; other words under its id are refused."""
    if (before.episode_id, before.starts_at) != (visit.episode_id, starts_at):
        raise Refused("id", "This form has moved the visit before: open a new one")
    return as_it_stands(session, before)


def _check_move(
    session: Session, episode: Episode, visit: Visit, entry: MoveEntry, starts_at: datetime, now: datetime
) -> None:
    _check_moment(episode, "day", entry.day, starts_at, now)
    if starts_at == visit.starts_at:
        raise Refused("day", "That is when it is now: choose another day or time")
    if entry.reason and entry.reason not in words_of(session, episode.cluster_id, "cancel_reasons"):
        raise Refused("reason", "Choose a reason from the list")
    check_text("reason_words", entry.reason_words, SETTING_LENGTH)
    check_text("with_words", entry.with_words or "", SETTING_LENGTH)
    check_text("interpreter", entry.interpreter or "", NAME_LENGTH)


def _move(session: Session, visit: Visit, by: User, entry: MoveEntry, starts_at: datetime, now: datetime) -> Visit:
    moved = _at_another_time(visit, by, entry, starts_at, now)
    session.add(moved)
    session.flush()
    visit.state, visit.moved_to_id = VisitState.MOVED, moved.id
    visit.reason, visit.reason_words = entry.reason, entry.reason_words
    return moved


def _at_another_time(
    visit: Visit, by: User, entry: MoveEntry, starts_at: datetime, now: datetime, **more: object
) -> Visit:
    return Visit(
        id=entry.id,
        family_id=visit.family_id,
        episode_id=visit.episode_id,
        worker_id=visit.worker_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=entry.minutes),
        place=visit.place,
        address_id=visit.address_id,
        with_user_id=visit.with_user_id,
        with_words=visit.with_words if entry.with_words is None else entry.with_words,
        interpreter=visit.interpreter if entry.interpreter is None else entry.interpreter,
        purpose=visit.purpose,
        planned_at=now,
        planned_by_id=by.id,
        **more,
    )


def plan_next(
    session: Session, visit: Visit, episode: Episode, by: User, entry: NextVisit, *, length: timedelta, now: datetime
) -> Visit | None:
    """The next visit as it was agreed at this one: planned, moved from another time, or as it stands.

    None where nothing is fixed. `length` is how long it is planned for. A family is never planned twice at
    the same moment.
    """
    session.flush()
    ahead = (
        select(Visit)
        .where(Visit.episode_id == episode.id, Visit.state == VisitState.PLANNED, Visit.id != visit.id)
        .order_by(Visit.starts_at)
    )
    if entry.starts_at is None:
        return session.scalar(ahead.where(Visit.starts_at > now).limit(1))
    local = clock.local(entry.starts_at)
    _check_moment(episode, "next_on", local.date(), entry.starts_at, now)
    if same := session.scalar(ahead.where(Visit.starts_at == entry.starts_at).limit(1)):
        return same
    minutes = max(round(length / timedelta(minutes=1)), 1)
    planned = session.scalar(ahead.where(Visit.id == entry.instead_of)) if entry.instead_of else None
    if planned is not None:
        to = MoveEntry(id=uuid4(), day=local.date(), at=local.time(), minutes=minutes)
        return move_visit(session, planned, by, to, now=now)
    day = PlanEntry(
        id=uuid4(),
        days=(local.date(),),
        at=local.time(),
        minutes=minutes,
        place=visit.place,
        address_id=visit.address_id,
    )
    return plan_visits(session, episode, by, day, now=now)[0]


def _check(session: Session, episode: Episode, entry: PlanEntry, now: datetime) -> None:
    if episode.closed_on is not None:
        raise Refused("first_on", "This plan has closed: there are no more visits on it")
    if not entry.days:
        raise Refused("days", "Tick at least one day")
    for day in entry.days:
        _check_moment(episode, "first_on", day, clock.moment(day, entry.at), now)
    _check_words(entry)
    _check_where_and_who(session, episode, entry)


def _check_words(entry: PlanEntry) -> None:
    for field, most in (("place", NAME_LENGTH), ("interpreter", NAME_LENGTH), ("with_words", SETTING_LENGTH)):
        check_text(field, getattr(entry, field), most)
    check_text("purpose", entry.purpose, SETTING_LENGTH)


def _check_where_and_who(session: Session, episode: Episode, entry: PlanEntry) -> None:
    if entry.address_id is not None:
        home = session.get(Address, entry.address_id)
        if home is None or home.family_id != episode.family_id:
            raise Refused("address", "Choose one of the family’s addresses")
    if entry.with_user_id is not None:
        colleague = session.get(User, entry.with_user_id)
        if colleague is None or colleague.left_on is not None or colleague.cluster_id != episode.cluster_id:
            raise Refused("with_user", "Choose somebody who works here")


def _check_moment(episode: Episode, field: str, day: date, starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise Refused(field, "That has passed: choose a day and time to come")
    if day > clock.local(now).date() + FARTHEST:
        raise Refused(field, "Check the year: that is more than a year away")
    if episode.closed_on is not None:
        raise Refused(field, "This plan has closed: there are no more visits on it")
