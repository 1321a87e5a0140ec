"""One note and its versions, as rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Family
from app.families.queries import families_seen_by
from app.notes.models import CONTACTS, ChildSeen, Note, NoteKind, NoteVersion, Present, Quote
from app.notes.wording import SaidWords, SeenChild, Wording


def note_seen_by(session: Session, looker: User, note_id: UUID, now: datetime) -> Note | None:
    """This note, if this person may read its family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(select(Note).where(Note.id == note_id, Note.family_id.in_(seen)))


def version_of(session: Session, note_id: UUID, number: int) -> NoteVersion:
    """One version of a note. Raises NoResultFound where there is no such number."""
    return session.scalars(
        select(NoteVersion).where(NoteVersion.note_id == note_id, NoteVersion.number == number)
    ).one()


def wording_of(session: Session, version: NoteVersion) -> Wording:
    """All that a version says, with people in one fixed order."""
    return wordings_of(session, [version])[0]


def wordings_of(session: Session, versions: Sequence[NoteVersion]) -> list[Wording]:
    """The same for several versions, in three statements."""
    ids = [version.id for version in versions]
    present: dict[UUID, list[UUID]] = defaultdict(list)
    for there in session.scalars(select(Present).where(Present.version_id.in_(ids))):
        present[there.version_id].append(there.member_id)
    quotes: dict[UUID, list[SaidWords]] = defaultdict(list)
    for said in session.scalars(select(Quote).where(Quote.version_id.in_(ids)).order_by(Quote.position)):
        quotes[said.version_id].append(
            SaidWords(member_id=said.member_id, speaker=said.speaker, words=said.words, setting=said.setting)
        )
    seen: dict[UUID, list[SeenChild]] = defaultdict(list)
    for child in session.scalars(select(ChildSeen).where(ChildSeen.version_id.in_(ids))):
        seen[child.version_id].append(
            SeenChild(
                member_id=child.member_id,
                seen=child.seen,
                alone=child.alone,
                place=child.place,
                why_not=child.why_not,
            )
        )
    return [_wording(version, present[version.id], quotes[version.id], seen[version.id]) for version in versions]


def _wording(version: NoteVersion, present: list[UUID], quotes: list[SaidWords], seen: list[SeenChild]) -> Wording:
    return Wording(
        occurred_at=version.occurred_at,
        minutes=version.minutes,
        place=version.place,
        reached=version.reached,
        happened=version.happened,
        meaning=version.meaning,
        next_words=version.next_words,
        topics=tuple(version.topics),
        present=tuple(present),
        others_there=tuple(version.others_there),
        quotes=tuple(quotes),
        seen=tuple(seen),
    ).in_order()


def last_contact_in(session: Session, episode_id: UUID) -> datetime | None:
    """When somebody of the family was last met or spoken with in this episode, as its notes say now."""
    somebody = exists().where(Present.version_id == NoteVersion.id)
    return session.scalar(
        select(func.max(Note.occurred_at))
        .join(NoteVersion, (NoteVersion.note_id == Note.id) & (NoteVersion.number == Note.latest))
        .where(
            Note.episode_id == episode_id,
            Note.kind.in_(CONTACTS),
            NoteVersion.reached,
            (Note.kind == NoteKind.VISIT) | somebody,
        )
    )
