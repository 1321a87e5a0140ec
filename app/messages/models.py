"""What is to be said to somebody outside Withy, and how the clock that says it is."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

KEY_LENGTH = 160
RECIPIENT_LENGTH = 254
SUBJECT_LENGTH = 120
# How the key of a message to somebody of a family begins.
TO_FAMILY = "visit.tomorrow "
# How the key of a supervisor's weekly email begins.
WEEKLY = "week "
# What four texts hold: nothing longer is ever of use to somebody in the street.
WORDS_LENGTH = 600
EMAIL_LENGTH = 10_000
# A process that took a message and said nothing for so long has died: senders give up within seconds.
DIED = timedelta(minutes=2)


class Channel(StrEnum):
    """How a message reaches somebody."""

    TEXT = "text"
    EMAIL = "email"


class MessageState(StrEnum):
    """How it stands. Shown: the demo has no sender, so it can only be looked at."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    SHOWN = "shown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Message(Base):
    """One text or email to one person. It holds no family's name, address or story.

    What it is about and whom it is for are named by id alone: this room lies below those.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_due_at", "state", "due_at"),
        Index("ix_message_about_id", "about_id"),
        Index("ix_message_made_at", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    # Says what it is in a word of its room's own: the same key is never sent twice.
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    channel: Mapped[Channel]
    recipient: Mapped[str] = mapped_column(String(RECIPIENT_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH), default="")
    words: Mapped[str] = mapped_column(Text)
    about_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    # When it is to be tried, and after when it is of no more use.
    due_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    # By whom it went, or why it did not.
    sender: Mapped[str] = mapped_column(String(20), default="")
    why: Mapped[str] = mapped_column(String(300), default="")

    @property
    def to_family(self) -> bool:
        """Whether it goes to somebody of a family: whoever looks after the server need not know their number."""
        return self.key.startswith(TO_FAMILY)

    @property
    def is_weekly(self) -> bool:
        """Whether it says how a team's families stand, which is for its supervisor alone to read."""
        return self.key.startswith(WEEKLY)


class ClockBeat(Base):
    """One process of the server's clock: since when it runs, and when it last did all it has to do."""

    __tablename__ = "clock_beat"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(index=True)
    # The channels whose sender answered when it was last asked: "text email", or nothing.
    sends: Mapped[str] = mapped_column(String(40), default="")
