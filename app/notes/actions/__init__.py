"""Writing notes, and putting them right. Nothing here changes or deletes a word that was kept."""

from app.notes.actions.amending import AmendmentEntry, amend_note
from app.notes.actions.keeping import KeepEntry, keep_as, look_at
from app.notes.actions.overseeing import OversightEntry, oversee
from app.notes.actions.sightings import keep_last_seen
from app.notes.actions.writing import NoteEntry, write_note
from app.notes.wording import SaidWords, SeenChild, Wording

__all__ = [
    "AmendmentEntry",
    "KeepEntry",
    "NoteEntry",
    "OversightEntry",
    "SaidWords",
    "SeenChild",
    "Wording",
    "amend_note",
    "keep_as",
    "keep_last_seen",
    "look_at",
    "oversee",
    "write_note",
]
