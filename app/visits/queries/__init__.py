"""What is asked of the diary: every SELECT of this room."""

from app.visits.queries.diary import (
    DayVisit,
    Weeks,
    next_visit,
    visit_seen_by,
    visits_of,
    visits_of_day,
    weave_weeks,
)
from app.visits.queries.planning import Busy, busy_between, colleagues_of
from app.visits.queries.saved import Kept, what_was_kept
from app.visits.queries.sheet import Sheet, sheet_of
from app.visits.queries.unanswered import ladder, ladders, unanswered_in_a_row

__all__ = [
    "Busy",
    "DayVisit",
    "Kept",
    "Sheet",
    "Weeks",
    "busy_between",
    "colleagues_of",
    "ladder",
    "ladders",
    "next_visit",
    "sheet_of",
    "unanswered_in_a_row",
    "visit_seen_by",
    "visits_of",
    "visits_of_day",
    "weave_weeks",
    "what_was_kept",
]
