"""A session's page: what is talked about and for how long; and whom to bring, with the reasons."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import figures_of, words_of
from app.core import clock
from app.core.permissions import Can
from app.supervision.actions import bring as put_on
from app.supervision.actions import give_minutes, saw_agenda
from app.supervision.actions import take_off as put_off
from app.supervision.forms import BringForm, MinutesForm
from app.supervision.queries import could_bring, items_seen_by, members_on
from app.supervision.reasons import weigh
from app.supervision.routes import bp
from app.supervision.routes.finding import a_run, a_seat, an_item_to_prepare
from app.supervision.words import parts, state_of, sum_of, sum_words, with_words
from app.supervision.working import WAYS
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.get("/supervision/sessions/<uuid:session_id>")
@allow(Can.SUPERVISION_PREPARE)
def meeting(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _page(session_id, now)
    saw_agenda(session, current_user, page["seat"], now=now)
    session.commit()
    return render_template("supervision/meeting.html", **page)


@bp.post("/supervision/sessions/<uuid:session_id>/minutes")
@allow(Can.SUPERVISION_RUN)
def keep_minutes(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    a_run(session_id, now)
    page = _page(session_id, now)
    form: MinutesForm = page["form"]
    if form.validate():
        with form.refusals():
            give_minutes(session, page["seat"], current_user, page["items"], form.entry(), now=now)
            session.commit()
            return go(url_for("supervision.meeting", session_id=session_id))
    return try_again("supervision/_agenda.html", page="supervision/meeting.html", **page)


@bp.get("/supervision/sessions/<uuid:session_id>/bring")
@allow(Can.SUPERVISION_PREPARE)
def bring(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _bring_page(session_id, now)
    saw_agenda(session, current_user, page["seat"], now=now)
    session.commit()
    return render_template("supervision/bring.html", **page)


@bp.post("/supervision/sessions/<uuid:session_id>/bring")
@allow(Can.SUPERVISION_PREPARE)
def keep_bring(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _bring_page(session_id, now)
    form: BringForm = page["form"]
    if form.validate():
        with form.refusals():
            put_on(session, page["seat"], current_user, page["could"], page["reasons"], form.entry(), now=now)
            session.commit()
            return go(url_for("supervision.meeting", session_id=session_id))
    return try_again("supervision/_bring_form.html", page="supervision/bring.html", **page)


@bp.post("/supervision/families/<uuid:discussion_id>/take-off")
@allow(Can.SUPERVISION_PREPARE)
def take_off(discussion_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    item, seat = an_item_to_prepare(discussion_id, now)
    put_off(session, item, current_user, now=now)
    session.commit()
    return go(url_for("supervision.meeting", session_id=seat.session.id))


def _page(session_id: UUID, now: datetime) -> dict[str, Any]:
    seat = a_seat(session_id, now)
    items = items_seen_by(session, current_user, [session_id], now)
    people = members_on(session, seat.group.id, seat.session.on)
    names = [seat.facilitator.first_name, *(one.first_name for one in people if one.id != seat.facilitator.id)]
    before, after = parts()
    total = sum_of(seat, items)
    return {
        "seat": seat,
        "items": items,
        "form": MinutesForm(items),
        "before": before,
        "after": after,
        "total": total,
        "sum_words": sum_words(total),
        "state_of": state_of,
        "where": with_words(seat, names, current_user.first_name),
        "way": WAYS.get(seat.session.way),
        "way_words": words_of(session, seat.session.cluster_id, "ways_of_working").get(seat.session.way, ""),
        "is_published": seat.is_published(now),
        "today": clock.local(now).date(),
    }


def _bring_page(session_id: UUID, now: datetime) -> dict[str, Any]:
    seat = a_seat(session_id, now)
    figures = figures_of(session, seat.session.cluster_id)
    today, could = clock.local(now).date(), could_bring(session, current_user, seat, now)
    weighed = weigh(could, figures, today)
    return {
        "seat": seat,
        "could": could,
        "weighed": weighed,
        "reasons": {one.one.family.id: one.reasons for one in weighed},
        "form": BringForm(could),
        "today": today,
    }
