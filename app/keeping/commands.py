"""What an administrator types to keep everything safe, and to get it back."""

from pathlib import Path
from typing import cast

import click
import psycopg
import sqlcipher3.dbapi2 as sqlcipher
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.keeping.backup import make_backup
from app.keeping.restore import restore as put_back
from app.keeping.sealing import CannotRestore
from app.settings import Settings, key_in
from app.web.session import db

# What stops either: our own no, a full disk, or a database that says so in its driver's words.
STOPPED = (CannotRestore, OSError, DBAPIError, sqlcipher.Error, psycopg.Error)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Write everything into one sealed file in FOLDER. Withy may go on running."""
    settings = cast(Settings, current_app.extensions["withy"])
    try:
        file, manifest = make_backup(db.engine, settings, folder, now=clock.now())
    except STOPPED as no:
        raise click.ClickException(f"No backup was made: {_words(no)}.") from None
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{file}: {rows} rows of {len(manifest.tables)} tables, read back and found whole.")
    click.echo(f"The audit trail ends at: {manifest.audit.line()}")
    click.echo("Only the backup key opens it (backup.key, or WITHY_BACKUP_KEY): keep a copy of that in another place.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The backup key, where it is not this instance's own.",
)
@with_appcontext
def restore(file: Path, key_file: Path | None) -> None:
    """Put the backup FILE into an empty database. Stop Withy first; then run flask migrate and start it."""
    settings = cast(Settings, current_app.extensions["withy"])
    key = key_in(key_file) if key_file else settings.keys.backup
    try:
        manifest = put_back(db.engine, settings, file, key, now=clock.now())
    except STOPPED as no:
        raise click.ClickException(f"Nothing was restored: {_words(no)}.") from None
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(
        f"Restored {rows} rows, as they were at {manifest.made_at:%H:%M on %d %B %Y} UTC. Everybody is signed out."
    )


def _words(no: Exception) -> str:
    """In one line and without the statement: values stand in that."""
    return str(no.orig if isinstance(no, DBAPIError) else no).partition("\n")[0].removesuffix(".")


COMMANDS = (backup, restore)
