"""The doors for people: a visit written down, visits planned, moved and cancelled."""

from app.visits.forms.planning import CancelForm, MoveForm, PlanForm
from app.visits.forms.recording import VisitForm
from app.visits.forms.watching import AnswerForm, GoInForm, LongerForm

__all__ = ["AnswerForm", "CancelForm", "GoInForm", "LongerForm", "MoveForm", "PlanForm", "VisitForm"]
