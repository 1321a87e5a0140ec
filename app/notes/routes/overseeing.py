"""A supervisor writes management oversight of a family."""

from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import current_episode, family_known_to, family_seen_by
from app.notes.actions import oversee
from app.notes.forms import OversightForm
from app.notes.queries.overseeing import who_could_do_it
from app.notes.routes.blueprint import bp
from app.web.answers import go, try_again
from app.web.filters import time_words
from app.web.permissions import allow
from app.web.session import session


@bp.get("/families/<uuid:family_id>/oversight/new")
@allow(Can.OVERSIGHT_WRITE)
def new_oversight(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    episode = _episode(family_id, now)
    form = _form(episode, now)
    saw(session, current_user, family_id, "oversight", now=now)
    session.commit()
    return render_template("notes/oversight.html", form=form, family=episode.family)


@bp.post("/families/<uuid:family_id>/oversight/new")
@allow(Can.OVERSIGHT_WRITE)
def record_oversight(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    episode = _episode(family_id, now)
    form = _form(episode, now)
    if form.validate():
        with form.refusals():
            note = oversee(session, episode, current_user, form.entry(), now=now)
            session.commit()
            flash(f"Held by Withy, {time_words(now)}")
            return go(url_for("notes.read", note_id=note.id))
    session.rollback()
    episode = _episode(family_id, now)
    return try_again("notes/_oversight_form.html", page="notes/oversight.html", form=form, family=episode.family)


def _form(episode: Episode, now: datetime) -> OversightForm:
    today = clock.local(now).date()
    form = OversightForm(data={"on": today})
    form.offer(who_could_do_it(session, episode, current_user, today), current_user)
    return form


def _episode(family_id: UUID, now: datetime) -> Episode:
    """The plan that is going on, or 404. A cluster manager is asked for a reason first."""
    if family_seen_by(session, current_user, family_id, now) is None:
        known = request.method == "GET" and family_known_to(session, current_user, family_id, now)
        if known and current_user.may(Can.FAMILY_REASON):
            abort(redirect(url_for("families.reason", family_id=family_id), 303))
        abort(404)
    episode = current_episode(session, family_id)
    return episode if episode is not None and episode.is_open() else abort(404)
