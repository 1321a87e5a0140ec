"""The tables that the migrations make are the tables that the code speaks of."""

from alembic import command
from flask import Flask

from app.commands import alembic_config


def test_the_migrations_make_just_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context():
        command.check(alembic_config())
