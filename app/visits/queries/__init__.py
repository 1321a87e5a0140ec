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
from app.visits.queries.unanswered import ladder, ladders, unanswered_in_a_row

__all__ = [
    "DayVisit",
    "Weeks",
    "ladder",
    "ladders",
    "next_visit",
    "unanswered_in_a_row",
    "visit_seen_by",
    "visits_of",
    "visits_of_day",
    "weave_weeks",
]
