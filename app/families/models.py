"""A family, its people and homes, its agreements, and each period of help."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clusters.figures import DEFAULTS
from app.clusters.models import School
from app.core.db import Base


def age_on(born_on: date | None, today: date) -> int | None:
    """Whole years, or None where the date of birth is not known."""
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def week_of(opened_on: date, today: date) -> int:
    """Week n: days since opening // 7 + 1; 1 before the plan has begun."""
    return max((today - opened_on).days, 0) // 7 + 1


YARNS = ("madder", "rowan", "weld", "moss", "sea", "woad", "iris", "heather")


class Family(Base):
    """People we work with as one. Brothers and sisters share this record."""

    __tablename__ = "family"
    __table_args__ = (Index("ix_family_cluster_id_name", "cluster_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    name: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    yarn: Mapped[str] = mapped_column(String(12))
    going_well: Mapped[str] = mapped_column(Text, default="")
    hopes: Mapped[str] = mapped_column(Text, default="")
    # Safety flag: nothing is shared with anyone until it is turned on, one thing at a time.
    safety_flag: Mapped[bool] = mapped_column(default=False)
    # Restricted: only the people named in FamilyRestriction find it, even by name.
    restricted: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    @property
    def title(self) -> str:
        """How the family is spoken of: “The Malik family”."""
        return f"The {self.name} family"

    @property
    def title_within(self) -> str:
        """The same within a sentence: “the Malik family”."""
        return f"the {self.name} family"


class Address(Base):
    """One household's home. Only those said in AddressKnownTo may be told of it."""

    __tablename__ = "address"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    household: Mapped[str] = mapped_column(String(80), default="Home")
    lines: Mapped[str] = mapped_column(String(300))
    postcode: Mapped[str] = mapped_column(String(10), default="")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    def is_lived_in(self, today: date) -> bool:
        """Whether somebody lives there; `until_on` is the last day."""
        return self.until_on is None or self.until_on >= today


class FamilyMember(Base):
    """A person in the family or close to it."""

    __tablename__ = "family_member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    known_as: Mapped[str] = mapped_column(String(80))
    surname: Mapped[str] = mapped_column(String(80), default="")
    # Mum, dad, child, nan: who they are in this family, in everyday words.
    relationship_words: Mapped[str] = mapped_column(String(60))
    is_child: Mapped[bool] = mapped_column(default=False)
    born_on: Mapped[date | None]
    pronouns: Mapped[str] = mapped_column(String(30), default="")
    language: Mapped[str] = mapped_column(String(60), default="English")
    also_speaks: Mapped[str] = mapped_column(String(120), default="")
    interpreter: Mapped[bool] = mapped_column(default=False)
    parental_responsibility: Mapped[bool] = mapped_column(default=False)
    lives_with_children: Mapped[bool] = mapped_column(default=True)
    address_id: Mapped[UUID | None] = mapped_column(ForeignKey("address.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    about: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    left_on: Mapped[date | None]

    school: Mapped[School | None] = relationship(lazy="raise")

    @property
    def full_name(self) -> str:
        """Known-as name and surname."""
        return f"{self.known_as} {self.surname}".strip()

    def age(self, today: date) -> int | None:
        """Whole years, or None where the date of birth is not known."""
        return age_on(self.born_on, today)


class AddressKnownTo(Base):
    """Who in the family may know this address. Nobody else is told or shown it."""

    __tablename__ = "address_known_to"

    address_id: Mapped[UUID] = mapped_column(ForeignKey("address.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), primary_key=True)


class SafeContact(Base):
    """How one person can be reached safely. A change is a new row; the old one ends."""

    __tablename__ = "safe_contact"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"), index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    call_ok: Mapped[bool] = mapped_column(default=False)
    text_ok: Mapped[bool] = mapped_column(default=False)
    voicemail_ok: Mapped[bool] = mapped_column(default=False)
    good_times: Mapped[str] = mapped_column(String(120), default="")
    must_not_know: Mapped[str] = mapped_column(String(200), default="")
    review_on: Mapped[date | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WarningKind(StrEnum):
    """What a safety note is about; it chooses the icon."""

    PAIRS = "pairs"
    DOG = "dog"
    ACCESS = "access"
    CONTACT = "contact"
    OTHER = "other"


class WarningNote(Base):
    """A fact that keeps someone safe: what, why, until when, who agreed."""

    __tablename__ = "warning_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    kind: Mapped[WarningKind]
    words: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(500), default="")
    agreed_with: Mapped[str] = mapped_column(String(120))
    agreed_on: Mapped[date]
    until_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]

    def holds(self, today: date) -> bool:
        """Whether to keep it in mind; `until_on` is the last day."""
        return self.ended_at is None and self.until_on >= today


class ConsentKind(StrEnum):
    """Two things that are never mixed: agreeing to the work, and whom we may talk to."""

    WORK = "work"
    TALK_TO = "talk_to"


class Consent(Base):
    """One person's yes or no. Withdrawing ends it; the row stays."""

    __tablename__ = "consent"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("family_member.id"))
    kind: Mapped[ConsentKind]
    agency: Mapped[str] = mapped_column(String(120), default="")
    agreed: Mapped[bool]
    words: Mapped[str] = mapped_column(String(300), default="")
    how: Mapped[str] = mapped_column(String(120), default="")
    given_on: Mapped[date]
    ask_again_on: Mapped[date | None]
    children_asked: Mapped[bool] = mapped_column(default=False)
    # Empty where it came in with a team's spreadsheet.
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Partner(Base):
    """Somebody else beside the family: a teacher, a GP, a wellbeing worker."""

    __tablename__ = "family_partner"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    job: Mapped[str] = mapped_column(String(120), default="")
    organisation: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(20), default="other")
    phone: Mapped[str] = mapped_column(String(30), default="")
    about: Mapped[str] = mapped_column(String(200), default="")
    # Which answer about sharing covers them, in the words of Consent.agency; empty: nobody has said, so none does.
    agency: Mapped[str] = mapped_column(String(120), default="")
    until_on: Mapped[date | None]


class Episode(Base):
    """One period of help. The clock of 26 weeks (data) runs from `opened_on`."""

    __tablename__ = "episode"
    __table_args__ = (Index("ix_episode_family_id_closed_on", "family_id", "closed_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"), index=True)
    opened_on: Mapped[date]
    # opened_on + the plan's weeks * 7 days: 182 days for 26 weeks.
    ends_on: Mapped[date]
    # With those that a manager gave it past its first end: `ends_on` stays the end that was planned.
    weeks: Mapped[int] = mapped_column(default=DEFAULTS.plan_weeks)
    level: Mapped[str] = mapped_column(String(40), default="early_help")
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(String(60), default="")
    extended_to: Mapped[date | None]
    extended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    extended_why: Mapped[str] = mapped_column(Text, default="")
    # Kept here so that a caseload is one read: set by the room that records visits.
    last_met_on: Mapped[date | None]
    last_contact_at: Mapped[datetime | None]
    unanswered: Mapped[int] = mapped_column(default=0)

    family: Mapped[Family] = relationship(lazy="raise")

    def week(self, today: date) -> int:
        """Week n: days since opening // 7 + 1. Can pass the planned number of weeks."""
        return week_of(self.opened_on, today)

    def weeks_left(self, today: date) -> int:
        """Whole weeks after this one until the plan ends; 0 in the last week and past it."""
        return max(self.weeks - self.week(today), 0)

    @property
    def last_day(self) -> date:
        """The day on which it ends, as decided last."""
        return self.extended_to or self.ends_on

    def is_open(self) -> bool:
        """Whether help is going on."""
        return self.closed_on is None

    @staticmethod
    def end_of(opened_on: date, weeks: int) -> date:
        """The day a plan of this many weeks ends (domain.md: 26 weeks is opened + 182 days)."""
        return opened_on + timedelta(days=weeks * 7)


class MoreWeeks(Base):
    """A manager's decision that a plan goes on past its end. Episode.extended_to says the latest; each one stays."""

    __tablename__ = "more_weeks"

    # Made with the form: sending it twice is deciding it once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    until_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(500))
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class MoreWeeksAsk(Base):
    """Somebody who works with the family asks that the plan goes on past its end. One waits at a time."""

    __tablename__ = "more_weeks_ask"
    __table_args__ = (
        Index(
            "uq_more_weeks_ask_waiting",
            "episode_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    # Made with the form: sending it twice is asking once.
    id: Mapped[UUID] = mapped_column(primary_key=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    until_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(500))
    family_says: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    given: Mapped[bool | None]
    answer_why: Mapped[str] = mapped_column(String(500), default="")


class AllocationKind(StrEnum):
    """Lead worker: always exactly one. Cover: for a while, by dates."""

    LEAD = "lead"
    COVER = "cover"


class Allocation(Base):
    """Who works with the family in this episode, from when to when, and why them."""

    __tablename__ = "allocation"
    __table_args__ = (
        Index("ix_allocation_user_id_until_on", "user_id", "until_on"),
        Index("ix_allocation_episode_id_kind", "episode_id", "kind"),
        # One lead worker at a time, whatever two people do at once.
        Index(
            "uq_allocation_open_lead",
            "episode_id",
            unique=True,
            sqlite_where=text("kind = 'lead' AND until_on IS NULL"),
            postgresql_where=text("kind = 'lead' AND until_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[AllocationKind]
    from_on: Mapped[date]
    # The last day on which it holds; empty while it lasts.
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])


class RelatedStaff(Base):
    """A member of staff named as related to the family: that person never finds it."""

    __tablename__ = "related_staff"

    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(String(200), default="")
    named_at: Mapped[datetime]
    named_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class FamilyRestriction(Base):
    """The named few who may find a restricted family."""

    __tablename__ = "family_restriction"

    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    named_at: Mapped[datetime]
    named_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class ReasonedLook(Base):
    """A cluster manager's reason to open a family, good until `until_at` and always audited."""

    __tablename__ = "reasoned_look"
    __table_args__ = (Index("ix_reasoned_look_user_id_until_at", "user_id", "until_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    family_id: Mapped[UUID] = mapped_column(ForeignKey("family.id"))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    until_at: Mapped[datetime]
