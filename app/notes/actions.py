"""Writing notes, and putting them right. Nothing here changes or deletes a word that was kept."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.clusters.queries import figures_of, working_days_between
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.models import (
    CONTACTS,
    REASON_LENGTH,
    ChildSeen,
    Note,
    NoteKind,
    NoteVersion,
    Present,
    Quote,
    Readers,
)
from app.notes.queries import last_contact_in, version_of, wording_of
from app.notes.wording import SaidWords, SeenChild, Wording, check_shape, check_text

__all__ = ["AmendmentEntry", "NoteEntry", "SaidWords", "SeenChild", "Wording", "amend_note", "keep_as", "write_note"]

# Clocks differ a little; more than this is a wrong day or time.
CLOCKS_DIFFER = timedelta(minutes=5)
MUST_SAY = (NoteKind.CALL, NoteKind.TEXT, NoteKind.MEETING, NoteKind.NOTE, NoteKind.OVERSIGHT)


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


@dataclass(frozen=True, kw_only=True)
class AmendmentEntry:
    """What a note should say instead of version `version`, all of it, and why."""

    version: int
    reason: str
    says: Wording


def write_note(session: Session, episode: Episode, by: User, entry: NoteEntry, *, now: datetime) -> Note:
    """Keep a note; the same one sent again changes nothing. Raises Refused."""
    hold(session, episode)
    if known := session.get(Note, entry.id):
        return _same_note(session, known, episode, by, entry)
    _check(session, episode, entry, now)
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
    )
    session.add(note)
    _add_version(session, note, by, entry, reason="", now=now)
    if _reached_family(note.kind, entry):
        episode.last_contact_at = max(episode.last_contact_at or entry.occurred_at, entry.occurred_at)
    leave_trail(session, by, "note.write", about="note", about_id=note.id, family_id=note.family_id, now=now)
    return note


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
    _check(session, episode, entry.says, now)

    note.latest += 1
    note.occurred_at = entry.says.occurred_at
    note.late = is_late(session, episode.cluster_id, entry.says.occurred_at, note.recorded_at)
    version = _add_version(session, note, by, entry.says, reason=entry.reason, now=now)
    session.flush()
    if note.kind in CONTACTS:
        episode.last_contact_at = last_contact_in(session, episode.id)
    leave_trail(session, by, "note.amend", about="note", about_id=note.id, family_id=note.family_id, now=now)
    return version


def keep_as(session: Session, note: Note, by: User, *, readers: Readers, significant: bool, now: datetime) -> Note:
    """Choose who may read a note, and whether the chronology tells of it. The trail keeps each choice."""
    hold(session, note)
    if note.readers is not readers:
        note.readers = readers
        action = f"note.readers.{readers.value}"
        leave_trail(session, by, action, about="note", about_id=note.id, family_id=note.family_id, now=now)
    if note.significant is not significant:
        note.significant = significant
        action = "note.significant" if significant else "note.not_significant"
        leave_trail(session, by, action, about="note", about_id=note.id, family_id=note.family_id, now=now)
    return note


def is_late(session: Session, cluster_id: UUID, occurred_at: datetime, recorded_at: datetime) -> bool:
    """Whether a note was recorded late by the cluster's own figure (common in England: at two working days)."""
    happened_on, recorded_on = clock.local(occurred_at).date(), clock.local(recorded_at).date()
    days = working_days_between(session, happened_on, recorded_on)
    return days >= figures_of(session, cluster_id).note_late_working_days


def _check(session: Session, episode: Episode, said: Wording, now: datetime) -> None:
    check_shape(said)
    if said.occurred_at > now + CLOCKS_DIFFER:
        raise Refused("occurred_at", "Check the day and time: that is still to come")
    if clock.local(said.occurred_at).date() < episode.opened_on:
        began = _day(episode.opened_on)
        raise Refused("occurred_at", f"Check the day: our work with this family began on {began}")
    named = {member_id for _, member_id in said.members()}
    ours = select(func.count()).where(FamilyMember.id.in_(named), FamilyMember.family_id == episode.family_id)
    if named and session.scalar(ours) != len(named):
        raise Refused("present", "Somebody chosen here is not in this family: choose again")


def _same_note(session: Session, known: Note, episode: Episode, by: User, entry: NoteEntry) -> Note:
    first = version_of(session, known.id, 1)
    kept = (known.episode_id, known.written_by_id, known.kind, first.readers, first.significant)
    sent = (episode.id, by.id, entry.kind, entry.readers, entry.significant)
    if kept == sent and wording_of(session, first) == _wording(entry).in_order():
        return known
    raise Refused("id", "This form has saved a note before: open a new one")


def _same_amendment(latest: NoteVersion, said: Wording, by: User, entry: AmendmentEntry) -> bool:
    sent = (by.id, entry.reason, entry.says.in_order())
    return (latest.made_by_id, latest.reason, said) == sent


def _add_version(session: Session, note: Note, by: User, said: Wording, *, reason: str, now: datetime) -> NoteVersion:
    version = NoteVersion(
        note_id=note.id,
        number=note.latest,
        made_at=now,
        made_by_id=by.id,
        reason=reason,
        readers=note.readers,
        significant=note.significant,
        occurred_at=said.occurred_at,
        minutes=said.minutes,
        place=said.place,
        reached=said.reached,
        happened=said.happened,
        meaning=said.meaning,
        next_words=said.next_words,
        topics=list(said.topics),
        others_there=list(said.others_there),
    )
    session.add(version)
    session.flush()
    session.add_all(Present(version_id=version.id, member_id=member_id) for member_id in sorted(set(said.present)))
    session.add_all(
        Quote(version_id=version.id, position=place, **_columns(words)) for place, words in enumerate(said.quotes)
    )
    session.add_all(ChildSeen(version_id=version.id, **_columns(child)) for child in said.seen)
    return version


def _columns(row: SaidWords | SeenChild) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _wording(entry: Wording) -> Wording:
    """An entry, less what is of the entry alone."""
    return Wording(**{field.name: getattr(entry, field.name) for field in fields(Wording)})


def _reached_family(kind: NoteKind, said: Wording) -> bool:
    return kind in CONTACTS and said.reached and (kind is NoteKind.VISIT or bool(said.present))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
