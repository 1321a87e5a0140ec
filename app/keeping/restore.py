"""Putting a backup back: only where there is nothing, and only if all of it is sound."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts.models import SignIn
from app.audit.actions import begin_epoch, note, verify_chain
from app.audit.chain import publish
from app.audit.commands import ANCHORS
from app.audit.models import Epoch
from app.keeping import postgresql, schema, sqlite
from app.keeping.manifest import Manifest
from app.keeping.reading import Contents, read_again, read_backup
from app.keeping.sealing import CannotRestore
from app.settings import Settings, key_variable


def restore(engine: Engine, settings: Settings, file: Path, key: bytes, *, now: datetime) -> Manifest:
    """Put a backup into an empty database and its keys into the instance folder; raises CannotRestore.

    Everybody is signed out, and a new epoch begins: what was kept after the backup is not there.
    """
    contents = read_backup(file, key)
    _fits(engine, settings, contents)
    put = _put_sqlite if settings.on_sqlite else _put_postgresql
    put(engine, settings, contents, file, key, now)
    return contents.manifest


def _fits(engine: Engine, settings: Settings, contents: Contents) -> None:
    manifest = contents.manifest
    if manifest.database != engine.dialect.name:
        raise CannotRestore(f"This backup is of {manifest.database}, and this database is {engine.dialect.name}")
    if not schema.known(engine, manifest.revision):
        raise CannotRestore(f"This backup was made by a newer version of Withy (tables as of {manifest.revision})")
    for name in settings.keys_given & contents.keys.keys() - {"session"}:
        if getattr(settings.keys, name) != contents.keys[name]:
            raise CannotRestore(f"{key_variable(name)} is not the backup's: leave it out, and its key file is written")
    if not _is_empty(engine):
        raise CannotRestore("This database is not empty: restore into a new instance folder or a new database")


def _is_empty(engine: Engine) -> bool:
    place = engine.url.database
    if engine.dialect.name == "sqlite" and not (place and Path(place).exists()):
        return True
    try:
        with engine.connect() as connection:
            return schema.is_empty(connection)
    except DatabaseError:
        raise CannotRestore("There is a database here already, and this instance's key does not open it") from None


def _put_sqlite(engine: Engine, settings: Settings, contents: Contents, file: Path, key: bytes, now: datetime) -> None:
    place = Path(str(engine.url.database))
    new = place.with_name(place.name + ".restoring")
    engine.dispose()
    sqlite.remove(new)

    def take(name: str, pieces: Iterator[bytes]) -> None:
        if name == sqlite.PART:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())

    try:
        read_again(file, key, take)
        opened = sqlite.engine_on(new, contents.keys["database"])
        try:
            with opened.connect() as connection:
                sqlite.prove(connection)
                _settle(connection, contents, now)
                connection.commit()
        finally:
            opened.dispose()
        _write_keys(settings, contents, now)
        sqlite.put_in_place(new, place)
    finally:
        sqlite.remove(new)


def _put_postgresql(
    engine: Engine, settings: Settings, contents: Contents, file: Path, key: bytes, now: datetime
) -> None:
    schema.rebuild(engine, contents.manifest.revision)
    with engine.connect() as connection:

        def take(name: str, pieces: Iterator[bytes]) -> None:
            table = name.removeprefix(postgresql.PART)
            postgresql.copy_in(connection, table, contents.manifest.tables[table].columns, pieces)

        connection.execute(delete(Epoch))
        read_again(file, key, take)
        _settle(connection, contents, now)
        _write_keys(settings, contents, now)
        connection.commit()


def _settle(connection: Connection, contents: Contents, now: datetime) -> None:
    """Hold what came back against the manifest, then begin a new epoch in it."""
    manifest = contents.manifest
    rows = {name: table.rows for name, table in manifest.tables.items()}
    if (found := schema.rows_of(connection)) != rows:
        wrong = sorted(name for name in rows.keys() | found.keys() if rows.get(name) != found.get(name))
        raise CannotRestore(f"The rows are not those of the backup: {', '.join(wrong)}")
    with Session(connection, info={"audit_key": contents.keys["audit"]}) as session:
        verdict = verify_chain(session, [manifest.audit])
        if verdict.findings:
            raise CannotRestore(f"The audit trail is not whole: {verdict.findings[0].words}")
        begin_epoch(session, now=now, restored_from=manifest.made_at)
        # A sign-in that was ended after the backup was made must not come back to life.
        session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now))
        made_at = f"{manifest.made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        note(session, None, "backup.restore", about="backup", reason=f"The backup of {made_at}", now=now)


def _write_keys(settings: Settings, contents: Contents, now: datetime) -> None:
    """Put the keys in place of those of the empty database, and the published ends of the trail."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, key in contents.keys.items():
        if name not in settings.keys_given:
            _write_secret(settings.instance / f"{name}.key", key.hex() + "\n")
    anchors = settings.instance / ANCHORS
    if anchors.exists():
        anchors.rename(anchors.with_suffix(f".until-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.txt"))
    anchors.write_bytes(contents.anchors)
    publish(contents.manifest.audit, anchors)
    sqlite.sync_folder(settings.instance)


def _write_secret(file: Path, words: str) -> None:
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(words)
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, file)
