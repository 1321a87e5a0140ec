"""A group set up, its sessions put in the diary and called off, and the ways of working they choose from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.queries import colleagues_of, supervised_ids
from app.clusters.queries import choices_of, figures_of, words_of
from app.core import clock
from app.core.permissions import Can
from app.supervision.actions import (
    CASEWORKERS,
    cancel_session,
    plan_sessions,
    publish,
    save_group,
    saw_agenda,
    saw_sessions,
)
from app.supervision.forms import CancelForm, GroupForm, SessionsForm
from app.supervision.models import SupervisionGroup
from app.supervision.queries import items_seen_by, last_session_of, members_on, seats_from
from app.supervision.routes import bp
from app.supervision.routes.finding import a_run, own_group, ways_here
from app.supervision.words import state_of
from app.supervision.working import WAYS
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session

A_DAY = timedelta(days=1)
NOTICE = timedelta(days=7)


@bp.get("/supervision")
@allow(Can.SUPERVISION_PREPARE)
def sessions() -> ResponseReturnValue:
    now = clock.now()
    # A session of today stays in sight until its day is over.
    seats = seats_from(session, current_user, clock.day_span(clock.local(now).date())[0], now)
    items = items_seen_by(session, current_user, [seat.session.id for seat in seats], now)
    words = words_of(session, current_user.cluster_id, "ways_of_working")
    page = {
        "seats": seats,
        "own": [one for one in items if one.worker.id == current_user.id],
        "ways": words,
        "group": own_group(),
        "may_run": current_user.may(Can.SUPERVISION_RUN),
        "state_of": state_of,
        "today": clock.local(now).date(),
    }
    saw_sessions(session, current_user, now=now)
    session.commit()
    return render_template("supervision/sessions.html", **page)


@bp.get("/supervision/ways")
@allow(Can.SUPERVISION_PREPARE)
def ways() -> ResponseReturnValue:
    lists = {kind: choices_of(session, current_user.cluster_id, kind) for kind in ("rethink", "rethink_family")}
    here = ways_here(current_user.cluster_id)
    return render_template(
        "supervision/ways.html", ways=[(words, WAYS[key]) for key, words in here.items()], lists=lists
    )


@bp.get("/supervision/group")
@allow(Can.SUPERVISION_RUN)
def group() -> ResponseReturnValue:
    return render_template("supervision/group.html", **_group_page(clock.now()))


@bp.post("/supervision/group")
@allow(Can.SUPERVISION_RUN)
def keep_group() -> ResponseReturnValue:
    now = clock.now()
    page = _group_page(now)
    form: GroupForm = page["form"]
    if form.validate():
        with form.refusals():
            save_group(session, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("supervision.sessions"))
    return try_again("supervision/_group_form.html", page="supervision/group.html", **page)


@bp.get("/supervision/plan")
@allow(Can.SUPERVISION_RUN)
def plan() -> ResponseReturnValue:
    found = own_group()
    if found is None:
        return go(url_for("supervision.group"))
    return render_template("supervision/plan.html", **_plan_page(found, clock.now()))


@bp.post("/supervision/plan")
@allow(Can.SUPERVISION_RUN)
def keep_plan() -> ResponseReturnValue:
    now = clock.now()
    found = own_group()
    if found is None:
        return go(url_for("supervision.group"))
    page = _plan_page(found, now)
    form: SessionsForm = page["form"]
    if form.validate():
        with form.refusals():
            made = plan_sessions(session, found, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("supervision.meeting", session_id=made[0].id))
    return try_again("supervision/_plan_form.html", page="supervision/plan.html", **page)


@bp.post("/supervision/sessions/<uuid:session_id>/publish")
@allow(Can.SUPERVISION_RUN)
def keep_published(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    publish(session, a_run(session_id, now), current_user, now=now)
    session.commit()
    return go(url_for("supervision.meeting", session_id=session_id))


@bp.get("/supervision/sessions/<uuid:session_id>/cancel")
@allow(Can.SUPERVISION_RUN)
def cancel(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _cancel_page(session_id, now)
    saw_agenda(session, current_user, page["seat"], now=now)
    session.commit()
    return render_template("supervision/cancel.html", **page)


@bp.post("/supervision/sessions/<uuid:session_id>/cancel")
@allow(Can.SUPERVISION_RUN)
def keep_cancelled(session_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _cancel_page(session_id, now)
    form: CancelForm = page["form"]
    if form.validate():
        with form.refusals():
            cancel_session(session, page["seat"], current_user, form.why.data, now=now)
            session.commit()
            return go(url_for("supervision.sessions"))
    return try_again("supervision/_cancel_form.html", page="supervision/cancel.html", **page)


def _cancel_page(session_id: UUID, now: datetime) -> dict[str, Any]:
    return {"seat": a_run(session_id, now), "form": CancelForm(), "today": clock.local(now).date()}


def _group_page(now: datetime) -> dict[str, Any]:
    """The group as it stands; a new one begins with the workers whom this person supervises."""
    cluster_id = current_user.cluster_id or abort(404)
    today, found = clock.local(now).date(), own_group()
    figures, here = figures_of(session, cluster_id), ways_here(cluster_id)
    colleagues = colleagues_of(session, current_user, *CASEWORKERS)
    if found is None:
        theirs = set(session.scalars(supervised_ids(current_user.id, today)))
        first = {
            "every_weeks": figures.supervision_weeks,
            "minutes": str(figures.supervision_minutes),
            "facilitator_id": str(current_user.id),
            "member_ids": [str(one) for one in colleagues if one in theirs],
        }
    else:
        members = [str(one.id) for one in members_on(session, found.id, today)]
        first = _usual(found) | {"every_weeks": found.every_weeks, "member_ids": members}
    return {
        "form": GroupForm(here, {current_user.id: current_user.name, **colleagues}, colleagues, first),
        "group": found,
    }


def _usual(found: SupervisionGroup) -> dict[str, Any]:
    return {
        "at": found.at,
        "minutes": str(found.minutes),
        "place": found.place,
        "way": found.way,
        "facilitator_id": str(found.facilitator_id),
    }


def _plan_page(found: SupervisionGroup, now: datetime) -> dict[str, Any]:
    """The form, with the day that follows from the last session; a week ahead where that has gone by."""
    today = clock.local(now).date()
    last = last_session_of(session, found.id)
    day = last.on + timedelta(weeks=found.every_weeks) if last else today + NOTICE
    people = {current_user.id: current_user.name, **colleagues_of(session, current_user, *CASEWORKERS)}
    first = _usual(found) | {"day": day if day > today else today + NOTICE}
    return {
        "form": SessionsForm(ways_here(found.cluster_id), people, first),
        "group": found,
        "last": last,
        "today": today,
    }
