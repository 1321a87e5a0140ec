"""Going in to a visit alone, and out again; and the page for whoever is told that somebody is late."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.messages.queries import reach_of
from app.visits import watch_words
from app.visits.actions import answer, come_out, go_in, need_longer
from app.visits.forms import AnswerForm, GoInForm, LongerForm
from app.visits.going_in import GoingIn, going_in
from app.visits.models import AnswerKind, Visit, Watch
from app.visits.queries import (
    around_visit,
    open_watch,
    outing_seen_by,
    own_watches,
    visit_seen_by,
    watch_seen_by,
)
from app.visits.routes import bp
from app.web.answers import go, try_again
from app.web.deliveries import keep, works_offline, written_at
from app.web.demo import is_demo
from app.web.filters import time_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session


@bp.get("/visits/<uuid:visit_id>/going-in")
@allow(Can.VISIT_RECORD)
@keep_offline
def going(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    page = _page(visit, episode, now)
    saw(session, current_user, episode.family_id, "going-in", now=now)
    session.commit()
    return render_template("visits/going_in.html", **page)


@bp.post("/visits/<uuid:visit_id>/going-in")
@allow(Can.VISIT_RECORD)
@works_offline
def start(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, episode = _visit(visit_id, at)
    around = around_visit(session, visit.id, current_user, clock.local(now).date())
    form = GoInForm(visit.starts_at, visit.ends_at, around.buddies, None, now)
    if form.validate():
        with form.refusals():
            entry = form.entry(at)
            go_in(session, visit, current_user, entry, at=at, now=now)
            keep(session)
            return go(url_for("desk.today"))
    session.rollback()
    visit, episode = _visit(visit_id, at)
    page = _page(visit, episode, now) | {"form": form}
    return try_again("visits/_go_in_form.html", page="visits/going_in.html", **page)


@bp.get("/visits/<uuid:visit_id>/longer")
@allow(Can.VISIT_RECORD)
def longer(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    watch = open_watch(session, visit.id, current_user)
    if watch is None:
        return redirect(url_for("visits.going", visit_id=visit_id))
    page = _page(visit, episode, now) | {"form": LongerForm(watch, now)}
    saw(session, current_user, episode.family_id, "longer", now=now)
    session.commit()
    return render_template("visits/longer.html", **page)


@bp.post("/visits/<uuid:visit_id>/longer")
@allow(Can.VISIT_RECORD)
@works_offline
def keep_longer(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, episode = _visit(visit_id, at)
    watch = open_watch(session, visit.id, current_user)
    if watch is None:
        # The end was said since, by them on another device or by whoever spoke to them.
        keep(session)
        flash("Nobody is looking out for you now. Say again that you are going in")
        return go(url_for("desk.today"))
    form = LongerForm(watch, now)
    if form.validate():
        with form.refusals():
            until = form.moment(at)
            need_longer(session, visit, current_user, until, at=at, now=now)
            keep(session)
            flash(f"You are expected out by {time_words(until)}")
            return go(url_for("desk.today"))
    session.rollback()
    visit, episode = _visit(visit_id, at)
    page = _page(visit, episode, now) | {"form": form}
    return try_again("visits/_longer_form.html", page="visits/longer.html", **page)


@bp.post("/visits/<uuid:visit_id>/out")
@allow(Can.VISIT_RECORD)
@works_offline
def out(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, _ = _visit(visit_id, at)
    come_out(session, visit, current_user, at=at, now=now)
    keep(session)
    flash(f"You are out and well, {time_words(at)}")
    return go(url_for("desk.today"))


@bp.get("/lone-working/<uuid:watch_id>")
@allow(Can.DAY_READ)
def watch(watch_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    return _watch_page(_watch(watch_id, now), AnswerForm(), now)


@bp.post("/lone-working/<uuid:watch_id>")
@allow(Can.DAY_READ)
def say(watch_id: UUID) -> ResponseReturnValue:
    now, form = clock.now(), AnswerForm()
    found = _watch(watch_id, now)
    if form.validate():
        with form.refusals():
            said = answer(session, found, current_user, form.entry(), now=now)
            session.commit()
            flash("They are safe. Nobody is told again" if said.kind is AnswerKind.SAFE else "You are dealing with it")
            return go(url_for("visits.watch", watch_id=watch_id))
    session.rollback()
    return _watch_page(_watch(watch_id, now), form, now), 422


def _watch_page(found: Watch, form: AnswerForm, now: datetime) -> str:
    """Whoever opens it may read an address that they otherwise would not: each look leaves a trace."""
    outing = outing_seen_by(session, current_user, found, now)
    page = render_template(
        "visits/watch.html",
        outing=outing,
        form=form,
        words=watch_words,
        reach=reach_of(session, now, demo=is_demo()),
        now=now,
        today=clock.local(now).date(),
    )
    relation = "worker" if found.worker_id == current_user.id else ""
    relation = relation or ("buddy" if found.buddy_id == current_user.id else "supervises")
    about = {"about": "lone_watch", "about_id": found.id, "family_id": found.family_id}
    note(session, current_user, "watch.view", relation=relation, now=now, **about)  # type: ignore[arg-type]
    session.commit()
    return page


def _page(visit: Visit, episode: Episode, now: datetime) -> dict[str, Any]:
    own = own_watches(session, current_user)
    around = around_visit(session, visit.id, current_user, clock.local(now).date())
    card: GoingIn = going_in(session, visit, current_user, own, around, now, demo=is_demo())
    return {
        "going": card,
        "form": card.form,
        "visit": visit,
        "episode": episode,
        "words": watch_words,
        "now": now,
        "today": clock.local(now).date(),
    }


def _visit(visit_id: UUID, now: datetime) -> tuple[Visit, Episode]:
    return visit_seen_by(session, current_user, visit_id, now) or abort(404)


def _watch(watch_id: UUID, now: datetime) -> Watch:
    return watch_seen_by(session, current_user, watch_id, now) or abort(404)
