"""Every change about a worry. Entries in, models out; routes commit. Nothing written is ever changed."""

from app.worries.actions.adding import AdditionEntry, add_to_worry
from app.worries.actions.deciding import DecisionEntry, decide
from app.worries.actions.opening import look_at_worry
from app.worries.actions.raising import WorryEntry, raise_worry
from app.worries.actions.telling import tell_deputies_of_unopened

__all__ = [
    "AdditionEntry",
    "DecisionEntry",
    "WorryEntry",
    "add_to_worry",
    "decide",
    "look_at_worry",
    "raise_worry",
    "tell_deputies_of_unopened",
]
