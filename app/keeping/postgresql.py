"""PostgreSQL: every table by COPY, all in one snapshot, so that neither pg_dump nor its version matters."""

import zlib
from collections.abc import Iterable, Iterator

from psycopg import Cursor, sql
from sqlalchemy import Connection, inspect

from app.keeping.sealing import CannotRestore

PART = "table/"
VERSIONS = "alembic_version"  # made by the migrations themselves


def tables_in_order(connection: Connection) -> list[str]:
    """Every table with rows to keep, each after those it points at."""
    found = inspect(connection).get_sorted_table_and_fkc_names()
    if circle := [str(keys) for name, keys in found if name is None and keys]:
        raise CannotRestore(f"Tables point at each other in a circle: {', '.join(circle)}")
    return [name for name, _ in found if name is not None and name != VERSIONS]


def columns_of(connection: Connection, table: str) -> tuple[str, ...]:
    """The columns of a table, in their order."""
    return tuple(column["name"] for column in inspect(connection).get_columns(table))


def copy_out(connection: Connection, table: str, columns: Iterable[str]) -> Iterator[bytes]:
    """The rows of a table, in pieces, packed."""
    packer = zlib.compressobj(level=6)
    command = sql.SQL("COPY {} ({}) TO STDOUT").format(_name(table), _names(columns))
    with _cursor(connection) as cursor, cursor.copy(command) as rows:
        for row in rows:
            yield packer.compress(bytes(row))
    yield packer.flush()


def copy_in(connection: Connection, table: str, columns: Iterable[str], pieces: Iterable[bytes]) -> None:
    """Put rows into an empty table."""
    unpacker = zlib.decompressobj()
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(_name(table), _names(columns))
    with _cursor(connection) as cursor, cursor.copy(command) as rows:
        for piece in pieces:
            rows.write(unpacker.decompress(piece))
        rows.write(unpacker.flush())


def _cursor(connection: Connection) -> Cursor[tuple[object, ...]]:
    made: Cursor[tuple[object, ...]] = connection.connection.cursor()  # type: ignore[assignment]
    return made


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(table)


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
