"""Which migrations there are, and which of them a database has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, column, func, inspect, select, table

MIGRATIONS = Path(__file__).parents[2] / "migrations"
# Rows that a new, empty database has of itself.
OWN = {"alembic_version", "epoch"}


def alembic_config(engine: Engine) -> Config:
    """Alembic, told which database."""
    config = Config(MIGRATIONS / "alembic.ini")
    config.attributes["engine"] = engine
    return config


def newest(engine: Engine) -> str | None:
    """The last migration there is."""
    return ScriptDirectory.from_config(alembic_config(engine)).get_current_head()


def known(engine: Engine, revision: str) -> bool:
    """Whether this version of Withy has the migration."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(alembic_config(engine)).walk_revisions()
    )


def revision_of(connection: Connection) -> str | None:
    """The last migration that this database has had; none where it has no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def rows_of(connection: Connection) -> dict[str, int]:
    """Every table by name, and how many rows it has."""
    names = inspect(connection).get_table_names()
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)}


def is_empty(connection: Connection) -> bool:
    """Whether nobody has put anything into this database yet."""
    return not any(count for name, count in rows_of(connection).items() if name not in OWN)


def rebuild(engine: Engine, revision: str) -> None:
    """Make the tables of an empty database as they were at this migration."""
    config = alembic_config(engine)
    command.downgrade(config, "base")
    command.upgrade(config, revision)
