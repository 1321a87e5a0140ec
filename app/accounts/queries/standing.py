"""Who stands where: supervisors, deputies, days away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Absence, Deputy, Supervision, User


def holds_on(
    begins: InstrumentedAttribute[date], ends: InstrumentedAttribute[date | None], day: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Whether a dated line holds on this day; both its days count, an empty end lasts."""
    return (begins <= day) & or_(ends.is_(None), ends >= day)


def stood_in_for(person_id: UUID | BindParameter[UUID], today: date | BindParameter[date]) -> Select[UUID]:
    """Ids of the supervisors for whom this person stands in today."""
    return select(Deputy.supervisor_id).where(
        Deputy.deputy_id == person_id, holds_on(Deputy.from_on, Deputy.until_on, today)
    )


def supervised_ids(person_id: UUID | BindParameter[UUID], today: date | BindParameter[date]) -> Select[UUID]:
    """Ids of the workers whom this person supervises today, directly or as a named deputy."""
    return select(Supervision.worker_id).where(
        or_(Supervision.supervisor_id == person_id, Supervision.supervisor_id.in_(stood_in_for(person_id, today))),
        holds_on(Supervision.from_on, Supervision.until_on, today),
    )


def supervisor_of(session: Session, worker_id: UUID, today: date) -> User | None:
    """Who supervises this worker today; the latest line where two overlap."""
    return session.scalar(
        select(User)
        .join(Supervision, Supervision.supervisor_id == User.id)
        .where(
            Supervision.worker_id == worker_id,
            holds_on(Supervision.from_on, Supervision.until_on, today),
            User.left_on.is_(None),
        )
        .order_by(Supervision.from_on.desc())
        .limit(1)
    )


def deputies_of(session: Session, supervisor_id: UUID, today: date) -> Sequence[User]:
    """Who stands in for this supervisor today, by name."""
    return session.scalars(
        select(User)
        .join(Deputy, Deputy.deputy_id == User.id)
        .where(
            Deputy.supervisor_id == supervisor_id,
            holds_on(Deputy.from_on, Deputy.until_on, today),
            User.left_on.is_(None),
        )
        .order_by(User.name)
    ).all()


def is_away(session: Session, user_id: UUID, today: date) -> bool:
    """Whether this person is away today."""
    away = select(Absence.id).where(Absence.user_id == user_id, Absence.from_on <= today, Absence.until_on >= today)
    return session.scalar(away.limit(1)) is not None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A dated line between two colleagues: who the other one is, and from when to when."""

    id: UUID
    name: str
    from_on: date
    until_on: date | None


def supervisors_over_time(session: Session, worker_id: UUID) -> Sequence[Line]:
    """Everyone who supervises or has supervised this person, the latest first."""
    rows = session.execute(
        select(Supervision.id, User.name, Supervision.from_on, Supervision.until_on)
        .join(User, User.id == Supervision.supervisor_id)
        .where(Supervision.worker_id == worker_id)
        .order_by(Supervision.from_on.desc(), User.name)
    )
    return [Line(id=id_, name=name, from_on=begins, until_on=ends) for id_, name, begins, ends in rows]


def deputies_from(session: Session, supervisor_id: UUID, today: date) -> Sequence[Line]:
    """Who stands in for this supervisor today or on days to come, by the first day."""
    rows = session.execute(
        select(Deputy.id, User.name, Deputy.from_on, Deputy.until_on)
        .join(User, User.id == Deputy.deputy_id)
        .where(Deputy.supervisor_id == supervisor_id, or_(Deputy.until_on.is_(None), Deputy.until_on >= today))
        .order_by(Deputy.from_on, User.name)
    )
    return [Line(id=id_, name=name, from_on=begins, until_on=ends) for id_, name, begins, ends in rows]


def absences_from(session: Session, user_id: UUID, today: date) -> Sequence[Absence]:
    """Days on which this person is or will be away, the first first."""
    return session.scalars(
        select(Absence).where(Absence.user_id == user_id, Absence.until_on >= today).order_by(Absence.from_on)
    ).all()


def deputy_line_of(session: Session, supervisor: User, line_id: UUID) -> Deputy | None:
    """This line, if it is about somebody who stands in for this supervisor."""
    return session.scalar(select(Deputy).where(Deputy.id == line_id, Deputy.supervisor_id == supervisor.id))


def absence_of(session: Session, person: User, absence_id: UUID) -> Absence | None:
    """These days, if it is this person who is away on them."""
    return session.scalar(select(Absence).where(Absence.id == absence_id, Absence.user_id == person.id))
