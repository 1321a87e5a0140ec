"""What a cluster has chosen: its figures, words, schools, services, numbers and working days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Date, Integer, String, and_, bindparam, cast, exists, func, null, select, union_all
from sqlalchemy.orm import Session, aliased

from app.clusters.figures import ABOUT, Figures
from app.clusters.lists import EMERGENCY, LISTS, NUMBERS, OFFICE_HOURS, NumberToRing
from app.clusters.models import (
    BankHoliday,
    Cluster,
    Figure,
    Label,
    NumberWhen,
    OfficeHours,
    School,
    Service,
    UrgentNumber,
)
from app.clusters.working_days import WorkingDays
from app.core import clock
from app.core.db import columns

# Made once: building it anew costs more than the database takes to answer.
CHOSEN = select(Figure.key, Figure.value).where(Figure.cluster_id == bindparam("cluster"))


def figures_of(session: Session, cluster_id: UUID) -> Figures:
    """The numbers of a cluster: its own, and the defaults for the rest."""
    rows = columns(session, CHOSEN, {"cluster": cluster_id})
    return Figures(**{row.key: row.value for row in rows if row.key in ABOUT})


def rules_of(session: Session, cluster_id: UUID) -> tuple[Figures, WorkingDays]:
    """The numbers of a cluster and the calendar they are counted on. One statement."""
    chosen = select(Figure.key, Figure.value, cast(null(), Date).label("on")).where(Figure.cluster_id == cluster_id)
    holidays = select(cast(null(), String), cast(null(), Integer), BankHoliday.on)
    rows = session.execute(union_all(chosen, holidays)).all()
    figures = Figures(**{row.key: row.value for row in rows if row.key in ABOUT})
    return figures, WorkingDays(row.on for row in rows if row.key is None)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of a list as a cluster has it."""

    key: str
    words: str
    position: int
    hidden: bool = False


def labels_of(session: Session, cluster_id: UUID, kind: str) -> list[Choice]:
    """Every choice of a list, hidden ones too, in the cluster's order. Raises KeyError for no such list."""
    return _labels(session, cluster_id, (kind,))[kind]


def lists_of(session: Session, cluster_id: UUID, kinds: Sequence[str]) -> dict[str, dict[str, str]]:
    """What people may choose now from several lists, in one statement: list to key to words."""
    return {
        kind: {choice.key: choice.words for choice in choices if not choice.hidden}
        for kind, choices in _labels(session, cluster_id, kinds).items()
    }


def _labels(session: Session, cluster_id: UUID, kinds: Sequence[str]) -> dict[str, list[Choice]]:
    known = {
        kind: {
            key: Choice(key=key, words=words, position=place)
            for place, (key, words) in enumerate(LISTS[kind].defaults.items(), start=1)
        }
        for kind in kinds
    }
    for row in session.scalars(
        select(Label).where(Label.cluster_id == cluster_id, Label.kind.in_(kinds)).order_by(Label.key)
    ):
        known[row.kind][row.key] = Choice(key=row.key, words=row.words, position=row.position, hidden=row.hidden)
    return {kind: sorted(choices.values(), key=lambda choice: choice.position) for kind, choices in known.items()}


def choices_of(session: Session, cluster_id: UUID, kind: str) -> dict[str, str]:
    """What people may choose from a list now: key to words, in the cluster's order."""
    return {choice.key: choice.words for choice in labels_of(session, cluster_id, kind) if not choice.hidden}


def words_of(session: Session, cluster_id: UUID, kind: str) -> dict[str, str]:
    """Key to words, hidden choices too: for reading what was chosen before."""
    return {choice.key: choice.words for choice in labels_of(session, cluster_id, kind)}


def working_calendar(session: Session) -> WorkingDays:
    """The working days of England and Wales; load it once where many are counted."""
    return WorkingDays(session.scalars(select(BankHoliday.on)))


def working_days_between(session: Session, start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; 0 where `end` is not later."""
    return working_calendar(session).between(start, end)


def add_working_days(session: Session, start: date, n: int) -> date:
    """The nth working day after `start`; `start` itself for 0."""
    return working_calendar(session).add(start, n)


def offices_open(session: Session, now: datetime) -> list[UUID]:
    """The clusters whose office numbers are answered at this moment. Two statements."""
    local = clock.local(now)
    if session.get(BankHoliday, local.date()) is not None:
        return []
    own = aliased(OfficeHours)
    rows = session.execute(
        select(Cluster.id, exists().where(own.cluster_id == Cluster.id), OfficeHours.opens, OfficeHours.closes)
        .outerjoin(OfficeHours, and_(OfficeHours.cluster_id == Cluster.id, OfficeHours.weekday == local.weekday()))
        .order_by(Cluster.id)
    )
    usual = OFFICE_HOURS.get(local.weekday())
    hours = {id_: (opens, closes) if has_own else usual for id_, has_own, opens, closes in rows}
    return [id_ for id_, span in hours.items() if span and span[0] and span[0] <= local.time() < span[1]]


def in_office_hours(session: Session, cluster_id: UUID, now: datetime) -> bool:
    """Whether the office numbers are answered at this moment; never on a bank holiday."""
    return cluster_id in offices_open(session, now)


def urgent_numbers(session: Session, cluster_id: UUID, now: datetime) -> list[NumberToRing]:
    """Who to ring about a worry: 999 and whoever always answers, then whoever answers now, then the others."""
    shut = NumberWhen.OUT_OF_HOURS if in_office_hours(session, cluster_id, now) else NumberWhen.OFFICE
    seen = [replace(number, open_now=number.when is not shut) for number in numbers_of(session, cluster_id)]
    return sorted(seen, key=lambda number: (number.when is not NumberWhen.ALWAYS, not number.open_now))


def numbers_of(session: Session, cluster_id: UUID) -> list[NumberToRing]:
    """The numbers of a cluster in its own order: the defaults where it has none, and 999 whatever it has."""
    rows = session.scalars(
        select(UrgentNumber)
        .where(UrgentNumber.cluster_id == cluster_id)
        .order_by(UrgentNumber.position, UrgentNumber.name)
    )
    numbers = [NumberToRing(name=row.name, words=row.words, phone=row.phone, when=row.when) for row in rows]
    numbers = numbers or list(NUMBERS)
    return numbers if any(number.phone == EMERGENCY.phone for number in numbers) else [EMERGENCY, *numbers]


def hours_of(session: Session, cluster_id: UUID) -> Mapping[int, tuple[time, time]]:
    """When the office opens and closes, by weekday (Monday is 0)."""
    rows = session.scalars(
        select(OfficeHours).where(OfficeHours.cluster_id == cluster_id).order_by(OfficeHours.weekday)
    )
    return {row.weekday: (row.opens, row.closes) for row in rows} or OFFICE_HOURS


def schools_of(session: Session, cluster_id: UUID) -> Sequence[School]:
    """The open schools of a cluster, by name."""
    return session.scalars(
        select(School).where(School.cluster_id == cluster_id, School.closed.is_(False)).order_by(School.name)
    ).all()


def services_of(session: Session, cluster_id: UUID, today: date) -> Sequence[Service]:
    """The services that a cluster can offer today, by name."""
    return session.scalars(
        select(Service)
        .where(Service.cluster_id == cluster_id, Service.active_to.is_(None) | (Service.active_to >= today))
        .order_by(Service.name)
    ).all()


def every_cluster(session: Session) -> Sequence[Cluster]:
    """Every cluster, ended ones too, by name."""
    return session.scalars(select(Cluster).order_by(Cluster.name)).all()


def cluster_with_id(session: Session, cluster_id: UUID) -> Cluster | None:
    """One cluster. Clusters are no secret: what they hold of families is not read here."""
    return session.get(Cluster, cluster_id)


def every_service(session: Session, cluster_id: UUID) -> Sequence[Service]:
    """The services of a cluster, ended ones too, by name."""
    return session.scalars(select(Service).where(Service.cluster_id == cluster_id).order_by(Service.name)).all()


def bank_holidays_from(session: Session, day: date) -> Sequence[BankHoliday]:
    """The bank holidays from this day on, the next first."""
    return session.scalars(select(BankHoliday).where(BankHoliday.on >= day).order_by(BankHoliday.on)).all()


SCHOOLS_FOUND = 40


def schools_named(session: Session, words: str) -> Sequence[School]:
    """Schools of any cluster or none by a part of the name, the postcode or the URN; the first 40 by name."""
    like = f"%{words.strip().replace('%', '').replace('_', '')}%"
    return session.scalars(
        select(School)
        .where(School.name.ilike(like) | School.postcode.ilike(like) | (School.urn == words.strip()))
        .order_by(School.closed, School.name)
        .limit(SCHOOLS_FOUND)
    ).all()


def schools_counted(session: Session) -> dict[UUID | None, int]:
    """How many open schools each cluster has; under None those in no cluster."""
    rows = session.execute(
        select(School.cluster_id, func.count()).where(School.closed.is_(False)).group_by(School.cluster_id)
    )
    return {cluster_id: count for cluster_id, count in rows}


def school_with_id(session: Session, school_id: UUID) -> School | None:
    """One school."""
    return session.get(School, school_id)


def service_with_id(session: Session, cluster_id: UUID, service_id: UUID) -> Service | None:
    """One service of a cluster."""
    return session.scalar(select(Service).where(Service.id == service_id, Service.cluster_id == cluster_id))
