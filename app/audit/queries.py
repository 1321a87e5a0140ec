"""Reading the trail: who looked at what, who changed what."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from app.audit.chain import FIRST, Anchor
from app.audit.models import Entry, Epoch
from app.core import clock

PAGE = 50
# How an action is called by which somebody only read something.
LOOK = ".view"
# A phone keeps pages of a family, or lists of no one family, to be read without a signal.
FETCHED, FETCHED_LIST = "family.kept_on_phone", "day.kept_on_phone"
# What else changes nothing that stands on a page about families: signing in, phones, backups.
ELSEWHERE = ("account.", "phone.", "outbox.", "backup.make")
BATCH = 2_000  # rows held in memory while the whole chain is read


def entries_in_order(session: Session) -> Iterator[Row[Any]]:
    """Every entry from the first on, as plain rows."""
    rows = select(*Entry.__table__.columns).order_by(Entry.number)
    return iter(session.execute(rows, execution_options={"yield_per": BATCH}))


def end_of_chain(session: Session, now: datetime) -> Anchor:
    """Where the chain ends at this moment."""
    last = session.execute(select(Entry.number, Entry.seal).order_by(Entry.number.desc()).limit(1)).first()
    return Anchor(at=now, count=last.number if last else 0, head=last.seal if last else FIRST)


def first_and_last(session: Session) -> list[Row[Any]]:
    """The first and the last entry; none where nothing was written yet."""
    rows = select(*Entry.__table__.columns).limit(1)
    ends = (rows.order_by(Entry.number), rows.order_by(Entry.number.desc()))
    return [entry for end in ends if (entry := session.execute(end).first())]


def current_epoch(session: Session) -> Epoch | None:
    """The life this database is in; none before it was first set up."""
    return session.scalar(select(Epoch).order_by(Epoch.began_at.desc()).limit(1))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an auditor asks for; nothing asked is everything. `before` is the number to go on from."""

    day: date | None = None
    actor_ids: Collection[UUID] | None = None
    action: str = ""
    family_id: UUID | None = None
    before: int | None = None


def entries_asked(session: Session, asked: Asked) -> Sequence[Entry]:
    """One page of the trail, the latest first; one more than `PAGE` where there is a next page."""
    rows = select(Entry).order_by(Entry.number.desc()).limit(PAGE + 1)
    if asked.day is not None:
        begins, ends = clock.day_span(asked.day)
        rows = rows.where(Entry.at >= begins, Entry.at < ends)
    if asked.actor_ids is not None:
        rows = rows.where(Entry.actor_id.in_(asked.actor_ids))
    if asked.action:
        rows = rows.where(Entry.action == asked.action)
    if asked.family_id is not None:
        rows = rows.where(Entry.family_id == asked.family_id)
    if asked.before is not None:
        rows = rows.where(Entry.number < asked.before)
    return session.scalars(rows).all()


def actions_known(session: Session) -> Sequence[str]:
    """Every kind of action in the trail, in alphabetical order."""
    return session.scalars(select(Entry.action).distinct().order_by(Entry.action)).all()


def entries_about(session: Session, family_id: UUID, *, most: int = PAGE) -> Sequence[Entry]:
    """What was seen or changed of a family, the latest first."""
    return session.scalars(
        select(Entry).where(Entry.family_id == family_id).order_by(Entry.at.desc(), Entry.number.desc()).limit(most)
    ).all()


@dataclass(frozen=True, kw_only=True)
class Looker:
    """Somebody who looked at a family: how often, and when last."""

    actor_id: UUID
    times: int
    last_at: datetime


def lookers_at(session: Session, family_id: UUID) -> list[Looker]:
    """Everybody who opened anything of a family, the latest first. Families may ask."""
    rows = session.execute(
        select(Entry.actor_id, func.count().label("times"), func.max(Entry.at).label("last_at"))
        .where(Entry.family_id == family_id, Entry.actor_id.is_not(None))
        .group_by(Entry.actor_id)
        .order_by(func.max(Entry.at).desc())
    )
    return [Looker(actor_id=row.actor_id, times=row.times, last_at=row.last_at) for row in rows]


def fetched_today(
    session: Session, actor_id: UUID, phone_id: UUID, family_id: UUID | None, now: datetime
) -> Entry | None:
    """The entry that says that this phone keeps pages of this family today; for no family, that it keeps the lists."""
    begins, ends = clock.day_span(clock.local(now).date())
    action, family = (FETCHED, Entry.family_id == family_id) if family_id else (FETCHED_LIST, Entry.family_id.is_(None))
    return session.scalar(
        select(Entry)
        .where(
            Entry.actor_id == actor_id,
            Entry.at >= begins,
            Entry.at < ends,
            Entry.about_id == phone_id,
            Entry.action == action,
            family,
        )
        .limit(1)
    )


def is_change() -> ColumnElement[bool]:
    """Whether an entry tells of something that can change a page: not of a look, nor of signing in."""
    quiet = or_(Entry.action.endswith(LOOK), *(Entry.action.startswith(start) for start in ELSEWHERE))
    return and_(~quiet, Entry.action.not_in((FETCHED, FETCHED_LIST)))


def latest_change_of_house(session: Session, since: datetime) -> int:
    """The number of the latest change, since then, that belongs to no one family: settings, people, who is away.

    Grouped, so that PostgreSQL does not look for it from the end of the whole trail.
    """
    rows = session.execute(
        select(func.max(Entry.number))
        .where(Entry.family_id.is_(None), Entry.at >= since, is_change())
        .group_by(Entry.family_id)
    )
    return rows.scalar() or 0
