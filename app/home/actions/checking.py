"""Somebody who speaks a language has read its words."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.home.models import LanguageCheck


@dataclass(frozen=True, kw_only=True)
class CheckEntry:
    """Somebody who speaks a language has read its words."""

    checked_by: str
    checked_on: date


def check_language(session: Session, tag: str, by: User, entry: CheckEntry, *, now: datetime) -> LanguageCheck:
    """Keep who read the words of a language and when. Raises Refused."""
    if not entry.checked_by:
        raise Refused("checked_by", "Say who checked it")
    if entry.checked_on > clock.local(now).date():
        raise Refused("checked_on", "Choose a day that has been")
    row = session.get(LanguageCheck, tag) or LanguageCheck(tag=tag)
    row.checked_by, row.checked_on, row.recorded_at, row.recorded_by_id = entry.checked_by, entry.checked_on, now, by.id
    session.add(row)
    note(session, by, "language.check", about="language", now=now, reason=tag)
    return row
