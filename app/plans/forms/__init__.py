"""The doors for people: a goal, its steps and how it stands; a goal review; and a talk about the ending."""

from app.plans.forms.ending import EndingForm
from app.plans.forms.goals import GoalForm, GoalStatusForm, StepForm, StepsDoneForm
from app.plans.forms.reviewing import ReviewForm

__all__ = ["EndingForm", "GoalForm", "GoalStatusForm", "ReviewForm", "StepForm", "StepsDoneForm"]
