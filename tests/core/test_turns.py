"""Writers to SQLite wait for their turn; whatever becomes of a write, the next one gets its own."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from app.core.db import engine_options, prepare
from app.core.turns import WRITES

KEY = bytes(range(50, 82))
WRITERS, LINES = 4, 40
ADD = text("INSERT INTO line VALUES (:writer, :number)")


def opened(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", **engine_options("sqlite:///", KEY, threads=WRITERS))
    prepare(engine, KEY)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = opened(tmp_path / "withy.db")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE line (writer INTEGER, number INTEGER, PRIMARY KEY (writer, number))"))
    yield made
    made.dispose()


def impatient(connection: Connection) -> Connection:
    """A connection to which SQLite says at once that it is busy: whoever needs to wait waits for a turn."""
    connection.execute(text("PRAGMA busy_timeout = 0"))
    return connection


def is_free(folder: Path) -> bool:
    """Whether nobody holds the turn."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def test_nobody_who_waits_for_a_turn_finds_the_database_busy(engine: Engine) -> None:
    failed: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for number in range(LINES):
                with engine.connect() as connection:
                    impatient(connection).execute(ADD, {"writer": writer, "number": number})
                    connection.commit()
        except DBAPIError as busy:
            failed.append(busy)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_turn_is_held_from_the_first_write_until_the_commit(tmp_path: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        connection.scalars(text("SELECT number FROM line")).all()
        assert is_free(tmp_path)
        connection.execute(ADD, {"writer": 1, "number": 1})
        assert not is_free(tmp_path)
        connection.commit()
    assert is_free(tmp_path)


def test_a_turn_is_given_back_after_a_mistake(tmp_path: Path, engine: Engine) -> None:
    with suppress(DBAPIError), engine.begin() as connection:
        for _ in range(2):
            connection.execute(ADD, {"writer": 1, "number": 1})
    assert is_free(tmp_path)


def test_a_turn_is_given_back_when_its_connection_is_lost(tmp_path: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(ADD, {"writer": 1, "number": 1})
        connection.invalidate()
    assert is_free(tmp_path)


@pytest.mark.parametrize("statement", ["SELECT 1", "PRAGMA user_version", "SAVEPOINT here", "UPDATED", "-- INSERT"])
def test_reading_waits_for_nobody(statement: str) -> None:
    assert not WRITES.match(statement)


@pytest.mark.parametrize(
    "statement", ["BEGIN IMMEDIATE", "\n  insert INTO line VALUES (1)", "UPDATE line SET number = 1"]
)
def test_writing_waits(statement: str) -> None:
    assert WRITES.match(statement)
