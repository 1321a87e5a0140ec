"""Making a promise, and saying whether it was kept."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember, Partner
from app.promises.models import (
    DUE_WORDS_LENGTH,
    WHAT_LENGTH,
    WHY_LENGTH,
    Promise,
    PromiseKind,
    PromiseOutcome,
    PromiseState,
)

# A plan lasts half a year: a day further off than this is a slip of the finger.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class PromiseEntry:
    """What somebody said they would do. Exactly one of the three owners is given."""

    id: UUID
    what: str
    kind: PromiseKind = PromiseKind.DO
    owner_user_id: UUID | None = None
    owner_member_id: UUID | None = None
    owner_partner_id: UUID | None = None
    call_member_id: UUID | None = None
    call_partner_id: UUID | None = None
    due_on: date | None = None
    due_words: str = ""
    visible_to_family: bool = True


@dataclass(frozen=True, kw_only=True)
class SettleEntry:
    """Whether it was kept; and why, where it was not. Open puts an earlier answer right."""

    state: PromiseState
    why: str = ""


def promise(
    session: Session,
    episode: Episode,
    by: User,
    entry: PromiseEntry,
    *,
    source: str,
    source_id: UUID | None,
    now: datetime,
) -> Promise:
    """Write down a promise; the same one sent again changes nothing. Raises Refused."""
    hold(session, episode)
    if known := session.get(Promise, entry.id):
        return _same_promise(known, episode, entry)
    _check(session, episode, entry)
    made = Promise(
        **asdict(entry),
        family_id=episode.family_id,
        episode_id=episode.id,
        made_at=now,
        made_by_id=by.id,
        source=source,
        source_id=source_id,
        state=PromiseState.OPEN,
    )
    session.add(made)
    leave_trail(session, by, "promise.make", about="promise", about_id=made.id, family_id=made.family_id, now=now)
    return made


def settle(session: Session, promise: Promise, by: User, entry: SettleEntry, *, now: datetime) -> Promise:
    """Say whether a promise was kept. A later answer puts an earlier one right; both are kept.

    The same answer sent again changes nothing. Raises Refused.
    """
    hold(session, promise)
    why = entry.why.strip()
    if (promise.state, promise.settled_why) == (entry.state, why):
        return promise
    settled = promise.state is not PromiseState.OPEN
    if entry.state in (PromiseState.NOT_KEPT, PromiseState.CHANGED) and not why:
        raise Refused("why", "Say what happened, or what was agreed instead")
    if settled and not why:
        raise Refused("why", "Say why you are changing the answer. The first one stays too")
    _check_text("why", why, WHY_LENGTH)

    promise.state = entry.state
    promise.settled_why = why
    promise.settled_at = None if entry.state is PromiseState.OPEN else now
    promise.settled_by_id = None if entry.state is PromiseState.OPEN else by.id
    session.add(PromiseOutcome(promise_id=promise.id, state=entry.state, why=why, said_at=now, said_by_id=by.id))
    action = f"promise.{entry.state.value}"
    leave_trail(session, by, action, about="promise", about_id=promise.id, family_id=promise.family_id, now=now)
    return promise


def _same_promise(known: Promise, episode: Episode, entry: PromiseEntry) -> Promise:
    unchanged = all(getattr(known, name) == said for name, said in asdict(entry).items())
    if known.episode_id == episode.id and unchanged:
        return known
    raise Refused("id", "This form has saved a promise before: open a new one")


def _check(session: Session, episode: Episode, entry: PromiseEntry) -> None:
    if not entry.what.strip():
        raise Refused("what", "Say what was promised")
    _check_text("what", entry.what, WHAT_LENGTH)
    _check_text("due_words", entry.due_words, DUE_WORDS_LENGTH)
    owners = [owner for owner in (entry.owner_user_id, entry.owner_member_id, entry.owner_partner_id) if owner]
    if len(owners) != 1:
        raise Refused("owner", "Say who will do it: one person")
    if entry.due_on is not None and not episode.opened_on <= entry.due_on <= episode.ends_on + FARTHEST:
        raise Refused("due_on", "Check the day it is promised for")
    _check_people(session, episode, entry)


def _check_text(field: str, words: str, most: int) -> None:
    """Raise Refused where words are too long to keep, or hold what no database keeps."""
    if len(words) > most:
        raise Refused(field, f"Use at most {most} characters: there are {len(words)}")
    if "\x00" in words:
        raise Refused(field, "There is a character in this that can’t be kept: type it again")


def _check_people(session: Session, episode: Episode, entry: PromiseEntry) -> None:
    """Whoever is named belongs to this family, or works here."""
    ours = (
        (User, {entry.owner_user_id}, User.left_on.is_(None)),
        (FamilyMember, {entry.owner_member_id, entry.call_member_id}, FamilyMember.family_id == episode.family_id),
        (Partner, {entry.owner_partner_id, entry.call_partner_id}, Partner.family_id == episode.family_id),
    )
    for table, named, belongs in ours:
        ids = named - {None}
        if ids and session.scalar(select(func.count()).where(table.id.in_(ids), belongs)) != len(ids):
            raise Refused("owner", "Somebody chosen here is not beside this family: choose again")
