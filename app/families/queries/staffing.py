"""Who works with a family, who could, who must not, and who looked with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.clusters.queries import figures_of
from app.core.permissions import Can, Role, may
from app.families.models import (
    YARNS,
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyRestriction,
    ReasonedLook,
    RelatedStaff,
)

CASEWORKERS = [role for role in Role if may(role, Can.VISIT_RECORD)]
READERS = [role for role in Role if may(role, Can.FAMILY_READ)]


@dataclass(frozen=True, kw_only=True)
class Load:
    """Somebody who could lead: how many families they lead now, and how many plans end within `soon` weeks."""

    person: User
    families: int
    ending_soon: int
    soon: int

    @property
    def room(self) -> int:
        """How many more families this person can take; negative when over."""
        return self.person.caseload_target - self.families


def who_could_lead(session: Session, cluster_id: UUID, today: date, family_id: UUID | None = None) -> list[Load]:
    """The cluster's caseworkers with their load, those with most room first.

    Nobody who has left, and nobody named as related to the family. A plan ends soon within the
    weeks that the cluster keeps for talking about the ending.
    """
    figures = figures_of(session, cluster_id)
    soon = figures.plan_weeks - figures.ending_week
    last_day = func.coalesce(Episode.extended_to, Episode.ends_on)
    led = (
        select(
            Allocation.user_id,
            func.count().label("families"),
            func.count().filter(last_day <= today + timedelta(weeks=soon)).label("ending_soon"),
        )
        .join(Episode, Episode.id == Allocation.episode_id)
        .where(
            Allocation.kind == AllocationKind.LEAD,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            Episode.closed_on.is_(None),
        )
        .group_by(Allocation.user_id)
        .subquery()
    )
    related = select(RelatedStaff.user_id).where(RelatedStaff.family_id == family_id)
    rows = session.execute(
        select(User, func.coalesce(led.c.families, 0), func.coalesce(led.c.ending_soon, 0))
        .outerjoin(led, led.c.user_id == User.id)
        .where(
            User.cluster_id == cluster_id,
            User.left_on.is_(None),
            User.role.in_(CASEWORKERS),
            User.id.not_in(related),
        )
        .order_by(User.name)
    )
    loads = [Load(person=person, families=led, ending_soon=ending, soon=soon) for person, led, ending in rows]
    # Supervisors may lead, but are asked last.
    return sorted(loads, key=lambda load: (load.person.role is not Role.WORKER, -load.room))


def yarn_for(session: Session, user_id: UUID, today: date) -> str:
    """The yarn that fewest of this person's families have, so that their families differ."""
    rows = session.execute(
        select(Family.yarn, func.count())
        .join(Episode, Episode.family_id == Family.id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            Allocation.user_id == user_id,
            Allocation.kind == AllocationKind.LEAD,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            Episode.closed_on.is_(None),
        )
        .group_by(Family.yarn)
    )
    used = {yarn: count for yarn, count in rows}
    return min(YARNS, key=lambda yarn: used.get(yarn, 0))


@dataclass(frozen=True, kw_only=True)
class Stint:
    """Somebody's time with the family, who chose them, and in which plan."""

    allocation: Allocation
    person: str
    chosen_by: str


def stints_of(session: Session, family_id: UUID, kind: AllocationKind) -> list[Stint]:
    """Everybody who led (or covered), the latest first. One who was chosen but never began is left out."""
    chooser = aliased(User)
    rows = session.execute(
        select(Allocation, User.name, chooser.name.label("chosen_by"))
        .join(Episode, Episode.id == Allocation.episode_id)
        .join(User, User.id == Allocation.user_id)
        .outerjoin(chooser, chooser.id == Allocation.made_by_id)
        .where(
            Episode.family_id == family_id,
            Allocation.kind == kind,
            or_(Allocation.until_on.is_(None), Allocation.until_on >= Allocation.from_on),
        )
        .order_by(Allocation.from_on.desc(), Allocation.made_at.desc())
    )
    return [Stint(allocation=row, person=person, chosen_by=chosen_by or "") for row, person, chosen_by in rows]


def staff_of(session: Session, cluster_id: UUID) -> Sequence[User]:
    """Everybody of the cluster who can find families at all, by name."""
    return session.scalars(
        select(User)
        .where(User.cluster_id == cluster_id, User.left_on.is_(None), User.role.in_(READERS))
        .order_by(User.name)
    ).all()


def related_staff_of(session: Session, family_id: UUID) -> list[tuple[RelatedStaff, User]]:
    """Who is named as related to the family, by name."""
    rows = session.execute(
        select(RelatedStaff, User)
        .join(User, User.id == RelatedStaff.user_id)
        .where(RelatedStaff.family_id == family_id)
        .order_by(User.name)
    )
    return [(row, person) for row, person in rows]


def named_for(session: Session, family_id: UUID) -> Sequence[User]:
    """The few who are named on a restricted family, by name."""
    return session.scalars(
        select(User)
        .join(FamilyRestriction, FamilyRestriction.user_id == User.id)
        .where(FamilyRestriction.family_id == family_id)
        .order_by(User.name)
    ).all()


def reasoned_looks_at(session: Session, family_id: UUID, since: datetime) -> list[tuple[ReasonedLook, str]]:
    """Who opened this family by giving a reason since then, with their names, the latest first."""
    rows = session.execute(
        select(ReasonedLook, User.name)
        .join(User, User.id == ReasonedLook.user_id)
        .where(ReasonedLook.family_id == family_id, ReasonedLook.at >= since)
        .order_by(ReasonedLook.at.desc())
    )
    return [(look, name) for look, name in rows]


def allocation_of(session: Session, family_id: UUID, allocation_id: UUID) -> Allocation | None:
    """One allocation of this family, with its person."""
    return session.scalar(
        select(Allocation)
        .join(Episode, Episode.id == Allocation.episode_id)
        .where(Episode.family_id == family_id, Allocation.id == allocation_id)
        .options(joinedload(Allocation.user))
    )
