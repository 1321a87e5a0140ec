"""Every change to a meeting of the team around a family. Entries in, models out; routes commit."""

from app.team_meetings.actions.entries import AdditionEntry, MoveEntry, PlanEntry, RecordEntry, Said
from app.team_meetings.actions.planning import cancel_meeting, move_meeting, plan_meeting
from app.team_meetings.actions.recording import add_to_minutes, record_meeting

__all__ = [
    "AdditionEntry",
    "MoveEntry",
    "PlanEntry",
    "RecordEntry",
    "Said",
    "add_to_minutes",
    "cancel_meeting",
    "move_meeting",
    "plan_meeting",
    "record_meeting",
]
