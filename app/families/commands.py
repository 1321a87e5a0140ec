"""What an administrator types about families: bringing a team's caseload in."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.clusters.models import Cluster
from app.core import clock
from app.families.actions.importing import Brought, import_caseload
from app.families.caseload_file import BadLine, CaseloadFile, NotTheFile, read_caseload
from app.web.filters import count_words
from app.web.session import session


@click.command("import-caseload")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cluster", "code", help="The code of the cluster, where there is more than one.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_appcontext
def import_caseload_command(file: Path, code: str | None, *, dry_run: bool) -> None:
    """Bring in a team's families from a spreadsheet (CSV; docs/caseload_import.md). All of it, or nothing."""
    cluster = _cluster(code)
    try:
        found = read_caseload(file)
    except NotTheFile as no:
        raise click.ClickException(f"{no}.") from None
    brought = import_caseload(session, cluster, found.lines, now=clock.now())
    bad = sorted([*found.bad, *brought.bad], key=lambda line: line.number)
    if bad or dry_run:
        session.rollback()
    else:
        session.commit()
    _say(found, brought, bad, dry_run=dry_run)


def _cluster(code: str | None) -> Cluster:
    clusters = session.scalars(select(Cluster).order_by(Cluster.code)).all()
    chosen = [cluster for cluster in clusters if code is None or cluster.code.casefold() == code.casefold()]
    if len(chosen) == 1:
        return chosen[0]
    codes = ", ".join(cluster.code for cluster in clusters) or "none yet"
    why = f"No cluster has the code {code}" if code else "Say which cluster, with --cluster"
    raise click.ClickException(f"{why}. The codes are: {codes}.")


def _say(found: CaseloadFile, brought: Brought, bad: list[BadLine], *, dry_run: bool) -> None:
    if found.unread:
        click.echo(f"Not read, as Withy has no such column: {', '.join(found.unread)}.", err=True)
    if bad:
        for line in bad:
            click.echo(f"Line {line.number} ({line.who}): {line.words}.", err=True)
        lines = len({line.number for line in bad})
        raise click.ClickException(f"{count_words(lines, 'line')} to put right. Nothing was brought in.")
    families = count_words(brought.families, "family", "families")
    people = count_words(brought.people, "person", "people")
    known = (
        f" {count_words(brought.known, 'person', 'people')} known already, left as they are." if brought.known else ""
    )
    click.echo(f"{families} and {people} brought in.{known}")
    if dry_run:
        click.echo("A dry run: nothing was kept.")


COMMANDS = (import_caseload_command,)
