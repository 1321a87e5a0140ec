"""A note is written down once."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode
from app.notes.actions.rules import add_version, check, is_late
from app.notes.models import CONTACTS, DECIDED, Note, NoteKind, Readers
from app.notes.queries import version_of, wording_of
from app.notes.wording import Wording

# Kinds that say nothing without words; a visit has its numbers, a cancelled one its reason.
MUST_SAY = (NoteKind.CALL, NoteKind.TEXT, NoteKind.MEETING, NoteKind.NOTE, *DECIDED)


@dataclass(frozen=True, kw_only=True)
class NoteEntry(Wording):
    """A note as somebody writes it down, whichever door it comes in by.

    `written_at` is when the writer's own device took it, where it was not this moment.
    """

    id: UUID
    kind: NoteKind
    written_at: datetime | None = None
    readers: Readers = Readers.TEAM
    significant: bool = False

    def wording(self) -> Wording:
        """What it says, without how it is kept."""
        return Wording(**{field.name: getattr(self, field.name) for field in fields(Wording)})


def write_note(session: Session, episode: Episode, by: User, entry: NoteEntry, *, now: datetime) -> Note:
    """Keep a note; the same one sent again changes nothing. Raises Refused."""
    hold(session, episode)
    if known := session.get(Note, entry.id):
        return _same_note(session, known, episode, by, entry)
    check(session, episode, entry, now)
    if entry.kind in MUST_SAY and entry.reached and not entry.says_something():
        raise Refused("happened", "Write what was said, even a few words")

    note = Note(
        id=entry.id,
        family_id=episode.family_id,
        episode_id=episode.id,
        kind=entry.kind,
        written_by_id=by.id,
        written_at=min(entry.written_at or now, now),
        recorded_at=now,
        occurred_at=entry.occurred_at,
        latest=1,
        readers=entry.readers,
        significant=entry.significant,
        late=is_late(session, episode.cluster_id, entry.occurred_at, now),
        let_in_by_id=session.info.get("let_in_by_id"),
    )
    session.add(note)
    add_version(session, note, by, entry, reason="", now=now)
    if _reached_family(entry):
        episode.last_contact_at = max(episode.last_contact_at or entry.occurred_at, entry.occurred_at)
    leave_trail(session, by, "note.write", about="note", about_id=note.id, family_id=note.family_id, now=now)
    return note


def _same_note(session: Session, known: Note, episode: Episode, by: User, entry: NoteEntry) -> Note:
    first = version_of(session, known.id, 1)
    kept = (known.episode_id, known.written_by_id, known.kind, first.readers, first.significant)
    sent = (episode.id, by.id, entry.kind, entry.readers, entry.significant)
    if kept == sent and wording_of(session, first) == entry.wording().in_order():
        return known
    raise Refused("id", "This form has saved a note before: open a new one")


def _reached_family(entry: NoteEntry) -> bool:
    return entry.kind in CONTACTS and entry.reached and (entry.kind is NoteKind.VISIT or bool(entry.present))
