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
