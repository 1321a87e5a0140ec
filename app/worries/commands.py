"""What the server's clock runs: telling the next people of worries that nobody has opened."""

import click
from flask.cli import with_appcontext

from app.core import clock
from app.web.session import session
from app.worries.actions import tell_deputies_of_unopened


@click.command("raise-unopened")
@with_appcontext
def raise_unopened() -> None:
    """Tell whoever stands in of each worry for today that nobody has opened in time. Run it every minute."""
    told = tell_deputies_of_unopened(session, clock.now())
    session.commit()
    click.echo(f"{len(told)} more people told.")


COMMANDS = (raise_unopened,)
