"""A person's way in, the codes that open it, the phones that are remembered, and what is shared with them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

WORD_LENGTH = 500  # characters
AGREED_LENGTH = 2_000


class OwnPage(Base):
    """One person's own page: whether it is open. Pausing is silent; withdrawing is theirs."""

    __tablename__ = "own_page"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    began_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    last_looked_at: Mapped[datetime | None]


class PaperCode(Base):
    """A code on paper, given into somebody's hand: it works once. Only its fingerprint is kept."""

    __tablename__ = "paper_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), index=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class OwnPhone(Base):
    """A phone on which somebody opened their page: remembered for some days, opened with four numbers of their own."""

    __tablename__ = "own_phone"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Empty until they have chosen their numbers.
    numbers_hash: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime]
    # Until then it opens without the numbers.
    open_until: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class About(StrEnum):
    """What somebody wants to say from their own page."""

    CANNOT_COME = "cannot_come"
    TALK_ABOUT = "talk_about"
    PUT_RIGHT = "put_right"
    COPY = "copy"
    STOP = "stop"
    GOAL_OPEN = "goal_open"
    GOAL_CLOSED = "goal_closed"


class FamilyWord(Base):
    """Something that a person said from their own page, for their worker's day. Never an emergency line."""

    __tablename__ = "family_word"
    __table_args__ = (Index("ix_family_word_family_id_seen_at", "family_id", "seen_at"),)

    # Made with the form: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), index=True)
    about: Mapped[About]
    words: Mapped[str] = mapped_column(String(WORD_LENGTH), default="")
    said_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class LanguageCheck(Base):
    """Somebody who speaks a language has read its words: from then on it is offered."""

    __tablename__ = "language_check"

    tag: Mapped[str] = mapped_column(String(10), primary_key=True)
    checked_by: Mapped[str] = mapped_column(String(120))
    checked_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class What(StrEnum):
    """What can be turned on or off for one person."""

    GOAL = "goal"
    OWN_PROMISES = "own_promises"
    OUR_PROMISES = "our_promises"
    VISITS = "visits"
    LOOKS = "looks"
    # A text the day before a visit: never on until somebody asked for it.
    REMINDER = "reminder"
    AGREED = "agreed"


class Share(Base):
    """Somebody said yes or no to one thing for one person. The one that has not ended counts; the others stay."""

    __tablename__ = "share"
    __table_args__ = (Index("ix_share_member_id_ended_at", "member_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"))
    what: Mapped[What]
    # Which goal, or which of the notes that were agreed (its first version).
    about_id: Mapped[UUID | None]
    shared: Mapped[bool]
    said_at: Mapped[datetime]
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]


class OwnSay(Base):
    """A young person's own yes or no to the people at home seeing a goal of theirs. The one not ended counts."""

    __tablename__ = "own_say"
    __table_args__ = (Index("ix_own_say_goal_id_ended_at", "goal_id", "ended_at"),)

    # Made with the form: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"))
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"))
    at_home: Mapped[bool]
    said_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AgreedNote(Base):
    """What a worker and a family agree happened, in plain words. Never the note itself."""

    __tablename__ = "agreed_note"

    # Made with the form: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    # The first version of it; its own id where it is the first. A later one stands beside it.
    first_id: Mapped[UUID] = mapped_column(index=True)
    # 1 for the first version, then one more each time it is put right.
    number: Mapped[int]
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    happened_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(AGREED_LENGTH))
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class AgreedFor(Base):
    """Somebody for whom it was written."""

    __tablename__ = "agreed_for"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("agreed_note.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
