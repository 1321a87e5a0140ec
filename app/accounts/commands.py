"""What an administrator types to open the first account, or to let back in whom nobody supervises."""

from uuid import uuid4

import click
from flask import current_app
from flask.cli import with_appcontext

from app.accounts.actions.people import create_admin as create
from app.accounts.actions.ways_in import InviteEntry, invite_again, reset_from_server
from app.accounts.queries import account_with_email
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Role
from app.web.session import session

AFTERWARDS = "It works once, for 48 hours, and is not shown again. They choose their own password with it."


@click.command("create-admin")
@click.option("--email", required=True, help="Their work email: they sign in with it.")
@click.option("--name", required=True, help="First and last name.")
@with_appcontext
def create_admin(email: str, name: str) -> None:
    """Make an account that looks after accounts, and print its one-time way in."""
    entry = InviteEntry(id=uuid4(), name=name, email=email, role=Role.ADMIN, cluster_id=None)
    try:
        code = create(session, entry, now=clock.now())
    except Refused as no:
        raise click.ClickException(f"{no.words}.") from None
    session.commit()
    _print(name, code)


@click.command("way-in")
@click.option("--email", required=True, help="The work email of the account.")
@click.option("--clear-second-step", is_flag=True, help="Their phone or authenticator app is lost too.")
@with_appcontext
def way_in(email: str, clear_second_step: bool) -> None:
    """Print a one-time way in for somebody whom nobody supervises: a manager, an admin, an auditor."""
    person = account_with_email(session, email)
    if person is None or person.left_on is not None:
        raise click.ClickException("Nobody has this email.")
    if person.role in (Role.WORKER, Role.SUPERVISOR):
        raise click.ClickException(f"{person.name} can be helped back in, in person, by whoever supervises them.")
    if person.password_hash is None:
        code = invite_again(session, None, person, now=clock.now())
    else:
        code = reset_from_server(session, person, clears_second_step=clear_second_step, now=clock.now())
    session.commit()
    _print(person.name, code)


def _print(name: str, code: str) -> None:
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else "http"
    click.echo(f"A way in for {name}:\n\n    {code}\n")
    click.echo(f"Hand it over in person. They type it at {scheme}://<your Withy>/come-in.\n{AFTERWARDS}")


COMMANDS = (create_admin, way_in)
