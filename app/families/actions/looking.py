"""Each look at a family leaves a trace, with the relationship that allowed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.audit.models import Entry
from app.families.models import Episode, MoreWeeksAsk
from app.families.queries import relation_to


def saw(session: Session, looker: User, family_id: UUID, page: str, *, now: datetime, reason: str = "") -> Entry:
    """Keep in the trail that this person saw this page of the family. Call it last; the route commits.

    `page` is the page's own name ("notes", "details"), never words about the family.
    """
    relation = relation_to(session, looker, family_id, now)
    return note(
        session, looker, "family.view", about=page, family_id=family_id, relation=relation, reason=reason, now=now
    )


def saw_ask(session: Session, looker: User, ask: MoreWeeksAsk, *, now: datetime) -> Entry:
    """Keep in the trail that this person read a question for more weeks. Call it last; the route commits."""
    family_id = session.get_one(Episode, ask.episode_id).family_id
    relation = relation_to(session, looker, family_id, now)
    about = {"about": "more weeks asked for", "relation": relation}
    return note(session, looker, "family.view", about_id=ask.id, family_id=family_id, now=now, **about)
