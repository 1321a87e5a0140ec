"""Opening a worry: a trace of each look, and the moment at which somebody who was told first read it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.audit.models import Entry
from app.core.looks import Shown, fetching_phone, shows
from app.families.queries import relation_to
from app.worries.models import Worry, WorryTold


def look_at_worry(session: Session, worry: Worry, looker: User, *, now: datetime, reason: str = "") -> Entry:
    """Keep that this person read the worry. Call it last; the route commits.

    `now` is when they read it: earlier than this moment where a phone says so afterwards.
    """
    shows(session, Shown(family_id=worry.family_id, about="worry", about_id=worry.id))
    opened = False if fetching_phone(session) else _open(session, worry, looker, now)
    relation = relation_to(session, looker, worry.family_id, now)
    if relation == "none":
        relation = "raised_it" if worry.raised_by_id == looker.id else "told"
    action = "worry.open" if opened else "worry.view"
    return note(
        session,
        looker,
        action,
        about="worry",
        about_id=worry.id,
        family_id=worry.family_id,
        relation=relation,
        reason=reason,
        now=now,
    )


def _open(session: Session, worry: Worry, looker: User, now: datetime) -> bool:
    """Whether they were told of it and had not opened it: now they have."""
    opened = session.execute(
        update(WorryTold)
        .where(
            WorryTold.worry_id == worry.id,
            WorryTold.user_id == looker.id,
            WorryTold.opened_at.is_(None),
            WorryTold.told_at <= now,
        )
        .values(opened_at=now)
        .returning(WorryTold.user_id)
    )
    return opened.first() is not None
