"""Telling the supervisor and the buddy that somebody is late back, and that it is over. No family in the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import deputies_of, is_away, supervisor_of
from app.audit.actions import note as leave_trail
from app.clusters.figures import Figures
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.core.permissions import Role
from app.messages.actions import MessageEntry, queue, withdraw
from app.messages.models import Channel, Message
from app.visits.models import AnswerKind, HowEnded, Watch, WatchAnswer

# That all is well is worth knowing for so long; an alarm only until the next one.
ALL_WELL_HOLDS = timedelta(hours=2)
HOUR = 60  # minutes


@dataclass(frozen=True, kw_only=True)
class AnswerEntry:
    """What somebody who was told says."""

    kind: AnswerKind


def raise_alarm(session: Session, watch_id: UUID, *, now: datetime) -> Watch | None:
    """Tell people that somebody is late back, if it is time and no other process has just done so.

    After a time that the cluster sets it is time again, until somebody answers. A clock that was stopped for a
    while tells people once, and then goes on from there.
    """
    watch = session.get_one(Watch, watch_id)
    hold(session, watch)
    if watch.raise_at is None or watch.raise_at > now:
        return None
    worker = session.get_one(User, watch.worker_id)
    figures = figures_for(session, worker)
    watch.rounds += 1
    watch.raised_at, watch.told_at = watch.raised_at or now, now
    watch.raise_at = now + timedelta(minutes=figures.lone_again_minutes)
    words = alarm_words(worker, watch, figures, now)
    people = whom_to_tell(session, watch, worker, now)
    for person in people:
        _tell(session, watch, person, "alarm", f"Please ring {worker.first_name}", words, watch.raise_at, now)
    why = "" if people else "nobody to tell"
    about = {"about": "lone_watch", "about_id": watch.id, "family_id": watch.family_id}
    leave_trail(session, None, "watch.raise", **about, reason=why, now=now)  # type: ignore[arg-type]
    return watch


def answer(session: Session, watch: Watch, by: User, entry: AnswerEntry, *, now: datetime) -> WatchAnswer:
    """Keep who answered, and tell nobody again: for good where they are safe, else for a time. Raises Refused.

    A button pressed twice is one answer, until people are told again.
    """
    hold(session, watch)
    answer_id = uuid5(watch.id, f"{by.id} {entry.kind.value} {watch.rounds}")
    if known := session.get(WatchAnswer, answer_id):
        return known
    worker = session.get_one(User, watch.worker_id)
    if by.id == worker.id:
        raise Refused("kind", "Say on Today that you are out")
    if not watch.is_late(now):
        raise Refused("kind", f"{worker.first_name} is out, or is not late yet: look at the page again")
    said = WatchAnswer(id=answer_id, watch_id=watch.id, kind=entry.kind, answered_at=now, answered_by_id=by.id)
    session.add(said)
    if entry.kind is AnswerKind.SAFE:
        watch.ended_at, watch.ended_how, watch.raise_at = now, HowEnded.SPOKEN, None
        words = f"{by.first_name} has spoken to {worker.first_name}, who is safe. Nothing more to do."
        call_off(session, watch, by, words, now=now)
    else:
        withdraw(session, watch.id, why=f"{by.first_name} is dealing with it")
        watch.raise_at = now + timedelta(minutes=figures_for(session, worker).lone_dealing_minutes)
    action = f"watch.{entry.kind.value}"
    leave_trail(session, by, action, about="lone_watch", about_id=watch.id, family_id=watch.family_id, now=now)
    return said


def call_off(session: Session, watch: Watch, by: User, words: str, *, now: datetime) -> None:
    """Take back what was not sent yet, and tell everybody who was told, except whoever says so."""
    if watch.raised_at is None:
        return
    withdraw(session, watch.id, why="It is over")
    told = session.scalars(select(Message.person_id).where(Message.about_id == watch.id).distinct()).all()
    for person in session.scalars(select(User).where(User.id.in_(told), User.id != by.id)):
        _tell(session, watch, person, "well", "All is well", words, now + ALL_WELL_HOLDS, now)


def whom_to_tell(session: Session, watch: Watch, worker: User, now: datetime) -> list[User]:
    """The supervisor and the buddy; whoever stands in where the supervisor is away, and else the managers."""
    today = clock.local(now).date()
    supervisor = supervisor_of(session, worker.id, today)
    people = [supervisor] if supervisor else []
    if supervisor is None or is_away(session, supervisor.id, today):
        deputies = list(deputies_of(session, supervisor.id, today)) if supervisor else []
        here = [one for one in deputies if not is_away(session, one.id, today)]
        people += here or _managers(session, worker)
    if watch.buddy_id is not None:
        people += [session.get_one(User, watch.buddy_id)]
    found = {one.id: one for one in people if one.is_active and one.id != worker.id}
    return list(found.values())


def alarm_words(worker: User, watch: Watch, figures: Figures, now: datetime) -> str:
    """Iwona should have been back 20 minutes ago, at 10:45. Please ring them on 07700 900153. …"""
    late = how_long(watch.minutes_late(now))
    ring = f"Please ring them on {worker.phone}." if worker.phone else "We have no number for them: please find out."
    return (
        f"{worker.first_name} should have been back {late} ago, at {clock.local(watch.expected_at):%H:%M}. {ring} "
        f"Then say so in Withy, or we ask again in {figures.lone_again_minutes} minutes."
    )


def how_long(minutes: int) -> str:
    """20 minutes; 1 hour and 5 minutes; 3 hours."""
    hours, rest = divmod(minutes, HOUR)
    parts = [_count(hours, "hour")] if hours else []
    parts += [_count(rest, "minute")] if rest or not hours else []
    return " and ".join(parts)


def figures_for(session: Session, worker: User) -> Figures:
    """The numbers of the worker's cluster; the defaults for somebody who belongs to none."""
    return figures_of(session, worker.cluster_id) if worker.cluster_id else Figures()


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _managers(session: Session, worker: User) -> Iterable[User]:
    of_cluster = (User.cluster_id == worker.cluster_id, User.role == Role.MANAGER, User.left_on.is_(None))
    return session.scalars(select(User).where(*of_cluster).order_by(User.name))


def _tell(
    session: Session, watch: Watch, person: User, what: str, subject: str, words: str, until: datetime, now: datetime
) -> None:
    """By text and by email, each once in each round."""
    for channel, to in ((Channel.TEXT, person.phone), (Channel.EMAIL, person.email)):
        if to.strip():
            entry = MessageEntry(
                key=f"watch {watch.id} {what} {watch.rounds} {person.id} {channel.value}",
                channel=channel,
                recipient=to,
                subject=subject,
                words=words,
                about_id=watch.id,
                person_id=person.id,
                until_at=until,
            )
            queue(session, entry, now=now)
