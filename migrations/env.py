"""How Alembic reaches the database: the engine is handed in by `flask migrate`."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.core.db import Base, UtcDateTime
from app.tables import ALL_TABLES


def render(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own types down as plain ones: a migration never imports the app."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    return False


assert ALL_TABLES is Base.metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=ALL_TABLES,
        render_as_batch=True,
        render_item=render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
