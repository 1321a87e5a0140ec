"""A supervisor's group, its sessions, the families brought to them, and how each was prepared."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

PLACE_LENGTH = 120
WHY_LENGTH = 300
# Characters in one box of a brief: read out, it takes a minute.
WORDS_LENGTH = 1_000
QUESTION_LENGTH = 200


class SupervisionGroup(Base):
    """One supervisor's group, and how it usually meets: what each new session begins with."""

    __tablename__ = "supervision_group"

    # Made with the form: sending it twice is making it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    every_weeks: Mapped[int]
    at: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    # A key of `working.WAYS`.
    way: Mapped[str] = mapped_column(String(40))
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]


class SupervisionMember(Base):
    """Somebody of the group, from one day until another. Who is in a session follows from its day."""

    __tablename__ = "supervision_member"
    __table_args__ = (
        Index("ix_supervision_member_user_id", "user_id", "group_id"),
        Index("ix_supervision_member_group_id", "group_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_group.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    # The last day on which it holds; empty while it lasts.
    until_on: Mapped[date | None]


class SessionState(StrEnum):
    """How a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class SupervisionSession(Base):
    """One meeting of a group: planned, held or cancelled."""

    __tablename__ = "supervision_session"
    __table_args__ = (Index("ix_supervision_session_group_id_on", "group_id", "on"),)

    # Made where it is written down: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_group.id"))
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    # The day where the work is done: whoever is in the group on it is in the session.
    on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    way: Mapped[str] = mapped_column(String(40))
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # From then on the group may read the briefs, and until then: some days after the session.
    published_at: Mapped[datetime | None]
    briefs_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.state is SessionState.PLANNED

    @property
    def minutes(self) -> int:
        """How long it is planned for."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class CaseDiscussion(Base):
    """One family brought to one session: by whom, why, and for how many minutes. Taken off, it stays to be found."""

    __tablename__ = "case_discussion"
    __table_args__ = (
        Index("ix_case_discussion_session_id", "session_id", "position"),
        Index("ix_case_discussion_family_id", "family_id", "session_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_session.id"))
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    # Who brings it: the family's lead worker at the time.
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    position: Mapped[int]
    minutes: Mapped[int]
    # Why Withy suggested it, in words; empty where somebody chose it of their own accord.
    reasons: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    off_at: Mapped[datetime | None]
    off_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class Told(StrEnum):
    """Whether the family knows that it is talked about."""

    YES = "yes"
    NOT_YET = "not_yet"


class Wants(StrEnum):
    """What a worker wants from the group."""

    IDEAS = "ideas"
    THINKING = "thinking"
    DECISION = "decision"


class CasePrep(Base):
    """What a brief says from then on. The latest version counts; none is edited."""

    __tablename__ = "case_prep"
    __table_args__ = (UniqueConstraint("discussion_id", "number"),)

    # Made with the form: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("case_discussion.id"))
    number: Mapped[int]
    told: Mapped[Told | None]
    told_on: Mapped[date | None]
    family_wants: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    going_well: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    worried: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    needs: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    wants: Mapped[Wants | None]
    question: Mapped[str] = mapped_column(String(QUESTION_LENGTH), default="")
    why_now: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    family_would_say: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    @property
    def is_ready(self) -> bool:
        """Whether the group can begin: there is a question, and it is known whether the family knows."""
        return bool(self.question and self.told)


class WhatPulls(Base):
    """What pulls a worker: about them, never about the family. For the worker and their supervisor alone.

    It names no family, and nothing that is shown or given out of a family's record reads it (domain.md, 4).
    """

    __tablename__ = "what_pulls"

    # The brief with which it was sent.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("case_discussion.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    written_at: Mapped[datetime]
