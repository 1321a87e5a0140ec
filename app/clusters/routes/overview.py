"""The first page of the settings, each cluster's own, and the days on which nobody works."""

from datetime import date
from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters import actions, queries
from app.clusters.forms import ClusterForm, HolidayForm
from app.clusters.lists import LISTS
from app.clusters.routes.blueprint import BOTH, bp, the_cluster
from app.core import clock
from app.core.permissions import Can
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.get("")
@allow(Can.SETTINGS_MANAGE)
def settings() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "clusters/settings.html",
        clusters=queries.every_cluster(session),
        holidays=queries.bank_holidays_from(session, today),
        schools=queries.schools_counted(session),
        today=today,
    )


@bp.get("/clusters/<uuid:cluster_id>")
@allow(Can.SETTINGS_MANAGE)
def cluster(cluster_id: UUID) -> ResponseReturnValue:
    now, found = clock.now(), the_cluster(cluster_id)
    today = clock.local(now).date()
    return render_template(
        "clusters/cluster.html",
        cluster=found,
        figures=queries.figures_of(session, cluster_id),
        lists=LISTS,
        services=queries.services_of(session, cluster_id, today),
        schools=queries.schools_of(session, cluster_id),
        numbers=queries.urgent_numbers(session, cluster_id, now),
        today=today,
    )


@bp.route("/clusters/new", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def new_cluster() -> ResponseReturnValue:
    form = ClusterForm()
    if request.method == "POST" and form.validate():
        with form.refusals():
            made = actions.keep_cluster(session, current_user, form.entry(), now=clock.now())
            session.commit()
            flash(f"{made.name} is added")
            return go(url_for("clusters.cluster", cluster_id=made.id))
    return _cluster_page(form, url_for("clusters.new_cluster"), None)


@bp.route("/clusters/<uuid:cluster_id>/details", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def details(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    form = ClusterForm(obj=found)
    if request.method == "POST" and form.validate():
        with form.refusals():
            actions.keep_cluster(session, current_user, form.entry(found), now=clock.now())
            session.commit()
            flash("The cluster’s details are saved")
            return go(url_for("clusters.cluster", cluster_id=cluster_id))
    return _cluster_page(form, url_for("clusters.details", cluster_id=cluster_id), found)


def _cluster_page(form: ClusterForm, here: str, found: object) -> ResponseReturnValue:
    context = {"form": form, "here": here, "cluster": found}
    if request.method == "POST":
        session.rollback()
        return try_again("clusters/_cluster_form.html", page="clusters/cluster_form.html", **context)
    return render_template("clusters/cluster_form.html", **context)


@bp.route("/bank-holidays", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def bank_holidays() -> ResponseReturnValue:
    form, here = HolidayForm(), url_for("clusters.bank_holidays")
    if request.method == "POST" and form.validate():
        with form.refusals():
            holiday = actions.add_bank_holiday(session, current_user, form.entry(), now=clock.now())
            session.commit()
            flash(f"{holiday.name} is added")
            return go(here)
    today = clock.today()
    days = queries.bank_holidays_from(session, date(today.year, 1, 1))
    context = {"form": form, "here": here, "days": days, "today": today}
    if request.method == "POST":
        return try_again("clusters/_holiday_form.html", page="clusters/bank_holidays.html", **context)
    return render_template("clusters/bank_holidays.html", **context)


@bp.post("/bank-holidays/<on>/removal")
@allow(Can.SETTINGS_MANAGE)
def remove_bank_holiday(on: str) -> ResponseReturnValue:
    try:
        day = date.fromisoformat(on)
    except ValueError:
        abort(404)
    actions.remove_bank_holiday(session, current_user, day, now=clock.now())
    session.commit()
    flash("The day is taken off the list")
    return go(url_for("clusters.bank_holidays"))


@bp.post("/bank-holidays/listed")
@allow(Can.SETTINGS_MANAGE)
def load_bank_holidays() -> ResponseReturnValue:
    added = actions.load_bank_holidays(session, current_user, now=clock.now())
    session.commit()
    flash(f"{added} days added" if added else "They are all there")
    return go(url_for("clusters.bank_holidays"))
