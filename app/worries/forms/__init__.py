"""The doors for people: a worry, something more, who was rung, a decision."""

from app.worries.forms.adding import CallForm, MoreForm
from app.worries.forms.deciding import DecideForm
from app.worries.forms.raising import WorryForm

__all__ = ["CallForm", "DecideForm", "MoreForm", "WorryForm"]
