"""A meeting of the team around a family, who was asked and who came, and what was added to its minutes later."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

# Characters in one box. The minutes are one page, so that they are read.
WORDS_LENGTH = 300
BOTH_LENGTH = 300
PLACE_LENGTH = 120
WHY_LENGTH = 300
ADDITION_LENGTH = 200


class MeetingState(StrEnum):
    """How a meeting stands. One that was moved is still planned; its earlier times are kept."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class TeamMeeting(Base):
    """One meeting of a family with the agencies they said yes to: planned, held or cancelled."""

    __tablename__ = "team_meeting"
    __table_args__ = (
        Index("ix_team_meeting_family_id_starts_at", "family_id", "starts_at"),
        Index("ix_team_meeting_episode_id_state", "episode_id", "state"),
    )

    # Made where it is written down: sending it twice is sending it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # "at school": words of the place.
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    purpose: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    # How everybody is kept safe, where people come who must not meet. For us alone: never in the minutes.
    safety_words: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    # Fingerprints of the forms that planned and recorded it: the same form again is known, other words are not.
    asked: Mapped[str] = mapped_column(String(64))
    said: Mapped[str] = mapped_column(String(64), default="")
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    cancelled_why: Mapped[str] = mapped_column(String(WHY_LENGTH), default="")
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    # The family's: what is going well, and what worries them.
    going_well: Mapped[str] = mapped_column(String(BOTH_LENGTH), default="")
    worries: Mapped[str] = mapped_column(String(BOTH_LENGTH), default="")
    # The day on which they agreed to meet again.
    next_on: Mapped[date | None]

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held, or written down."""
        return self.state is MeetingState.PLANNED

    @property
    def was_held(self) -> bool:
        """Whether there are minutes."""
        return self.state is MeetingState.HELD

    def has_begun(self, now: datetime) -> bool:
        """Whether it can be written down."""
        return self.starts_at <= now


class TeamMeetingPerson(Base):
    """Somebody who was asked, or who came: a member of the family or a partner; and what they said."""

    __tablename__ = "team_meeting_person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("team_meeting.id"), index=True)
    # One of the two.
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_member.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_partner.id"))
    invited: Mapped[bool]
    # Empty until the meeting is written down.
    came: Mapped[bool | None]
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")


class TeamMeetingMove(Base):
    """An earlier time of a meeting that was moved, where it was to be, and why."""

    __tablename__ = "team_meeting_move"

    # Made with the form: sending it twice is moving it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("team_meeting.id"), index=True)
    was_at: Mapped[datetime]
    was_place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    to_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH))
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class TeamMeetingAddition(Base):
    """A line added to the minutes later. The minutes are never edited: both stay."""

    __tablename__ = "team_meeting_addition"

    # Made with the form: sending it twice is adding it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("team_meeting.id"), index=True)
    words: Mapped[str] = mapped_column(String(ADDITION_LENGTH))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
