"""Reading a backup: all of it is proved before any of it is used."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.keeping.manifest import Manifest
from app.keeping.parts import Taker, read_parts
from app.keeping.sealing import CannotRestore, unsealed

MANIFEST, KEYS_PART, ANCHORS_PART = "manifest", "keys", "anchors"
SMALL = (MANIFEST, KEYS_PART, ANCHORS_PART)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The small parts of a backup: what it says of itself, the keys, the published ends of the audit trail."""

    manifest: Manifest
    keys: dict[str, bytes]
    anchors: bytes


def read_backup(file: Path, key: bytes) -> Contents:
    """Read the whole file and prove each part; raises CannotRestore, saying why."""
    small: dict[str, bytes] = {}

    def take(name: str, pieces: Iterator[bytes]) -> None:
        if name in SMALL:
            small[name] = b"".join(pieces)
            return
        for _ in pieces:
            pass

    sums = _read(file, key, take)
    if missing := set(SMALL) - small.keys():
        raise CannotRestore(f"This backup is incomplete: it has no {', '.join(sorted(missing))}")
    manifest = Manifest.from_json(small[MANIFEST])
    if {name: found for name, found in sums.items() if name != MANIFEST} != manifest.parts:
        raise CannotRestore("This backup is damaged (its parts are not those that its manifest names)")
    keys = {name: bytes.fromhex(said) for name, said in json.loads(small[KEYS_PART]).items()}
    return Contents(manifest=manifest, keys=keys, anchors=small[ANCHORS_PART])


def read_again(file: Path, key: bytes, take: Taker) -> None:
    """Hand the large parts to `take`, which reads those it wants; the small ones are passed over."""

    def wanted(name: str, pieces: Iterator[bytes]) -> None:
        if name not in SMALL:
            take(name, pieces)
        for _ in pieces:
            pass

    _read(file, key, wanted)


def _read(file: Path, key: bytes, take: Taker) -> dict[str, object]:
    with file.open("rb") as opened:
        return dict(read_parts(unsealed(opened, key), take))
