"""What an administrator types: `flask --app wsgi <command>`."""

from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from flask import Flask, current_app

from app.core.permissions import Can
from app.web.session import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def init_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for command in (migrate, routes_and_permissions):
        app.cli.add_command(command)


def alembic_config() -> Config:
    """Alembic, told which database: the one the application uses."""
    config = Config(MIGRATIONS / "alembic.ini")
    config.attributes["engine"] = db.engine
    return config


@click.command()
@click.option("--to", default="head", help="The revision to reach.")
def migrate(to: str) -> None:
    """Bring the database's tables up to date."""
    alembic.upgrade(alembic_config(), to)


@click.command("routes-and-permissions")
def routes_and_permissions() -> None:
    """Every address, the view behind it and the verb it needs."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = current_app.view_functions[rule.endpoint]
        verb = getattr(view, "permission", "shut")
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:5} {rule.rule:50} {rule.endpoint:35} {verb.name if isinstance(verb, Can) else verb or 'anyone'}")
