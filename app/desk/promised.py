"""What was promised to the families of a day: by the worker, or by whom the worker stands in for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.core.db import columns
from app.desk.reach_words import best_words, limits_words, reach_words
from app.desk.walks import Walk
from app.families.models import Allocation, Episode, Family, FamilyMember, Partner, SafeContact
from app.families.queries import families_seen_by
from app.promises.models import Promise, PromiseKind, PromiseState

# Reviews and promises are shown this many days before they are due.
SOON = 7


@dataclass(frozen=True, kw_only=True)
class Promised:
    """Something promised to a family. `said_by` is whoever said it, while somebody stands in for them."""

    id: UUID
    walk: Walk
    what: str
    kind: PromiseKind
    due_on: date | None
    days_late: int
    said_by: str
    # Whom to ring, for a call, and how that is safe. A number stands here only where it may be used.
    whom: str
    organisation: str
    call_phone: str
    text_phone: str
    reach: str


_FAMILIES: BindParameter[UUID] = bindparam("families", expanding=True)

PROMISES = (
    select(
        Promise.id,
        Promise.family_id,
        Promise.owner_user_id,
        Promise.what,
        Promise.kind,
        Promise.due_on,
        FamilyMember.known_as,
        FamilyMember.surname,
        Partner.name.label("partner"),
        Partner.organisation,
        Partner.phone.label("partner_phone"),
        SafeContact.id.label("contact_id"),
        SafeContact.phone,
        SafeContact.call_ok,
        SafeContact.text_ok,
        SafeContact.voicemail_ok,
        SafeContact.good_times,
        SafeContact.must_not_know,
    )
    .outerjoin(FamilyMember, FamilyMember.id == Promise.call_member_id)
    .outerjoin(Partner, Partner.id == Promise.call_partner_id)
    .outerjoin(SafeContact, and_(SafeContact.member_id == FamilyMember.id, SafeContact.ended_at.is_(None)))
    .where(
        Promise.owner_user_id.in_(bindparam("owners", expanding=True)),
        Promise.state == PromiseState.OPEN,
        Promise.family_id.in_(_FAMILIES),
        or_(
            Promise.due_on <= bindparam("soon", type_=Date),
            and_(Promise.due_on.is_(None), Promise.kind != PromiseKind.DO),
        ),
    )
    .order_by(Promise.due_on.nulls_last(), Promise.made_at, Promise.id)
)


def promised_to(
    session: Session, worker: User, by_family: Mapping[UUID, Walk], on: date, today: date
) -> list[Promised]:
    """Open promises to these families: late, due soon, or belonging to a visit. A day to come makes none late."""
    leads = {walk.lead_id for walk in by_family.values() if walk.covering_for and walk.lead_id}
    asked = {"owners": [worker.id, *leads], "families": list(by_family), "soon": on + timedelta(days=SOON)}
    found: dict[UUID, Promised] = {}
    for row in columns(session, PROMISES, asked):
        walk = by_family[row.family_id]
        own = row.owner_user_id == worker.id
        if row.id not in found and (own or (walk.covering_for and row.owner_user_id == walk.lead_id)):
            found[row.id] = _promised(row, walk, "" if own else walk.covering_for, min(on, today))
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class OwnPromise:
    """What somebody who does not walk beside a family said that they would do for it."""

    id: UUID
    family: str
    yarn: str
    what: str
    due_on: date


def own_promises(session: Session, person: User, now: datetime) -> list[OwnPromise]:
    """Open promises of this person to families they may read, late or due soon, the longest due first.

    Families that they walk beside have theirs on the day itself.
    """
    today = clock.local(now).date()
    walks = (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(Allocation.user_id == person.id, holds_on(Allocation.from_on, Allocation.until_on, today))
    )
    rows = session.execute(
        select(Promise.id, Family.name.label("family"), Family.yarn, Promise.what, Promise.due_on)
        .join(Family, Family.id == Promise.family_id)
        .where(
            Promise.owner_user_id == person.id,
            Promise.state == PromiseState.OPEN,
            Promise.due_on <= today + timedelta(days=SOON),
            Promise.family_id.not_in(walks),
            Promise.family_id.in_(families_seen_by(person, now).with_only_columns(Family.id)),
        )
        .order_by(Promise.due_on, Promise.made_at, Promise.id)
    )
    return [OwnPromise(**row._asdict()) for row in rows]


def _promised(row: Any, walk: Walk, said_by: str, on: date) -> Promised:
    is_partner = row.partner is not None
    return Promised(
        id=row.id,
        walk=walk,
        what=row.what,
        kind=row.kind,
        due_on=row.due_on,
        days_late=max((on - row.due_on).days, 0) if row.due_on else 0,
        said_by=said_by,
        whom=f"{row.known_as} {row.surname}".strip() if row.known_as else row.partner or "",
        organisation=row.organisation or "",
        call_phone=row.partner_phone if is_partner else row.phone if row.call_ok else "",
        text_phone=row.phone if row.text_ok and not row.call_ok and not is_partner else "",
        reach="" if is_partner or row.contact_id is None else _reach(row),
    )


def _reach(row: Any) -> str:
    limits = limits_words(call_ok=row.call_ok, text_ok=row.text_ok, voicemail_ok=row.voicemail_ok)
    return reach_words(when=best_words(row.good_times), limits=limits, must_not_know=row.must_not_know)
