"""Which families somebody can see, and what is known of one. Every other room asks here."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.accounts.queries import holds_on, supervised_ids
from app.core import clock
from app.core.permissions import Can, Role
from app.families.models import (
    Address,
    Allocation,
    AllocationKind,
    Consent,
    Episode,
    Family,
    FamilyMember,
    FamilyRestriction,
    Partner,
    ReasonedLook,
    RelatedStaff,
    SafeContact,
    WarningNote,
)


def _not_kept_from(looker: User) -> ColumnElement[bool]:
    """Record state can only take away: named as related, or restricted to others."""
    related = select(RelatedStaff.family_id).where(RelatedStaff.user_id == looker.id)
    named = select(FamilyRestriction.family_id).where(FamilyRestriction.user_id == looker.id)
    return and_(Family.id.not_in(related), or_(Family.restricted.is_(False), Family.id.in_(named)))


def _worked_with_by(user_ids: Sequence[UUID] | Select[tuple[UUID]], today: date) -> Select[tuple[UUID]]:
    """Families for which one of these people is lead worker or cover on this day."""
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(Allocation.user_id.in_(user_ids), holds_on(Allocation.from_on, Allocation.until_on, today))
    )


def _unallocated_in(cluster_id: UUID, today: date) -> Select[tuple[UUID]]:
    """Families of the cluster with an open episode and nobody who leads it now."""
    led = (
        select(Allocation.episode_id)
        .join(User, User.id == Allocation.user_id)
        .where(
            Allocation.kind == AllocationKind.LEAD,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            User.left_on.is_(None),
        )
    )
    return select(Episode.family_id).where(
        Episode.cluster_id == cluster_id, Episode.closed_on.is_(None), Episode.id.not_in(led)
    )


def _related_to(looker: User, now: datetime) -> ColumnElement[bool]:
    """The relationship that lets this person read a family; none where there is none."""
    today = clock.local(now).date()
    if looker.role is Role.WORKER:
        return Family.id.in_(_worked_with_by([looker.id], today))
    if looker.role is Role.SUPERVISOR and looker.cluster_id is not None:
        return or_(
            Family.id.in_(_worked_with_by([looker.id], today)),
            Family.id.in_(_worked_with_by(supervised_ids(looker, today), today)),
            Family.id.in_(_unallocated_in(looker.cluster_id, today)),
        )
    if looker.role is Role.MANAGER:
        given = select(ReasonedLook.family_id).where(ReasonedLook.user_id == looker.id, ReasonedLook.until_at > now)
        return and_(Family.cluster_id == looker.cluster_id, Family.id.in_(given))
    return false()


def families_seen_by(looker: User, now: datetime) -> Select[tuple[Family]]:
    """The families this person may read now: by relationship, never by role alone.

    Rules: security.md 2 (role gives verbs, relationship gives objects, state only subtracts).
    """
    return select(Family).where(_related_to(looker, now), _not_kept_from(looker))


def families_known_to(looker: User, now: datetime) -> Select[tuple[Family]]:
    """The families whose name and place in the caseload this person may see, without opening them.

    For a cluster manager that is the cluster, less what is kept from them; for others the same as
    those they may read.
    """
    if not looker.may(Can.FAMILY_REASON):
        return families_seen_by(looker, now)
    return select(Family).where(Family.cluster_id == looker.cluster_id, _not_kept_from(looker))


def family_seen_by(session: Session, looker: User, family_id: UUID, now: datetime) -> Family | None:
    """This family, if this person may read it now."""
    return session.scalar(families_seen_by(looker, now).where(Family.id == family_id))


def episode_seen_by(session: Session, looker: User, episode_id: UUID, now: datetime) -> Episode | None:
    """This episode with its family, if this person may read the family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(
        select(Episode)
        .where(Episode.id == episode_id, Episode.family_id.in_(seen))
        .options(joinedload(Episode.family))
    )


def current_episode(session: Session, family_id: UUID) -> Episode | None:
    """The family's open episode, else the latest."""
    return session.scalar(
        select(Episode)
        .where(Episode.family_id == family_id)
        .options(joinedload(Episode.family))
        .order_by(Episode.closed_on.is_not(None), Episode.opened_on.desc())
        .limit(1)
    )


def members_of(session: Session, family_id: UUID) -> Sequence[FamilyMember]:
    """The family's people in their own order, each with the school; those who left come not."""
    return session.scalars(
        select(FamilyMember)
        .where(FamilyMember.family_id == family_id, FamilyMember.left_on.is_(None))
        .options(joinedload(FamilyMember.school))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    ).all()


def safe_contacts_of(session: Session, family_ids: Sequence[UUID]) -> Sequence[SafeContact]:
    """How the people of these families can be reached now."""
    return session.scalars(
        select(SafeContact)
        .where(SafeContact.family_id.in_(family_ids), SafeContact.ended_at.is_(None))
        .order_by(SafeContact.made_at)
    ).all()


def warnings_of(session: Session, family_ids: Sequence[UUID], today: date) -> Sequence[WarningNote]:
    """Safety notes of these families that hold today, those that end first at the head."""
    return session.scalars(
        select(WarningNote)
        .where(
            WarningNote.family_id.in_(family_ids), WarningNote.ended_at.is_(None), WarningNote.until_on >= today
        )
        .order_by(WarningNote.until_on)
    ).all()


def addresses_of(session: Session, family_ids: Sequence[UUID], today: date) -> Sequence[Address]:
    """The homes of these families today, in order of household."""
    return session.scalars(
        select(Address)
        .where(
            Address.family_id.in_(family_ids),
            or_(Address.until_on.is_(None), Address.until_on >= today),
        )
        .order_by(Address.household)
    ).all()


def consents_of(session: Session, family_id: UUID) -> Sequence[Consent]:
    """What each person has agreed to and not withdrawn, the newest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.family_id == family_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_on.desc(), Consent.agency)
    ).all()


def partners_of(session: Session, family_id: UUID, today: date) -> Sequence[Partner]:
    """The team around the family today, by name."""
    return session.scalars(
        select(Partner)
        .where(Partner.family_id == family_id, or_(Partner.until_on.is_(None), Partner.until_on >= today))
        .order_by(Partner.name)
    ).all()


def lead_workers_of(session: Session, episode_ids: Sequence[UUID], today: date) -> dict[UUID, User]:
    """Who leads each of these episodes today, by episode; absent where nobody does."""
    rows = session.execute(
        select(Allocation.episode_id, User)
        .join(User, User.id == Allocation.user_id)
        .where(
            Allocation.episode_id.in_(episode_ids),
            Allocation.kind == AllocationKind.LEAD,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            User.left_on.is_(None),
        )
    )
    return {episode_id: user for episode_id, user in rows}


def relation_to(session: Session, looker: User, family_id: UUID, today: date) -> str:
    """In a word, why this person may read the family; kept with each look in the audit."""
    kind = session.scalar(
        select(Allocation.kind)
        .join(Episode, Episode.id == Allocation.episode_id)
        .where(
            Episode.family_id == family_id,
            Allocation.user_id == looker.id,
            holds_on(Allocation.from_on, Allocation.until_on, today),
        )
        .order_by(Allocation.kind.desc())
        .limit(1)
    )
    if kind is not None:
        return kind.value
    return {Role.SUPERVISOR: "supervises", Role.MANAGER: "gave_reason"}.get(looker.role, "none")
