"""A draw, the files it drew, and what each of two readers answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

WORDS_LENGTH = 300


class Said(StrEnum):
    """An answer to one question. There is no score: answers are counted, never averaged."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_HERE = "not_here"


class Replaced(StrEnum):
    """Why a drawn file was put back and the next one taken; nothing for one that stays."""

    STAYS = ""
    WORKS_WITH = "works_with"
    KEPT_FROM = "kept_from"


class FileAudit(Base):
    """One draw. Whoever knows the seed and the families can draw it again: see `drawing`."""

    __tablename__ = "file_audit"
    __table_args__ = (Index("ix_file_audit_cluster_id_drawn_at", "cluster_id", "drawn_at"),)

    # Made with the form: sent twice it is drawn once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    seed: Mapped[str] = mapped_column(String(64))
    # How many families there were to draw from, and how many were to be drawn.
    pool: Mapped[int]
    asked_for: Mapped[int]
    # The questions as the cluster had them on that day: key to words, in order.
    questions: Mapped[list[list[str]]] = mapped_column(JSON)
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class DrawnFile(Base):
    """One family's file in a draw, at its place. One that was put back stays written down, with why."""

    __tablename__ = "drawn_file"
    __table_args__ = (UniqueConstraint("audit_id", "place"), Index("ix_drawn_file_family_id", "family_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    audit_id: Mapped[UUID] = mapped_column(ForeignKey("file_audit.id"))
    place: Mapped[int]
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    replaced: Mapped[Replaced] = mapped_column(default=Replaced.STAYS)


class FileReading(Base):
    """One person read one file and answered every question. Answers are never changed."""

    __tablename__ = "file_reading"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("drawn_file.id"))
    # 1 for who drew it, 2 for the second pair of eyes.
    number: Mapped[int]
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # Whether the reader supervises the family's lead worker: at most one of the two does.
    is_close: Mapped[bool]
    read_at: Mapped[datetime]


class FileAnswer(Base):
    """What one reader said to one question, and a few words why."""

    __tablename__ = "file_answer"

    reading_id: Mapped[UUID] = mapped_column(ForeignKey("file_reading.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    said: Mapped[Said]
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
