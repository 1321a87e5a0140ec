"""Notes as the cast would write them: the shared words of these tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from app.notes.actions import NoteEntry
from app.notes.models import NoteKind
from tests.cast import NOW

HOUR = timedelta(hours=1)
AN_HOUR_AGO: datetime = NOW - HOUR


def a_call(**more: Any) -> NoteEntry:
    """Shazia rang an hour ago; `more` says what is different."""
    said: dict[str, Any] = {
        "id": uuid4(),
        "kind": NoteKind.CALL,
        "occurred_at": AN_HOUR_AGO,
        "happened": "Shazia rang. Bags are by the door tonight too.",
    }
    return NoteEntry(**(said | more))
