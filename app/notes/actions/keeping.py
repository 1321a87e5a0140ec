"""Who may read a note, what it counts as, and who did read it. The words are not touched."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core.db import hold
from app.families.queries import relation_to
from app.notes.models import Note, Readers
from app.notes.queries.reading import VIEWED


@dataclass(frozen=True, kw_only=True)
class KeepEntry:
    """Who may read a note beside the team, and whether it is an important event."""

    readers: Readers
    significant: bool


def keep_as(session: Session, note: Note, by: User, entry: KeepEntry, *, now: datetime) -> Note:
    """Choose who may read a note, and whether the chronology tells of it. The trail keeps each choice."""
    hold(session, note)
    done = []
    if note.readers is not entry.readers:
        note.readers = entry.readers
        done.append(f"note.readers.{entry.readers.value}")
    if note.significant is not entry.significant:
        note.significant = entry.significant
        done.append("note.significant" if entry.significant else "note.not_significant")
    for action in done:
        leave_trail(session, by, action, about="note", about_id=note.id, family_id=note.family_id, now=now)
    return note


def look_at(session: Session, looker: User, note: Note, *, now: datetime, reason: str = "") -> None:
    """Keep in the trail that this person read this note: its page says so. Call it last."""
    relation = relation_to(session, looker, note.family_id, now)
    leave_trail(
        session,
        looker,
        VIEWED,
        about="note",
        about_id=note.id,
        family_id=note.family_id,
        relation=relation,
        reason=reason,
        now=now,
    )
