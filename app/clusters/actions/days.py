"""Bank holidays: a committed list of public facts, and what people add by hand."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.actions import Actor, note
from app.clusters.models import BankHoliday
from app.core.errors import Refused

# England and Wales, 2023 to 2028, as gov.uk/bank-holidays lists them and the Act of 1971 lays them down.
LIST = Path(__file__).parent.parent / "bank_holidays.csv"


@dataclass(frozen=True, kw_only=True)
class HolidayEntry:
    """A day on which nobody works."""

    on: date
    name: str


def listed_holidays() -> list[HolidayEntry]:
    """The list that comes with the application."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return [HolidayEntry(on=date.fromisoformat(row["on"]), name=row["name"]) for row in csv.DictReader(lines)]


def load_bank_holidays(session: Session, by: Actor | None = None, *, now: datetime) -> int:
    """Add the listed days that are not there yet, and say how many they were."""
    known = set(session.scalars(select(BankHoliday.on)))
    new = [entry for entry in listed_holidays() if entry.on not in known]
    session.add_all(BankHoliday(on=entry.on, name=entry.name) for entry in new)
    if new:
        note(session, by, "settings.holidays", about="bank_holiday", reason=f"{len(new)} days loaded", now=now)
    return len(new)


def add_bank_holiday(session: Session, by: Actor, entry: HolidayEntry, *, now: datetime) -> BankHoliday:
    """Add a day; the same day under the same name again changes nothing."""
    known = session.get(BankHoliday, entry.on)
    if known is not None:
        if known.name == entry.name:
            return known
        raise Refused("on", f"That day is already there: {known.name}")
    holiday = BankHoliday(on=entry.on, name=entry.name)
    session.add(holiday)
    note(session, by, "settings.holidays", about="bank_holiday", reason=f"{entry.on} added: {entry.name}", now=now)
    return holiday


def remove_bank_holiday(session: Session, by: Actor, on: date, *, now: datetime) -> None:
    """Take a day off the list; a day that is not on it changes nothing."""
    if (holiday := session.get(BankHoliday, on)) is None:
        return
    session.delete(holiday)
    note(session, by, "settings.holidays", about="bank_holiday", reason=f"{on} removed: {holiday.name}", now=now)
