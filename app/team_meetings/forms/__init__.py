"""The doors for people: a meeting planned, moved, cancelled, written down, and its minutes added to."""

from app.team_meetings.forms.planning import CancelForm, MoveForm, PlanForm
from app.team_meetings.forms.recording import AdditionForm, RecordForm

__all__ = ["AdditionForm", "CancelForm", "MoveForm", "PlanForm", "RecordForm"]
