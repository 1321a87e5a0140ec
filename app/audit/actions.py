"""Writing the trail, and proving that nothing of it was changed."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Mapped, Session

from app.audit.models import Entry


class Actor(Protocol):
    """Whoever did it. The audit lies below the accounts, so an id is all it knows of a person."""

    id: Mapped[UUID]


FIRST = "0" * 64
# Any number will do; it names our one lock among PostgreSQL's advisory locks.
CHAIN_LOCK = 26_182


def note(  # noqa: PLR0913  Each is one field of the row.
    session: Session,
    by: Actor | None,
    action: str,
    *,
    about: str,
    now: datetime,
    about_id: UUID | None = None,
    family_id: UUID | None = None,
    relation: str = "",
    reason: str = "",
) -> Entry:
    """Add one entry to the chain, in the transaction of what it tells of.

    The chain has one end: until this transaction ends, others wait to add to it. So call it last.
    `session.info` holds the key of the chain, and the device behind the request where there is one.
    """
    session.flush()
    number, previous = _end_of_chain(session)
    entry = Entry(
        number=number + 1,
        at=now,
        actor_id=by.id if by else None,
        sign_in_id=session.info.get("sign_in_id"),
        action=action,
        family_id=family_id,
        about=about,
        about_id=about_id,
        relation=relation,
        reason=reason,
        previous=previous,
        seal="",
    )
    entry.seal = seal_of(entry, session.info["audit_key"])
    session.add(entry)
    session.flush()
    return entry


def _end_of_chain(session: Session) -> tuple[int, str]:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    elif not session.connection().connection.in_transaction:  # type: ignore[union-attr]
        session.execute(text("BEGIN IMMEDIATE"))
    last = session.execute(select(Entry.number, Entry.seal).order_by(Entry.number.desc()).limit(1)).first()
    return (last.number, last.seal) if last else (0, FIRST)


def seal_of(entry: Entry, key: bytes) -> str:
    """HMAC-SHA-256 over the row and the seal before it."""
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id),
        str(entry.sign_in_id),
        entry.action,
        str(entry.family_id),
        entry.about,
        str(entry.about_id),
        entry.relation,
        entry.reason,
        entry.previous,
    ]
    return hmac.new(key, json.dumps(said, ensure_ascii=True).encode(), hashlib.sha256).hexdigest()
