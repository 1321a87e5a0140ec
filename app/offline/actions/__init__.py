"""Every change to phones, receipts and what is held."""

from app.offline.actions.entries import Answer, Batch, Item, Outcome
from app.offline.actions.holding import hold_item, what_was_held
from app.offline.actions.phones import SetUp, another_delivery, end_phone, recovery_of, set_up_phone

__all__ = [
    "Answer",
    "Batch",
    "Item",
    "Outcome",
    "SetUp",
    "another_delivery",
    "end_phone",
    "hold_item",
    "recovery_of",
    "set_up_phone",
    "what_was_held",
]
