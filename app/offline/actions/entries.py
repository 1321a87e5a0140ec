"""What a phone says, once it is opened and read."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What was sent in one go: when, by the phone's own clock, and envelopes nobody has looked into yet."""

    sent_at: datetime
    items: Iterable[Mapping[str, Any]]
    # What waits on the phone beside these, where it says so.
    waiting: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """A form as it was filled in: where it was to be sent, its boxes in their order, and when it was saved."""

    id: UUID
    owner: UUID
    address: str
    boxes: tuple[tuple[str, str], ...]
    written_at: datetime

    @property
    def sha256(self) -> str:
        """The same for the same words to the same address, whenever they are sent."""
        said = json.dumps([self.address, self.boxes], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


class Outcome(StrEnum):
    """What became of one item that was sent."""

    KEPT = "kept"
    # Its words break a rule: the form comes back with words beside its boxes.
    REFUSED = "refused"
    # Not the sender's to write any more, or from a phone that was lost: a supervisor looks at it.
    HELD = "held"
    # This id has arrived before with other words.
    CLASH = "clash"
    # It does not open here: altered on the way, or sealed to a key of before. The phone seals it anew.
    UNREADABLE = "unreadable"
    # Something went wrong at our end: the phone keeps it and tries again.
    AGAIN = "again"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the phone is told of one item. `to` is the page to go to, `page` the form that came back."""

    outcome: Outcome
    at: datetime
    to: str = ""
    page: str = ""
