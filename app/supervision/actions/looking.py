"""Each look at an agenda or a brief leaves a trace."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.audit.models import Entry
from app.families.queries import relation_to
from app.supervision.models import CaseDiscussion
from app.supervision.queries import Item, Seat

NOBODY = "none"


def saw_agenda(session: Session, looker: User, seat: Seat, *, now: datetime) -> Entry:
    """Keep in the trail that this person saw what is on a session's agenda. Call it last; the route commits."""
    return show_agenda_again(session, looker, seat.session.id, now=now)


def show_agenda_again(session: Session, looker: User, session_id: UUID, *, now: datetime) -> Entry:
    """The same look, where a form about the agenda came back and so showed it once more."""
    return note(session, looker, "agenda.view", about="supervision_session", about_id=session_id, now=now)


def saw_sessions(session: Session, looker: User, *, now: datetime) -> Entry:
    """Keep in the trail that this person saw the list of sessions and what they bring. Call it last."""
    return note(session, looker, "agenda.view", about="supervision", now=now)


def saw_brief(session: Session, looker: User, item: Item, page: str, *, now: datetime) -> Entry:
    """Keep in the trail that this person read a family's brief, and by which right: else as one of the group."""
    return _saw(session, looker, item.discussion.family_id, page, now)


def show_brief_again(session: Session, looker: User, discussion_id: UUID, page: str, *, now: datetime) -> Entry:
    """The same look, where a form came back with the brief."""
    return _saw(session, looker, session.get_one(CaseDiscussion, discussion_id).family_id, page, now)


def _saw(session: Session, looker: User, family_id: UUID, page: str, now: datetime) -> Entry:
    relation = relation_to(session, looker, family_id, now)
    relation = "panel_item" if relation == NOBODY else relation
    return note(session, looker, "family.view", about=page, family_id=family_id, relation=relation, now=now)
