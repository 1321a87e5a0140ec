"""The tables that the migrations make are the tables that the code speaks of."""

import re
from pathlib import Path

from alembic import command
from flask import Flask

from app.commands import alembic_config

VERSIONS = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"))


def test_the_migrations_make_just_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context():
        command.check(alembic_config())


def test_migrations_are_numbered_without_a_gap_each_after_the_one_before() -> None:
    names = [path.stem for path in VERSIONS]
    assert [name[:5] for name in names] == [f"{number:04}_" for number in range(1, len(names) + 1)]
    for path, before in zip(VERSIONS, [None, *names], strict=False):
        written = dict(re.findall(r"^(revision|down_revision) = (.+)$", path.read_text(), re.MULTILINE))
        said = f'"{before}"' if before else "None"
        assert written == {"revision": f'"{path.stem}"', "down_revision": said}, path.name


def test_a_migration_never_asks_the_app_which_goes_on_changing() -> None:
    assert [
        path.name for path in VERSIONS if re.search(r"^\s*(from|import) app\b", path.read_text(), re.MULTILINE)
    ] == []
