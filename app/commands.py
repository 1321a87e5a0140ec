"""What an administrator types: `flask --app wsgi <command>`."""

from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from app.audit import commands as audit
from app.clusters import commands as clusters
from app.core.permissions import Can
from app.web.session import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def init_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for command in (migrate, migration, routes_and_permissions, *clusters.COMMANDS, *audit.COMMANDS):
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


@click.command()
@click.argument("name")
def migration(name: str) -> None:
    """Write the next numbered migration, from how the models differ from the tables."""
    config = alembic_config()
    last = ScriptDirectory.from_config(config).get_current_head() or "0000"
    number = int(last.split("_")[0]) + 1
    alembic.revision(config, name.replace("_", " ").capitalize(), autogenerate=True, rev_id=f"{number:04}_{name}")


@click.command("routes-and-permissions")
def routes_and_permissions() -> None:
    """Every address, the view behind it and the verb it needs."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = current_app.view_functions[rule.endpoint]
        verb = getattr(view, "permission", "shut")
        who = verb.name if isinstance(verb, Can) else verb or "anyone"
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:5} {rule.rule:50} {rule.endpoint:35} {who}")
