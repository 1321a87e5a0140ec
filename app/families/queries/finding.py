"""Which families somebody finds, and why. Every other room asks here.

A role gives verbs, a relationship gives families, and the state of a record only takes away. Each
way to a family is one function below; docs/decisions/0010-who-finds-a-closed-family.md says why closed ones
are found as they are.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import Supervision, User
from app.accounts.queries import holds_on, supervised_ids
from app.core import clock
from app.core.permissions import Can, Role
from app.families.models import (
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyRestriction,
    ReasonedLook,
    RelatedStaff,
)

Ids = Select[UUID]


def not_kept_from(looker: User) -> ColumnElement[bool]:
    """Record state can only take away: named as related, or restricted to others."""
    if looker.let_in_to is not None:
        return true()  # Whoever let it in may read the family: it was asked of them.
    related = select(RelatedStaff.family_id).where(RelatedStaff.user_id == looker.id)
    named = select(FamilyRestriction.family_id).where(FamilyRestriction.user_id == looker.id)
    return and_(Family.id.not_in(related), or_(Family.restricted.is_(False), Family.id.in_(named)))


def leads_now(today: date) -> ColumnElement[bool]:
    """Whether an allocation joined to its episode and its person is a lead who can work today.

    Somebody who left, or was named as related to the family, leads nobody.
    """
    related = exists().where(RelatedStaff.family_id == Episode.family_id, RelatedStaff.user_id == Allocation.user_id)
    return and_(
        Allocation.kind == AllocationKind.LEAD,
        holds_on(Allocation.from_on, Allocation.until_on, today),
        User.left_on.is_(None),
        ~related,
    )


def _worked_with_by(whom: ColumnElement[bool], today: date) -> Ids:
    """Families for which one of these people is lead worker or cover on this day.

    On the day a plan closes its people still find it; from the next day they do not.
    """
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            whom,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            or_(Episode.closed_on.is_(None), Episode.closed_on >= today),
        )
    )


def _own(looker: User, kind: AllocationKind, today: date) -> Ids:
    return _worked_with_by(and_(Allocation.user_id == looker.id, Allocation.kind == kind), today)


def _of_team(looker: User, today: date) -> Ids:
    return _worked_with_by(Allocation.user_id.in_(supervised_ids(looker, today)), today)


def _without_lead(looker: User, today: date) -> Ids:
    """Families of a supervisor's cluster with an open plan and nobody who leads it now."""
    led = exists().where(Allocation.episode_id == Episode.id, User.id == Allocation.user_id, leads_now(today))
    return select(Episode.family_id).where(
        Episode.cluster_id == looker.cluster_id, Episode.closed_on.is_(None), ~led.correlate(Episode)
    )


def _closed_in_team(looker: User, today: date) -> Ids:
    """Families whose last plan has closed and whose last lead worker was in this person's team.

    In the team today; or, in the same cluster, in the team when the work ended.
    """
    later = aliased(Episode)
    still_going = exists().where(
        later.family_id == Episode.family_id, or_(later.closed_on.is_(None), later.opened_on > Episode.opened_on)
    )
    other = aliased(Allocation)
    last_began = (
        select(func.max(other.from_on))
        .where(
            other.episode_id == Episode.id,
            other.kind == AllocationKind.LEAD,
            or_(other.until_on.is_(None), other.until_on >= other.from_on),
        )
        .correlate(Episode)
        .scalar_subquery()
    )
    last_day = case((Allocation.until_on < Episode.closed_on, Allocation.until_on), else_=Episode.closed_on)
    then_theirs = exists().where(
        Supervision.worker_id == Allocation.user_id,
        Supervision.supervisor_id == looker.id,
        Supervision.from_on <= last_day,
        or_(Supervision.until_on.is_(None), Supervision.until_on >= last_day),
    )
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            Episode.closed_on < today,
            Allocation.kind == AllocationKind.LEAD,
            Allocation.from_on == last_began,
            or_(Allocation.until_on.is_(None), Allocation.until_on >= Allocation.from_on),
            or_(
                Allocation.user_id.in_(supervised_ids(looker, today)),
                and_(Episode.cluster_id == looker.cluster_id, then_theirs),
            ),
            ~still_going,
        )
    )


def _reason_given(looker: User, now: datetime) -> Ids:
    """Families of a manager's cluster that were opened with a reason which still holds."""
    return (
        select(ReasonedLook.family_id)
        .join(Family, Family.id == ReasonedLook.family_id)
        .where(
            ReasonedLook.user_id == looker.id,
            ReasonedLook.until_at > now,
            Family.cluster_id == looker.cluster_id,
        )
    )


def _ways(looker: User, now: datetime) -> dict[str, Ids]:
    """Each way by which this person may come to a family, the nearest first."""
    if looker.let_in_to is not None:
        return {"let_in": select(Family.id).where(Family.id == looker.let_in_to)}
    if looker.left_on is not None or not looker.may(Can.FAMILY_READ):
        return {}
    today = clock.local(now).date()
    ways = {
        "lead": _own(looker, AllocationKind.LEAD, today),
        "cover": _own(looker, AllocationKind.COVER, today),
        # A named deputy stands where the supervisor stands, whatever their own role.
        "supervises": _of_team(looker, today),
    }
    if looker.role is Role.SUPERVISOR:
        ways["no_lead_worker"] = _without_lead(looker, today)
        ways["closed_in_team"] = _closed_in_team(looker, today)
    if looker.may(Can.FAMILY_REASON):
        ways["gave_reason"] = _reason_given(looker, now)
    return ways


def _is_any_of(ways: dict[str, Ids]) -> ColumnElement[bool]:
    # One list of ids rather than a row of ORs: both databases then begin at the few, not at every family.
    return Family.id.in_(union(*ways.values())) if ways else false()


def families_seen_by(looker: User, now: datetime) -> Select[Family]:
    """The families this person may read now: by relationship, never by role alone."""
    return select(Family).where(_is_any_of(_ways(looker, now)), not_kept_from(looker))


def families_known_to(looker: User, now: datetime) -> Select[Family]:
    """The families whose name and place in the caseload this person may see, without opening them.

    For a cluster manager that is the cluster, less what is kept from them; for others the same as
    those they may read.
    """
    if looker.left_on is not None or not looker.may(Can.FAMILY_REASON):
        return families_seen_by(looker, now)
    known = or_(Family.cluster_id == looker.cluster_id, _is_any_of(_ways(looker, now)))
    return select(Family).where(known, not_kept_from(looker))


def family_seen_by(session: Session, looker: User, family_id: UUID, now: datetime) -> Family | None:
    """This family, if this person may read it now."""
    return session.scalar(families_seen_by(looker, now).where(Family.id == family_id))


def family_known_to(session: Session, looker: User, family_id: UUID, now: datetime) -> Family | None:
    """This family, if this person may know that it is there."""
    return session.scalar(families_known_to(looker, now).where(Family.id == family_id))


def episode_seen_by(session: Session, looker: User, episode_id: UUID, now: datetime) -> Episode | None:
    """This episode with its family, if this person may read the family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(
        select(Episode).where(Episode.id == episode_id, Episode.family_id.in_(seen)).options(joinedload(Episode.family))
    )


def relation_to(session: Session, looker: User, family_id: UUID, now: datetime) -> str:
    """In a word, why this person may read the family; kept with each look in the audit."""
    ways = _ways(looker, now)
    if not ways:
        return "none"
    rows = [
        select(literal(rank).label("rank"), literal(word).label("word")).where(literal(family_id).in_(ids))
        for rank, (word, ids) in enumerate(ways.items())
    ]
    found = union_all(*rows).subquery()
    return session.scalar(select(found.c.word).order_by(found.c.rank).limit(1)) or "none"


def reasoned_look_of(session: Session, looker: User, family_id: UUID, now: datetime) -> ReasonedLook | None:
    """The reason by which this person has the family open, for the banner on its pages; the latest."""
    return session.scalar(
        select(ReasonedLook)
        .where(ReasonedLook.user_id == looker.id, ReasonedLook.family_id == family_id, ReasonedLook.until_at > now)
        .order_by(ReasonedLook.until_at.desc())
        .limit(1)
    )
