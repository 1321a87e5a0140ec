"""The seals that make the trail a chain, and the marks that show where it once ended.

Each entry's seal covers the entry and the seal before it, so an altered, missing or inserted row is
found. What a chain cannot show is a missing end: for that, the number and seal of the last entry are
published now and then (`Anchor`), and kept where the database is not.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

FIRST = "0" * 64


class Sealed(Protocol):
    """Whatever has the fields of an entry: the row itself, or what a query read of it."""

    number: int
    at: datetime
    actor_id: UUID | None
    sign_in_id: UUID | None
    action: str
    family_id: UUID | None
    about: str
    about_id: UUID | None
    relation: str
    reason: str
    previous: str


def seal_of(entry: Sealed, key: bytes) -> str:
    """HMAC-SHA-256 over the row and the seal before it, as 64 hexadecimal digits."""
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id),
        str(entry.sign_in_id),
        entry.action,
        str(entry.family_id),
        entry.about,
        str(entry.about_id),
        entry.relation,
        entry.reason,
        entry.previous,
    ]
    return hmac.digest(key, json.dumps(said, ensure_ascii=True).encode(), "sha256").hex()


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where the chain ended at a moment: how many entries it had, and the seal of the last."""

    at: datetime
    count: int
    head: str

    def line(self) -> str:
        """One line of the file of anchors, and of a mail or a notebook elsewhere."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {self.count} {self.head}"

    @staticmethod
    def read(line: str) -> "Anchor":
        """The anchor of a line; ValueError where it is none."""
        at, count, head = line.split()
        if len(bytes.fromhex(head)) != len(FIRST) // 2:
            raise ValueError("a seal has 64 hexadecimal digits")
        return Anchor(at=datetime.fromisoformat(at), count=int(count), head=head)


def publish(anchor: Anchor, file: Path) -> None:
    """Add an anchor to the file of anchors."""
    with file.open("a") as lines:
        lines.write(anchor.line() + "\n")


def published(file: Path) -> list[Anchor]:
    """The anchors of a file, the oldest first; none where there is no file. ValueError names a bad line."""
    if not file.exists():
        return []
    found = []
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        try:
            found.append(Anchor.read(line))
        except ValueError:
            raise ValueError(f"Line {number} of {file.name} is no anchor") from None
    return found
