"""Dates, people, numbers and phone numbers in words: the filters of templates.

Pure functions. The day it is today is handed in; moments are aware datetimes, read on the wall clock.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask

from app.core.clock import local
from app.web.sentences import begun, joined

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NOON, EVENING = 12, 17  # hours
OPEN, SHUT = "“", "”"
# How long the area code of a British number is: the first pattern that matches (Ofcom's numbering plan).
AREA_CODES = ((r"02", 3), (r"011|01[2-9]1", 4), (r"0[389]", 4), (r"0", 5))


def day_words(day: date, today: date) -> str:
    """today, Tue 24 Nov, or Tue 24 Nov 2025 in another year."""
    if day == today:
        return "today"
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"


def time_words(at: time | datetime) -> str:
    """10:30am, 1pm, noon. A moment is read on the wall clock."""
    shown = local(at) if isinstance(at, datetime) else at
    if shown.minute == 0 and shown.hour in (0, 12):
        return "noon" if shown.hour else "midnight"
    hour = shown.hour % 12 or 12
    minutes = f":{shown.minute:02}" if shown.minute else ""
    return f"{hour}{minutes}{'am' if shown.hour < 12 else 'pm'}"  # noqa: PLR2004  Noon.


def when_words(moment: datetime, today: date) -> str:
    """Tue 24 Nov, 4pm; today, 4pm."""
    return f"{day_words(local(moment).date(), today)}, {time_words(moment)}"


def machine_time(moment: datetime) -> str:
    """A moment for <time datetime>, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_late_words(due: date, today: date) -> str:
    """8 days late, 1 day late; nothing when it is not."""
    late = (today - due).days
    return f"{count_words(late, 'day')} late" if late > 0 else ""


def part_of_day_words(now: datetime) -> str:
    """Morning, Afternoon or Evening, as the clock on the wall says."""
    hour = local(now).hour
    return "Morning" if hour < NOON else "Afternoon" if hour < EVENING else "Evening"


def age_words(born: date, today: date) -> str:
    """Years; months before the second birthday, weeks before the first two months are up."""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 24:  # noqa: PLR2004  Two years, when people stop counting months.
        return str(months // 12)
    if months >= 2:  # noqa: PLR2004
        return count_words(months, "month")
    return count_words((today - born).days // 7, "week")


def number_words(number: int) -> str:
    """no, one, two … ten, 11."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def count_words(count: int, one: str, many: str = "") -> str:
    """3 visits, 1 visit, no visits; `many` where an s is not enough."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"


def list_words(words: Iterable[str]) -> str:
    """Shazia, Ayaan (11) and Hiba (7). Of days that stay true (see `days`) as well."""
    *first, last = list(words) or [""]
    return joined([joined(first, ", "), last], " and ") if first else last


def phone_words(number: str) -> str:
    """A British number in groups: 07700 900142, 0113 496 0172; others as they were written."""
    digits = _national(number)
    if not re.fullmatch(r"0\d{9,10}", digits):
        return number.strip()
    area = next(length for start, length in AREA_CODES if re.match(start, digits))
    code, rest = digits[:area], digits[area:]
    return f"{code} {rest}" if area == 5 else f"{code} {rest[:-4]} {rest[-4:]}"  # noqa: PLR2004


def tel_link(number: str) -> str:
    """What follows tel: or sms:. +447700900142; short numbers such as 999 as they are."""
    digits = _national(number)
    return f"+44{digits[1:]}" if re.fullmatch(r"0\d{9,10}", digits) else digits


def _national(number: str) -> str:
    """Only digits (and a leading +), with +44 written as 0."""
    digits = re.sub(r"(?!^)\+|[^\d+]", "", number.replace("(0)", ""))
    return re.sub(r"^(\+44|0044)0?", "0", digits)


def without_quotes(words: str) -> str:
    """Words as they were said, without the marks someone may have typed around them."""
    bare = words.strip()
    for opening, shutting in ((OPEN, SHUT), ('"', '"'), ("‘", "’"), ("'", "'")):
        inside = bare[1:-1]
        if len(bare) > 1 and bare[0] == opening and bare[-1] == shutting and opening not in inside:
            return inside.strip()
    return bare


def quote_words(words: str) -> str:
    """Words as they were said, in one pair of curly marks."""
    return f"{OPEN}{without_quotes(words)}{SHUT}"


def capital(words: str) -> str:
    """The first letter large, the others as they are."""
    return begun(words)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to put right in a form: the id of its box (none for the whole form), and what to do."""

    box: str
    words: str


def problems(form: Any) -> list[Problem]:
    """What a form has to say, in the order of its boxes, those of the whole form first."""
    whole = [Problem(box="", words=str(words)) for words in form.form_errors]
    return whole + list(_problems_of(form))


def _problems_of(fields: Iterable[Any]) -> Iterator[Problem]:
    for field in fields:
        if field.type in ("FormField", "FieldList"):
            yield from _problems_of(field)
            continue
        for words in field.errors:
            yield Problem(box=_box_of(field), words=str(words))


def _box_of(field: Any) -> str:
    if field.type in ("HiddenField", "CSRFTokenField"):
        return ""
    return f"{field.id}-0" if field.type in ("RadioField", "SelectMultipleField") else str(field.id)


FILTERS = (
    time_words, machine_time, age_words, number_words, count_words, list_words, phone_words, tel_link,
    without_quotes, quote_words, capital, problems,
)  # fmt: skip


def init_filters(app: Flask) -> None:
    """Let every template say dates, people and numbers in words."""
    for filter_ in FILTERS:
        app.jinja_env.filters[filter_.__name__] = filter_
