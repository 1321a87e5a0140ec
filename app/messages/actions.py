"""Keeping a message before it is sent, taking it back, and the steps of sending it. Whoever asks commits."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Table, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.messages.models import (
    DIED,
    EMAIL_LENGTH,
    KEY_LENGTH,
    RECIPIENT_LENGTH,
    SUBJECT_LENGTH,
    WORDS_LENGTH,
    Channel,
    ClockBeat,
    Message,
    MessageState,
)

TABLE = cast(Table, Message.__table__)
# Tried again after half a minute, one, two, four, eight and sixteen: then it is given up.
FIRST_WAIT = timedelta(seconds=30)
MOST_TRIES = 7
BEATS_KEPT = timedelta(days=7)
WHY_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class MessageEntry:
    """What to say, to whom. `key` is sent once; after `until_at` it is not sent at all.

    No family's name or address, no word of their story: whoever holds the telephone may read it.
    """

    key: str
    channel: Channel
    recipient: str
    words: str
    subject: str = ""
    about_id: UUID | None = None
    person_id: UUID | None = None
    until_at: datetime | None = None


def queue(session: Session, entry: MessageEntry, *, now: datetime) -> None:
    """Keep a message for the clock to send; a key that was used before changes nothing."""
    most_words = EMAIL_LENGTH if entry.channel is Channel.EMAIL else WORDS_LENGTH
    lengths = (
        (entry.key, KEY_LENGTH),
        (entry.recipient, RECIPIENT_LENGTH),
        (entry.subject, SUBJECT_LENGTH),
        (entry.words, most_words),
    )
    if not entry.recipient.strip() or any(len(said) > most for said, most in lengths):
        raise ValueError("a message needs somebody to go to, and has to fit")
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = asdict(entry) | {"id": uuid4(), "made_at": now, "due_at": now}
    fresh = {"state": MessageState.QUEUED, "tries": 0, "sender": "", "why": ""}
    session.execute(insert(TABLE).values(**row, **fresh).on_conflict_do_nothing(index_elements=["key"]))


def withdraw(session: Session, about_id: UUID, *, why: str) -> None:
    """Take back what is still to be sent about something: it is over."""
    session.execute(
        update(Message)
        .where(Message.about_id == about_id, Message.state == MessageState.QUEUED)
        .values(state=MessageState.WITHDRAWN, why=why)
    )


def claim(session: Session, message_id: UUID, *, now: datetime) -> Message | None:
    """Take one message to send, alone among all processes; None where it was taken, sent or withdrawn.

    Commit before sending. One that was taken by a process that died is taken over.
    """
    waiting = and_(Message.state == MessageState.QUEUED, Message.due_at <= now)
    left = and_(Message.state == MessageState.SENDING, Message.tried_at <= now - DIED)
    taken = session.execute(
        update(Message)
        .where(Message.id == message_id, or_(waiting, left))
        .values(state=MessageState.SENDING, tries=Message.tries + 1, tried_at=now)
    )
    if cast("CursorResult[None]", taken).rowcount != 1:
        return None
    return session.scalars(
        select(Message).where(Message.id == message_id).execution_options(populate_existing=True)
    ).one()


def went(message: Message, sender: str, *, now: datetime) -> None:
    """It was taken by a sender that answers for it."""
    message.state, message.sender, message.sent_at, message.why = MessageState.SENT, sender, now, ""


def shown(message: Message) -> None:
    """There is no sender in this demo: it can be read on the page, and nowhere else."""
    message.state, message.why = MessageState.SHOWN, "Nothing leaves this demo"


def did_not_go(message: Message, why: str, *, again: bool, now: datetime) -> None:
    """It was not taken: wait twice as long as before and try again, or give up and say why."""
    wait = FIRST_WAIT * 2 ** (message.tries - 1)
    message.why = why[:WHY_LENGTH]
    if not again or message.tries >= MOST_TRIES:
        message.state = MessageState.FAILED
    else:
        message.state, message.due_at = MessageState.QUEUED, now + wait


def beat(session: Session, beat_id: UUID, *, began_at: datetime, sends: str, now: datetime) -> None:
    """Keep that the clock is alive, and which channels it can send by."""
    held = session.get(ClockBeat, beat_id)
    if held is None:
        session.execute(delete(ClockBeat).where(ClockBeat.at < now - BEATS_KEPT))
        held = ClockBeat(id=beat_id, began_at=began_at)
        session.add(held)
    held.at, held.sends = now, sends
