"""A note and its versions. All that can be put right lives on the version."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

NOTE_LENGTH = 20_000  # characters in one box
WORDS_LENGTH = 4_000
NAME_LENGTH = 120
SETTING_LENGTH = 200
REASON_LENGTH = 500


class NoteKind(StrEnum):
    """What sort of contact it was."""

    VISIT = "visit"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"
    CALL = "call"
    TEXT = "text"
    MEETING = "meeting"
    NOTE = "note"
    OVERSIGHT = "oversight"
    MANAGEMENT = "management"


# Kinds in which somebody of the family may have been spoken with.
CONTACTS = (NoteKind.VISIT, NoteKind.CALL, NoteKind.TEXT, NoteKind.MEETING)


# What a supervisor decided: about a worry, or in management oversight. It is never the family's to read.
DECIDED = (NoteKind.OVERSIGHT, NoteKind.MANAGEMENT)


class Readers(StrEnum):
    """Who may read it beside the team. Private unless somebody decides otherwise."""

    TEAM = "team"
    FAMILY = "family"


class Note(Base):
    """One contact with or about a family. The id is made where it is written down."""

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_family_id_occurred_at", "family_id", "occurred_at"),
        Index("ix_note_episode_id_kind_occurred_at", "episode_id", "kind", "occurred_at"),
        Index("ix_note_written_by_id_recorded_at", "written_by_id", "recorded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    kind: Mapped[NoteKind]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # When it was written down (the writer's device may say) and when the server took it.
    written_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    # The latest version's time, kept here so that a timeline is one read in order.
    occurred_at: Mapped[datetime]
    latest: Mapped[int] = mapped_column(default=1)
    readers: Mapped[Readers] = mapped_column(default=Readers.TEAM)
    significant: Mapped[bool] = mapped_column(default=False)
    # Late by the cluster's own rule at the moment it was recorded.
    late: Mapped[bool] = mapped_column(default=False)
    # Whose decision it was to put it on the record, where the writer could not do so any more.
    # No foreign key: SQLite cannot give one to a table that others point at.
    let_in_by_id: Mapped[UUID | None]


class NoteVersion(Base):
    """What the note said from `made_at` on. Version 1 is the note as first written."""

    __tablename__ = "note_version"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # Why it was put right; empty on version 1.
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    # How the note was kept when this version was made: the note itself says how it is kept now.
    readers: Mapped[Readers] = mapped_column(default=Readers.TEAM)
    significant: Mapped[bool] = mapped_column(default=False)
    occurred_at: Mapped[datetime]
    minutes: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    # We got through, or met; false for an unanswered call.
    reached: Mapped[bool] = mapped_column(default=True)
    # The four boxes of domain.md 3: what they said is in Quote, what we do next in promises.
    happened: Mapped[str] = mapped_column(Text, default="")
    meaning: Mapped[str] = mapped_column(Text, default="")
    next_words: Mapped[str] = mapped_column(Text, default="")
    # Words of the cluster's own topic list, and people who are no members of the family.
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    others_there: Mapped[list[str]] = mapped_column(JSON, default=list)


class Present(Base):
    """A member of the family who was there, or with whom we spoke."""

    __tablename__ = "note_present"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("note_version.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)


class Quote(Base):
    """Somebody's exact words. Never tidied."""

    __tablename__ = "note_quote"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("note_version.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    speaker: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    words: Mapped[str] = mapped_column(Text)
    # "on his own in the front room"; drawn, played, said.
    setting: Mapped[str] = mapped_column(String(SETTING_LENGTH), default="")
    position: Mapped[int] = mapped_column(default=0)


class ChildSeen(Base):
    """One child in one visit: seen, seen alone, where; or why not."""

    __tablename__ = "child_seen"
    __table_args__ = (Index("ix_child_seen_member_id", "member_id"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("note_version.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
    seen: Mapped[bool] = mapped_column(default=False)
    alone: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    why_not: Mapped[str] = mapped_column(String(SETTING_LENGTH), default="")


class ChildLastSeen(Base):
    """When a child was last seen, by whom, and when last seen alone, as the notes say now.

    Worked out anew with each version of a note (see `actions/sightings.py`): lists that show many children would
    otherwise read every note there is.
    """

    __tablename__ = "child_last_seen"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)
    seen_at: Mapped[datetime]
    seen_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # Whether alone on that last occasion, and when ever last.
    alone: Mapped[bool]
    alone_at: Mapped[datetime | None]
