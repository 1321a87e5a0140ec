"""What a new note can be about: families, and the people around one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.families.models import Allocation, Episode, Family, FamilyMember, Partner
from app.families.queries import families_seen_by, members_of, partners_of


@dataclass(frozen=True, kw_only=True)
class Choosable:
    """A family that somebody may write a note about. `own`: they lead or cover it today."""

    family_id: UUID
    episode_id: UUID
    name: str
    yarn: str
    own: bool


def families_to_write_of(session: Session, looker: User, now: datetime) -> list[Choosable]:
    """Families with work going on that this person may read, by name. One statement.

    Two of one name are told apart by their reference.
    """
    today = clock.local(now).date()
    works_with = exists().where(
        Allocation.episode_id == Episode.id,
        Allocation.user_id == looker.id,
        holds_on(Allocation.from_on, Allocation.until_on, today),
    )
    rows = session.execute(
        families_seen_by(looker, now)
        .join(Episode, Episode.family_id == Family.id)
        .where(Episode.closed_on.is_(None))
        .with_only_columns(
            Family.id,
            Episode.id.label("episode_id"),
            Family.name,
            Family.reference,
            Family.yarn,
            works_with.label("own"),
        )
        .order_by(Family.name, Family.reference)
    ).all()
    names = [row.name for row in rows]
    return [
        Choosable(
            family_id=row.id,
            episode_id=row.episode_id,
            name=f"{row.name} ({row.reference})" if names.count(row.name) > 1 else row.name,
            yarn=row.yarn,
            own=bool(row.own),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is around a family: its own members, and the team around it."""

    members: Sequence[FamilyMember]
    partners: Sequence[Partner]


def people_of(session: Session, family_id: UUID, today: date) -> People:
    """Whom a note about this family can name. Two statements."""
    return People(members=members_of(session, family_id), partners=partners_of(session, family_id, today))
