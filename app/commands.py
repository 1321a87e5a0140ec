"""What an administrator types: `flask --app wsgi <command>`."""

from typing import cast

import click
from alembic import command as alembic
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import ticking
from app.accounts import commands as accounts
from app.audit import commands as audit
from app.audit.actions import epoch_of
from app.clusters import commands as clusters
from app.core import clock
from app.core.permissions import Can
from app.demo import commands as demo
from app.families import commands as families
from app.keeping import commands as keeping
from app.keeping import schema
from app.keeping.backup import make_backup
from app.keeping.starting import CannotStart, check_place, check_ready
from app.settings import Settings
from app.web.session import db, session
from app.worries import commands as worries


def init_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    own = (migrate, migration, routes_and_permissions)
    for command in (
        *own,
        *accounts.COMMANDS,
        *clusters.COMMANDS,
        *audit.COMMANDS,
        *families.COMMANDS,
        *worries.COMMANDS,
        *keeping.COMMANDS,
        *ticking.COMMANDS,
        *demo.COMMANDS,
    ):
        app.cli.add_command(command)


def alembic_config() -> Config:
    """Alembic, told which database: the one the application uses."""
    return schema.alembic_config(db.engine)


@click.command()
@click.option("--to", default="head", help="The revision to reach.")
@with_appcontext
def migrate(to: str) -> None:
    """Bring the database's tables up to date, after a backup where there is something to lose."""
    settings = cast(Settings, current_app.extensions["withy"])
    try:
        if check_place(db.engine) != schema.newest(db.engine):
            _upgrade(settings, to)
        if to == "head":
            epoch_of(session, now=clock.now())
            session.commit()
            check_ready(db.engine, settings)
    except CannotStart as no:
        raise click.ClickException(f"{no}.") from None


def _upgrade(settings: Settings, to: str) -> None:
    with db.engine.connect() as connection:
        something_to_lose = not schema.is_empty(connection)
    if something_to_lose:
        file, _ = make_backup(db.engine, settings, settings.instance / "backups", now=clock.now())
        click.echo(f"A backup first: {file}")
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
