"""What an administrator types about the trail: prove it, and publish where it ends."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.audit.actions import verify_chain
from app.audit.chain import publish, published
from app.audit.queries import end_of_chain
from app.core import clock
from app.web.session import session

ANCHORS = "audit-anchors.txt"


@click.command("verify-audit")
@click.option(
    "--anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the published ends that was kept elsewhere; else the instance folder's own.",
)
@with_appcontext
def verify_audit(anchors: Path | None) -> None:
    """Read the whole audit trail and say whether anything was changed, taken out or cut off."""
    try:
        known = published(anchors or Path(current_app.instance_path) / ANCHORS)
    except ValueError as no:
        raise click.ClickException(f"{no}.") from None
    verdict = verify_chain(session, known)
    for finding in verdict.findings:
        click.echo(f"{finding.words}.")
    if verdict.findings:
        raise click.ClickException("The audit trail is not whole.")
    click.echo(f"The audit trail is whole: {verdict.count} entries, held against {len(known)} published before.")


@click.command("publish-audit")
@with_appcontext
def publish_audit() -> None:
    """Write down where the trail ends, and print it: run it every hour, and keep what it prints elsewhere."""
    anchor = end_of_chain(session, clock.now())
    publish(anchor, Path(current_app.instance_path) / ANCHORS)
    click.echo(anchor.line())


COMMANDS = (verify_audit, publish_audit)
