"""One ledger of promises: ours, the family's and partners'."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

WHAT_LENGTH = 300
WHY_LENGTH = 300
DUE_WORDS_LENGTH = 80


class PromiseKind(StrEnum):
    """What sort of thing was promised; a thing to bring belongs to a visit, a call to the day."""

    DO = "do"
    BRING = "bring"
    CALL = "call"


class PromiseState(StrEnum):
    """How it stands. Changed means that something else was agreed instead."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    CHANGED = "changed"


class Promise(Base):
    """Somebody said they would do something. The owner is one of: staff, member, partner."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_owner_user_id_state_due_on", "owner_user_id", "state", "due_on"),
        Index("ix_promise_family_id_state", "family_id", "state"),
    )

    # Made where it is written down: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    what: Mapped[str] = mapped_column(String(WHAT_LENGTH))
    kind: Mapped[PromiseKind] = mapped_column(default=PromiseKind.DO)
    owner_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    owner_member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    owner_partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_partner.id"))
    # Whom to ring, where the promise is a call.
    call_member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    call_partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_partner.id"))
    due_on: Mapped[date | None]
    due_words: Mapped[str] = mapped_column(String(DUE_WORDS_LENGTH), default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # Where it was agreed: "note", "worry", later "review" or "supervision", and that row's id.
    source: Mapped[str] = mapped_column(String(20), default="note")
    source_id: Mapped[UUID | None]
    visible_to_family: Mapped[bool] = mapped_column(default=True)
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.OPEN)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    settled_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")

    def days_late(self, today: date) -> int:
        """Days past the day it was due; 0 when it is not late, has no day, or is settled."""
        if self.due_on is None or self.state is not PromiseState.OPEN:
            return 0
        return max((today - self.due_on).days, 0)


class PromiseOutcome(Base):
    """One answer to "was it kept?". A later answer puts an earlier one right; both stay."""

    __tablename__ = "promise_outcome"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    promise_id: Mapped[UUID] = mapped_column(ForeignKey("promise.id"), index=True)
    state: Mapped[PromiseState]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    said_at: Mapped[datetime]
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
