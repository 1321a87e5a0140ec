"""What belongs to one worry: who was told, what was added, what was decided."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.worries.models import WorryAddition, WorryDecision, WorryTold


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
