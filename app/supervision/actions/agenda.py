"""What is talked about in a session: families brought and taken off, and how long each is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.clusters.queries import figures_of
from app.core.db import hold
from app.core.errors import Refused
from app.supervision.actions.entries import BringEntry, MinutesEntry
from app.supervision.actions.planning import trail
from app.supervision.models import WORDS_LENGTH, CaseDiscussion
from app.supervision.queries import Item, Seat, Suggestion

MOST_MINUTES = 90


def bring(
    session: Session,
    seat: Seat,
    by: User,
    could: Sequence[Suggestion],
    reasons: Mapping[UUID, Sequence[str]],
    entry: BringEntry,
    *,
    now: datetime,
) -> list[CaseDiscussion]:
    """Put these families at the end of the agenda; the same form sent again changes nothing. Raises Refused.

    `could`: whom this person may bring; `reasons`: why each was suggested, by family. Over time is no reason to
    refuse: it is shown.
    """
    found = seat.session
    hold(session, found)
    if not found.is_planned:
        raise Refused("families", "This session is no longer in the diary: look at its page")
    known = {one: session.get(CaseDiscussion, _id(entry, one)) for one in entry.family_ids}
    if known and all(known.values()):
        return [one for one in known.values() if one]
    if not entry.family_ids:
        raise Refused("families", "Choose at least one family")
    named = {one.family.id: one for one in could}
    if set(entry.family_ids) - named.keys():
        raise Refused("families", "Choose from the list")
    minutes = figures_of(session, found.cluster_id).discussion_minutes
    place = session.scalar(select(func.max(CaseDiscussion.position)).where(CaseDiscussion.session_id == found.id))
    made = [
        CaseDiscussion(
            id=_id(entry, family_id),
            session_id=found.id,
            family_id=family_id,
            episode_id=named[family_id].episode.id,
            worker_id=named[family_id].worker.id,
            position=number,
            minutes=minutes,
            reasons=" ".join(reasons.get(family_id, ()))[:WORDS_LENGTH],
            added_at=now,
            added_by_id=by.id,
        )
        for number, family_id in enumerate(entry.family_ids, start=(place or 0) + 1)
    ]
    session.add_all(made)
    session.flush()
    for one in made:
        _trail(session, by, "bring", one, now)
    return made


def _id(entry: BringEntry, family_id: UUID) -> UUID:
    return uuid5(entry.id, str(family_id))


def take_off(session: Session, item: Item, by: User, *, now: datetime) -> None:
    """Take a family off the agenda. What was prepared stays, and is found where it is brought again."""
    row = item.discussion
    hold(session, row)
    if row.off_at is not None:
        return
    row.off_at, row.off_by_id = now, by.id
    _trail(session, by, "take_off", row, now)


def give_minutes(
    session: Session, seat: Seat, by: User, items: Sequence[Item], entry: MinutesEntry, *, now: datetime
) -> None:
    """Say how long each family is given. Those not named keep what they have. Raises Refused."""
    hold(session, seat.session)
    if not seat.session.is_planned:
        raise Refused("minutes", "This session is no longer in the diary")
    if any(not 0 < minutes <= MOST_MINUTES for minutes in entry.minutes.values()):
        raise Refused("minutes", f"Give each family from 1 to {MOST_MINUTES} minutes")
    there = {item.discussion.id: item.discussion for item in items}
    for discussion_id, minutes in entry.minutes.items():
        if discussion_id in there:
            there[discussion_id].minutes = minutes
    trail(session, by, "minutes", seat.session, now)


def _trail(session: Session, by: User, what: str, row: CaseDiscussion, now: datetime) -> None:
    about = {"about": "case_discussion", "relation": ""}
    leave_trail(session, by, f"supervision.{what}", about_id=row.id, family_id=row.family_id, now=now, **about)
