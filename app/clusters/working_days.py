"""Counting working days: Monday to Friday, without the bank holidays of England and Wales."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5
WEEK = 7


class WorkingDays:
    """A calendar of working days. Load it once for a list: counting then asks nothing of the database."""

    def __init__(self, holidays: Iterable[date]) -> None:
        # A holiday on a weekend takes nothing away: its substitute day is a holiday of its own.
        self._holidays = sorted({day for day in holidays if day.weekday() < SATURDAY})

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < SATURDAY and not self._holidays_until(day) - self._holidays_before(day)

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; 0 where `end` is not later."""
        if end <= start:
            return 0
        weekdays = _weekdays_until(end) - _weekdays_until(start)
        return weekdays - (self._holidays_until(end) - self._holidays_until(start))

    def add(self, start: date, days: int) -> date:
        """The nth working day after `start`; `start` itself for 0, whatever day it is."""
        if days < 0:
            raise ValueError("working days are counted forward")
        day = start
        while days:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day

    def _holidays_until(self, day: date) -> int:
        return bisect_right(self._holidays, day)

    def _holidays_before(self, day: date) -> int:
        return bisect_left(self._holidays, day)


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, up to and including this day."""
    weeks, rest = divmod(day.toordinal(), WEEK)
    return weeks * SATURDAY + min(rest, SATURDAY)
