"""What is needed to plan visits: who could come too, where, and what stands in the diary already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.permissions import Role
from app.families.models import Family
from app.families.queries import families_seen_by
from app.visits.models import Visit, VisitState


@dataclass(frozen=True, kw_only=True)
class Busy:
    """Something that stands in a worker's diary; no name where the looker may not read the family."""

    visit_id: UUID
    family_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime


def busy_between(
    session: Session, looker: User, worker_id: UUID, family_id: UUID, begins: datetime, ends: datetime, now: datetime
) -> Sequence[Busy]:
    """Planned visits of this worker, or of this family, that touch a stretch of time, in order."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    name = case((Family.id.in_(seen), Family.name), else_="")
    rows = session.execute(
        select(Visit.id, Visit.family_id, name.label("name"), Visit.starts_at, Visit.ends_at)
        .join(Family, Family.id == Visit.family_id)
        .where(
            (Visit.worker_id == worker_id) | (Visit.family_id == family_id),
            Visit.state == VisitState.PLANNED,
            Visit.starts_at < ends,
            Visit.ends_at > begins,
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    return [
        Busy(visit_id=row.id, family_id=row.family_id, name=row.name, starts_at=row.starts_at, ends_at=row.ends_at)
        for row in rows
    ]


def colleagues_of(session: Session, cluster_id: UUID, by: User) -> Sequence[User]:
    """Who else of the cluster could come on a visit, by name."""
    return session.scalars(
        select(User)
        .where(
            User.cluster_id == cluster_id,
            User.role.in_((Role.WORKER, Role.SUPERVISOR)),
            User.left_on.is_(None),
            User.id != by.id,
        )
        .order_by(User.name)
    ).all()
