"""Which worries somebody may read and decide about, and whom one is kept from. Families never come this way."""

from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core.permissions import Can, Role
from app.families.models import Allocation, Family, FamilyRestriction, RelatedStaff
from app.families.queries import (
    LOOKER,
    Standing,
    eyes_of,
    families_seen_by,
    ids_seen_from,
    lead_workers_of,
    open_to,
    standing_of,
)
from app.worries.models import Worry, WorryState, WorryTold


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
    return worries_seen_from(standing_of(looker)).params(eyes_of(looker, now))


@cache
def worries_seen_from(standing: Standing) -> Select[Worry]:
    """The same for a statement that is made once: it is executed with `eyes_of`."""
    # Under a name of its own: whoever asks may join the table of the told as well.
    heard = aliased(WorryTold)
    told = exists().where(heard.worry_id == Worry.id, heard.user_id == LOOKER)
    own = and_(Worry.raised_by_id == LOOKER, Worry.state == WorryState.OPEN)
    return (
        select(Worry)
        .join(Family, Family.id == Worry.family_id)
        .where(or_(Worry.family_id.in_(ids_seen_from(standing)), own, told), open_to(standing))
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
