"""The embedded database as it ships: encrypted, patched, shared by threads, and sound while many write to it."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import QueuePool

from app.core import db as cellar
from app.core.db import PRAGMAS, engine_options, prepare, unlock_sqlite

KEY = bytes(range(50, 82))
WRITERS, LINES = 3, 200
WAIT = 60  # seconds: a busy machine is slow, a broken one is stuck


def opened(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", **engine_options("sqlite:///", KEY, threads=4))
    prepare(engine, KEY)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = opened(tmp_path / "withy.db")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE line (writer INTEGER, number INTEGER, PRIMARY KEY (writer, number))"))
    yield made
    made.dispose()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_sqlite_that_corrupts_in_wal_mode_is_refused(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", version)
    with pytest.raises(SystemExit, match="too old: it can corrupt a database"):
        engine_options("sqlite:///withy.db", KEY, threads=1)


def test_the_sqlite_that_ships_is_new_enough() -> None:
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)


def test_every_connection_holds_the_settings_we_rely_on(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as another:
        for connection in (one, another):
            held = {name: connection.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
            assert held == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "busy_timeout": 10_000,
                "secure_delete": 1,
                "trusted_schema": 0,
                "cache_size": -65_536,
            }


def test_a_setting_that_does_not_hold_stops_the_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cellar.PRAGMAS, "page_count", 7)  # one that cannot be set
    with pytest.raises(RuntimeError, match="would not set page_count"):
        unlock_sqlite(sqlcipher.connect(tmp_path / "withy.db"), KEY)


def test_the_file_shows_nothing_without_its_key(tmp_path: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE quillfeather (words TEXT)"))
    engine.dispose()
    file = tmp_path / "withy.db"
    assert b"SQLite format" not in file.read_bytes()
    assert b"quillfeather" not in file.read_bytes()
    with sqlite3.connect(file) as plain, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM quillfeather")
    plain.close()


def test_threads_share_a_queue_of_connections(engine: Engine) -> None:
    assert type(engine.pool) is QueuePool

    def write(writer: int) -> None:
        for number in range(20):
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO line VALUES (:w, :n)"), {"w": writer, "n": number})

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM line")) == 160


def _write(file: Path, writer: int, together: Barrier) -> None:
    """Write line after line, each acknowledged, with a checkpoint every few pages."""
    connection = sqlcipher.connect(file, isolation_level=None)
    unlock_sqlite(connection, KEY)
    connection.execute("PRAGMA wal_autocheckpoint = 2")
    together.wait(WAIT)
    for number in range(LINES):
        connection.execute("INSERT INTO line VALUES (?, ?)", (writer, number))
    connection.close()


def _checkpoint(file: Path, together: Barrier, done: Event) -> None:
    """What a backup or a monitor does, without a pause."""
    connection = sqlcipher.connect(file, isolation_level=None)
    unlock_sqlite(connection, KEY)
    together.wait(WAIT)
    while not done.is_set():
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    connection.close()


def test_writers_and_checkpoints_race_and_the_file_stays_sound(tmp_path: Path, engine: Engine) -> None:
    """What breaks SQLite before 3.51.3, now and then within a minute: more LINES for a night."""
    engine.dispose()
    file, start = tmp_path / "withy.db", multiprocessing.get_context("spawn")
    together, done = start.Barrier(WRITERS + 1), start.Event()
    writers = [start.Process(target=_write, args=(file, writer, together)) for writer in range(WRITERS)]
    checkpoints = start.Process(target=_checkpoint, args=(file, together, done))
    for process in (*writers, checkpoints):
        process.start()
    for process in writers:
        process.join(WAIT)
    done.set()
    checkpoints.join(WAIT)
    assert [process.exitcode for process in (*writers, checkpoints)] == [0] * (WRITERS + 1)
    with engine.connect() as connection:
        assert connection.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
        assert connection.scalar(text("SELECT count(*) FROM line")) == WRITERS * LINES
