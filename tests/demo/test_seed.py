"""`flask seed`: only into an empty database, and never in production."""

from dataclasses import replace

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.permissions import Role
from app.demo.commands import seed
from app.demo.people import CAST, PASSPHRASE
from app.families.models import Family
from tests.cast import NOW


def run(app: Flask, *, demo: bool = True) -> Result:
    """`flask seed`, in demo mode or in production."""
    before = app.extensions["withy"]
    app.extensions["withy"] = replace(before, demo=demo)
    try:
        return app.test_cli_runner().invoke(seed)
    finally:
        app.extensions["withy"] = before


def test_it_loads_both_clusters_and_prints_who_can_sign_in(app: Flask, session: Session) -> None:
    told = run(app)

    assert told.exit_code == 0
    assert PASSPHRASE in told.output
    assert all(one.email in told.output for one in CAST)
    assert session.scalar(select(func.count()).select_from(Family)) == 33
    assert session.scalar(select(func.count()).where(Entry.action == "demo.seed")) == 1


def test_a_second_time_it_changes_nothing_and_prints_the_same_people(app: Flask, session: Session) -> None:
    run(app)
    entries = session.scalar(select(func.count()).select_from(Entry))
    session.rollback()

    again = run(app)

    assert again.exit_code == 0
    assert all(one.email in again.output for one in CAST)
    assert session.scalar(select(func.count()).select_from(Family)) == 33
    assert session.scalar(select(func.count()).select_from(Entry)) == entries


def test_it_leaves_a_database_with_other_accounts_alone(app: Flask, session: Session) -> None:
    session.add(User(email="hazel@leeds.example", name="Hazel Firth", role=Role.ADMIN, created_at=NOW))
    session.commit()

    told = run(app)

    assert "was not loaded" in told.output
    assert PASSPHRASE not in told.output
    assert session.scalar(select(func.count()).select_from(Family)) == 0


def test_in_production_it_refuses_in_one_line(app: Flask, session: Session) -> None:
    told = run(app, demo=False)

    assert told.exit_code == 1
    assert told.output == "Error: The demo is never loaded in production. For a demo, set WITHY_DEMO=1.\n"
    assert session.scalar(select(func.count()).select_from(User)) == 0
