"""Which families somebody finds, and why. Every other room asks here.

A role gives verbs, a relationship gives families, and the state of a record only takes away. Each
way to a family is one function below; docs/decisions/0010-who-finds-a-closed-family.md says why closed ones
are found as they are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
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

# The statements here are made once for each standing: building them anew costs more than the database takes to
# answer. Who looks, and when, goes in by these names. One that was given no value is an error, never an open door.
# As each has one value in a statement, a statement has one looker.
LOOKER: BindParameter[UUID] = bindparam("looker_id")
_CLUSTER: BindParameter[UUID] = bindparam("looker_cluster_id")
_TODAY = bindparam("looker_today", type_=Date)
_NOW: BindParameter[datetime] = bindparam("looker_now")
_LET_IN = bindparam("looker_let_in_to", type_=Uuid)
_FAMILY = bindparam("looked_at_id", type_=Uuid)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides by which ways somebody may come to a family. Those who have left stand nowhere."""

    reads: bool
    supervises: bool
    gives_reasons: bool
    # What they wrote about one family was let in by a supervisor: for that request they find this family alone.
    let_in: bool = False


def standing_of(looker: User) -> Standing:
    """Where this person stands."""
    if looker.let_in_to is not None:
        return Standing(reads=False, supervises=False, gives_reasons=False, let_in=True)
    here = looker.left_on is None
    return Standing(
        reads=here and looker.may(Can.FAMILY_READ),
        supervises=here and looker.role is Role.SUPERVISOR,
        gives_reasons=here and looker.may(Can.FAMILY_REASON),
    )


def eyes_of(looker: User, now: datetime) -> dict[str, object]:
    """The values for a statement that was made for this person's standing."""
    return {
        LOOKER.key: looker.id,
        _CLUSTER.key: looker.cluster_id,
        _TODAY.key: clock.local(now).date(),
        _NOW.key: now,
        _LET_IN.key: looker.let_in_to,
    }


def not_kept_from(looker_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Record state can only take away: named as related, or restricted to others."""
    related = select(RelatedStaff.family_id).where(RelatedStaff.user_id == looker_id)
    named = select(FamilyRestriction.family_id).where(FamilyRestriction.user_id == looker_id)
    return and_(Family.id.not_in(related), or_(Family.restricted.is_(False), Family.id.in_(named)))


def open_to(standing: Standing) -> ColumnElement[bool]:
    """The same of whoever looks. Whoever let something in may read the family: it was asked of them."""
    return true() if standing.let_in else not_kept_from(LOOKER)


def leads_now(today: date | BindParameter[date]) -> ColumnElement[bool]:
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


def _worked_with_by(whom: ColumnElement[bool]) -> Ids:
    """Families for which one of these people is lead worker or cover on this day.

    On the day a plan closes its people still find it; from the next day they do not.
    """
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            whom,
            holds_on(Allocation.from_on, Allocation.until_on, _TODAY),
            or_(Episode.closed_on.is_(None), Episode.closed_on >= _TODAY),
        )
    )


def _own(kind: AllocationKind) -> Ids:
    return _worked_with_by(and_(Allocation.user_id == LOOKER, Allocation.kind == kind))


def _of_team() -> Ids:
    return _worked_with_by(Allocation.user_id.in_(supervised_ids(LOOKER, _TODAY)))


def _without_lead() -> Ids:
    """Families of a supervisor's cluster with an open plan and nobody who leads it now."""
    led = exists().where(Allocation.episode_id == Episode.id, User.id == Allocation.user_id, leads_now(_TODAY))
    return select(Episode.family_id).where(
        Episode.cluster_id == _CLUSTER, Episode.closed_on.is_(None), ~led.correlate(Episode)
    )


def _closed_in_team() -> Ids:
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
        Supervision.supervisor_id == LOOKER,
        Supervision.from_on <= last_day,
        or_(Supervision.until_on.is_(None), Supervision.until_on >= last_day),
    )
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            Episode.closed_on < _TODAY,
            Allocation.kind == AllocationKind.LEAD,
            Allocation.from_on == last_began,
            or_(Allocation.until_on.is_(None), Allocation.until_on >= Allocation.from_on),
            or_(
                Allocation.user_id.in_(supervised_ids(LOOKER, _TODAY)),
                and_(Episode.cluster_id == _CLUSTER, then_theirs),
            ),
            ~still_going,
        )
    )


def _reason_given() -> Ids:
    """Families of a manager's cluster that were opened with a reason which still holds."""
    return (
        select(ReasonedLook.family_id)
        .join(Family, Family.id == ReasonedLook.family_id)
        .where(
            ReasonedLook.user_id == LOOKER,
            ReasonedLook.until_at > _NOW,
            Family.cluster_id == _CLUSTER,
        )
    )


@cache
def _ways(standing: Standing) -> dict[str, Ids]:
    """Each way by which somebody of this standing may come to a family, the nearest first."""
    if standing.let_in:
        return {"let_in": select(Family.id).where(Family.id == _LET_IN)}
    if not standing.reads:
        return {}
    ways = {
        "lead": _own(AllocationKind.LEAD),
        "cover": _own(AllocationKind.COVER),
        # A named deputy stands where the supervisor stands, whatever their own role.
        "supervises": _of_team(),
    }
    if standing.supervises:
        ways["no_lead_worker"] = _without_lead()
        ways["closed_in_team"] = _closed_in_team()
    if standing.gives_reasons:
        ways["gave_reason"] = _reason_given()
    return ways


def _is_any_of(ways: dict[str, Ids]) -> ColumnElement[bool]:
    # One list of ids rather than a row of ORs: both databases then begin at the few, not at every family.
    return Family.id.in_(union(*ways.values())) if ways else false()


@cache
def _seen_from(standing: Standing) -> Select[Family]:
    return select(Family).where(_is_any_of(_ways(standing)), open_to(standing))


@cache
def _known_from(standing: Standing) -> Select[Family]:
    if not standing.gives_reasons:
        return _seen_from(standing)
    known = or_(Family.cluster_id == _CLUSTER, _is_any_of(_ways(standing)))
    return select(Family).where(known, open_to(standing))


def ids_seen_from(standing: Standing) -> Ids:
    """The ids of `families_seen_by`, for a statement that is made once: it is executed with `eyes_of`."""
    return _seen_from(standing).with_only_columns(Family.id)


def ids_known_from(standing: Standing) -> Ids:
    """The ids of `families_known_to`, likewise."""
    return _known_from(standing).with_only_columns(Family.id)


def families_seen_by(looker: User, now: datetime) -> Select[Family]:
    """The families this person may read now: by relationship, never by role alone."""
    return _seen_from(standing_of(looker)).params(eyes_of(looker, now))


def families_known_to(looker: User, now: datetime) -> Select[Family]:
    """The families whose name and place in the caseload this person may see, without opening them.

    For a cluster manager that is the cluster, less what is kept from them; for others the same as
    those they may read.
    """
    return _known_from(standing_of(looker)).params(eyes_of(looker, now))


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
    nearest = _nearest_way(standing_of(looker))
    if nearest is None:
        return "none"
    return session.scalar(nearest, eyes_of(looker, now) | {_FAMILY.key: family_id}) or "none"


@cache
def _nearest_way(standing: Standing) -> Select[str] | None:
    ways = _ways(standing)
    if not ways:
        return None
    rows = [
        select(literal(rank).label("rank"), literal(word).label("word")).where(_FAMILY.in_(ids))
        for rank, (word, ids) in enumerate(ways.items())
    ]
    found = union_all(*rows).subquery()
    return select(found.c.word).order_by(found.c.rank).limit(1)


def reasoned_look_of(session: Session, looker: User, family_id: UUID, now: datetime) -> ReasonedLook | None:
    """The reason by which this person has the family open, for the banner on its pages; the latest."""
    return session.scalar(
        select(ReasonedLook)
        .where(ReasonedLook.user_id == looker.id, ReasonedLook.family_id == family_id, ReasonedLook.until_at > now)
        .order_by(ReasonedLook.until_at.desc())
        .limit(1)
    )
