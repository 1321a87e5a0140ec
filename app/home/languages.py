"""The languages of a family's own page: a file each in translations/, and nothing else to add.

English is what stands in the templates. Words, names of days, how a time is written and which way a page runs come from
the language that somebody chose; it is kept in a cookie of theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names
from babel.support import NullTranslations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale, gettext, ngettext

from app.core import clock
from app.home.catalogues import BRITISH, ENGLISH, tags, translations_of
from app.home.queries import OwnGoal

COOKIE = "our-language"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language: its tag, its own name, which way it runs, and whether somebody has checked its words."""

    tag: str
    name: str
    direction: str
    checked: bool


def language_of(tag: str, *, checked: bool) -> Language:
    """What a page says of a language."""
    locale = Locale.parse(tag)
    name = locale.get_language_name(tag) or tag
    return Language(
        tag="en-GB" if tag == ENGLISH else tag,
        name=name[:1].upper() + name[1:],
        direction=locale.text_direction,
        checked=checked,
    )


def chosen() -> str:
    """What this browser asked for: by the switch, else by its own settings."""
    said = request.cookies.get(COOKIE, "")
    return said if said in tags() else request.accept_languages.best_match(tags(), ENGLISH) or ENGLISH


class _Words(Domain):  # type: ignore[misc]
    """Words from our files, read as they are."""

    def get_translations(self) -> NullTranslations:
        return translations_of(tag_here())


def init_languages(app: Flask, offered: Callable[[], Mapping[str, bool]]) -> None:
    """Let templates say words in the language chosen, of those that `offered` says may be (and whether checked)."""
    babel = Babel()

    def selected() -> str:
        # Staff's pages are in English: nothing is asked of the database for them.
        tag = chosen() if request.blueprint == "home" else ENGLISH
        return tag if tag != ENGLISH and tag in offered() else BRITISH

    babel.init_app(app, default_locale=BRITISH, default_timezone="Europe/London", locale_selector=selected)
    babel.domain_instance = _Words()


def climb_words(goal: OwnGoal) -> str:
    """How far they have come, in a sentence or two."""
    if goal.first is None or goal.now is None:
        return str(gettext("You have not given this a number yet."))
    if goal.first == goal.now:
        return str(gettext("You are at %(now)s.", now=goal.now))
    said = gettext("You started at %(first)s. Now you are at %(now)s.", first=goal.first, now=goal.now)
    steps = goal.now - goal.first
    more = (
        ngettext("That’s one step up.", "That’s %(num)s steps up.", steps)
        if steps > 0
        else gettext("Some weeks are hard.")
    )
    return f"{said} {more}"


def when_words(moment: datetime, today: date) -> str:
    """Today, 10:30 am; Tue 1 Dec, 10:30 am: as the language writes it."""
    local = clock.local(moment)
    return f"{day_words(local.date(), today)}, {_time(local.time())}"


def day_words(day: date, today: date) -> str:
    """Today; Tue 1 Dec."""
    if day == today:
        return str(gettext("Today"))
    locale = _locale()
    return str(format_skeleton("MMMEd", datetime.combine(day, time(12)), locale=locale))


def month_words(month: date) -> str:
    """September 2026."""
    return str(format_skeleton("yMMMM", datetime.combine(month, time(12)), locale=_locale()))


def hours_words(hours: Mapping[int, tuple[time, time]]) -> str:
    """Monday to Friday, 9 am to 5 pm: days that follow one another with the same hours are said together."""
    names = get_day_names("wide", "stand-alone", _locale())
    runs: list[tuple[int, int, tuple[time, time]]] = []
    for day in sorted(hours):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours[day]:
            runs[-1] = (runs[-1][0], day, hours[day])
        else:
            runs.append((day, day, hours[day]))
    said = []
    for first, last, (opens, closes) in runs:
        days = gettext("%(first)s to %(last)s", first=names[first], last=names[last]) if last > first else names[first]
        times = gettext("%(first)s to %(last)s", first=_time(opens), last=_time(closes))
        said.append(f"{days}, {times}")
    return "; ".join(said)


def _time(at: time) -> str:
    return str(format_time(at, "short", locale=_locale()))


def tag_here() -> str:
    """The language of this page."""
    return str(_locale().language)


def _locale() -> Locale:
    return get_locale() or Locale.parse(BRITISH)
