"""A worry is never shown to the family, and stays open until a supervisor decides."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

# Characters in one box.
WORDS_LENGTH = 4_000
SETTING_LENGTH = 200
WHOM_LENGTH = 120


class Urgency(StrEnum):
    """Hold: written down and watched. Today: needs a person today."""

    HOLD = "hold"
    TODAY = "today"


class WorryState(StrEnum):
    """Open until somebody decides; held while it is watched; closed after."""

    OPEN = "open"
    HELD = "held"
    STEPPED_UP = "stepped_up"
    CLOSED = "closed"


class Worry(Base):
    """Something that frightened or troubled us, in exact words with exact times."""

    __tablename__ = "worry"
    __table_args__ = (Index("ix_worry_family_id_state", "family_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("note.id"))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    urgency: Mapped[Urgency]
    state: Mapped[WorryState] = mapped_column(default=WorryState.OPEN)
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    raised_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    # When and where it was said or seen.
    occurred_at: Mapped[datetime]
    setting: Mapped[str] = mapped_column(String(SETTING_LENGTH), default="")
    saw_or_heard: Mapped[str] = mapped_column(Text)
    exact_words: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[str] = mapped_column(Text, default="")
    told_child: Mapped[str] = mapped_column(Text, default="")
    keeping_safe: Mapped[str] = mapped_column(Text, default="")
    # A held worry is looked at again on this day.
    look_again_on: Mapped[date | None]

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody is needed today and nothing has been decided yet."""
        return self.urgency is Urgency.TODAY and self.state is WorryState.OPEN


class WhyTold(StrEnum):
    """Why the server told this person."""

    SUPERVISOR = "supervisor"
    DEPUTY_AWAY = "deputy because away"
    DEPUTY_INSTEAD = "deputy instead"
    DEPUTY_UNOPENED = "deputy because unopened"
    MANAGER = "manager"
    MANAGER_UNOPENED = "manager because unopened"
    NEARBY = "another supervisor"
    NEARBY_UNOPENED = "another supervisor because unopened"


class WorryTold(Base):
    """Somebody the server told, why, and when they first opened it."""

    __tablename__ = "worry_told"
    __table_args__ = (Index("ix_worry_told_user_id", "user_id"),)

    worry_id: Mapped[UUID] = mapped_column(ForeignKey("worry.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    why: Mapped[WhyTold]
    told_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class AdditionKind(StrEnum):
    """What is added later. Nothing here is ever changed."""

    HEARD = "heard"
    SAW = "saw"
    ASKED = "asked"
    TOLD = "told"
    CALL = "call"


class WorryAddition(Base):
    """Something more that was heard, seen or done; or a call made about it."""

    __tablename__ = "worry_addition"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worry_id: Mapped[UUID] = mapped_column(ForeignKey("worry.id"), index=True)
    kind: Mapped[AdditionKind]
    words: Mapped[str] = mapped_column(Text, default="")
    # For a call: whom, and whether we spoke.
    whom: Mapped[str] = mapped_column(String(WHOM_LENGTH), default="")
    spoke: Mapped[bool | None]
    occurred_at: Mapped[datetime]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class DecisionKind(StrEnum):
    """What a supervisor can decide."""

    STEP_UP = "step_up"
    HOLD = "hold"
    NONE = "none"


class TellFamily(StrEnum):
    """Who tells the family."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    NOT_YET = "not_yet"


class WorryDecision(Base):
    """A supervisor's decision with its reason. A later one stands beside it, not over it."""

    __tablename__ = "worry_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worry_id: Mapped[UUID] = mapped_column(ForeignKey("worry.id"), index=True)
    decision: Mapped[DecisionKind]
    why: Mapped[str] = mapped_column(Text)
    spoken_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    advice: Mapped[str] = mapped_column(Text, default="")
    change_mind: Mapped[str] = mapped_column(Text, default="")
    look_again_on: Mapped[date | None]
    look_again_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    tell_family: Mapped[TellFamily]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
