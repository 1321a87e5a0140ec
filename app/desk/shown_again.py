"""A form that comes back shows the record once more: a look like any other, which leaves its trace.

Every room's forms end here, so that none can forget it, and nobody reads by sending forms that are refused.
"""

from uuid import UUID

from flask import Flask, Response, request
from flask_login import current_user

from app.core import clock
from app.families.actions import saw, saw_ask
from app.families.models import MoreWeeksAsk
from app.notes.actions import look_at
from app.notes.models import Note
from app.plans.models import Goal
from app.promises.models import Promise
from app.supervision.actions import show_agenda_again, show_brief_again
from app.team_meetings.models import TeamMeeting
from app.visits.models import Visit
from app.web.session import session
from app.worries.actions import look_at_worry
from app.worries.models import Worry

SENT_BACK = 422


def init_shown_again(app: Flask) -> None:
    """Keep each such look, before the page leaves."""
    app.after_request(_leave_trace)


def _leave_trace(answer: Response) -> Response:
    named: dict[str, UUID] = request.view_args or {}
    if answer.status_code == SENT_BACK and current_user.is_authenticated and named:
        # The action that said no may have begun something.
        session.rollback()
        _look(named)
        session.commit()
    return answer


def _look(named: dict[str, UUID]) -> None:
    now = clock.now()
    if "note_id" in named:
        look_at(session, current_user, session.get_one(Note, named["note_id"]), now=now)
    elif "worry_id" in named:
        look_at_worry(session, session.get_one(Worry, named["worry_id"]), current_user, now=now)
    elif "ask_id" in named:
        saw_ask(session, current_user, session.get_one(MoreWeeksAsk, named["ask_id"]), now=now)
    elif "discussion_id" in named:
        show_brief_again(session, current_user, named["discussion_id"], request.endpoint or "", now=now)
    elif "session_id" in named:
        show_agenda_again(session, current_user, named["session_id"], now=now)
    elif (family_id := _family_of(named)) is not None:
        saw(session, current_user, family_id, request.endpoint or "", now=now)


def _family_of(named: dict[str, UUID]) -> UUID | None:
    if "visit_id" in named:
        return session.get_one(Visit, named["visit_id"]).family_id
    if "goal_id" in named:
        return session.get_one(Goal, named["goal_id"]).family_id
    if "promise_id" in named:
        return session.get_one(Promise, named["promise_id"]).family_id
    if "meeting_id" in named:
        return session.get_one(TeamMeeting, named["meeting_id"]).family_id
    return named.get("family_id")
