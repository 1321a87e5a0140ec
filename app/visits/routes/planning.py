"""Visits put in the diary, moved, and called off."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import User
from app.clusters.queries import bank_holidays_from, choices_of, figures_of, lists_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import addresses_of, current_episode, family_seen_by, lead_workers_of
from app.visits import words
from app.visits.actions import as_it_stands, move_visit, plan_visits, record_visit
from app.visits.forms import CancelForm, MoveForm, PlanForm
from app.visits.forms.planning import last_day
from app.visits.models import Visit, VisitState
from app.visits.queries import Busy, busy_between, colleagues_of, visit_seen_by, visits_of
from app.visits.routes import bp
from app.web.answers import go, try_again
from app.web.deliveries import is_again, keep, works_offline, written_at
from app.web.filters import count_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session

AFTER_SCHOOL = time(16)


@bp.get("/families/<uuid:family_id>/visits/plan")
@allow(Can.VISIT_RECORD)
@keep_offline
def plan(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    episode = _episode(family_id, now)
    page = _plan_page(_plan_form(episode, now), episode, now)
    saw(session, current_user, family_id, "plan-visits", now=now)
    session.commit()
    return render_template("visits/plan.html", **page)


@bp.post("/families/<uuid:family_id>/visits/plan")
@allow(Can.VISIT_RECORD)
@works_offline
def keep_plan(family_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    episode = _episode(family_id, at)
    form = _plan_form(episode, now)
    if form.validate() and form.shows_days:
        with form.refusals():
            visits = plan_visits(session, episode, current_user, form.entry(), now=now)
            keep(session)
            flash(f"{count_words(len(visits), 'visit').capitalize()} in the diary")
            return go(url_for("desk.family", family_id=family_id))
    session.rollback()
    episode = _episode(family_id, at)
    return try_again("visits/_plan_form.html", page="visits/plan.html", **_plan_page(form, episode, now))


@bp.get("/visits/<uuid:visit_id>/move")
@allow(Can.VISIT_RECORD)
@keep_offline
def move(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    if visit.state is not VisitState.PLANNED and not is_again():
        return redirect(url_for("visits.record", visit_id=visit_id))
    page = _page(_move_form(visit, episode), visit, episode, now)
    saw(session, current_user, episode.family_id, "move-visit", now=now)
    session.commit()
    return render_template("visits/move.html", clashes=[], versions={}, **page)


@bp.post("/visits/<uuid:visit_id>/move")
@allow(Can.VISIT_RECORD)
@works_offline
def keep_move(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, episode = _visit(visit_id, at)
    form = _move_form(visit, episode)
    clashes: Sequence[Busy] = []
    if form.validate():
        clashes = _clashes(visit, form, now)
        if form.knows_of(clashes):
            with form.refusals():
                stands = move_visit(session, visit, current_user, form.entry(), now=now)
                keep(session)
                done = "Moved to" if str(stands.id) == form.id.data else "It stays on"
                flash(f"{done} {words.at(stands.starts_at, clock.local(now).date())}")
                return go(url_for("desk.family", family_id=visit.family_id))
    session.rollback()
    visit, episode = _visit(visit_id, at)
    page = _page(form, visit, episode, now) | {"versions": _versions(form, visit, at, now)}
    shown = [words.busy_words(one, visit.family_id) for one in clashes]
    return try_again("visits/_move_form.html", page="visits/move.html", clashes=shown, **page)


@bp.get("/visits/<uuid:visit_id>/cancel")
@allow(Can.VISIT_RECORD)
@keep_offline
def cancel(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    if visit.state is not VisitState.PLANNED and not is_again():
        return redirect(url_for("visits.record", visit_id=visit_id))
    page = _page(_cancel_form(visit, episode), visit, episode, now)
    saw(session, current_user, episode.family_id, "cancel-visit", now=now)
    session.commit()
    return render_template("visits/cancel.html", moved_to=None, **page)


@bp.post("/visits/<uuid:visit_id>/cancel")
@allow(Can.VISIT_RECORD)
@works_offline
def keep_cancelled(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, episode = _visit(visit_id, at)
    form = _cancel_form(visit, episode)
    if form.validate():
        with form.refusals():
            record_visit(session, visit, current_user, form.entry(), now=now)
            keep(session)
            return go(url_for("visits.saved", visit_id=visit_id))
    session.rollback()
    visit, episode = _visit(visit_id, at)
    stands = as_it_stands(session, visit)
    page = _page(form, visit, episode, now) | {"moved_to": stands if stands is not visit else None}
    return try_again("visits/_cancel_form.html", page="visits/cancel.html", **page)


def _visit(visit_id: UUID, now: datetime) -> tuple[Visit, Episode]:
    return visit_seen_by(session, current_user, visit_id, now) or abort(404)


def _episode(family_id: UUID, now: datetime) -> Episode:
    family_seen_by(session, current_user, family_id, now) or abort(404)
    episode = current_episode(session, family_id)
    return episode if episode is not None and episode.is_open() else abort(404)


def _plan_form(episode: Episode, now: datetime) -> PlanForm:
    """The form, beginning a week after the last visit in the diary."""
    today = clock.local(now).date()
    diary = visits_of(session, episode)
    homes = addresses_of(session, [episode.family_id], today)
    last = clock.local(diary[-1].starts_at) if diary else None
    address_id = diary[-1].address_id if diary else None
    first_on = max((last.date() if last else today) + timedelta(days=7), today + timedelta(days=1))
    weeks = (last_day(episode) - first_on).days // 7 + 1
    return PlanForm(
        episode,
        lists_of(session, episode.cluster_id, ("places",))["places"],
        homes,
        colleagues_of(session, episode.cluster_id, current_user),
        figures_of(session, episode.cluster_id).visit_minutes,
        {
            "first_on": first_on,
            "at": last.time() if last else AFTER_SCHOOL,
            "weeks": max(weeks, 1),
            "place": diary[-1].place if diary else "at home",
            "address": str(address_id or (homes[0].id if homes else "")),
        },
    )


def _plan_page(form: PlanForm, episode: Episode, now: datetime) -> dict[str, Any]:
    """The form, and the days that were asked for with what stands in their way."""
    today = clock.local(now).date()
    days: list[words.DayShown] = []
    if form.is_whole:
        begins, ends = (clock.day_span(day)[at] for day, at in ((form.every_day[0], 0), (form.every_day[-1], 1)))
        lead = lead_workers_of(session, [episode.id], today).get(episode.id, current_user)
        busy = busy_between(session, current_user, lead.id, episode.family_id, begins, ends, now)
        holidays = {row.on: row.name for row in bank_holidays_from(session, form.every_day[0])}
        days = words.days_shown(form.every_day, form.at.data, form.length, episode, busy, holidays, today)
        form.show(days)
    return {
        "form": form,
        "episode": episode,
        "days": days,
        "ends": last_day(episode),
        "today": today,
        "here": url_for("visits.plan", family_id=episode.family_id),
    }


def _move_form(visit: Visit, episode: Episode) -> MoveForm:
    return MoveForm(visit, choices_of(session, episode.cluster_id, "cancel_reasons"))


def _cancel_form(visit: Visit, episode: Episode) -> CancelForm:
    return CancelForm(visit, choices_of(session, episode.cluster_id, "cancel_reasons"))


def _versions(form: MoveForm, visit: Visit, at: datetime, now: datetime) -> dict[str, words.Version]:
    """What this form says and what somebody else has made of the visit meanwhile; empty where nobody has."""
    theirs = as_it_stands(session, visit)
    if theirs is visit or theirs.state is not VisitState.PLANNED or form.day.data is None or form.at.data is None:
        return {}
    by = session.get_one(User, theirs.planned_by_id)
    mine = clock.moment(form.day.data, form.at.data)
    return words.versions(
        mine, at, theirs, "Yours from before" if by.id == current_user.id else f"{by.first_name}’s", now
    )


def _clashes(visit: Visit, form: MoveForm, now: datetime) -> Sequence[Busy]:
    """What else stands in the diary at the new time."""
    begins = clock.moment(form.day.data, form.at.data)
    ends = begins + timedelta(minutes=int(form.minutes.data))
    busy = busy_between(session, current_user, visit.worker_id, visit.family_id, begins, ends, now)
    # Neither the visit itself, wherever it was moved to, nor what this form has made of it already.
    own = (str(visit.id), str(as_it_stands(session, visit).id), form.id.data)
    return [one for one in busy if str(one.visit_id) not in own]


def _page(form: MoveForm | CancelForm, visit: Visit, episode: Episode, now: datetime) -> dict[str, Any]:
    today = clock.local(now).date()
    return {
        "form": form,
        "visit": visit,
        "episode": episode,
        "today": today,
        "facts": words.facts(visit, episode.week(clock.local(visit.starts_at).date()), episode.weeks, today),
    }
