"""What is asked of the diary: every SELECT of this room."""

from app.visits.queries.diary import visit_seen_by, visits_of
from app.visits.queries.planning import Busy, busy_between, colleagues_of
from app.visits.queries.saved import Kept, what_was_kept
from app.visits.queries.sheet import Sheet, sheet_of
from app.visits.queries.unanswered import ladder, ladders, ladders_by, unanswered_in_a_row

__all__ = [
    "Busy",
    "Kept",
    "Sheet",
    "busy_between",
    "colleagues_of",
    "ladder",
    "ladders",
    "ladders_by",
    "sheet_of",
    "unanswered_in_a_row",
    "visit_seen_by",
    "visits_of",
    "what_was_kept",
]
