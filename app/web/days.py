"""Days and moments as pages say them: the words of this day, in a <time> that holds the date itself.

A page may lie on a phone and be read on a later day. `static/js/days.js` then says the same words from the phone's own
clock: each way of saying has a name (`data-says`) there and here. A name with a capital letter is said with one.
"""

from datetime import date, datetime, timedelta

from flask import Flask
from markupsafe import Markup

from app.core.clock import local
from app.web.filters import (
    count_words,
    day_words,
    days_late_words,
    machine_time,
    part_of_day_words,
    time_words,
    when_words,
)
from app.web.sentences import attributes, sentence

HOUR, DAY = 60, 24  # minutes in one; hours in one


def said(machine: str, says: str, words: str, **more: object) -> Markup:
    """Words about a day or a moment, with it beside them; `more` are further attributes."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    own = attributes({"datetime": machine, "data-says": says, **named})
    return sentence("<time{}>{}</time>", own, words)


def day_said(day: date, today: date) -> Markup:
    """today, Tue 24 Nov."""
    return said(day.isoformat(), "day", day_words(day, today))


def short_said(day: date, today: date) -> Markup:
    """today, Tue 24 Nov; never with a year."""
    return said(day.isoformat(), "short", day_words(day, today) if day == today else f"{day:%a} {day.day} {day:%b}")


def on_said(day: date, today: date) -> Markup:
    """today, on Tue 24 Nov."""
    return said(day.isoformat(), "on", day_words(day, today) if day == today else f"on {day_words(day, today)}")


def when_said(moment: datetime, today: date, **more: object) -> Markup:
    """today, 4pm; Tue 24 Nov, 4pm."""
    return said(machine_time(moment), "when", when_words(moment, today), **more)


def at_said(moment: datetime, today: date) -> Markup:
    """11:13am today, else with the day."""
    words = time_words(moment) if local(moment).date() == today else when_words(moment, today)
    return said(machine_time(moment), "at", words)


def time_said(moment: datetime, **more: object) -> Markup:
    """4pm, of this moment or one that is reckoned from it: see `kept.now_box`."""
    return said(machine_time(moment), "time", time_words(moment), **more)


def late_said(due: date, today: date) -> Markup:
    """8 days late; nothing when it is not."""
    words = days_late_words(due, today)
    return said(due.isoformat(), "late", words) if words else sentence("")


def due_said(due: date, today: date) -> Markup:
    """By Fri 27 Nov, or 8 days late, after a comma; for today nothing, for it stands among today's."""
    words = "" if due == today else f", {days_late_words(due, today) or f'by {day_words(due, today)}'}"
    return said(due.isoformat(), "due", words)


def open_said(since: datetime, now: datetime) -> Markup:
    """How long it has been: 7 minutes; 3 hours; 2 days."""
    return said(machine_time(since), "open", open_words(int((now - since) / timedelta(minutes=1))))


def open_words(minutes: int) -> str:
    """7 minutes; 3 hours; 2 days."""
    if minutes < HOUR:
        return count_words(max(minutes, 1), "minute")
    hours = minutes // HOUR
    return count_words(hours, "hour") if hours < DAY else count_words(hours // DAY, "day")


def hello_said(day: date, now: datetime, name: str) -> Markup:
    """Morning, Lorna. On the page of another day nothing, until it is that day."""
    words = f"{part_of_day_words(now)}, {name}. " if local(now).date() == day else ""
    return said(day.isoformat(), "hello", words, data_who=name)


def later_said(day: date, today: date) -> Markup:
    """Later today; Later that day."""
    return said(day.isoformat(), "later", "Later today" if day == today else "Later that day")


# In templates the words of days are always said with the date beside them.
FILTERS = {
    "day_words": day_said,
    "on_words": on_said,
    "when_words": when_said,
    "at_words": at_said,
    "days_late_words": late_said,
    "open_words": open_said,
    "hello_words": hello_said,
}


def init_days(app: Flask) -> None:
    """Let every template say days so that they stay true."""
    app.jinja_env.filters.update(FILTERS)
