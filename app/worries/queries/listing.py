"""Worries that wait: for today, to look at again, or to be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.db import columns
from app.core.permissions import Can, Role
from app.families.models import Family, FamilyMember
from app.families.queries import LOOKER, Standing, eyes_of, standing_of
from app.worries.models import Urgency, Worry, WorryState, WorryTold
from app.worries.queries.finding import worries_seen_from

_ON = bindparam("on", type_=Date)


@dataclass(frozen=True, kw_only=True)
class OpenWorry:
    """A worry as a list shows it: about whom, who wrote it, and what it waits for."""

    worry: Worry
    family: Family
    member: FamilyMember | None
    raised_by: User
    told: WorryTold | None
    may_decide: bool

    @property
    def about(self) -> str:
        """Whom it is about: the child or parent by full name, else the family."""
        return self.member.full_name if self.member else self.family.title

    def minutes_open(self, now: datetime) -> int:
        """Whole minutes since it was written."""
        return int((now - self.worry.raised_at).total_seconds() // 60)


def open_worries_for(session: Session, person: User, now: datetime) -> list[OpenWorry]:
    """What must not be missed today: worries for today without a decision, then held ones to look at again.

    The longest open first. One statement where there are none; two otherwise.
    """
    asked = eyes_of(person, now) | {_ON.key: clock.local(now).date()}
    ids = columns(session, _waiting_for(standing_of(person)), asked).scalars().all()
    return _shown(session, person, ids) if ids else []


def _shown(session: Session, person: User, ids: Sequence[UUID]) -> list[OpenWorry]:
    rows = session.execute(_SHOWN, {"ids": ids, LOOKER.key: person.id})
    return [
        OpenWorry(
            worry=worry,
            family=family,
            member=member,
            raised_by=raised_by,
            told=row,
            may_decide=_decides(person, worry, row),
        )
        for worry, family, member, raised_by, row in rows
    ]


@cache
def _waiting_for(standing: Standing) -> Select[UUID]:
    return (
        worries_seen_from(standing)
        .with_only_columns(Worry.id)
        .where(
            or_(
                and_(Worry.urgency == Urgency.TODAY, Worry.state == WorryState.OPEN),
                and_(Worry.state == WorryState.HELD, Worry.look_again_on <= _ON),
            )
        )
    )


_SHOWN = (
    select(Worry, Family, FamilyMember, User, WorryTold)
    .join(Family, Family.id == Worry.family_id)
    .outerjoin(FamilyMember, FamilyMember.id == Worry.member_id)
    .join(User, User.id == Worry.raised_by_id)
    .outerjoin(WorryTold, and_(WorryTold.worry_id == Worry.id, WorryTold.user_id == LOOKER))
    .where(Worry.id.in_(bindparam("ids", expanding=True)))
    .order_by(Worry.state != WorryState.OPEN, Worry.raised_at, Worry.id)
)


def _decides(person: User, worry: Worry, told: WorryTold | None) -> bool:
    """As `may_decide`, for a worry the person is known to see."""
    if not person.may(Can.WORRY_DECIDE) or worry.raised_by_id == person.id:
        return False
    return told is not None or person.role is Role.SUPERVISOR


UNOPENED = (
    select(Worry)
    .where(
        Worry.urgency == Urgency.TODAY,
        Worry.state == WorryState.OPEN,
        ~exists().where(WorryTold.worry_id == Worry.id, WorryTold.opened_at.is_not(None)),
    )
    .order_by(Worry.raised_at)
)


def unopened_worries(session: Session) -> Sequence[Worry]:
    """Worries for today without a decision that nobody told of them has opened, the oldest first."""
    return session.scalars(UNOPENED).all()
