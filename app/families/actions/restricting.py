"""Who may not find a family, who alone may, and a manager's reason to open one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Can
from app.families.models import (
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyRestriction,
    ReasonedLook,
    RelatedStaff,
)
from app.families.queries.finding import leads_now

SHORTEST_REASON = 20  # letters
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class RestrictEntry:
    """Whether only some may find the family, and which of the staff those are."""

    restricted: bool
    named: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RelatedEntry:
    """One of the staff who is related to the family, or otherwise too close to it, and how."""

    user_id: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ReasonEntry:
    """Why a cluster manager needs to open a family now."""

    id: UUID
    reason: str


def restrict_family(session: Session, family: Family, by: User, entry: RestrictEntry, *, now: datetime) -> Family:
    """Keep the family to the named few, or open it to everybody who works with it again."""
    wanted = entry.named if entry.restricted else frozenset()
    if entry.restricted:
        _check_named(session, family, by, wanted, now)
    before = _named_now(session, family)
    session.execute(
        delete(FamilyRestriction).where(
            FamilyRestriction.family_id == family.id, FamilyRestriction.user_id.not_in(wanted)
        )
    )
    for user_id in wanted - before:
        session.add(FamilyRestriction(family_id=family.id, user_id=user_id, named_at=now, named_by_id=by.id))
    turned = family.restricted is not entry.restricted
    family.restricted = entry.restricted
    for action, people in (("restriction.name", wanted - before), ("restriction.unname", before - wanted)):
        for user_id in sorted(people):
            note(session, by, action, about="user_account", about_id=user_id, family_id=family.id, now=now)
    if turned:
        action = "family.restrict" if entry.restricted else "family.unrestrict"
        note(session, by, action, about="family", about_id=family.id, family_id=family.id, now=now)
    return family


def relate_staff(session: Session, family: Family, by: User, entry: RelatedEntry, *, now: datetime) -> RelatedStaff:
    """Name somebody as related: from this moment they never find the family. Twice changes nothing."""
    if known := session.get(RelatedStaff, (family.id, entry.user_id)):
        return known
    person = session.get(User, entry.user_id)
    if person is None or person.left_on is not None or not person.may(Can.FAMILY_READ):
        raise Refused("user_id", "Choose somebody from the list")
    if len(entry.words) > RelatedStaff.words.type.length:
        raise Refused("words", "Use 200 letters or fewer")
    row = RelatedStaff(family_id=family.id, user_id=person.id, words=entry.words, named_at=now, named_by_id=by.id)
    session.add(row)
    note(session, by, "related.name", about="user_account", about_id=person.id, family_id=family.id, now=now)
    return row


def unrelate_staff(session: Session, family: Family, by: User, user_id: UUID, *, now: datetime) -> None:
    """They were named by mistake. Nobody can do this for themselves."""
    if by.id == user_id:
        raise Refused("", "Somebody else has to do this: it is about you")
    row = session.get(RelatedStaff, (family.id, user_id))
    if row is not None:
        session.delete(row)
        note(session, by, "related.unname", about="user_account", about_id=user_id, family_id=family.id, now=now)


def give_reason(session: Session, family: Family, by: User, entry: ReasonEntry, *, now: datetime) -> ReasonedLook:
    """Open a family of the cluster for a while, with a reason that others will read."""
    if known := session.get(ReasonedLook, entry.id):
        if (known.user_id, known.family_id, known.reason) == (by.id, family.id, entry.reason):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    if len(entry.reason) < SHORTEST_REASON:
        raise Refused("reason", f"Say a little more: at least {SHORTEST_REASON} letters")
    if len(entry.reason) > LONGEST_REASON:
        raise Refused("reason", f"Use {LONGEST_REASON} letters or fewer")
    minutes = figures_of(session, family.cluster_id).reason_minutes
    look = ReasonedLook(
        id=entry.id,
        user_id=by.id,
        family_id=family.id,
        reason=entry.reason,
        at=now,
        until_at=now + timedelta(minutes=minutes),
    )
    session.add(look)
    note(
        session,
        by,
        "family.reason",
        about="reasoned_look",
        about_id=look.id,
        family_id=family.id,
        relation="gave_reason",
        reason=entry.reason,
        now=now,
    )
    return look


def _named_now(session: Session, family: Family) -> frozenset[UUID]:
    return frozenset(session.scalars(select(FamilyRestriction.user_id).where(FamilyRestriction.family_id == family.id)))


def _check_named(session: Session, family: Family, by: User, named: frozenset[UUID], now: datetime) -> None:
    if by.id not in named:
        raise Refused("named", "You can’t take yourself off. Somebody else who is named can")
    today = clock.local(now).date()
    working = select(User).where(
        User.id == Allocation.user_id,
        Allocation.episode_id == Episode.id,
        Episode.family_id == family.id,
        Episode.closed_on.is_(None),
        User.left_on.is_(None),
        or_(
            leads_now(today),
            (Allocation.kind == AllocationKind.COVER) & (Allocation.until_on >= today),
        ),
    )
    for person in session.scalars(working.distinct()):
        if person.id not in named:
            raise Refused("named", f"{person.name} works with this family: name {person.first_name} too")
    who = session.scalars(select(User).where(User.id.in_(named))).all()
    if len(who) != len(named) or any(not person.may(Can.FAMILY_READ) for person in who):
        raise Refused("named", "Choose people from the list")
