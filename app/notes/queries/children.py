"""When children were last seen, as the latest version of each note says."""

from datetime import datetime

from sqlalchemy import ScalarSelect, and_, func, select

from app.families.models import FamilyMember
from app.notes.models import ChildSeen, Note, NoteVersion


def last_alone_at() -> ScalarSelect[datetime]:
    """The moment the child of the row was last seen alone; to select beside FamilyMember."""
    return (
        select(func.max(Note.occurred_at))
        .join(NoteVersion, and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.latest))
        .join(ChildSeen, ChildSeen.version_id == NoteVersion.id)
        .where(ChildSeen.member_id == FamilyMember.id, ChildSeen.alone.is_(True))
        .correlate(FamilyMember)
        .scalar_subquery()
    )
