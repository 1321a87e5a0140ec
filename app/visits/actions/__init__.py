"""Every change of the diary. Entries in, models out; routes commit."""

from app.visits.actions.entries import NextVisit, Settled, VisitEntry
from app.visits.actions.following import follow_note
from app.visits.actions.planning import MoveEntry, PlanEntry, days_of, move_visit, plan_visits
from app.visits.actions.recording import record_new_visit, record_visit

__all__ = [
    "MoveEntry",
    "NextVisit",
    "PlanEntry",
    "Settled",
    "VisitEntry",
    "days_of",
    "follow_note",
    "move_visit",
    "plan_visits",
    "record_new_visit",
    "record_visit",
]
