"""The people who sign in, for those who look after accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.accounts.models import SecondStep, Supervision, User, WayIn
from app.accounts.queries.standing import holds_on, supervised_ids
from app.clusters.models import Cluster
from app.core.permissions import Can, Role


@dataclass(frozen=True, kw_only=True)
class Account:
    """One line of the people page."""

    id: UUID
    name: str
    role: Role
    cluster: str
    left_on: date | None
    came_in: bool
    second_step: bool
    invited_until: datetime | None


def accounts_seen_by(session: Session, looker: User, now: datetime) -> Sequence[Account]:
    """Every account for whoever manages people, by cluster and name; those who left come last."""
    invited_until = (
        select(func.max(WayIn.ends_at))
        .where(WayIn.user_id == User.id, WayIn.used_at.is_(None), WayIn.ends_at > now)
        .correlate(User)
        .scalar_subquery()
    )
    confirmed = exists().where(SecondStep.user_id == User.id, SecondStep.confirmed_at.is_not(None))
    rows = session.execute(
        select(User, Cluster.name, confirmed, invited_until)
        .outerjoin(Cluster, Cluster.id == User.cluster_id)
        .where(_managed_by(looker))
        .order_by(User.left_on.is_not(None), Cluster.name.is_(None), Cluster.name, User.name)
    )
    return [
        Account(
            id=user.id,
            name=user.name,
            role=user.role,
            cluster=cluster or "",
            left_on=user.left_on,
            came_in=user.password_hash is not None,
            second_step=second_step,
            invited_until=until,
        )
        for user, cluster, second_step, until in rows
    ]


def person_seen_by(session: Session, looker: User, person_id: UUID) -> User | None:
    """This account, for whoever manages people."""
    return session.scalar(select(User).where(User.id == person_id, _managed_by(looker)))


def person_arranged_by(session: Session, looker: User, person_id: UUID) -> User | None:
    """This person, if the looker may say when they are away and who stands in: an admin, or they themselves."""
    own = (User.id == looker.id) if looker.may(Can.TEAM_RESET) else false()
    return session.scalar(select(User).where(User.id == person_id, or_(_managed_by(looker), own)))


def invited_until(session: Session, person: User, now: datetime) -> datetime | None:
    """Until when this person's code holds, where they have one and have not used it."""
    return session.scalar(
        select(func.max(WayIn.ends_at)).where(WayIn.user_id == person.id, WayIn.used_at.is_(None), WayIn.ends_at > now)
    )


def _managed_by(looker: User) -> ColumnElement[bool]:
    return true() if looker.may(Can.PEOPLE_MANAGE) else false()


def people_helped_by(looker: User, today: date) -> Select[User]:
    """Those whom this person may help back in, in person, by name.

    A supervisor: the workers they supervise, also as a named deputy. A cluster manager: the
    supervisors of the cluster, and its workers whom nobody supervises today.
    """
    supervised = select(Supervision.worker_id).where(holds_on(Supervision.from_on, Supervision.until_on, today))
    whom: ColumnElement[bool] = false()
    if looker.role is Role.SUPERVISOR:
        whom = User.id.in_(supervised_ids(looker.id, today)) & (User.role == Role.WORKER)
    elif looker.role is Role.MANAGER:
        nobody_does = and_(User.role == Role.WORKER, User.id.not_in(supervised))
        whom = and_(User.cluster_id == looker.cluster_id, or_(User.role == Role.SUPERVISOR, nobody_does))
    return select(User).where(whom, User.left_on.is_(None), User.id != looker.id).order_by(User.name)


def person_helped_by(session: Session, looker: User, person_id: UUID, today: date) -> User | None:
    """This person, if the looker may help them back in."""
    return session.scalar(people_helped_by(looker, today).where(User.id == person_id))


def colleagues_of(session: Session, person: User, *roles: Role) -> dict[UUID, str]:
    """Others of the same cluster in these roles who have not left: id to name, by name."""
    rows = session.execute(
        select(User.id, User.name)
        .where(User.cluster_id == person.cluster_id, User.role.in_(roles), User.left_on.is_(None), User.id != person.id)
        .order_by(User.name)
    )
    return {id_: name for id_, name in rows}


def clusters_open(session: Session, today: date) -> dict[UUID, str]:
    """Clusters that work today: id to name, by name."""
    rows = session.execute(
        select(Cluster.id, Cluster.name)
        .where(Cluster.active_from <= today, or_(Cluster.active_to.is_(None), Cluster.active_to >= today))
        .order_by(Cluster.name)
    )
    return {id_: name for id_, name in rows}


def words_about(session: Session, person: User) -> list[str]:
    """What anybody could know of this person: no password may be made of it."""
    cluster = session.scalar(select(Cluster.name).where(Cluster.id == person.cluster_id))
    return [word for word in (person.name, person.email, cluster) if word]


def admins_left(session: Session, besides: User) -> int:
    """How many other admins can still sign in."""
    return (
        session.scalar(
            select(func.count())
            .select_from(User)
            .where(
                User.role == Role.ADMIN,
                User.left_on.is_(None),
                User.password_hash.is_not(None),
                User.id != besides.id,
            )
        )
        or 0
    )


def staff_by_id(session: Session) -> dict[UUID, tuple[str, str]]:
    """Everybody who ever was on the staff: id to initials and role, for the audit trail."""
    return {person.id: (person.initials, person.role_words) for person in session.scalars(select(User))}
