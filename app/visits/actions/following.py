"""What hangs on a visit's note follows it, when its day, time or place is put right."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import Episode
from app.notes.models import Note
from app.notes.queries import version_of
from app.plans.actions import move_numbers
from app.visits.models import Visit, VisitState
from app.visits.queries import unanswered_in_a_row


def follow_note(session: Session, note: Note) -> None:
    """Let the diary, the numbers of that day and the day the family was last met say what the note says now.

    Nothing happens for a note of no visit. A cancelled visit keeps the time that was planned.
    """
    visit = session.scalar(select(Visit).where(Visit.family_id == note.family_id, Visit.note_id == note.id))
    if visit is None or visit.state is VisitState.CANCELLED:
        return
    says = version_of(session, note.id, note.latest)
    visit.starts_at = says.occurred_at
    visit.ends_at = says.occurred_at + timedelta(minutes=says.minutes or 0)
    visit.place = says.place or visit.place
    move_numbers(session, note.id, on=clock.local(says.occurred_at).date())
    session.flush()
    episode = session.get_one(Episode, note.episode_id)
    if visit.state is VisitState.MET:
        episode.last_met_on = _last_met_on(session, episode.id)
    episode.unanswered = unanswered_in_a_row(session, episode.id)


def _last_met_on(session: Session, episode_id: UUID) -> date | None:
    at = session.scalar(
        select(func.max(Visit.starts_at)).where(Visit.episode_id == episode_id, Visit.state == VisitState.MET)
    )
    return clock.local(at).date() if at else None
