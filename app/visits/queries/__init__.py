"""What is asked of the diary: every SELECT of this room."""

from app.visits.queries.diary import visit_seen_by, visits_of
from app.visits.queries.planning import Busy, busy_between, colleagues_of
from app.visits.queries.saved import Kept, what_was_kept
from app.visits.queries.sheet import Sheet, sheet_of
from app.visits.queries.unanswered import ladder, ladders, ladders_by, unanswered_in_a_row
from app.visits.queries.watching import (
    Answered,
    Around,
    Outing,
    Own,
    Told,
    around_visit,
    open_watch,
    outing_seen_by,
    outings_for,
    outings_of,
    own_among,
    own_watches,
    watch_seen_by,
    watches_due,
    watches_for,
)

__all__ = [
    "Answered",
    "Around",
    "Busy",
    "Kept",
    "Outing",
    "Own",
    "Sheet",
    "Told",
    "around_visit",
    "busy_between",
    "colleagues_of",
    "ladder",
    "ladders",
    "ladders_by",
    "open_watch",
    "outing_seen_by",
    "outings_for",
    "outings_of",
    "own_among",
    "own_watches",
    "sheet_of",
    "unanswered_in_a_row",
    "visit_seen_by",
    "visits_of",
    "watch_seen_by",
    "watches_due",
    "watches_for",
    "what_was_kept",
]
