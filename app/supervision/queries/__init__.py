"""Who meets when, what is on an agenda for whoever looks, whom to bring, and what fills a brief in."""

from app.supervision.queries.briefing import Brief, Contact, brief_of
from app.supervision.queries.sessions import (
    Item,
    Seat,
    group_of,
    item_prepared_by,
    item_seen_by,
    items_seen_by,
    last_session_of,
    members_on,
    membership_of,
    seat_seen_by,
    seats_from,
    to_prepare,
    what_pulls,
)
from app.supervision.queries.suggesting import Suggestion, could_bring

__all__ = [
    "Brief",
    "Contact",
    "Item",
    "Seat",
    "Suggestion",
    "brief_of",
    "could_bring",
    "group_of",
    "item_prepared_by",
    "item_seen_by",
    "items_seen_by",
    "last_session_of",
    "members_on",
    "membership_of",
    "seat_seen_by",
    "seats_from",
    "to_prepare",
    "what_pulls",
]
