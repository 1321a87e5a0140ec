"""What a worker says of a visit, whichever door it comes in by."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.notes.actions import SaidWords, SeenChild
from app.plans.actions import RatingEntry
from app.promises.actions import PromiseEntry, SettleEntry
from app.visits.models import CancelledBy, VisitState
from app.worries.actions import WorryEntry

# What a promise says that is due at the next visit; its day is filled in once that is fixed.
AT_NEXT_VISIT = "next visit"


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Whether an earlier promise was kept."""

    promise_id: UUID
    answer: SettleEntry


@dataclass(frozen=True, kw_only=True)
class NextVisit:
    """When the next visit is, in place of which planned one if any. No moment: leave the diary as it is."""

    starts_at: datetime | None = None
    instead_of: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class VisitEntry:
    """A visit as it was, or why it was not. The id is its note's, made with the form.

    `written_at` is when it was saved, on a phone with no signal perhaps; it is no part of what was said.
    `outcome` is met, no answer or cancelled. `shown_steps` are those the form showed: steps that were
    added meanwhile are left alone.
    """

    id: UUID
    written_at: datetime | None = None
    outcome: VisitState
    began_at: datetime
    ended_at: datetime
    place: str = ""
    cancelled_by: CancelledBy | None = None
    reason: str = ""
    reason_words: str = ""
    present: tuple[UUID, ...] = ()
    others_there: tuple[str, ...] = ()
    seen: tuple[SeenChild, ...] = ()
    topics: tuple[str, ...] = ()
    happened: str = ""
    quotes: tuple[SaidWords, ...] = ()
    meaning: str = ""
    ratings: tuple[RatingEntry, ...] = ()
    done_steps: frozenset[UUID] = frozenset()
    shown_steps: frozenset[UUID] = frozenset()
    settled: tuple[Settled, ...] = ()
    promises: tuple[PromiseEntry, ...] = ()
    worry: WorryEntry | None = None
    next_visit: NextVisit = NextVisit()

    def fingerprint(self, by_id: UUID) -> str:
        """The same for the same words by the same person, and for no others: SHA-256 in hex."""
        boxes = {name: value for name, value in asdict(self).items() if name != "written_at"}
        said = json.dumps([str(by_id), boxes], sort_keys=True, default=_plain)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def speaks_of_meeting(self) -> bool:
        """Whether it says things that only a meeting can show."""
        saw = any(child.seen or child.why_not or child.place for child in self.seen)
        scored = any(number.score is not None for number in self.ratings)
        return bool(self.present or self.others_there or saw or scored)


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)
