"""Phones that were set up, what arrived from them, and what could not be taken."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Phone(Base):
    """A browser that one person set up to work without a signal.

    It holds two random tokens, of which the database keeps hashes: one that can only deliver, in a cookie, and one that
    renews the sign-in, inside the phone's vault. `recovery` is a share of the vault's key, sealed with the field key:
    it is given out after a whole new sign-in, for the day finger and words are both lost.
    """

    __tablename__ = "phone"
    __table_args__ = (Index("ix_phone_user_id_ended_at", "user_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # The sign-in in which it was set up: the audit says on which device something was done.
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in.id"))
    name: Mapped[str] = mapped_column(String(80))
    deliver_hash: Mapped[str] = mapped_column(String(64), unique=True)
    resume_hash: Mapped[str] = mapped_column(String(64), unique=True)
    recovery: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    # When it was lost, replaced, or its owner left: what it sends from then on is held, and it is told to wipe itself.
    ended_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]
    # What it last said of itself: how many things wait on it and from when, never what they are.
    waiting: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    said_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether what it sends is taken."""
        return self.ended_at is None


class Receipt(Base):
    """What a phone sent and the server holds, kept in the transaction of what it did.

    The id was made on the phone with the first word that was typed: the same thing sent again meets its receipt, and
    gets the first answer again.
    """

    __tablename__ = "receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    phone_id: Mapped[UUID] = mapped_column(ForeignKey("phone.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    # The phone's own claim, put right by how far its clock was off.
    written_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # Seconds by which the phone's clock was behind (positive) or ahead when it sent this.
    clock_off: Mapped[int] = mapped_column(default=0)
    # Whose decision it was, where it was held first.
    let_in_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class HeldItem(Base):
    """Something a phone sent that could not be taken: sealed, never thrown away, for a supervisor to look at."""

    __tablename__ = "held_item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    phone_id: Mapped[UUID] = mapped_column(ForeignKey("phone.id"))
    why: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    received_at: Mapped[datetime]


class HeldHow(StrEnum):
    """What a supervisor decided about something held."""

    LET_IN = "let_in"
    SET_ASIDE = "set_aside"


class HeldDecision(Base):
    """One decision about one item, for good: the item's own id is the key. Never changed, never deleted."""

    __tablename__ = "held_decision"

    held_id: Mapped[UUID] = mapped_column(ForeignKey("held_item.id"), primary_key=True)
    how: Mapped[HeldHow]
    reason: Mapped[str] = mapped_column(String(500))
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
