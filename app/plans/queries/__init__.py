"""What a plan's pages show: its goals, how they were looked at together, and how it ends."""

from app.plans.queries.ending import TalkStory, talks_of
from app.plans.queries.goals import (
    GoalStory,
    RaterLine,
    active_count,
    goal_seen_by,
    goals_for_families,
    goals_of,
    goals_seen_by,
    newer_words,
    story_of,
)
from app.plans.queries.reviewing import ReviewStory, review_due_on, reviews_of

__all__ = [
    "GoalStory",
    "RaterLine",
    "ReviewStory",
    "TalkStory",
    "active_count",
    "goal_seen_by",
    "goals_for_families",
    "goals_of",
    "goals_seen_by",
    "newer_words",
    "review_due_on",
    "reviews_of",
    "story_of",
    "talks_of",
]
