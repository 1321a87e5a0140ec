"""`flask migrate` makes a backup before it touches anything that could be lost, and refuses a careless server."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.actions import verify_chain
from app.commands import alembic_config
from app.core.db import Base
from app.demo.seeding import seed
from app.families.models import Episode, MoreWeeksAsk, Partner
from app.home.models import AgreedFor, AgreedNote
from app.keeping.reading import read_backup
from app.plans.models import EndingTalk, EndingTalker
from app.web.session import db
from tests.cast import NOW
from tests.databases import KEYS, Backend
from tests.keeping.conftest import everything

# What the demo fills and an earlier version has no table for: it goes with the step back.
LATER_ROOMS = ("app.supervision", "app.team_meetings")
MADE_LATER = {kind.__tablename__ for kind in (AgreedFor, AgreedNote, EndingTalker, EndingTalk, MoreWeeksAsk)} | {
    mapper.local_table.name for mapper in Base.registry.mappers if mapper.class_.__module__.startswith(LATER_ROOMS)
}


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


@pytest.mark.usefixtures("demo")
def test_going_back_a_step_and_on_again_leaves_every_row_as_it_was(app: Flask, session: Session) -> None:
    # A column that a later step added goes empty with it.
    session.execute(update(Partner).values(agency=""))
    session.commit()
    before = everything(session)
    before |= {name: [] for name in MADE_LATER}
    session.close()
    assert len(before["note"]) > 100
    with app.app_context():
        steps = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
        # The first one makes the tables: before it there is nothing to keep.
        for revision in steps[1:]:
            command.downgrade(alembic_config(), revision)
        command.upgrade(alembic_config(), "head")
        command.check(alembic_config())
    assert everything(session) == before
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("DELETE FROM audit_entry"))


@pytest.mark.usefixtures("demo")
def test_going_back_to_nothing_leaves_nothing_and_on_again_all_tables(app: Flask, session: Session) -> None:
    session.close()
    with app.app_context():
        command.downgrade(alembic_config(), "base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        command.upgrade(alembic_config(), "head")
        command.check(alembic_config())
        seed(db.session, now=NOW)
        db.session.commit()
    assert verify_chain(session).findings == []
