"""What a backup says of itself. It stands last in the file, sealed like the rest."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.audit.chain import Anchor
from app.keeping.parts import Sum
from app.keeping.sealing import CannotRestore

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it was: how many rows, and its columns in the order of the copy."""

    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is in a backup, and what must be true once it is restored."""

    made_at: datetime
    database: str  # "sqlite" or "postgresql"
    revision: str
    epoch: UUID
    tables: dict[str, Table]
    audit: Anchor
    parts: dict[str, Sum]

    def to_json(self) -> bytes:
        """The manifest as it is kept."""
        said: dict[str, Any] = asdict(self) | {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "epoch": str(self.epoch),
            "audit": self.audit.line(),
        }
        return json.dumps(said, indent=1).encode()

    @staticmethod
    def from_json(words: bytes) -> "Manifest":
        """The manifest of a backup; CannotRestore where another version of Withy made it."""
        said = json.loads(words)
        if said["format"] != FORMAT:
            raise CannotRestore("This backup was made by another version of Withy")
        return Manifest(
            made_at=datetime.fromisoformat(said["made_at"]),
            database=said["database"],
            revision=said["revision"],
            epoch=UUID(said["epoch"]),
            tables={
                name: Table(rows=table["rows"], columns=tuple(table["columns"]))
                for name, table in said["tables"].items()
            },
            audit=Anchor.read(said["audit"]),
            parts={name: Sum(**part) for name, part in said["parts"].items()},
        )
