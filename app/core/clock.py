"""The only reader of the time.

Moments are aware datetimes in UTC. A working day is a day of the place where the work is done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PLACE = ZoneInfo("Europe/London")


def _read() -> datetime:
    return datetime.now(UTC)


_reader: Callable[[], datetime] = _read


def now() -> datetime:
    """This moment, in UTC."""
    return _reader()


def today() -> date:
    """The date where the work is done."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clock on the wall shows it."""
    return moment.astimezone(PLACE)


def moment(day: date, at: time) -> datetime:
    """The moment, in UTC, at which the wall clock shows this time on this day.

    An hour that the spring change skips is read as one hour later, the repeated hour of the
    autumn change as the first of the two (Python's fold=0).
    """
    return datetime.combine(day, at, PLACE).astimezone(UTC)


def day_span(day: date) -> tuple[datetime, datetime]:
    """The moments at which a local day begins and ends; 23 or 25 hours apart on a change day."""
    begins = moment(day, time.min)
    ends = moment(date.fromordinal(day.toordinal() + 1), time.min)
    return begins, ends


@contextmanager
def at(fixed: datetime) -> Iterator[None]:
    """Stop the clock, for tests and for telling the demo's story over past weeks."""
    global _reader  # noqa: PLW0603  One clock for the whole process is the point of this module.
    before = _reader
    _reader = lambda: fixed  # noqa: E731
    try:
        yield
    finally:
        _reader = before
