"""A note in full: every version, and what stands around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.permissions import Role
from app.families.models import Episode, FamilyMember
from app.notes.models import Note, NoteKind, NoteVersion
from app.notes.queries.one import wordings_of
from app.notes.wording import Wording
from app.plans.models import Goal, GoalRating
from app.promises.queries import PromiseLine, promises_from

VIEWED = "note.view"


@dataclass(frozen=True, kw_only=True)
class WholeVersion:
    """One version: when and by whom it was made, why, and all that it says."""

    number: int
    made_at: datetime
    made_by: User
    reason: str
    says: Wording


@dataclass(frozen=True, kw_only=True)
class Number:
    """One person's number for one goal, said on the day of this note; none where they skipped it."""

    goal_id: UUID
    goal: str
    name: str
    score: int | None


@dataclass(frozen=True, kw_only=True)
class ReadBy:
    """A colleague who opened this note, and when last."""

    name: str
    role: Role
    at: datetime


@dataclass(frozen=True, kw_only=True)
class WholeNote:
    """Everything that a note's page shows. `versions` begin with the latest."""

    note: Note
    episode: Episode
    writer: User
    # Who put it on the record, where the writer could not do so any more.
    let_in_by: User | None
    versions: Sequence[WholeVersion]
    people: Mapping[UUID, FamilyMember]
    promises: Sequence[PromiseLine]
    numbers: Sequence[Number]
    read_by: Sequence[ReadBy]

    @property
    def now(self) -> WholeVersion:
        """The latest version."""
        return self.versions[0]

    @property
    def first(self) -> WholeVersion:
        """The note as it was first written."""
        return self.versions[-1]

    def name_of(self, member_id: UUID | None) -> str:
        """A member's everyday name; nothing where it is nobody's."""
        return self.people[member_id].known_as if member_id else ""


def whole_note(session: Session, note: Note) -> WholeNote:
    """A note that the looker may see, with all around it. Ten statements, whatever its length."""
    rows = session.execute(
        select(NoteVersion, User)
        .join(User, User.id == NoteVersion.made_by_id)
        .where(NoteVersion.note_id == note.id)
        .order_by(NoteVersion.number.desc())
    ).all()
    says = wordings_of(session, [version for version, _ in rows])
    people = session.scalars(
        select(FamilyMember)
        .where(FamilyMember.family_id == note.family_id)
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    return WholeNote(
        note=note,
        episode=session.get_one(Episode, note.episode_id),
        writer=rows[-1][1],
        let_in_by=session.get(User, note.let_in_by_id) if note.let_in_by_id else None,
        versions=[
            WholeVersion(number=version.number, made_at=version.made_at, made_by=by, reason=version.reason, says=said)
            for (version, by), said in zip(rows, says, strict=True)
        ],
        people={person.id: person for person in people},
        promises=promises_from(session, "oversight" if note.kind is NoteKind.MANAGEMENT else "note", note.id),
        numbers=_numbers(session, note.id),
        read_by=_read_by(session, note),
    )


def _numbers(session: Session, note_id: UUID) -> list[Number]:
    """Numbers said that day, goal by goal in their order, each person's apart."""
    rows = session.execute(
        select(Goal.id.label("goal_id"), Goal.words.label("goal"), FamilyMember.known_as, GoalRating.score)
        .join(Goal, Goal.id == GoalRating.goal_id)
        .join(FamilyMember, FamilyMember.id == GoalRating.member_id)
        .where(GoalRating.note_id == note_id)
        .order_by(Goal.position, Goal.id, FamilyMember.position, FamilyMember.known_as)
    )
    return [Number(goal_id=row.goal_id, goal=row.goal, name=row.known_as, score=row.score) for row in rows]


def _read_by(session: Session, note: Note) -> list[ReadBy]:
    """Colleagues beside the writer who opened this note, the latest first: read from the trail."""
    rows = session.execute(
        select(User.name, User.role, func.max(Entry.at).label("at"))
        .join(User, User.id == Entry.actor_id)
        .where(
            # The family comes first: that is what the trail has an index for.
            Entry.family_id == note.family_id,
            Entry.at >= note.recorded_at,
            Entry.action == VIEWED,
            Entry.about_id == note.id,
            Entry.actor_id != note.written_by_id,
        )
        .group_by(User.id, User.name, User.role)
        .order_by(func.max(Entry.at).desc())
    )
    return [ReadBy(name=row.name, role=row.role, at=row.at) for row in rows]
