"""Making a backup: one sealed file with everything that a new machine needs to go on."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.audit.actions import epoch_of, note
from app.audit.chain import publish
from app.audit.commands import ANCHORS
from app.audit.queries import current_epoch, end_of_chain
from app.keeping import postgresql, sqlite
from app.keeping.manifest import Manifest, Table
from app.keeping.parts import Sum, end_parts, write_part
from app.keeping.reading import ANCHORS_PART, KEYS_PART, MANIFEST, read_backup
from app.keeping.schema import revision_of, rows_of
from app.keeping.sealing import CannotRestore, SealedWriter
from app.settings import Settings

# What sealed and encrypted things inside the backup need. The backup's own key never goes with it.
KEYS_KEPT = ("database", "session", "audit", "field")

Write = Callable[[str, Iterable[bytes]], None]


def make_backup(engine: Engine, settings: Settings, folder: Path, *, now: datetime) -> tuple[Path, Manifest]:
    """Write a backup into the folder, read it back, and publish where the audit trail ends.

    The file gets its name only once it is whole. Raises CannotRestore where the database is damaged,
    FileExistsError where one was made in the same second.
    """
    with Session(engine, info={"audit_key": settings.keys.audit}) as session:
        epoch_of(session, now=now)
        note(session, None, "backup.make", about="backup", now=now)
        session.commit()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"withy-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"
    if file.exists():
        raise FileExistsError(f"There is already a backup {file.name}")
    unfinished = file.with_suffix(".unfinished")
    try:
        manifest = _write(engine, settings, unfinished, now)
        read_backup(unfinished, settings.keys.backup)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
    sqlite.sync_folder(folder)
    publish(manifest.audit, settings.instance / ANCHORS)
    return file, manifest


def _write(engine: Engine, settings: Settings, file: Path, now: datetime) -> Manifest:
    parts: dict[str, Sum] = {}
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        sealed = SealedWriter(out, settings.keys.backup)

        def write(name: str, pieces: Iterable[bytes]) -> None:
            parts[name] = write_part(sealed, name, pieces)

        anchors = settings.instance / ANCHORS
        keys = {name: getattr(settings.keys, name).hex() for name in KEYS_KEPT}
        write(KEYS_PART, [json.dumps(keys).encode()])
        write(ANCHORS_PART, [anchors.read_bytes()] if anchors.exists() else [])
        copy = _copy_sqlite if settings.on_sqlite else _copy_postgresql
        with copy(engine, settings, write) as connection:
            manifest = _describe(connection, parts, now)
        write_part(sealed, MANIFEST, [manifest.to_json()])
        end_parts(sealed)
        out.flush()
        os.fsync(out.fileno())
    return manifest


@contextmanager
def _copy_sqlite(engine: Engine, settings: Settings, write: Write) -> Iterator[Connection]:
    copy = settings.instance / f"withy.{os.getpid()}.copy"
    try:
        with engine.connect() as live:
            sqlite.copy_live(live, copy, settings.keys.database)
        write(sqlite.PART, sqlite.pieces_of(copy))
        opened = sqlite.engine_on(copy, settings.keys.database)
        try:
            with opened.connect() as connection:
                sqlite.prove(connection)
                yield connection
        finally:
            opened.dispose()
    finally:
        sqlite.remove(copy)


@contextmanager
def _copy_postgresql(engine: Engine, settings: Settings, write: Write) -> Iterator[Connection]:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        for table in postgresql.tables_in_order(connection):
            columns = postgresql.columns_of(connection, table)
            write(postgresql.PART + table, postgresql.copy_out(connection, table, columns))
        yield connection


def _describe(connection: Connection, parts: dict[str, Sum], now: datetime) -> Manifest:
    with Session(connection) as session:
        epoch, anchor = current_epoch(session), end_of_chain(session, now)
    revision = revision_of(connection)
    if epoch is None or revision is None:
        raise CannotRestore("This database was never set up: run flask migrate")
    tables = {
        name: Table(rows=rows, columns=postgresql.columns_of(connection, name))
        for name, rows in rows_of(connection).items()
    }
    return Manifest(
        made_at=now,
        database=connection.dialect.name,
        revision=revision,
        epoch=epoch.id,
        tables=tables,
        audit=anchor,
        parts=parts,
    )
