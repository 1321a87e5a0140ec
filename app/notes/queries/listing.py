"""A family's notes as lists: plain rows, in a fixed number of statements however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, String, and_, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import FamilyMember
from app.notes.models import ChildSeen, Note, NoteKind, NoteVersion, Present, Quote, Readers

# Where a page of the timeline goes on: the time and id of the last note shown.
Before = tuple[datetime, UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidLine:
    """Somebody's exact words, and who said them."""

    words: str
    speaker: str
    setting: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenLine:
    """One child in one visit."""

    name: str
    seen: bool
    alone: bool
    place: str
    why_not: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineNote:
    """One note as a list shows it: what its latest version says, and how it came to be here.

    `amended` is how often it was put right; 0 is never. `writer` is a colleague's whole name.
    """

    id: UUID
    kind: NoteKind
    occurred_at: datetime
    recorded_at: datetime
    late: bool
    amended: int
    significant: bool
    readers: Readers
    writer: str
    minutes: int | None
    place: str
    reached: bool
    happened: str
    meaning: str
    next_words: str
    topics: Sequence[str]
    others_there: Sequence[str]
    present: Sequence[str]
    quotes: Sequence[SaidLine]
    seen: Sequence[SeenLine]

    @property
    def key(self) -> Before:
        """Where the list goes on after this one."""
        return self.occurred_at, self.id


def timeline(
    session: Session,
    family_id: UUID,
    *,
    kinds: Collection[NoteKind] = (),
    before: Before | None = None,
    limit: int,
) -> list[TimelineNote]:
    """A family's notes, those that happened latest first. Two statements.

    `kinds` are those asked for, none for all; `before` is the key of the last note already shown.
    """
    wanted = [Note.family_id == family_id]
    if kinds:
        wanted.append(Note.kind.in_(kinds))
    if before is not None:
        moment, note_id = before
        wanted.append(or_(Note.occurred_at < moment, and_(Note.occurred_at == moment, Note.id < note_id)))
    return _listed(session, wanted, limit)


def chronology_of(session: Session, family_id: UUID, *, limit: int = 200) -> list[TimelineNote]:
    """The family's important events: notes marked as such, those that happened latest first."""
    return _listed(session, [Note.family_id == family_id, Note.significant.is_(True)], limit)


def _listed(session: Session, wanted: Iterable[ColumnElement[bool]], limit: int) -> list[TimelineNote]:
    rows = session.execute(
        select(
            NoteVersion.id.label("version_id"),
            Note.id,
            Note.kind,
            Note.occurred_at,
            Note.recorded_at,
            Note.late,
            (Note.latest - 1).label("amended"),
            Note.significant,
            Note.readers,
            User.name.label("writer"),
            NoteVersion.minutes,
            NoteVersion.place,
            NoteVersion.reached,
            NoteVersion.happened,
            NoteVersion.meaning,
            NoteVersion.next_words,
            NoteVersion.topics,
            NoteVersion.others_there,
        )
        .join(NoteVersion, and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.latest))
        .join(User, User.id == Note.written_by_id)
        .where(*wanted)
        .order_by(Note.occurred_at.desc(), Note.id.desc())
        .limit(limit)
    ).all()
    told = _told(session, [row.version_id for row in rows])
    return [_line(row, told[row.version_id]) for row in rows]


def _line(row: Any, told: "_Told") -> TimelineNote:
    said = row._asdict()
    del said["version_id"]
    return TimelineNote(**said, present=told.present, quotes=told.quotes, seen=told.seen)


@dataclass(kw_only=True, slots=True)
class _Told:
    """Who was there, what was said and which children were seen, in one version."""

    present: list[str] = field(default_factory=list)
    quotes: list[SaidLine] = field(default_factory=list)
    seen: list[SeenLine] = field(default_factory=list)


def _told(session: Session, ids: Sequence[UUID]) -> dict[UUID, _Told]:
    """The lists of these versions, by version, people in the family's own order. One statement."""
    nobody, no = cast(null(), String), cast(null(), Boolean)
    present = (
        select(
            Present.version_id,
            literal("present").label("list"),
            FamilyMember.position.label("place"),
            FamilyMember.known_as.label("name"),
            nobody.label("words"),
            nobody.label("setting"),
            no.label("seen"),
            no.label("alone"),
        )
        .join(FamilyMember, FamilyMember.id == Present.member_id)
        .where(Present.version_id.in_(ids))
    )
    quotes = (
        select(
            Quote.version_id,
            literal("quote"),
            Quote.position,
            func.coalesce(FamilyMember.known_as, Quote.speaker),
            Quote.words,
            Quote.setting,
            no,
            no,
        )
        .outerjoin(FamilyMember, FamilyMember.id == Quote.member_id)
        .where(Quote.version_id.in_(ids))
    )
    children = (
        select(
            ChildSeen.version_id,
            literal("child"),
            FamilyMember.position,
            FamilyMember.known_as,
            ChildSeen.why_not,
            ChildSeen.place,
            ChildSeen.seen,
            ChildSeen.alone,
        )
        .join(FamilyMember, FamilyMember.id == ChildSeen.member_id)
        .where(ChildSeen.version_id.in_(ids))
    )
    found: dict[UUID, _Told] = defaultdict(_Told)
    for row in session.execute(union_all(present, quotes, children).order_by("place", "name")):
        told = found[row.version_id]
        if row.list == "present":
            told.present.append(row.name)
        elif row.list == "quote":
            told.quotes.append(SaidLine(words=row.words, speaker=row.name, setting=row.setting))
        else:
            line = SeenLine(name=row.name, seen=row.seen, alone=row.alone, place=row.setting, why_not=row.words)
            told.seen.append(line)
    return found
