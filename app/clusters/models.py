"""Clusters and what each of them decides for itself. Nothing of it is fixed in code."""

from datetime import date, time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Cluster(Base):
    """A group of schools and partners that pool money to help early."""

    __tablename__ = "cluster"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    active_from: Mapped[date]
    active_to: Mapped[date | None]


class School(Base):
    """A school, by its unique reference number (URN) where it has one."""

    __tablename__ = "school"
    __table_args__ = (Index("ix_school_cluster_id_name", "cluster_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID | None] = mapped_column(ForeignKey("cluster.id"))
    urn: Mapped[str | None] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    phase: Mapped[str] = mapped_column(String(60), default="")
    local_authority: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    safeguarding_lead: Mapped[str] = mapped_column(String(120), default="")
    closed: Mapped[bool] = mapped_column(default=False)


class Service(Base):
    """A service that a family can be allocated to, or that stands beside one."""

    __tablename__ = "service"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    capacity: Mapped[int | None]
    active_to: Mapped[date | None]


class Figure(Base):
    """A number that a cluster chooses: a timescale, a limit, an age. See `figures.py` for each."""

    __tablename__ = "figure"
    __table_args__ = (UniqueConstraint("cluster_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[int]


class Label(Base):
    """A word or a choice in a list that a cluster chooses. See `figures.py` for the lists."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("cluster_id", "kind", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    hidden: Mapped[bool] = mapped_column(default=False)


class NumberWhen(StrEnum):
    """When an urgent number is the one to ring."""

    ALWAYS = "always"
    OFFICE = "office_hours"
    OUT_OF_HOURS = "out_of_hours"


class UrgentNumber(Base):
    """A number to ring about a worry: who answers, what for, and at what times of day."""

    __tablename__ = "urgent_number"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30))
    when: Mapped[NumberWhen]
    position: Mapped[int] = mapped_column(default=0)


class OfficeHours(Base):
    """The hours of a weekday (Monday is 0) in which the office numbers are answered."""

    __tablename__ = "office_hours"
    __table_args__ = (UniqueConstraint("cluster_id", "weekday"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class BankHoliday(Base):
    """A day on which England does not work. Working days are counted without it."""

    __tablename__ = "bank_holiday"

    on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
