"""Every change about a worry. Entries in, models out; routes commit. Nothing written is ever changed."""

from app.worries.actions.raising import WorryEntry, raise_worry
from app.worries.actions.telling import tell_deputies_of_unopened

__all__ = ["WorryEntry", "raise_worry", "tell_deputies_of_unopened"]
