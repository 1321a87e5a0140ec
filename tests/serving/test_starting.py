"""Withy starts on a database it can rely on, or says in one line why not."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import create_app
from app.audit.actions import note
from app.commands import alembic_config
from app.families.models import Episode
from app.keeping.starting import CannotStart, check_place, check_ready
from app.settings import KEY_NAMES, Settings, key_variable
from app.web.session import db
from tests.cast import NOW
from tests.databases import KEYS, Backend

ROOT = Path(__file__).parents[2]
OTHER_KEY = bytes(range(200, 232))


@pytest.fixture
def trail(app: Flask, session: Session) -> None:
    """Two lines in the audit trail."""
    session.info["audit_key"] = KEYS.audit
    for _ in range(2):
        note(session, None, "backup.make", about="backup", now=NOW)
    session.commit()


def settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["withy"]
    return found


def refusal(app: Flask, settings: Settings | None = None) -> str:
    """Why Withy does not start; fails where it would."""
    with app.app_context(), pytest.raises(CannotStart) as no:
        check_ready(db.engine, settings or settings_of(app))
    assert "\n" not in str(no.value)
    return str(no.value)


pytestmark = pytest.mark.usefixtures("durable")


@pytest.mark.usefixtures("trail")
def test_a_sound_database_is_served(app: Flask) -> None:
    with app.app_context():
        check_ready(db.engine, settings_of(app))


def test_tables_of_before_are_not_served(app: Flask, maliks: Episode, session: Session) -> None:
    session.close()
    with app.app_context():
        command.downgrade(alembic_config(), "-1")
    assert "run flask --app wsgi migrate" in refusal(app)


def test_tables_of_a_newer_withy_are_not_touched(app: Flask, session: Session) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    session.commit()
    done = app.test_cli_runner().invoke(args=["migrate"])
    assert done.exit_code == 1
    assert done.output == (
        "Error: The database was used by a newer version of Withy (its tables are as of 9999_later).\n"
    )


@pytest.mark.usefixtures("trail")
def test_another_audit_key_is_found_before_a_line_is_written_with_it(app: Flask) -> None:
    other = replace(settings_of(app), keys=replace(KEYS, audit=OTHER_KEY))
    assert "put its audit.key back" in refusal(app, other)


@pytest.mark.usefixtures("trail")
def test_a_line_that_was_tampered_with_is_not_taken_for_another_key(app: Flask, session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
    session.execute(text("UPDATE audit_entry SET action = 'note.read' WHERE number = 2"))
    session.commit()
    with app.app_context():
        check_ready(db.engine, settings_of(app))


def test_another_database_key_opens_nothing(app: Flask, backend: Backend, capfd: pytest.CaptureFixture[str]) -> None:
    if backend.name == "postgresql":
        url = settings_of(app).database_url.replace("/withy?", "/not_there?")
        other, words = replace(settings_of(app), database_url=url), 'database "not_there" does not exist'
    else:
        other = replace(settings_of(app), keys=replace(KEYS, database=OTHER_KEY))
        words = "its key is another one"
    stranger = create_app(other)
    with stranger.app_context(), pytest.raises(CannotStart, match=words):
        check_place(db.engine)
    # The one line is ours: SQLCipher says nothing beside it.
    assert capfd.readouterr().err == ""


def gunicorn(folder: Path, **said: str) -> subprocess.CompletedProcess[str]:
    """Start the server as `make serve` does; it must stop by itself."""
    keys = {key_variable(name): getattr(KEYS, name).hex() for name in KEY_NAMES}
    told = {"PATH": os.environ["PATH"], "WITHY_INSTANCE": str(folder)} | keys | said
    start = [sys.executable, "-m", "gunicorn", "--config", "python:app.serving", "--bind", f"unix:{folder}/socket"]
    return subprocess.run(
        [*start, "wsgi:app"], cwd=ROOT, env=told, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"WITHY_IDLE_MINUTES": "soon"}, "WITHY_IDLE_MINUTES must be a whole number from 1 to 1440, not 'soon'.\n"),
        ({}, "The tables are not those of this version of Withy: run flask --app wsgi migrate.\n"),
    ],
    ids=["a bad setting", "no tables"],
)
def test_the_server_stops_with_one_line(tmp_path: Path, said: dict[str, str], words: str) -> None:
    ended = gunicorn(tmp_path, **said)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", words)
