"""What goes in to the actions, whichever door it comes in by."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, time
from uuid import UUID

from app.promises.actions import PromiseEntry


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """A meeting at a time of the clock on the wall, `minutes` long, and who is asked."""

    id: UUID
    day: date
    at: time
    minutes: int
    place: str
    purpose: str = ""
    member_ids: tuple[UUID, ...] = ()
    partner_ids: tuple[UUID, ...] = ()
    safety_words: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveEntry:
    """Another time or place, and why."""

    id: UUID
    day: date
    at: time
    minutes: int
    place: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """Whether one person came, and what they said. Words may come from somebody who could not be there."""

    person_id: UUID
    came: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordEntry:
    """What was said at a meeting, the family first, and what was agreed."""

    id: UUID
    family: tuple[Said, ...]
    partners: tuple[Said, ...] = ()
    going_well: str = ""
    worries: str = ""
    agreed: tuple[PromiseEntry, ...] = ()
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AdditionEntry:
    """A line for the minutes, after they were written."""

    id: UUID
    words: str


def fingerprint(entry: PlanEntry | RecordEntry, by_id: UUID) -> str:
    """The same for the same words by the same person, and for no others: SHA-256 in hex."""
    said = json.dumps([str(by_id), asdict(entry)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
