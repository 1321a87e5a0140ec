"""Accounts, ways in, and the lines between colleagues."""

from datetime import date, datetime
from enum import StrEnum
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.clusters.figures import DEFAULTS
from app.core.db import Base
from app.core.permissions import Can, Role, may

ROLE_WORDS = {
    Role.WORKER: "Family support worker",
    Role.SUPERVISOR: "Supervisor",
    Role.MANAGER: "Cluster manager",
    Role.ADMIN: "Admin",
    Role.AUDITOR: "Auditor",
}


class User(Base):
    """A member of staff. Somebody who has left keeps the row, and loses every way in."""

    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID | None] = mapped_column(ForeignKey("cluster.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role]
    phone: Mapped[str] = mapped_column(String(30), default="")
    yarn: Mapped[str] = mapped_column(String(12), default="iris")
    # How many families they are expected to lead; begins with the cluster's figure.
    caseload_target: Mapped[int] = mapped_column(default=DEFAULTS.caseload)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    # Of the wrong passwords that strangers tried, how many this person has been told of.
    tries_told: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    left_on: Mapped[date | None]

    # What flask-login asks of a user, written out: models know no Flask.
    is_authenticated = True
    is_anonymous = False
    # The token of the sign-in on this device, set while its cookie is being made.
    token = ""
    # The one family that this person may write of, whatever else holds, because a supervisor let in what they had
    # written: for that request alone.
    let_in_to = cast("UUID | None", None)

    def get_id(self) -> str:
        """What flask-login puts in the cookie: the sign-in's token, never the account's id."""
        return self.token

    @property
    def is_active(self) -> bool:
        """Whether this person may come in at all."""
        return self.left_on is None

    @property
    def first_name(self) -> str:
        """The name colleagues use."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """Two letters for the round picture."""
        words = self.name.split()
        return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else words[0][0].upper()

    @property
    def role_words(self) -> str:
        """What this person is employed to do, in words."""
        return ROLE_WORDS[self.role]

    def may(self, verb: Can) -> bool:
        """Whether this person's role has this verb."""
        return may(self.role, verb)


class Supervision(Base):
    """Who supervises whom, by dates; `until_on` is the last day, empty while it lasts."""

    __tablename__ = "supervision_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Deputy(Base):
    """Who stands in for a supervisor: always named, by dates."""

    __tablename__ = "deputy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Absence(Base):
    """Days on which somebody is away. Reason is never asked."""

    __tablename__ = "absence"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]


class SignIn(Base):
    """One device signed in. The cookie holds the token; the database only its hash."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_user_id_ended_at", "user_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # Empty while the second step is still to come: until then the sign-in opens nothing.
    second_step_at: Mapped[datetime | None]
    # Since when the phone is in somebody else's hand: until its owner has it back, the sign-in opens nothing.
    held_at: Mapped[datetime | None]


class SecondStep(Base):
    """An authenticator app. The seed is sealed with the field key; a code counts once.

    While `confirmed_at` is empty the app is being set up and opens nothing: one that is being
    replaced works until the new one has shown its first code.
    """

    __tablename__ = "second_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    sealed_seed: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # The 30-second step, counted from 1970, of the last code that was used.
    last_counter: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code for the day the authenticator is lost: 128 bits, kept as a hash, good once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class WayInKind(StrEnum):
    """Why somebody is given a way in."""

    INVITATION = "invitation"
    RESET = "reset"


class WayIn(Base):
    """A one-time way to choose a password: an invitation, or a reset made in person."""

    __tablename__ = "way_in"

    # Made with the form: sending the form twice makes one code.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    # Empty where it was made by a command on the server.
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[WayInKind]
    proof: Mapped[str] = mapped_column(String(40), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    clears_second_step: Mapped[bool] = mapped_column(default=False)
    # When the person it is about was told of it, after signing in.
    told_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something went wrong lately, for one account or one network. Keys are hashes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    open_at: Mapped[datetime]


class KeptForm(Base):
    """A form that was sent after its sign-in had ended: sealed, and only for whoever sent it."""

    __tablename__ = "kept_form"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    # The page that shows the form, and the address it was sent to.
    page: Mapped[str] = mapped_column(String(500))
    sent_to: Mapped[str] = mapped_column(String(500))
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
