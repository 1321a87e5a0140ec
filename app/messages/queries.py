"""Which messages wait, what became of others, and whether anybody could be told at all."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.messages.models import DIED, ClockBeat, Message, MessageState

# The clock beats several times a minute: after so long without a beat nobody may rely on it.
ALIVE = timedelta(minutes=3)


class Reach(StrEnum):
    """Whether Withy can tell somebody outside it. Only in the first case does anybody look out for anybody."""

    READY = "ready"
    DEMO = "demo"
    NO_SENDER = "no sender"
    NO_CLOCK = "no clock"


def reach_of(session: Session, now: datetime, *, demo: bool) -> Reach:
    """Whether the clock runs, and whether a sender answered it. One statement.

    The clock itself says what it can send: this process may have been started with other settings.
    """
    sends = session.scalars(select(ClockBeat.sends).where(ClockBeat.at > now - ALIVE)).all()
    if not sends:
        return Reach.NO_CLOCK
    if any(sends):
        return Reach.READY
    return Reach.DEMO if demo else Reach.NO_SENDER


def messages_due(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """What is to be sent now, the longest due first."""
    waiting = and_(Message.state == MessageState.QUEUED, Message.due_at <= now)
    left = and_(Message.state == MessageState.SENDING, Message.tried_at <= now - DIED)
    return session.scalars(
        select(Message.id).where(or_(waiting, left)).order_by(Message.due_at, Message.id).limit(limit)
    ).all()


def messages_about(session: Session, about_ids: Sequence[UUID]) -> Sequence[Message]:
    """Everything that was to be said about these, the first first."""
    return session.scalars(
        select(Message).where(Message.about_id.in_(about_ids)).order_by(Message.made_at, Message.key)
    ).all()


def keys_kept(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys a message was already kept under."""
    return set(session.scalars(select(Message.key).where(Message.key.in_(keys)))) if keys else set()


def latest_messages(session: Session, limit: int) -> Sequence[Message]:
    """The messages of the whole product, the latest first."""
    return session.scalars(select(Message).order_by(Message.made_at.desc(), Message.key).limit(limit)).all()
