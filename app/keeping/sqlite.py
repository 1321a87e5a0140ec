"""The embedded database: copied by SQLite itself while others write, and put back as a file."""

import os
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, text

from app.core import db as cellar
from app.keeping.parts import PIECE
from app.keeping.sealing import CannotRestore

PART = "database"
SIDES = ("-wal", "-shm")


def engine_on(file: Path, key: bytes) -> Engine:
    """An engine of its own on a database file."""
    url = f"sqlite:///{file}"
    engine = create_engine(url, **cellar.engine_options(url, key, threads=1))
    cellar.prepare(engine, key)
    return engine


def copy_live(connection: Connection, to: Path, key: bytes) -> None:
    """Copy a database as it is at one moment, under the same key; writers go on meanwhile."""
    os.close(os.open(to, os.O_CREAT | os.O_EXCL, 0o600))
    target = sqlcipher.connect(to)
    try:
        target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # All at once: step by step, a busy database would make it start over and over.
        connection.connection.driver_connection.backup(target, pages=-1)  # type: ignore[union-attr]
    finally:
        target.close()


def prove(connection: Connection) -> None:
    """Raise CannotRestore unless every page, every index and every foreign key is sound."""
    for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        found = [row[0] for row in connection.execute(text(f"PRAGMA {check}"))]
        if found not in ([], ["ok"]):
            raise CannotRestore(f"The database is damaged ({check}: {found[0]})")


def pieces_of(file: Path) -> Iterator[bytes]:
    """The bytes of a file, in pieces."""
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def remove(file: Path) -> None:
    """Remove a database file and the two that stand beside it."""
    for end in ("", *SIDES):
        file.with_name(file.name + end).unlink(missing_ok=True)


def put_in_place(new: Path, place: Path) -> None:
    """Put a closed database file where the empty one was."""
    for end in SIDES:
        if new.with_name(new.name + end).exists():
            raise CannotRestore("The restored database is still open")
        # Left behind, the empty database's own log would be played into the new one.
        place.with_name(place.name + end).unlink(missing_ok=True)
    os.replace(new, place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
