"""What is known of a family: its people, homes, agreements, and who works with it.

Ask `finding` first whether the person who looks may see the family at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    Consent,
    ConsentKind,
    Episode,
    FamilyMember,
    Partner,
    SafeContact,
    WarningNote,
)
from app.families.queries.finding import leads_now

Part = TypeVar("Part", Address, Consent, FamilyMember, Partner, SafeContact, WarningNote)


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


def everybody_of(session: Session, family_id: UUID) -> Sequence[FamilyMember]:
    """The family's people with those who left, who come last; each with the school."""
    return session.scalars(
        select(FamilyMember)
        .where(FamilyMember.family_id == family_id)
        .options(joinedload(FamilyMember.school))
        .order_by(FamilyMember.left_on.is_not(None), FamilyMember.position, FamilyMember.known_as)
    ).all()


def part_of(session: Session, kind: type[Part], family_id: UUID, part_id: UUID) -> Part | None:
    """One row that belongs to this family, which the person who looks was found to see."""
    return session.scalar(select(kind).where(kind.id == part_id, kind.family_id == family_id))


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
        .where(WarningNote.family_id.in_(family_ids), WarningNote.ended_at.is_(None), WarningNote.until_on >= today)
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


def who_knows_each(session: Session, address_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The members who may know each of these addresses."""
    known: dict[UUID, list[UUID]] = defaultdict(list)
    rows = select(AddressKnownTo).where(AddressKnownTo.address_id.in_(address_ids))
    for row in session.scalars(rows):
        known[row.address_id].append(row.member_id)
    return known


def consents_of(session: Session, family_id: UUID) -> Sequence[Consent]:
    """What each person has agreed to and not withdrawn, the newest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.family_id == family_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_on.desc(), Consent.agency)
    ).all()


def agencies_agreed(consents: Sequence[Consent]) -> set[str]:
    """The agencies we may share with, of answers that stand: somebody said yes to each, and nobody says no."""
    answers = [one for one in consents if one.kind is ConsentKind.TALK_TO and one.withdrawn_at is None]
    return {one.agency for one in answers if one.agreed} - {one.agency for one in answers if not one.agreed}


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
        .join(Episode, Episode.id == Allocation.episode_id)
        .where(Allocation.episode_id.in_(episode_ids), leads_now(today))
    )
    return {episode_id: user for episode_id, user in rows}
