"""Adding to a worry: what was heard, seen, asked or told later, and who was rung. Nothing is changed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.db import hold
from app.core.errors import Refused
from app.notes.actions.rules import CLOCKS_DIFFER
from app.notes.wording import check_text
from app.worries.models import WHOM_LENGTH, WORDS_LENGTH, AdditionKind, Worry, WorryAddition


@dataclass(frozen=True, kw_only=True)
class AdditionEntry:
    """Something more. For a call: whom, and whether we spoke; `words` are what was said."""

    id: UUID
    kind: AdditionKind
    occurred_at: datetime
    words: str = ""
    whom: str = ""
    spoke: bool | None = None


def add_to_worry(session: Session, worry: Worry, by: User, entry: AdditionEntry, *, now: datetime) -> WorryAddition:
    """Add to a worry, decided or not; the same addition sent again changes nothing. Raises Refused."""
    hold(session, worry)
    if known := session.get(WorryAddition, entry.id):
        return _same_addition(known, worry, entry)
    _check(entry, now)
    addition = WorryAddition(**asdict(entry), worry_id=worry.id, added_at=now, added_by_id=by.id)
    session.add(addition)
    action = "worry.call" if entry.kind is AdditionKind.CALL else "worry.add"
    note(session, by, action, about="worry", about_id=worry.id, family_id=worry.family_id, now=now)
    return addition


def _check(entry: AdditionEntry, now: datetime) -> None:
    check_text("words", entry.words, WORDS_LENGTH)
    check_text("whom", entry.whom, WHOM_LENGTH)
    if entry.occurred_at > now + CLOCKS_DIFFER:
        raise Refused("at", "Check the day and time: that is still to come")
    if entry.kind is not AdditionKind.CALL:
        if not entry.words.strip():
            raise Refused("words", "Write what you heard, saw, asked or said")
        return
    if not entry.whom.strip():
        raise Refused("whom", "Say who you rang")
    if entry.spoke is None:
        raise Refused("spoke", "Say whether you spoke")


def _same_addition(known: WorryAddition, worry: Worry, entry: AdditionEntry) -> WorryAddition:
    unchanged = all(getattr(known, name) == said for name, said in asdict(entry).items())
    if known.worry_id == worry.id and unchanged:
        return known
    raise Refused("id", "This form has saved something before: open the page again")
