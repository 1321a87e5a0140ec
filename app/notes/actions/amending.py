"""A note is put right by a new version beside the old ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode
from app.notes.actions.rules import add_version, check, is_late
from app.notes.models import CONTACTS, REASON_LENGTH, Note, NoteVersion
from app.notes.queries import last_contact_in, version_of, wording_of
from app.notes.wording import Wording, check_text


@dataclass(frozen=True, kw_only=True)
class AmendmentEntry:
    """What a note should say instead of version `version`, all of it, and why."""

    version: int
    reason: str
    says: Wording


def amend_note(session: Session, note: Note, by: User, entry: AmendmentEntry, *, now: datetime) -> NoteVersion:
    """Put a note right: a new version beside the old ones. The same amendment sent again changes nothing.

    Raises Refused; for "version" where somebody else put the note right in the meantime.
    """
    episode = session.get_one(Episode, note.episode_id)
    hold(session, episode)
    hold(session, note)
    latest = version_of(session, note.id, note.latest)
    said = wording_of(session, latest)
    if entry.version != note.latest:
        if entry.version + 1 == note.latest and _same_amendment(latest, said, by, entry):
            return latest
        raise Refused("version", "Somebody put this note right while you were writing. Read it again, then save yours")
    if not entry.reason.strip():
        raise Refused("reason", "Say why, so that whoever reads both understands")
    check_text("reason", entry.reason, REASON_LENGTH)
    if entry.says.in_order() == said:
        raise Refused("says", "Nothing is different yet: change the words, or leave the note as it is")
    check(session, episode, entry.says, now)

    note.latest += 1
    note.occurred_at = entry.says.occurred_at
    note.late = is_late(session, episode.cluster_id, entry.says.occurred_at, note.recorded_at)
    version = add_version(session, note, by, entry.says, reason=entry.reason, now=now)
    if note.kind in CONTACTS:
        episode.last_contact_at = last_contact_in(session, episode.id)
    leave_trail(session, by, "note.amend", about="note", about_id=note.id, family_id=note.family_id, now=now)
    return version


def _same_amendment(latest: NoteVersion, said: Wording, by: User, entry: AmendmentEntry) -> bool:
    return (latest.made_by_id, latest.reason, said) == (by.id, entry.reason, entry.says.in_order())
