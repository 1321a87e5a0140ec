"""The trail, for an auditor: what happened on a day, what one person did, who was at one family.

It names staff by their initials, and families and records by the head of their id: no family's name.
"""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from app.audit import queries
from app.audit.actions import note
from app.audit.forms import Staff, TrailForm, action_words, short
from app.core import clock
from app.core.permissions import Can
from app.web.permissions import allow
from app.web.session import session

bp = Blueprint("audit", __name__)
STAFF = "withy_staff"


def init_audit(app: Flask, staff: Callable[[Session], Staff]) -> None:
    """Let the trail say who stands behind an id: the accounts, which lie above it, hand that in."""
    app.extensions[STAFF] = staff


@bp.get("/audit")
@allow(Can.AUDIT_READ)
def trail() -> ResponseReturnValue:
    now = clock.now()
    staff = cast(Callable[[Session], Staff], current_app.extensions[STAFF])(session)
    form = TrailForm(request.args, staff, queries.actions_known(session))
    sound = form.validate()
    found = queries.entries_asked(session, form.asked()) if sound else []
    end = queries.end_of_chain(session, now)
    # Whoever looks at the trail is in it too.
    note(session, current_user, "audit.view", about="audit", reason=form.words()[:500], now=now)
    session.commit()
    page = render_template(
        "audit/trail.html",
        form=form,
        entries=found[: queries.PAGE],
        more=len(found) > queries.PAGE,
        end=end,
        staff=staff,
        short=short,
        action_words=action_words,
        today=clock.local(now).date(),
    )
    return page, 200 if sound else 422
