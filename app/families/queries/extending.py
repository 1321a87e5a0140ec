"""Plans that go on past their end: what was asked, what was decided, and what waits for a manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.families.models import Episode, Family, MoreWeeks, MoreWeeksAsk
from app.families.queries.finding import families_known_to


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question for more weeks, who asks, and about which plan, with its family."""

    ask: MoreWeeksAsk
    by: User
    episode: Episode


def waiting_ask_of(session: Session, episode_id: UUID) -> MoreWeeksAsk | None:
    """The question that nobody has answered yet."""
    return session.scalar(
        select(MoreWeeksAsk).where(MoreWeeksAsk.episode_id == episode_id, MoreWeeksAsk.answered_at.is_(None))
    )


def asks_of(session: Session, episode_id: UUID) -> Sequence[MoreWeeksAsk]:
    """Each question for more weeks with its answer, the latest first."""
    return session.scalars(
        select(MoreWeeksAsk).where(MoreWeeksAsk.episode_id == episode_id).order_by(MoreWeeksAsk.asked_at.desc())
    ).all()


def asks_for(session: Session, looker: User, now: datetime, *, ask_id: UUID | None = None) -> list[Asked]:
    """What waits for this manager's answer, the oldest first; or one question, answered or not.

    They were asked, so it needs no other reason: of families whose place in the caseload they may know.
    """
    known = families_known_to(looker, now).with_only_columns(Family.id)
    which = MoreWeeksAsk.answered_at.is_(None) if ask_id is None else MoreWeeksAsk.id == ask_id
    rows = session.execute(
        select(MoreWeeksAsk, User, Episode)
        .join(Episode, Episode.id == MoreWeeksAsk.episode_id)
        .join(User, User.id == MoreWeeksAsk.asked_by_id)
        .where(which, Episode.closed_on.is_(None), Episode.family_id.in_(known))
        .options(joinedload(Episode.family))
        .order_by(MoreWeeksAsk.asked_at, MoreWeeksAsk.id)
    )
    return [Asked(ask=ask, by=by, episode=episode) for ask, by, episode in rows]


def more_weeks_of(session: Session, episode_id: UUID) -> list[tuple[MoreWeeks, User]]:
    """Each decision that a plan goes on, and whose it was, the latest first."""
    rows = session.execute(
        select(MoreWeeks, User)
        .join(User, User.id == MoreWeeks.decided_by_id)
        .where(MoreWeeks.episode_id == episode_id)
        .order_by(MoreWeeks.decided_at.desc(), MoreWeeks.id)
    )
    return [(made, by) for made, by in rows]
