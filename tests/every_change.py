"""No change without its trace: watched in every test that sends a request, on every commit.

A transaction that changes a record adds to the audit as well, or the test fails, whatever it was about.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import has_request_context
from sqlalchemy import Connection, event

CHANGES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")
# No records: who is signed in where, what is counted or waits, half of a second step; when a phone was last in touch,
# and that something arrived from it.
NO_RECORD = {"sign_in", "throttle", "kept_form", "second_step", "audit_entry", "phone", "receipt"}
TRACE = ("INSERT INTO", "audit_entry")


class Watch:
    """What requests changed, transaction by transaction; `silent` holds the tables of those without an entry."""

    def __init__(self) -> None:
        self.silent: list[set[str]] = []

    def after_cursor_execute(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        found = CHANGES.match(statement) if has_request_context() else None
        if found is not None and cursor.rowcount != 0:
            connection.info.setdefault("changes", set()).add((found[1], found[2]))

    def commit(self, connection: Connection) -> None:
        changes = connection.info.pop("changes", set())
        records = {table for _, table in changes} - NO_RECORD
        if records and TRACE not in changes:
            self.silent.append(records)

    def rollback(self, connection: Connection) -> None:
        connection.info.pop("changes", None)


@pytest.fixture(autouse=True)
def every_change_leaves_a_trace(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which a request changed a record and committed without an entry beside it."""
    if not {"app", "backend"} <= set(request.fixturenames):
        yield
        return
    watch, engine = Watch(), request.getfixturevalue("backend").engine
    names = ("after_cursor_execute", "commit", "rollback")
    for name in names:
        event.listen(engine, name, getattr(watch, name))
    yield
    for name in names:
        event.remove(engine, name, getattr(watch, name))
    assert watch.silent == [], f"changed without a trace: {watch.silent}"


__all__ = ["every_change_leaves_a_trace"]
