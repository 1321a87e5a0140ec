"""Who to ring about a worry, and when the office answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit.actions import Actor, note
from app.clusters.models import Cluster, NumberWhen, OfficeHours, UrgentNumber
from app.core.errors import Refused

LEAST_DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class NumberEntry:
    """Who answers, what for, on which number, and at what times."""

    name: str
    words: str
    phone: str
    when: NumberWhen


def set_numbers(
    session: Session, cluster: Cluster, by: Actor, entries: Sequence[NumberEntry], *, now: datetime
) -> list[UrgentNumber]:
    """Take these numbers, in this order, in place of those that were there."""
    for entry in entries:
        if not entry.name:
            raise Refused("list", f"Say who answers on {entry.phone}")
        if sum(sign.isdigit() for sign in entry.phone) < LEAST_DIGITS:
            raise Refused("list", f"Give the phone number of {entry.name}")
    if not any(entry.when is not NumberWhen.OFFICE for entry in entries):
        raise Refused("list", "Give at least one number that answers at night and at weekends")
    session.execute(delete(UrgentNumber).where(UrgentNumber.cluster_id == cluster.id))
    rows = [
        UrgentNumber(
            cluster_id=cluster.id,
            name=entry.name,
            words=entry.words,
            phone=entry.phone,
            when=entry.when,
            position=place,
        )
        for place, entry in enumerate(entries, start=1)
    ]
    session.add_all(rows)
    words = "; ".join(f"{entry.name} {entry.phone} {entry.when}" for entry in entries)
    note(session, by, "settings.numbers", about="cluster", about_id=cluster.id, reason=words[:500], now=now)
    return rows


@dataclass(frozen=True, kw_only=True)
class HoursEntry:
    """When the office opens and closes on one weekday (Monday is 0)."""

    weekday: int
    opens: time
    closes: time


def set_office_hours(
    session: Session, cluster: Cluster, by: Actor, entries: Sequence[HoursEntry], *, now: datetime
) -> list[OfficeHours]:
    """Take these hours in place of those that were there; a day left out is a day without."""
    if not entries:
        raise Refused("hours", "Give the hours of at least one day")
    for entry in entries:
        if entry.opens >= entry.closes:
            raise Refused(f"closes_{entry.weekday}", "The office closes after it opens")
    session.execute(delete(OfficeHours).where(OfficeHours.cluster_id == cluster.id))
    rows = [
        OfficeHours(cluster_id=cluster.id, weekday=entry.weekday, opens=entry.opens, closes=entry.closes)
        for entry in entries
    ]
    session.add_all(rows)
    words = _hours_words({entry.weekday: (entry.opens, entry.closes) for entry in entries})
    note(session, by, "settings.hours", about="cluster", about_id=cluster.id, reason=words, now=now)
    return rows


def _hours_words(hours: Mapping[int, tuple[time, time]]) -> str:
    return "; ".join(f"day {day}: {opens:%H:%M} to {closes:%H:%M}" for day, (opens, closes) in sorted(hours.items()))
