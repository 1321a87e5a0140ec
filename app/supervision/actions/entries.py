"""What goes in to the actions, whichever door it comes in by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from app.supervision.models import Told, Wants


@dataclass(frozen=True, kw_only=True)
class GroupEntry:
    """How a group usually meets, `minutes` long every so many weeks, and who is in it from today."""

    id: UUID
    every_weeks: int
    at: time
    minutes: int
    place: str
    way: str
    facilitator_id: UUID
    member_ids: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class SessionsEntry:
    """One session, or several that repeat as the group does, from a day on. A time of the clock on the wall."""

    id: UUID
    day: date
    at: time
    minutes: int
    place: str
    way: str
    facilitator_id: UUID
    how_many: int = 1


@dataclass(frozen=True, kw_only=True)
class BringEntry:
    """Families chosen for a session. `id` is the form's: each family has an id that follows from it."""

    id: UUID
    family_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MinutesEntry:
    """How many minutes each family is given, by discussion."""

    minutes: Mapping[UUID, int]


@dataclass(frozen=True, kw_only=True)
class PrepEntry:
    """How a family is prepared for one session. `pulls` is about the worker, and kept apart."""

    id: UUID
    told: Told | None = None
    told_on: date | None = None
    family_wants: str = ""
    going_well: str = ""
    worried: str = ""
    needs: str = ""
    wants: Wants | None = None
    question: str = ""
    why_now: str = ""
    family_would_say: str = ""
    pulls: str = ""
