"""Management oversight of a family, at any time: what was looked at, the analysis, a decision, who does it by when."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode
from app.families.queries import lead_workers_of
from app.notes.actions.writing import NoteEntry, write_note
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries.overseeing import who_could_do_it
from app.promises.actions import PromiseEntry, promise

SOURCE = "oversight"
NOON = time(12)


@dataclass(frozen=True, kw_only=True)
class OversightEntry:
    """What a supervisor looked at, thought and decided; who is to do it by which day.

    What must stand on the record is that of inspectors' reports on early help (domain.md, 4).
    """

    id: UUID
    on: date
    looked_at: str
    analysis: str
    decision: str
    why: str
    owner_id: UUID
    due_on: date


def oversee(session: Session, episode: Episode, by: User, entry: OversightEntry, *, now: datetime) -> Note:
    """Keep management oversight as a note for the team alone, and its decision as a promise. Raises Refused.

    The same sent again changes nothing. It is put right as every note is: by a version beside the first.
    """
    _check(session, episode, by, entry, clock.local(now).date())
    known = session.get(Note, entry.id)
    note = write_note(session, episode, by, _note(entry, known.recorded_at if known else now), now=now)
    said = PromiseEntry(
        id=uuid5(entry.id, "decision"),
        what=entry.decision,
        owner_user_id=entry.owner_id,
        due_on=entry.due_on,
        visible_to_family=False,
    )
    promise(session, episode, by, said, source=SOURCE, source_id=note.id, now=now)
    return note


def _check(session: Session, episode: Episode, by: User, entry: OversightEntry, today: date) -> None:
    for field, words in (
        ("looked_at", "Say what you looked at"),
        ("analysis", "Write what you make of it"),
        ("decision", "Say what you decided"),
        ("why", "Say why you decided this"),
    ):
        if not getattr(entry, field).strip():
            raise Refused(field, words)
    lead = lead_workers_of(session, [episode.id], today).get(episode.id)
    if lead is not None and lead.id == by.id:
        raise Refused("", "You lead the work with this family: ask another supervisor or your manager")
    if entry.owner_id not in who_could_do_it(session, episode, by, today):
        raise Refused("owner", "Choose somebody who works with this family, or their supervisor")
    if entry.due_on < entry.on:
        raise Refused("due_on", "Choose the day of the decision or a day after it")


def _note(entry: OversightEntry, now: datetime) -> NoteEntry:
    """Of an earlier day nobody knows the hour: noon stands for it."""
    today = entry.on == clock.local(now).date()
    at = clock.local(now).time().replace(second=0, microsecond=0) if today else NOON
    return NoteEntry(
        id=entry.id,
        kind=NoteKind.MANAGEMENT,
        occurred_at=clock.moment(entry.on, at),
        happened=entry.looked_at,
        meaning=entry.analysis,
        next_words=f"{entry.decision}\n\nWhy: {entry.why}",
        readers=Readers.TEAM,
        significant=True,
    )
