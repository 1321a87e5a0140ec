"""A visit in the diary, and what came of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class VisitState(StrEnum):
    """How a visit stands. There is no failed visit."""

    PLANNED = "planned"
    MET = "met"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"
    MOVED = "moved"


class CancelledBy(StrEnum):
    """Who could not make it."""

    FAMILY = "family"
    WORKER = "worker"
    OTHER = "other"


class Visit(Base):
    """One weekly meeting of a worker with a family, planned or past."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_worker_id_starts_at", "worker_id", "starts_at"),
        Index("ix_visit_family_id_starts_at", "family_id", "starts_at"),
        Index("ix_visit_episode_id_state_starts_at", "episode_id", "state", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # "at home", "at school": words of the place; the address where it is a home.
    place: Mapped[str] = mapped_column(String(120), default="at home")
    address_id: Mapped[UUID | None] = mapped_column(ForeignKey("address.id"))
    purpose: Mapped[str] = mapped_column(String(300), default="")
    # A colleague who comes too, and what was agreed: "Tom is meeting you outside at 10:25am."
    with_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    with_words: Mapped[str] = mapped_column(String(200), default="")
    # "Tigrinya interpreter booked".
    interpreter: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[VisitState] = mapped_column(default=VisitState.PLANNED)
    cancelled_by: Mapped[CancelledBy | None]
    # A key of the cluster's own list: honest reasons, "I got the time wrong" among them.
    reason: Mapped[str] = mapped_column(String(60), default="")
    reason_words: Mapped[str] = mapped_column(String(300), default="")
    moved_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"))
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("note.id"))
    # A fingerprint of what the form said that recorded it: the same form again is known, other words are not.
    said: Mapped[str] = mapped_column(String(64), default="")
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class HowEnded(StrEnum):
    """How somebody who was out alone came to be out of it."""

    OUT = "out"
    RECORDED = "recorded"
    SPOKEN = "spoken"


class Watch(Base):
    """Somebody went in to a visit, and is looked out for until they are out again.

    The server's own clock reads `raise_at`: a telephone that is dead, or has no signal, takes nothing from it.
    """

    __tablename__ = "lone_watch"
    __table_args__ = (
        Index("ix_lone_watch_worker_id_ended_at", "worker_id", "ended_at"),
        Index("ix_lone_watch_buddy_id_ended_at", "buddy_id", "ended_at"),
        Index("ix_lone_watch_ended_at_expected_at", "ended_at", "expected_at"),
    )

    # Made with the form: sending it twice is going in once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # A colleague who is told too; nobody where only the supervisor is.
    buddy_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    # When they went in, and when the server heard of it: a phone may have had no signal.
    began_at: Mapped[datetime]
    known_at: Mapped[datetime]
    expected_at: Mapped[datetime]
    # When the clock tells people, or tells them again; empty once nobody need be told.
    raise_at: Mapped[datetime | None] = mapped_column(index=True)
    rounds: Mapped[int] = mapped_column(default=0)
    # When the alarm that is on began, and when people were last told.
    raised_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[HowEnded | None]

    @property
    def is_open(self) -> bool:
        """Whether they are still in there, as far as anybody knows."""
        return self.ended_at is None

    def minutes_late(self, now: datetime) -> int:
        """Whole minutes past the time they expected to be out; 0 before it, and once they are out."""
        if self.ended_at is not None:
            return 0
        return max(int((now - self.expected_at).total_seconds() // 60), 0)

    def is_late(self, now: datetime) -> bool:
        """Whether they should be out by now."""
        return self.ended_at is None and now > self.expected_at


class AnswerKind(StrEnum):
    """What somebody who was told says: they are safe, or I am finding out."""

    SAFE = "safe"
    DEALING = "dealing"


class WatchAnswer(Base):
    """One answer to an alarm: who, what and when. A later one stands beside it."""

    __tablename__ = "lone_answer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    watch_id: Mapped[UUID] = mapped_column(ForeignKey("lone_watch.id"), index=True)
    kind: Mapped[AnswerKind]
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
