"""Which worries somebody may read, and what is known of one. Families never come this way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.core.permissions import Can, Role
from app.families.models import Allocation, Family, FamilyMember, FamilyRestriction, RelatedStaff
from app.families.queries import families_seen_by, lead_workers_of, not_kept_from
from app.worries.models import (
    Urgency,
    Worry,
    WorryAddition,
    WorryDecision,
    WorryState,
    WorryTold,
)


def kept_from(session: Session, family: Family) -> frozenset[UUID]:
    """Colleagues from whom this family is kept: related to it, or not named where it is restricted."""
    related = session.scalars(select(RelatedStaff.user_id).where(RelatedStaff.family_id == family.id)).all()
    if not family.restricted:
        return frozenset(related)
    named = select(FamilyRestriction.user_id).where(FamilyRestriction.family_id == family.id)
    others = session.scalars(select(User.id).where(User.id.not_in(named))).all()
    return frozenset([*related, *others])


def worries_seen_by(looker: User, now: datetime) -> Select[Worry]:
    """The worries this person may read: about families they may read, their own until decided, or told to them.

    Being told opens the worry itself and nothing else of the family.
    """
    # Under a name of its own: whoever asks may join the table of the told as well.
    heard = aliased(WorryTold)
    told = exists().where(heard.worry_id == Worry.id, heard.user_id == looker.id)
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return (
        select(Worry)
        .join(Family, Family.id == Worry.family_id)
        .where(
            or_(Worry.family_id.in_(seen), and_(Worry.raised_by_id == looker.id, Worry.state == WorryState.OPEN), told),
            not_kept_from(looker),
        )
    )


def worry_seen_by(session: Session, looker: User, worry_id: UUID, now: datetime) -> Worry | None:
    """This worry, if this person may read it now."""
    return session.scalar(worries_seen_by(looker, now).where(Worry.id == worry_id))


def may_decide(session: Session, looker: User, worry: Worry, now: datetime) -> bool:
    """Whether this person decides about the worry: told of it, or supervising; never who raised it."""
    if not looker.may(Can.WORRY_DECIDE) or worry.raised_by_id == looker.id:
        return False
    if session.get(WorryTold, (worry.id, looker.id)) is not None:
        return True
    seen = families_seen_by(looker, now).where(Family.id == worry.family_id)
    return looker.role is Role.SUPERVISOR and session.scalar(seen) is not None


def who_is_with_them(session: Session, worry: Worry, today: date) -> User | None:
    """Who of us is closest to the family today: whoever raised it, if they lead or cover; else the lead worker."""
    raiser = session.scalar(
        select(User)
        .join(Allocation, Allocation.user_id == User.id)
        .where(
            User.id == worry.raised_by_id,
            User.left_on.is_(None),
            Allocation.episode_id == worry.episode_id,
            holds_on(Allocation.from_on, Allocation.until_on, today),
        )
        .limit(1)
    )
    return raiser or lead_workers_of(session, [worry.episode_id], today).get(worry.episode_id)


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

    The longest open first. One statement.
    """
    today = clock.local(now).date()
    told = and_(WorryTold.worry_id == Worry.id, WorryTold.user_id == person.id)
    rows = session.execute(
        worries_seen_by(person, now)
        .with_only_columns(Worry, Family, FamilyMember, User, WorryTold)
        .outerjoin(FamilyMember, FamilyMember.id == Worry.member_id)
        .join(User, User.id == Worry.raised_by_id)
        .outerjoin(WorryTold, told)
        .where(
            or_(
                and_(Worry.urgency == Urgency.TODAY, Worry.state == WorryState.OPEN),
                and_(Worry.state == WorryState.HELD, Worry.look_again_on <= today),
            )
        )
        .order_by(Worry.state != WorryState.OPEN, Worry.raised_at)
    )
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


def _decides(person: User, worry: Worry, told: WorryTold | None) -> bool:
    """As `may_decide`, for a worry the person is known to see."""
    if not person.may(Can.WORRY_DECIDE) or worry.raised_by_id == person.id:
        return False
    return told is not None or person.role is Role.SUPERVISOR


def unopened_worries(session: Session) -> Sequence[Worry]:
    """Worries for today without a decision that nobody told of them has opened, the oldest first."""
    opened = exists().where(WorryTold.worry_id == Worry.id, WorryTold.opened_at.is_not(None))
    return session.scalars(
        select(Worry)
        .where(Worry.urgency == Urgency.TODAY, Worry.state == WorryState.OPEN, ~opened)
        .order_by(Worry.raised_at)
    ).all()


def worries_of(session: Session, family_id: UUID) -> Sequence[Worry]:
    """Every worry about a family, whatever came of it, the newest first."""
    return session.scalars(
        select(Worry).where(Worry.family_id == family_id).order_by(Worry.raised_at.desc(), Worry.id)
    ).all()


def held_worries(session: Session, family_ids: Sequence[UUID]) -> Sequence[Worry]:
    """Worries that are being watched in these families, those to look at soonest first."""
    return session.scalars(
        select(Worry)
        .where(Worry.family_id.in_(family_ids), Worry.state == WorryState.HELD)
        .order_by(Worry.look_again_on.is_(None), Worry.look_again_on, Worry.raised_at)
    ).all()


def told_of(session: Session, worry_id: UUID) -> list[tuple[WorryTold, User]]:
    """Who was told, when, and when each opened it, in order."""
    rows = session.execute(
        select(WorryTold, User)
        .join(User, User.id == WorryTold.user_id)
        .where(WorryTold.worry_id == worry_id)
        .order_by(WorryTold.told_at, User.name)
    )
    return [(told, person) for told, person in rows]


def additions_of(session: Session, worry_id: UUID) -> list[tuple[WorryAddition, User]]:
    """What was added later, with who added it, in the order in which it happened."""
    rows = session.execute(
        select(WorryAddition, User)
        .join(User, User.id == WorryAddition.added_by_id)
        .where(WorryAddition.worry_id == worry_id)
        .order_by(WorryAddition.occurred_at, WorryAddition.added_at)
    )
    return [(addition, person) for addition, person in rows]


def decisions_of(session: Session, worry_id: UUID) -> list[tuple[WorryDecision, User]]:
    """What was decided, with who decided, the latest first: a later decision stands beside the earlier."""
    rows = session.execute(
        select(WorryDecision, User)
        .join(User, User.id == WorryDecision.decided_by_id)
        .where(WorryDecision.worry_id == worry_id)
        .order_by(WorryDecision.decided_at.desc(), WorryDecision.recorded_at.desc())
    )
    return [(decision, person) for decision, person in rows]
