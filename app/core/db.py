"""What every table shares, and how the two databases are opened."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    TypeDecorator,
    event,
    inspect,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from app.core.turns import take_turns

# SQLite from 3.7.0 to 3.51.2 can corrupt a database in WAL mode (sqlite.org/wal.html, "WAL-reset bug").
LEAST_SQLITE = (3, 51, 3)

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an acknowledged note survives a power cut.
    "foreign_keys": 1,
    "busy_timeout": 10_000,  # milliseconds
    "secure_delete": 1,
    "trusted_schema": 0,
    "cache_size": -65_536,  # KiB: SQLCipher has no memory map, so decrypted pages are kept.
}

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite forgets time zones, so moments go in and come out in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime,
        # An enum is kept as its value, as text: a new value then needs no migration.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda kind: [v.value for v in kind],
        ),
    }


def engine_options(url: str, database_key: bytes, threads: int) -> dict[str, Any]:
    """What create_engine needs for this address, beside the address itself."""
    pool = {"pool_size": threads, "max_overflow": 4}
    if not url.startswith("sqlite"):
        return pool | {"pool_pre_ping": True}
    if sqlcipher.sqlite_version_info < LEAST_SQLITE:
        raise SystemExit(f"SQLite {sqlcipher.sqlite_version} is too old: it can corrupt a database in WAL mode.")
    # IMMEDIATE: the first write takes the lock, so what is read after it cannot have gone stale.
    arguments = {"isolation_level": "IMMEDIATE", "check_same_thread": False}
    return pool | {"module": sqlcipher, "poolclass": QueuePool, "connect_args": arguments}


def prepare(engine: Engine, database_key: bytes) -> None:
    """Make every new connection open the encrypted file and hold the settings we rely on."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def unlock(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
            unlock_sqlite(connection, database_key)

        take_turns(engine)


def unlock_sqlite(connection: DBAPIConnection, database_key: bytes) -> None:
    """Give SQLCipher its raw key (no passphrase stretching), then set and check the pragmas."""
    cursor = connection.cursor()
    # Whoever starts Withy with a wrong key reads our words; of a page that is damaged later the log tells.
    cursor.execute("PRAGMA cipher_log_level = NONE")
    cursor.execute(f"PRAGMA key = \"x'{database_key.hex()}'\"")
    for name, wanted in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {wanted}")
        cursor.execute(f"PRAGMA {name}")
        held = cursor.fetchone()
        if held is None or held[0] != wanted:
            raise RuntimeError(f"SQLite would not set {name} to {wanted}")
    cursor.execute("PRAGMA cipher_log_level = ERROR")
    cursor.close()


def hold(session: Session, row: Base) -> None:
    """Wait until nobody else is changing this row, then read it afresh: what follows cannot go stale.

    On SQLite this takes the one write lock; on PostgreSQL the row's own.
    """
    session.flush()
    sqlite = session.get_bind().dialect.name == "sqlite"
    if sqlite and not session.connection().connection.in_transaction:
        session.execute(text("BEGIN IMMEDIATE"))
    session.refresh(row, [column.key for column in inspect(row).mapper.column_attrs], with_for_update=True)


def columns(session: Session, statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """The rows of a statement that selects columns, not objects: of lists, on pages that are opened all day.

    They come straight from the connection. The session's own way looks in each statement for objects to make,
    which costs as much again as a small answer.
    """
    session.flush()
    return session.connection().execute(statement, values)


def check_database(session: Session) -> None:
    """Raise RuntimeError unless an acknowledged commit survives a power cut on this database."""
    if session.get_bind().dialect.name == "sqlite":
        return  # unlock_sqlite checked every connection.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if session.scalar(text(f"SHOW {name}")) != "on":
            raise RuntimeError(f"PostgreSQL must run with {name} on")
