"""What was kept with a visit, for the page that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import FamilyMember, Partner
from app.notes.models import Note
from app.promises.models import Promise
from app.visits.models import Visit, VisitState
from app.worries.models import Worry


@dataclass(frozen=True, kw_only=True)
class KeptPromise:
    """Something that was promised at the visit, and who will do it."""

    promise: Promise
    owner: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A visit that was written down, with what came of it."""

    visit: Visit
    note: Note
    promises: Sequence[KeptPromise]
    worry_id: UUID | None
    coming: Visit | None


def what_was_kept(session: Session, visit: Visit, now: datetime) -> Kept | None:
    """What this visit left; None while it has not been written down. Four statements."""
    note = session.get(Note, visit.note_id) if visit.note_id else None
    if note is None:
        return None
    rows = session.execute(
        select(Promise, User.name, FamilyMember.known_as, Partner.name)
        .outerjoin(User, User.id == Promise.owner_user_id)
        .outerjoin(FamilyMember, FamilyMember.id == Promise.owner_member_id)
        .outerjoin(Partner, Partner.id == Promise.owner_partner_id)
        .where(Promise.source == "note", Promise.source_id == note.id)
        .order_by(Promise.due_on.nulls_last(), Promise.id)
    )
    return Kept(
        visit=visit,
        note=note,
        promises=[
            KeptPromise(promise=promise, owner=staff.split()[0] if staff else known_as or partner or "Someone")
            for promise, staff, known_as, partner in rows
        ],
        worry_id=session.scalar(select(Worry.id).where(Worry.note_id == note.id).limit(1)),
        coming=session.scalar(
            select(Visit)
            .where(Visit.episode_id == visit.episode_id, Visit.state == VisitState.PLANNED, Visit.starts_at > now)
            .order_by(Visit.starts_at)
            .limit(1)
        ),
    )
