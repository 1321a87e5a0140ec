"""Every change of the diary. Entries in, models out; routes commit."""

from app.visits.actions.entries import NextVisit, Settled, VisitEntry
from app.visits.actions.following import follow_note
from app.visits.actions.planning import MoveEntry, PlanEntry, Which, as_it_stands, days_of, move_visit, plan_visits
from app.visits.actions.recording import record_new_visit, record_visit
from app.visits.actions.telling import AnswerEntry, answer, raise_alarm
from app.visits.actions.watching import GoInEntry, come_out, go_in, need_longer

__all__ = [
    "AnswerEntry",
    "GoInEntry",
    "MoveEntry",
    "NextVisit",
    "PlanEntry",
    "Settled",
    "VisitEntry",
    "Which",
    "answer",
    "as_it_stands",
    "come_out",
    "days_of",
    "follow_note",
    "go_in",
    "move_visit",
    "need_longer",
    "plan_visits",
    "raise_alarm",
    "record_new_visit",
    "record_visit",
]
