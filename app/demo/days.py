"""Days of the story, counted from the day on which it is told. People work on working days."""

from datetime import date, datetime, time, timedelta

from app.clusters.working_days import WorkingDays
from app.core import clock

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WEEK = 7


class Days:
    """The calendar of the story. `now` is when it is told, to the minute."""

    def __init__(self, now: datetime, calendar: WorkingDays) -> None:
        self.now = now
        self.today = clock.local(now).date()
        self.calendar = calendar

    def ago(self, days: int) -> date:
        """The working day so many days ago, or the one before it; today for 0, whatever day it is."""
        day = self.today - A_DAY * days
        while days and not self.calendar.is_working(day):
            day -= A_DAY
        return day

    def ahead(self, days: int) -> date:
        """The working day so many days from now, or the one after it; today for 0."""
        day = self.today + A_DAY * days
        while days and not self.calendar.is_working(day):
            day += A_DAY
        return day

    def opened(self, week: int, day: int) -> date:
        """The day on which a plan began that is in this week, on this day of it; never at a weekend."""
        began = self.today - A_WEEK * (week - 1) - A_DAY * day
        return began - A_DAY * max(began.weekday() - 4, 0)

    def near(self, day: date, opened_on: date) -> date:
        """This day or the working day before it, else the one after: in the same week of the plan, before today."""
        first = opened_on + A_WEEK * ((day - opened_on).days // WEEK)
        last = min(first + 6 * A_DAY, self.today - A_DAY)
        found = [first + A_DAY * number for number in range((last - first).days + 1)]
        working = [one for one in found if self.calendar.is_working(one)]
        return min(working, key=lambda one: (one > day, abs((one - day).days)), default=day)

    def working_between(self, after: date, before: date) -> list[date]:
        """The working days that lie between these two, the earliest first."""
        between = [after + A_DAY * number for number in range(1, (before - after).days)]
        return [one for one in between if self.calendar.is_working(one)]

    def after(self, day: date, working_days: int) -> date:
        """So many working days after this one."""
        return self.calendar.add(day, working_days)


def moment(day: date, at: str) -> datetime:
    """The moment at which the clock on the wall shows "10:30am", "1pm" or "noon"."""
    return clock.moment(day, time_of(at))


def time_of(at: str) -> time:
    """10:30am, 1pm or noon as a time."""
    if at == "noon":
        return time(12)
    hour, _, minute = at[:-2].partition(":")
    return time(int(hour) % 12 + (12 if at.endswith("pm") else 0), int(minute or 0))
