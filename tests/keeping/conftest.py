"""A second place to restore into: another instance folder with other keys, and an empty database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, make_url, select
from sqlalchemy.orm import Session

from app import create_app
from app.audit.commands import ANCHORS
from app.settings import KEY_NAMES, Keys, Settings, read_settings
from app.web.session import db
from tests.databases import Backend, settings_for

OTHER_KEYS = Keys(**{name: bytes(range(100 + n, 132 + n)) for n, name in enumerate(KEY_NAMES)})


@dataclass(frozen=True)
class Place:
    """An instance folder and a database, as somebody finds them on a new machine."""

    folder: Path
    url: str

    def settings(self) -> Settings:
        """The settings before anything was restored: keys of its own."""
        return replace(settings_for(self.folder, self.url), keys=OTHER_KEYS)

    def engine(self) -> Engine:
        """The database as the application opens it."""
        with create_app(self.settings()).app_context():
            return db.engine

    def started(self) -> Flask:
        """The application, started from what lies in the folder and nothing else."""
        said = {"WITHY_INSTANCE": str(self.folder), "WITHY_HTTPS": "0"}
        # The one key that no backup brings: the first start on the new machine made it.
        (self.folder / "backup.key").write_text(OTHER_KEYS.backup.hex())
        if not self.url.startswith("sqlite"):
            said["DATABASE_URL"] = self.url
        return create_app(read_settings(said))


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the database itself gives it."""
    tables = MetaData()
    tables.reflect(session.connection())
    return {table.name: sorted(map(tuple, session.execute(select(table))), key=repr) for table in tables.sorted_tables}


@pytest.fixture(autouse=True)
def _instance_of_one_test(backend: Backend) -> None:
    """The instance folder is the whole run's: take away what the last test published in it."""
    (backend.folder / ANCHORS).unlink(missing_ok=True)


@pytest.fixture
def new_machine(backend: Backend, tmp_path: Path) -> Iterator[Place]:
    """An empty instance folder, and an empty database of the same kind."""
    folder = tmp_path / "new machine"
    folder.mkdir()
    if backend.name == "sqlite":
        yield Place(folder, f"sqlite:///{folder / 'withy.db'}")
        return
    url = make_url(backend.server).set(drivername="postgresql+psycopg", database="elsewhere")
    with psycopg.connect(backend.server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE elsewhere")
    yield Place(folder, url.render_as_string(hide_password=False))
    with psycopg.connect(backend.server, autocommit=True) as connection:
        connection.execute("DROP DATABASE elsewhere WITH (FORCE)")


@pytest.fixture
def opened() -> Iterator[Callable[[Flask], Session]]:
    """A session of an application, closed at the end."""
    made: list[tuple[Session, Engine]] = []

    def open_for(app: Flask) -> Session:
        with app.app_context():
            made.append((db.sessionmaker(), db.engine))
        return made[-1][0]

    yield open_for
    for session, engine in made:
        session.close()
        engine.dispose()
