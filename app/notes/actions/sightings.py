"""When children were last seen: worked out from the notes, and kept for the lists."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, case, delete, func, select
from sqlalchemy.orm import Session

from app.core.db import columns
from app.notes.models import ChildLastSeen, ChildSeen, Note, NoteVersion

_MEMBERS: BindParameter[UUID] = bindparam("members", expanding=True)

_RANKED = (
    select(
        ChildSeen.member_id,
        Note.occurred_at.label("seen_at"),
        Note.written_by_id.label("seen_by_id"),
        ChildSeen.alone,
        func.max(case((ChildSeen.alone, Note.occurred_at))).over(partition_by=ChildSeen.member_id).label("alone_at"),
        func.row_number()
        .over(partition_by=ChildSeen.member_id, order_by=(Note.occurred_at.desc(), Note.id))
        .label("place"),
    )
    .join(NoteVersion, NoteVersion.id == ChildSeen.version_id)
    .join(Note, and_(Note.id == NoteVersion.note_id, Note.latest == NoteVersion.number))
    .where(ChildSeen.member_id.in_(_MEMBERS), ChildSeen.seen)
    .subquery()
)
SIGHTINGS = select(
    _RANKED.c.member_id, _RANKED.c.seen_at, _RANKED.c.seen_by_id, _RANKED.c.alone, _RANKED.c.alone_at
).where(_RANKED.c.place == 1)


def children_in(session: Session, note: Note) -> set[UUID]:
    """The children whom any version of a note says anything of."""
    return set(
        session.scalars(
            select(ChildSeen.member_id)
            .join(NoteVersion, NoteVersion.id == ChildSeen.version_id)
            .where(NoteVersion.note_id == note.id)
        )
    )


def keep_last_seen(session: Session, member_ids: Collection[UUID]) -> None:
    """Work out anew when these children were last seen. Call it with the family's notes held."""
    if not member_ids:
        return
    rows = [row._asdict() for row in columns(session, SIGHTINGS, {"members": list(member_ids)})]
    session.execute(delete(ChildLastSeen).where(ChildLastSeen.member_id.in_(member_ids)))
    session.add_all(ChildLastSeen(**row) for row in rows)
    session.flush()
