"""What every change of a family's details checks alike, whichever door the words came in by."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, inspect
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.db import Base
from app.core.errors import Refused
from app.families.models import Address, Consent, FamilyMember, Partner, SafeContact, WarningNote

Part = Address | Consent | FamilyMember | Partner | SafeContact | WarningNote

# The oldest person alive was born after this day.
EARLIEST_BIRTH = date(1905, 1, 1)
LONGEST_TEXT = 4000
NOT_BORN_YET = "Check the date of birth. It’s in the future. Leave it empty for a baby on the way"


def check_fits(kind: type[Base], said: dict[str, Any]) -> None:
    """Raise Refused for words longer than their column, or than LONGEST_TEXT where it has no end."""
    for column in inspect(kind).column_attrs:
        words = said.get(column.key)
        if isinstance(words, str) and isinstance(column.columns[0].type, String):
            most = column.columns[0].type.length or LONGEST_TEXT
            if len(words) > most:
                raise Refused(column.key, f"Use {most} letters or fewer")


def check_born(born_on: date | None, today: date) -> None:
    """Raise Refused for a date of birth that nobody has."""
    if born_on is not None and born_on > today:
        raise Refused("born_on", NOT_BORN_YET)
    if born_on is not None and born_on < EARLIEST_BIRTH:
        raise Refused("born_on", "Check the date of birth. It’s too long ago")


def change(row: Base, said: dict[str, Any]) -> list[str]:
    """Put new values in a row; returns the names of the columns that are different now."""
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    return changed


def is_same(row: Base, said: dict[str, Any]) -> bool:
    """Whether a row already says exactly this: the same form sent twice."""
    return all(getattr(row, name) == value for name, value in said.items())


def trail(
    session: Session, by: User | None, action: str, row: Part, *, now: datetime, changed: Iterable[str] = ()
) -> None:
    """Leave a trace of a change of one row. `changed` are names of columns, never what they hold."""
    reason = ", ".join(sorted(changed))
    note(session, by, action, about=row.__tablename__, about_id=row.id, family_id=row.family_id, reason=reason, now=now)
