"""Who promised what, and how it stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Family
from app.families.queries import families_seen_by
from app.promises.models import Promise


def promise_seen_by(session: Session, looker: User, promise_id: UUID, now: datetime) -> Promise | None:
    """This promise, if this person may read its family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(select(Promise).where(Promise.id == promise_id, Promise.family_id.in_(seen)))
