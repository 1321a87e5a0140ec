"""Writing the trail, and proving that nothing of it was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from sqlalchemy import Connection, Table, false, func, insert, select, update
from sqlalchemy.orm import Session

from app.audit.chain import FIRST, Anchor, Sealed, seal_of
from app.audit.models import Entry, Epoch
from app.audit.queries import (
    FETCHED,
    FETCHED_LIST,
    LOOK,
    current_epoch,
    entries_in_order,
    fetched_today,
    first_and_last,
)
from app.core.looks import Shown, fetching_phone, shows


class Actor(Protocol):
    """Whoever did it. The audit lies below the accounts, so an id is all it knows of a person."""

    @property
    def id(self) -> UUID: ...


TABLE = cast(Table, Entry.__table__)
FIELDS = TABLE.columns.keys()
ADD = insert(TABLE)
LAST = select(TABLE.c.number, TABLE.c.seal).order_by(TABLE.c.number.desc()).limit(1)
# The number names our one lock among PostgreSQL's advisory locks; any will do. It is a statement of its own, so
# that the next one sees what the last holder of the lock committed.
WAIT_POSTGRESQL = select(func.pg_advisory_xact_lock(26_182))
# Changes no row, and takes SQLite's one write lock if this transaction has not got it yet: one that began with a
# savepoint or a SELECT has not.
WAIT_SQLITE = update(TABLE).where(false()).values(reason="")


def note(
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
    A look by a phone that only fetches pages is no look yet: see `_fetched`.
    """
    if action.endswith(LOOK):
        shows(session, Shown(family_id=family_id, about=about, about_id=about_id))
        if by is not None and (phone_id := fetching_phone(session)):
            return _fetched(session, by, phone_id, family_id, relation, now)
    session.flush()
    connection = session.connection()
    number, previous = _end_of_chain(connection)
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
    )
    entry.seal = seal_of(cast(Sealed, entry), session.info["audit_key"])
    # By hand rather than through the session: every page view pays for this.
    connection.execute(ADD, {name: getattr(entry, name) for name in FIELDS})
    return entry


def _fetched(
    session: Session, by: Actor, phone_id: UUID, family_id: UUID | None, relation: str, now: datetime
) -> Entry:
    """That a phone keeps pages of this family (or the lists, of none) from now on: once a family, a phone and a day."""
    if known := fetched_today(session, by.id, phone_id, family_id, now):
        return known
    # Phones fetch several pages at once: look again once nobody else can add.
    _end_of_chain(session.connection())
    if known := fetched_today(session, by.id, phone_id, family_id, now):
        return known
    action = FETCHED if family_id else FETCHED_LIST
    return note(session, by, action, about="phone", about_id=phone_id, family_id=family_id, relation=relation, now=now)


def _end_of_chain(connection: Connection) -> tuple[int, str]:
    """The last number and seal, read only once no other transaction can add to the chain."""
    connection.execute(WAIT_POSTGRESQL if connection.dialect.name == "postgresql" else WAIT_SQLITE)
    last = connection.execute(LAST).first()
    return (last.number, last.seal) if last else (0, FIRST)


def begin_epoch(session: Session, *, now: datetime, restored_from: datetime | None = None) -> Epoch:
    """Begin another life of this database."""
    epoch = Epoch(began_at=now, restored_from=restored_from)
    session.add(epoch)
    session.flush()
    return epoch


def epoch_of(session: Session, *, now: datetime) -> Epoch:
    """The life this database is in, begun now where it is new."""
    return current_epoch(session) or begin_epoch(session, now=now)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something wrong with the trail: at which entry, and what."""

    number: int
    words: str


@dataclass
class Verdict:
    """What reading the whole chain found: how long it is, where it ends, what is wrong."""

    count: int = 0
    head: str = FIRST
    findings: list[Finding] = field(default_factory=list)

    def found(self, number: int, words: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(number=number, words=words))


def is_under_our_key(session: Session) -> bool:
    """Whether the trail was written with this session's key.

    The first entry or the last is enough: one that was tampered with is for `verify_chain` to find.
    """
    ends = first_and_last(session)
    return not ends or any(seal_of(cast(Sealed, entry), session.info["audit_key"]) == entry.seal for entry in ends)


def verify_chain(session: Session, anchors: Sequence[Anchor] = ()) -> Verdict:
    """Read every entry, check its seal and its place, then that every anchor is still in the chain."""
    verdict = Verdict()
    wanted = {anchor.count for anchor in anchors}
    seals: dict[int, str] = {0: FIRST}
    unsure = False
    for entry in entries_in_order(session):
        if entry.number != verdict.count + 1:
            verdict.found(verdict.count + 1, _missing(verdict.count + 1, entry.number - 1))
            unsure = True
        if seal_of(cast(Sealed, entry), session.info["audit_key"]) != entry.seal:
            verdict.found(entry.number, f"Entry {entry.number} was changed after it was written")
            unsure = True
        elif entry.previous != verdict.head and not unsure:
            verdict.found(entry.number, f"Entry {entry.number} does not follow on from the one before it")
        else:
            unsure = False
        verdict.count, verdict.head = entry.number, entry.seal
        if entry.number in wanted:
            seals[entry.number] = entry.seal
    _compare(verdict, anchors, seals)
    return verdict


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is missing" if first == last else f"Entries {first} to {last} are missing"


def _compare(verdict: Verdict, anchors: Sequence[Anchor], seals: dict[int, str]) -> None:
    longest = max(anchors, key=lambda anchor: anchor.count, default=None)
    if longest is not None and longest.count > verdict.count:
        verdict.found(
            verdict.count + 1,
            f"The end is missing: {longest.at:%d %B %Y, %H:%M} UTC it had {longest.count} entries, now {verdict.count}",
        )
    for anchor in anchors:
        if anchor.count in seals and seals[anchor.count] != anchor.head:
            verdict.found(anchor.count, f"Entry {anchor.count} is not the one that was published")
