"""The diary of a family."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from app.accounts.models import User
from app.families.models import Episode, Family
from app.families.queries import families_seen_by
from app.visits.models import Visit, VisitState


def visit_seen_by(session: Session, looker: User, visit_id: UUID, now: datetime) -> tuple[Visit, Episode] | None:
    """This visit with its episode and family, if this person may read the family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    row = session.execute(
        select(Visit, Episode)
        .join(Episode, Episode.id == Visit.episode_id)
        .join(Family, Family.id == Episode.family_id)
        .where(Visit.id == visit_id, Visit.family_id.in_(seen))
        .options(contains_eager(Episode.family))
    ).first()
    return (row[0], row[1]) if row else None


def visits_of(session: Session, episode: Episode) -> Sequence[Visit]:
    """Every visit of an episode in order of time, planned and past; moved ones only on their new day."""
    return session.scalars(
        select(Visit)
        .where(Visit.episode_id == episode.id, Visit.state != VisitState.MOVED)
        .order_by(Visit.starts_at, Visit.id)
    ).all()
