"""Reading notes: one in full, a family's timeline, and what a new one can be about."""

from app.notes.queries.choosing import Choosable, People, families_to_write_of, people_of
from app.notes.queries.listing import SaidLine, SeenLine, TimelineNote, chronology_of, timeline
from app.notes.queries.one import last_contact_in, note_seen_by, version_of, wording_of, wordings_of
from app.notes.queries.reading import Number, ReadBy, WholeNote, WholeVersion, whole_note

__all__ = [
    "Choosable",
    "Number",
    "People",
    "ReadBy",
    "SaidLine",
    "SeenLine",
    "TimelineNote",
    "WholeNote",
    "WholeVersion",
    "chronology_of",
    "families_to_write_of",
    "last_contact_in",
    "note_seen_by",
    "people_of",
    "timeline",
    "version_of",
    "whole_note",
    "wording_of",
    "wordings_of",
]
