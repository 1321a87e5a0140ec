"""What an administrator types: `flask seed`."""

from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext

from app.accounts.models import ROLE_WORDS
from app.core import clock
from app.demo.people import CAST, PASSPHRASE, Colleague
from app.settings import Settings
from app.web.session import session


@click.command()
@with_appcontext
def seed() -> None:
    """Load the demo families into an empty database, and print who can sign in."""
    from app.demo.seeding import is_empty, is_there
    from app.demo.seeding import seed as tell

    if not cast(Settings, current_app.extensions["withy"]).demo:
        raise click.ClickException("The demo is never loaded in production. For a demo, set WITHY_DEMO=1.")
    if is_empty(session):
        tell(session, now=clock.now())
        session.commit()
        click.echo("The demo families are loaded.")
    elif not is_there(session):
        click.echo("This database has accounts of its own: the demo was not loaded.")
        return
    click.echo(f"Sign in with the passphrase “{PASSPHRASE}” as one of these:")
    for one in CAST:
        click.echo(f"  {one.email:24}{_who(one)}")


def _who(one: Colleague) -> str:
    return f"{one.name}, {ROLE_WORDS[one.role].lower()}" + (f" in {one.cluster}" if one.cluster else "")


COMMANDS = (seed,)
