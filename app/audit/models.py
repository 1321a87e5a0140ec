"""One row for each view and each change of a record."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Entry(Base):
    """Somebody did something to something. Never changed and never deleted: triggers see to it.

    People, families and records are named by id alone and without foreign keys: the trail outlives
    what it speaks of, and holds nobody's name.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_family_id_at", "family_id", "at"),
        Index("ix_audit_entry_actor_id_at", "actor_id", "at"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    sign_in_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    family_id: Mapped[UUID | None]
    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[UUID | None]
    relation: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(500))
    previous: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class Epoch(Base):
    """One unbroken life of this database. Putting a backup back begins another: what came after is lost."""

    __tablename__ = "epoch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    began_at: Mapped[datetime]
    # When the backup was made that this life began from; empty for the first.
    restored_from: Mapped[datetime | None]
