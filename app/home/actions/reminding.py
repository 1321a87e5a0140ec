"""A text the day before a visit, to whoever asked for one: the day, the time and a first name, and no more."""

from datetime import datetime, time, timedelta

from babel.dates import format_time, get_day_names
from sqlalchemy.orm import Session

from app.clusters.queries import figures_of
from app.core import clock
from app.home.catalogues import BRITISH, ENGLISH, tag_named, translations_of
from app.home.models import What
from app.home.queries import languages_checked
from app.home.reminders import to_remind
from app.home.said import SEE_YOU
from app.home.sharing import items_for
from app.messages.actions import MessageEntry, queue
from app.messages.models import TO_FAMILY, Channel

LATEST = time(20)  # nobody is texted in the evening after that


def remind(session: Session, now: datetime, *, demo: bool) -> None:
    """Keep a text for each of tomorrow’s visits and whoever asked, once; in their language, where it was checked.

    Nothing where somebody must be kept safe and the day of the visit is not on for that person.
    """
    local = clock.local(now)
    if local.time() >= LATEST:
        return
    for visit, episode, person, phone, worker in to_remind(session, local.date() + timedelta(days=1)):
        if local.hour < figures_of(session, episode.cluster_id).reminder_hour:
            continue
        if not any(item.shared for item in items_for(session, episode, person) if item.what is What.VISITS):
            continue
        entry = MessageEntry(
            key=f"{TO_FAMILY}{visit.id} {person.id}",
            channel=Channel.TEXT,
            recipient=phone,
            words=see_you(visit.starts_at, worker.first_name, _tag(session, person.language, demo=demo)),
            about_id=visit.id,
            person_id=person.id,
            until_at=visit.starts_at,
        )
        queue(session, entry, now=now)


def see_you(starts_at: datetime, name: str, tag: str) -> str:
    """Hi, see you Thursday at 16:00. Lorna: with no word of who we are or why."""
    local, locale = clock.local(starts_at), BRITISH if tag == ENGLISH else tag
    day = get_day_names("wide", "stand-alone", locale)[local.weekday()]
    at = format_time(local.time(), "short", locale=locale)
    return translations_of(tag).gettext(SEE_YOU) % {"day": day, "time": at, "name": name}


def _tag(session: Session, language: str, *, demo: bool) -> str:
    """An unchecked language is spoken in the demo alone."""
    tag = tag_named(language)
    return tag if demo or tag in languages_checked(session) else ENGLISH
