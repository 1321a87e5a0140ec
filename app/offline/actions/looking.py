"""A kept page that was read without a signal reaches the trail afterwards, with its own time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.families.actions import saw
from app.families.models import Family
from app.notes.actions import look_at
from app.notes.models import Note
from app.notes.queries import note_seen_by
from app.worries.actions import look_at_worry
from app.worries.models import Worry
from app.worries.queries import worry_seen_by

WITHOUT_SIGNAL = "read without a signal"


@dataclass(frozen=True, kw_only=True)
class LookEntry:
    """Which page was read: of which family (none for the lists), its name, and the record that it shows."""

    family_id: UUID | None
    page: str
    record_id: UUID | None = None


def keep_look(session: Session, looker: User, entry: LookEntry, *, at: datetime) -> None:
    """Keep that this person read a page at this time. A worry they were told of counts as opened then.

    Never refused: a page that lay on the phone was read, whatever has become of the family since.
    """
    if worry := _worry(session, looker, entry, at):
        look_at_worry(session, worry, looker, now=at, reason=WITHOUT_SIGNAL)
    elif found := _note(session, looker, entry, at):
        look_at(session, looker, found, now=at, reason=WITHOUT_SIGNAL)
    elif entry.family_id and session.get(Family, entry.family_id):
        saw(session, looker, entry.family_id, entry.page, now=at, reason=WITHOUT_SIGNAL)
    else:
        note(session, looker, "day.view", about=entry.page, reason=WITHOUT_SIGNAL, now=at)


def _worry(session: Session, looker: User, entry: LookEntry, at: datetime) -> Worry | None:
    shown = entry.record_id if entry.page == "worry" else None
    return worry_seen_by(session, looker, shown, at) if shown else None


def _note(session: Session, looker: User, entry: LookEntry, at: datetime) -> Note | None:
    shown = entry.record_id if entry.page == "note" else None
    return note_seen_by(session, looker, shown, at) if shown else None
