"""A word of its own in every field of every family: wherever one turns up, it says whose it is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Enum, Select, String, Table, select, text, update
from sqlalchemy.orm import Session

from app.core.db import Base
from app.families.models import Family

WORD = re.compile(r"zq[0-9a-f]{6}q")
# Codes that the software chose and reads back, not anybody's words.
CODES = {
    "family.yarn",
    "family_partner.kind",
    "episode.level",
    "episode.closed_reason",
    "goal.outcome_area",
    "promise.source",
    "visit.reason",
    "visit.said",
}
# From a table to the one above it, up to the family.
UP = {
    "allocation": "episode_id",
    "note_version": "note_id",
    "note_quote": "version_id",
    "child_seen": "version_id",
    "goal_rating": "goal_id",
    "goal_step": "goal_id",
    "promise_outcome": "promise_id",
    "worry_addition": "worry_id",
    "worry_decision": "worry_id",
}


@dataclass(frozen=True)
class Planted:
    """Whose word it is, and of which field."""

    family: str
    field: str


def one_of_its_own(number: int) -> str:
    """A word that stands nowhere else, short enough for a postcode."""
    return f"zq{number:06x}q"


def plant(session: Session, say: Callable[[int], str] = one_of_its_own) -> dict[str, Planted]:
    """Put words into every text of every family, one of its own where others do not fit; returns whose each is.

    The database's triggers go first: versions of notes cannot be changed while they stand.
    """
    names = {family.id: family.name for family in session.scalars(select(Family))}
    _drop_triggers(session)
    numbers, planted = count(1), {}
    for table in Base.metadata.sorted_tables:
        texts = [column for column in table.columns if _holds_words(column)]
        if not texts or (rows := _rows_of_families(table)) is None:
            continue
        for key, family_id in session.execute(rows).all():
            words = {column.name: _fitting(column, next(numbers), say) for column in texts}
            session.execute(update(table).where(table.c.id == key).values(words))
            for name, word in words.items():
                planted[word] = Planted(names[family_id], f"{table.name}.{name}")
    session.commit()
    return planted


def _fitting(column: Column[Any], number: int, say: Callable[[int], str]) -> str:
    words, most = say(number), column.type.length
    return words if most is None or len(words) <= most else one_of_its_own(number)


def _holds_words(column: Column[Any]) -> bool:
    is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
    return is_text and f"{column.table.name}.{column.name}" not in CODES


def _rows_of_families(table: Table) -> Select[UUID, UUID] | None:
    """Each row's id with its family's; nothing for a table that is about no family."""
    if "id" not in table.c or table.name in ("audit_entry", "user_account"):
        return None
    rows, here = select(table.c.id), table
    while "family_id" not in here.c and here.name in UP:
        link = here.c[UP[here.name]]
        above = next(iter(link.foreign_keys)).column.table
        rows, here = rows.join(above, above.c.id == link), above
    if here.name == "family":
        return rows.add_columns(here.c.id)
    return rows.add_columns(here.c.family_id) if "family_id" in here.c else None


def _drop_triggers(session: Session) -> None:
    for statement in list(_without_triggers(session)):
        session.execute(text(statement))


def _without_triggers(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "postgresql":
        for table in session.scalars(text("SELECT DISTINCT event_object_table FROM information_schema.triggers")):
            yield f"ALTER TABLE {table} DISABLE TRIGGER USER"
    else:
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            yield f"DROP TRIGGER {name}"
