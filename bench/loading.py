"""Writing millions of rows in the order of time: SQLite by executemany, PostgreSQL by COPY."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, String, Text

from app.tables import ALL_TABLES
from app.web.session import db
from bench.instance import Instance

BATCH = 20_000  # rows of one table written at once

Value = str | int | bool | None


class Kind:
    """One table: the columns that vary, and what stands in all the others."""

    def __init__(self, table_name: str, columns: str) -> None:
        table = ALL_TABLES.tables[table_name]
        self.varied = columns.split()
        fixed = {column.name: _usual(column) for column in table.columns if column.name not in self.varied}
        self.name = table_name
        self.columns = (*self.varied, *fixed)
        self.fixed = tuple(fixed.values())
        if unknown := set(self.varied) - set(table.columns.keys()):
            raise LookupError(f"{table_name} has no {sorted(unknown)}")


class Loader:
    """Rows of many kinds on their way into one database."""

    def __init__(self, cursor: Any, *, on_sqlite: bool) -> None:
        self.cursor, self.on_sqlite = cursor, on_sqlite
        self.waiting: defaultdict[Kind, list[tuple[Value, ...]]] = defaultdict(list)
        self.counts: defaultdict[str, int] = defaultdict(int)

    def add(self, kind: Kind, *varied: Value) -> None:
        """One more row: the values of the columns that vary, in their order."""
        rows = self.waiting[kind]
        rows.append(varied + kind.fixed)
        if len(rows) >= BATCH:
            self.write(kind)

    def write(self, kind: Kind) -> None:
        """Send the rows of a kind that are waiting."""
        rows = self.waiting.pop(kind, [])
        self.counts[kind.name] += len(rows)
        columns = ", ".join(f'"{column}"' for column in kind.columns)
        if self.on_sqlite:
            marks = ", ".join("?" * len(kind.columns))
            self.cursor.executemany(f"INSERT INTO {kind.name} ({columns}) VALUES ({marks})", rows)
            return
        with self.cursor.copy(f"COPY {kind.name} ({columns}) FROM STDIN") as copy:
            copy.write("".join("\t".join(map(_as_text, row)) + "\n" for row in rows))

    def finish(self) -> None:
        """Send everything that is waiting."""
        for kind in list(self.waiting):
            self.write(kind)


@contextmanager
def loading(instance: Instance) -> Iterator[Loader]:
    """A loader in one transaction, without the checks that make a bulk load slow; then the statistics."""
    with instance.app.app_context():
        connection = db.engine.raw_connection()
        cursor = connection.cursor()
        if instance.on_sqlite:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
        else:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET timezone = 'UTC'")
        loader = Loader(cursor, on_sqlite=instance.on_sqlite)
        yield loader
        loader.finish()
        connection.commit()
        # Another life of the connection: none of the settings above may outlive the load.
        connection.invalidate()
        _analyze(instance)


def _analyze(instance: Instance) -> None:
    """As after an import: without statistics, plans are guesses."""
    connection = db.engine.raw_connection()
    if instance.on_sqlite:
        connection.cursor().execute("ANALYZE")
    else:
        connection.rollback()
        connection.driver_connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")
    connection.invalidate()
    db.engine.dispose()


def _usual(column: Column[Any]) -> Value:
    """What stands in a column that nobody asks about."""
    default = column.default.arg if column.default is not None and column.default.is_scalar else None
    if default is not None:
        return str(getattr(default, "value", default)) if isinstance(default, str) else default
    if column.nullable:
        return None
    kinds: tuple[tuple[type, Value], ...] = ((JSON, "[]"), (Boolean, False), (Integer, 0), (Text, ""), (String, ""))
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    raise LookupError(f"say what stands in {column}")


def _as_text(value: Value) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)
