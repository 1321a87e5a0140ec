"""What a visitor should keep in mind: what, why, until when, and who agreed it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.actions.shape import check_fits, is_same, trail
from app.families.models import Family, WarningKind, WarningNote


@dataclass(frozen=True, kw_only=True)
class WarningEntry:
    """A fact that keeps someone safe. It holds to the end of `until_on`."""

    id: UUID
    words: str
    agreed_with: str
    until_on: date
    kind: WarningKind = WarningKind.OTHER
    why: str = ""


def add_warning(session: Session, family: Family, by: User, entry: WarningEntry, *, now: datetime) -> WarningNote:
    """Write down what to keep in mind; the same form sent again changes nothing."""
    said = asdict(entry)
    if known := session.get(WarningNote, entry.id):
        if known.family_id == family.id and is_same(known, said):
            return known
        raise Refused("id", "This form has been used before: open a new one")
    today = clock.local(now).date()
    check_warning(entry, today)
    warning = WarningNote(**said, family_id=family.id, agreed_on=today, made_by_id=by.id)
    session.add(warning)
    trail(session, by, "warning.add", warning, now=now)
    return warning


def check_warning(entry: WarningEntry, today: date) -> None:
    """Raise Refused unless it says what, who agreed, and until when."""
    if not entry.words:
        raise Refused("words", "Say what a visitor should know")
    if not entry.agreed_with:
        raise Refused("agreed_with", "Say who agreed it")
    if entry.until_on < today:
        raise Refused("until_on", "Choose today or a later day")
    check_fits(WarningNote, asdict(entry))


def end_warning(session: Session, warning: WarningNote, by: User, *, now: datetime) -> WarningNote:
    """It holds no longer. Ending it twice changes nothing; the row stays."""
    if warning.ended_at is None:
        warning.ended_at = now
        trail(session, by, "warning.end", warning, now=now)
    return warning
