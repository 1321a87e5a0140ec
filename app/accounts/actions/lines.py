"""The dated lines between colleagues: who supervises whom, who stands in, who is away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Absence, Deputy, Supervision, User
from app.accounts.queries import holds_on
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Role

SUPERVISED_BY = {
    Role.WORKER: (Role.SUPERVISOR, Role.MANAGER),
    Role.SUPERVISOR: (Role.MANAGER,),
}
DEPUTIES = (Role.SUPERVISOR, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class LineEntry:
    """A colleague, from a day on, until another where that is known. The id makes it one line."""

    id: UUID
    other_id: UUID
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AbsenceEntry:
    """Days away, both counted. Why is never asked."""

    id: UUID
    from_on: date
    until_on: date


def supervise(session: Session, by: User, worker: User, supervisor: User, entry: LineEntry, *, now: datetime) -> None:
    """From this day on this is the supervisor; whoever was before ends the day before."""
    if session.get(Supervision, entry.id) is not None:
        return
    if supervisor.role not in SUPERVISED_BY.get(worker.role, ()) or supervisor.cluster_id != worker.cluster_id:
        raise Refused("other_id", "Choose somebody of the same cluster who supervises")
    before = session.scalars(
        select(Supervision).where(
            Supervision.worker_id == worker.id, holds_on(Supervision.from_on, Supervision.until_on, entry.from_on)
        )
    ).all()
    for line in before:
        if line.from_on == entry.from_on:
            raise Refused("from_on", "There is a supervisor from this very day already: choose another day")
        line.until_on = entry.from_on - timedelta(days=1)
    after = session.scalar(
        select(func.min(Supervision.from_on)).where(
            Supervision.worker_id == worker.id, Supervision.from_on > entry.from_on
        )
    )
    session.add(
        Supervision(
            id=entry.id,
            worker_id=worker.id,
            supervisor_id=supervisor.id,
            from_on=entry.from_on,
            until_on=after - timedelta(days=1) if after else None,
        )
    )
    note(session, by, "line.supervise", about="account", about_id=worker.id, now=now)


def name_deputy(session: Session, by: User, supervisor: User, deputy: User, entry: LineEntry, *, now: datetime) -> None:
    """Somebody stands in for this supervisor, and sees their team's families, on these days."""
    if session.get(Deputy, entry.id) is not None:
        return
    if deputy.role not in DEPUTIES or deputy.cluster_id != supervisor.cluster_id or deputy.id == supervisor.id:
        raise Refused("other_id", "Choose another supervisor of the same cluster, or its manager")
    _check_days(entry.from_on, entry.until_on)
    session.add(
        Deputy(
            id=entry.id,
            supervisor_id=supervisor.id,
            deputy_id=deputy.id,
            from_on=entry.from_on,
            until_on=entry.until_on,
        )
    )
    note(session, by, "line.deputy", about="account", about_id=supervisor.id, now=now)


def end_deputy(session: Session, by: User, line: Deputy, *, now: datetime) -> None:
    """They stand in no longer: yesterday was the last day, or it never began."""
    yesterday = clock.local(now).date() - timedelta(days=1)
    if line.from_on > yesterday:
        session.delete(line)
    else:
        line.until_on = yesterday
    note(session, by, "line.deputy_end", about="account", about_id=line.supervisor_id, now=now)


def be_away(session: Session, by: User, person: User, entry: AbsenceEntry, *, now: datetime) -> None:
    """Somebody is away on these days: what is urgent goes to whoever stands in."""
    if session.get(Absence, entry.id) is not None:
        return
    _check_days(entry.from_on, entry.until_on)
    session.add(Absence(id=entry.id, user_id=person.id, from_on=entry.from_on, until_on=entry.until_on))
    note(session, by, "line.away", about="account", about_id=person.id, now=now)


def be_back(session: Session, by: User, absence: Absence, *, now: datetime) -> None:
    """They are here after all: yesterday was the last day away, or it never began."""
    yesterday = clock.local(now).date() - timedelta(days=1)
    if absence.from_on > yesterday:
        session.delete(absence)
    else:
        absence.until_on = yesterday
    note(session, by, "line.back", about="account", about_id=absence.user_id, now=now)


def _check_days(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refused("until_on", "The last day must not be before the first")
