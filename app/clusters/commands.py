"""What an administrator types about clusters: schools and bank holidays."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.clusters import actions
from app.clusters.models import Cluster
from app.clusters.schools_file import NotTheFile, SchoolsFile, read_schools
from app.core import clock
from app.web.session import session


@click.command("load-bank-holidays")
@with_appcontext
def load_bank_holidays() -> None:
    """Add the bank holidays of England and Wales that are not there yet."""
    added = actions.load_bank_holidays(session, now=clock.now())
    session.commit()
    click.echo(f"{added} bank holidays added.")


@click.command("import-schools")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--local-authority", required=True, help='As the file names it: "Leeds".')
@click.option("--cluster", "code", help="The code of the cluster that schools without one go to.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_appcontext
def import_schools(file: Path, local_authority: str, code: str | None, *, dry_run: bool) -> None:
    """Bring in schools from the Department for Education's list (a CSV file from GIAS)."""
    cluster = session.scalar(select(Cluster).where(Cluster.code == code)) if code else None
    if code and cluster is None:
        raise click.ClickException(f"No cluster has the code {code}.")
    try:
        found = read_schools(file, local_authority)
    except NotTheFile as no:
        raise click.ClickException(f"{no}.") from None
    _say_what_is_bad(found, local_authority)
    counts = actions.import_schools(session, found.schools, cluster, now=clock.now())
    if dry_run:
        session.rollback()
    else:
        session.commit()
    click.echo(f"{counts.added} added, {counts.changed} changed, {counts.same} as they were; {counts.closed} closed.")
    if dry_run:
        click.echo("A dry run: nothing was kept.")


def _say_what_is_bad(found: SchoolsFile, local_authority: str) -> None:
    for bad in found.bad:
        click.echo(f"Line {bad.number}: {bad.words}. Left out.", err=True)
    if not found.schools and not found.bad:
        others = ", ".join(name for name, _ in found.elsewhere.most_common(5)) or "nothing"
        raise click.ClickException(f"No school of {local_authority!r} in this file. It has {others}.")


COMMANDS = (load_bank_holidays, import_schools)
