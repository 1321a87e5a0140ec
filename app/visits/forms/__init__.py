"""The doors for people: a visit written down, visits planned, moved and cancelled."""

from app.visits.forms.planning import CancelForm, MoveForm, PlanForm
from app.visits.forms.recording import VisitForm

__all__ = ["CancelForm", "MoveForm", "PlanForm", "VisitForm"]
