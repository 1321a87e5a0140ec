"""Every change to group supervision. Entries in, models out; routes commit."""

from app.supervision.actions.agenda import bring, give_minutes, take_off
from app.supervision.actions.entries import BringEntry, GroupEntry, MinutesEntry, PrepEntry, SessionsEntry
from app.supervision.actions.looking import (
    saw_agenda,
    saw_brief,
    saw_sessions,
    show_agenda_again,
    show_brief_again,
)
from app.supervision.actions.planning import (
    CASEWORKERS,
    cancel_session,
    plan_sessions,
    publish,
    save_group,
)
from app.supervision.actions.preparing import prepare

__all__ = [
    "CASEWORKERS",
    "BringEntry",
    "GroupEntry",
    "MinutesEntry",
    "PrepEntry",
    "SessionsEntry",
    "bring",
    "cancel_session",
    "give_minutes",
    "plan_sessions",
    "prepare",
    "publish",
    "save_group",
    "saw_agenda",
    "saw_brief",
    "saw_sessions",
    "show_agenda_again",
    "show_brief_again",
    "take_off",
]
