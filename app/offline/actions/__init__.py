"""Every change to phones, receipts and what is held."""

from app.offline.actions.entries import Answer, Batch, Item, Outcome
from app.offline.actions.holding import DECIDED, decide, hold_item, set_aside, what_was_held
from app.offline.actions.looking import LookEntry, keep_look
from app.offline.actions.phones import (
    SetUp,
    another_delivery,
    end_lost_phone,
    end_phone,
    end_phones_of,
    phone_tells,
    recovery_of,
    set_up_phone,
)

__all__ = [
    "DECIDED",
    "Answer",
    "Batch",
    "Item",
    "LookEntry",
    "Outcome",
    "SetUp",
    "another_delivery",
    "decide",
    "end_lost_phone",
    "end_phone",
    "end_phones_of",
    "hold_item",
    "keep_look",
    "phone_tells",
    "recovery_of",
    "set_aside",
    "set_up_phone",
    "what_was_held",
]
