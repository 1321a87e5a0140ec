"""The outbox: what was said to whom outside Withy, and what became of it. For whoever looks after the server."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.core import clock
from app.core.permissions import Can
from app.messages.queries import latest_messages, reach_of
from app.web.demo import is_demo
from app.web.permissions import allow
from app.web.session import session

bp = Blueprint("messages", __name__)
SHOWN = 100


@bp.get("/messages")
@allow(Can.SIGNED_IN)
def outbox() -> ResponseReturnValue:
    demo = is_demo()
    if not demo and not current_user.may(Can.SETTINGS_MANAGE):
        abort(404)
    now = clock.now()
    page = render_template(
        "messages/outbox.html",
        messages=latest_messages(session, SHOWN),
        demo=demo,
        reach=reach_of(session, now, demo=demo),
        today=clock.local(now).date(),
    )
    note(session, current_user, "messages.view", about="messages", now=now)
    session.commit()
    return page
