"""A family prepared for a session, with a signal or without one; and its brief as the group reads it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.supervision.actions import prepare as keep_brief
from app.supervision.actions import saw_brief
from app.supervision.forms import PrepForm
from app.supervision.forms.preparing import TOLD, WANTS
from app.supervision.queries import Item, Seat, brief_of, items_seen_by, members_on, what_pulls
from app.supervision.routes import bp
from app.supervision.routes.finding import an_item, an_item_to_prepare
from app.supervision.words import (
    CONTACT_WORDS,
    goal_words,
    missing_words,
    promise_words,
    seen_lines,
    state_of,
    visits_words,
    with_words,
)
from app.web.answers import go, try_again
from app.web.deliveries import is_again, keep, works_offline, written_at
from app.web.drawings import weave
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session


@bp.get("/supervision/families/<uuid:discussion_id>/prepare")
@allow(Can.SUPERVISION_PREPARE)
@keep_offline
def prepare(discussion_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    item, seat = an_item_to_prepare(discussion_id, now)
    if not seat.session.is_planned and not is_again():
        return go(url_for("supervision.brief", discussion_id=discussion_id))
    page = _page(item, seat, now)
    saw_brief(session, current_user, item, "prepare supervision", now=now)
    session.commit()
    return render_template("supervision/prepare.html", **page)


@bp.post("/supervision/families/<uuid:discussion_id>/prepare")
@allow(Can.SUPERVISION_PREPARE)
@works_offline
def keep_prepare(discussion_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    item, seat = an_item_to_prepare(discussion_id, written_at())
    page = _page(item, seat, now)
    form: PrepForm = page["form"]
    if form.validate():
        with form.refusals():
            made = keep_brief(session, item, seat, current_user, form.entry(), written_at=written_at(), now=now)
            keep(session)
            missing = missing_words(made)
            flash(f"Kept. Still to say: {missing}" if missing else "Ready for the group")
            return go(url_for("supervision.meeting", session_id=seat.session.id))
    return try_again("supervision/_prepare_form.html", page="supervision/prepare.html", **page)


@bp.get("/supervision/families/<uuid:discussion_id>")
@allow(Can.SUPERVISION_PREPARE)
def brief(discussion_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    item, seat = an_item(discussion_id, now)
    page = _about(item, seat, now) | {
        "prep": item.prep,
        "told": TOLD,
        "wants": WANTS,
        "pulls": what_pulls(session, current_user, item, seat),
    }
    saw_brief(session, current_user, item, "supervision brief", now=now)
    session.commit()
    return render_template("supervision/brief.html", **page)


def _about(item: Item, seat: Seat, now: datetime) -> dict[str, Any]:
    """What Withy fills in, strengths first; the same for whoever prepares and for the group."""
    today = clock.local(now).date()
    found = brief_of(session, item.family, item.episode, now)
    figures = figures_of(session, seat.session.cluster_id)
    return {
        "item": item,
        "seat": seat,
        "family": item.family,
        "brief": found,
        "weave": weave(found.week, item.episode.weeks, found.met, found.missed),
        "visits_words": visits_words(found),
        "goals": [(story.goal, goal_words(story)) for story in found.goals],
        "seen_lines": seen_lines(found, figures, today),
        "contact_words": CONTACT_WORDS,
        "promise_words": [promise_words(one, today) for one in found.promises],
        "today": today,
    }


def _page(item: Item, seat: Seat, now: datetime) -> dict[str, Any]:
    """The form with the latest brief in it, beside what is filled in and the others that its worker brings."""
    people = members_on(session, seat.group.id, seat.session.on)
    names = [seat.facilitator.first_name, *(one.first_name for one in people if one.id != seat.facilitator.id)]
    beside = items_seen_by(session, current_user, [seat.session.id], now)
    page = _about(item, seat, now)
    pulls = what_pulls(session, current_user, item, seat)
    return page | {
        "form": PrepForm(item.prep, pulls, today=page["today"]),
        "own": [one for one in beside if one.worker.id == item.worker.id],
        "is_own": item.worker.id == current_user.id,
        "state_of": state_of,
        "where": with_words(seat, names, current_user.first_name),
    }
