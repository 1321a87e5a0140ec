"""The doors for people: a group and its sessions, an agenda, a brief."""

from app.supervision.forms.agenda import BringForm, MinutesForm
from app.supervision.forms.planning import CancelForm, GroupForm, SessionsForm
from app.supervision.forms.preparing import PrepForm

__all__ = ["BringForm", "CancelForm", "GroupForm", "MinutesForm", "PrepForm", "SessionsForm"]
