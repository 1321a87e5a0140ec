"""`flask migrate` makes a backup before it touches anything that could be lost, and refuses a careless server."""

from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.commands import alembic_config
from app.families.models import Episode
from app.keeping.reading import read_backup
from tests.databases import KEYS, Backend


def _set_fsync(server: str, value: str) -> None:
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
    _set_fsync(backend.server, "on")
    yield
    _set_fsync(backend.server, "off")


@pytest.fixture
def a_version_behind(app: Flask, session: Session, maliks: Episode) -> None:
    """The tables are a migration behind, and the Maliks are in them."""
    session.close()
    with app.app_context():
        command.downgrade(alembic_config(), "-1")


@pytest.mark.usefixtures("durable", "a_version_behind")
def test_a_backup_is_made_before_the_tables_change(app: Flask, session: Session, backend: Backend) -> None:
    done = app.test_cli_runner().invoke(args=["migrate"])
    assert done.exit_code == 0, done.output
    (file,) = (backend.folder / "backups").iterdir()
    assert f"A backup first: {file}" in done.output
    manifest = read_backup(file, KEYS.backup).manifest
    file.unlink()
    assert manifest.tables["family"].rows == 1
    now_at = session.scalar(text("SELECT version_num FROM alembic_version"))
    assert manifest.revision < str(now_at)


@pytest.mark.usefixtures("durable")
def test_nothing_is_backed_up_where_nothing_changes(app: Flask, maliks: Episode, backend: Backend) -> None:
    done = app.test_cli_runner().invoke(args=["migrate"])
    assert (done.exit_code, done.output) == (0, "")
    assert not list((backend.folder / "backups").glob("*"))


def test_a_server_that_could_lose_what_it_acknowledged_is_refused(app: Flask, backend: Backend) -> None:
    done = app.test_cli_runner().invoke(args=["migrate"])
    if backend.name == "sqlite":
        assert done.exit_code == 0
        return
    assert (done.exit_code, done.output) == (1, "Error: PostgreSQL must run with fsync on.\n")
