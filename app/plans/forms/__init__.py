"""The doors for people: a goal, its steps and how it stands; and a goal review."""

from app.plans.forms.goals import GoalForm, GoalStatusForm, StepForm, StepsDoneForm
from app.plans.forms.reviewing import ReviewForm

__all__ = ["GoalForm", "GoalStatusForm", "ReviewForm", "StepForm", "StepsDoneForm"]
