"""Every change to a plan. Entries in, models out; routes commit."""

from app.plans.actions.ending import EndingEntry, talk_about_ending
from app.plans.actions.goals import GoalEntry, GoalStatusEntry, agree_goal, change_goal_status, keep_private
from app.plans.actions.ratings import RatingEntry, move_numbers, rate
from app.plans.actions.reviews import ReviewEntry, review_goal
from app.plans.actions.steps import StepEntry, add_step, mark_steps

__all__ = [
    "EndingEntry",
    "GoalEntry",
    "GoalStatusEntry",
    "RatingEntry",
    "ReviewEntry",
    "StepEntry",
    "add_step",
    "agree_goal",
    "change_goal_status",
    "keep_private",
    "mark_steps",
    "move_numbers",
    "rate",
    "review_goal",
    "talk_about_ending",
]
