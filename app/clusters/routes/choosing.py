"""What one cluster chooses: figures, words, numbers to ring, office hours."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters import actions, queries
from app.clusters.figures import ABOUT
from app.clusters.forms import HoursForm, ListForm, NumbersForm, figures_form
from app.clusters.forms.choosing import WEEKDAYS
from app.clusters.lists import LISTS
from app.clusters.models import Cluster
from app.clusters.routes.blueprint import BOTH, bp, the_cluster
from app.core import clock
from app.core.permissions import Can
from app.web.answers import go, try_again
from app.web.forms import Form
from app.web.permissions import allow
from app.web.session import session


@bp.route("/clusters/<uuid:cluster_id>/figures", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def figures(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    form = figures_form()(obj=queries.figures_of(session, cluster_id))

    def keep() -> None:
        actions.set_figures(session, found, current_user, form.entry(), now=clock.now())

    groups: dict[str, list[str]] = {}
    for key, about in ABOUT.items():
        groups.setdefault(about.group, []).append(key)
    return _changed(
        found,
        form,
        keep,
        "clusters/figures.html",
        "clusters/_figures_form.html",
        "The figures are saved",
        groups=groups,
    )


@bp.get("/clusters/<uuid:cluster_id>/lists")
@allow(Can.SETTINGS_MANAGE)
def lists(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    choices = {kind: queries.choices_of(session, cluster_id, kind) for kind in LISTS}
    return render_template("clusters/lists.html", cluster=found, lists=LISTS, choices=choices)


@bp.route("/clusters/<uuid:cluster_id>/lists/<kind>", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def words(cluster_id: UUID, kind: str) -> ResponseReturnValue:
    found, about = the_cluster(cluster_id), LISTS.get(kind) or abort(404)
    form = ListForm.of(queries.labels_of(session, cluster_id, kind))

    def keep() -> None:
        actions.set_list(session, found, current_user, kind, form.entries(), now=clock.now())

    return _changed(
        found,
        form,
        keep,
        "clusters/words.html",
        "clusters/_words_form.html",
        "The list is saved",
        about=about,
        kind=kind,
    )


@bp.route("/clusters/<uuid:cluster_id>/numbers", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def numbers(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    form = NumbersForm.of(queries.numbers_of(session, cluster_id))

    def keep() -> None:
        actions.set_numbers(session, found, current_user, form.entries(), now=clock.now())

    return _changed(found, form, keep, "clusters/numbers.html", "clusters/_numbers_form.html", "The numbers are saved")


@bp.route("/clusters/<uuid:cluster_id>/hours", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def hours(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    form = HoursForm.of(queries.hours_of(session, cluster_id))

    def keep() -> None:
        actions.set_office_hours(session, found, current_user, form.entries(), now=clock.now())

    return _changed(
        found,
        form,
        keep,
        "clusters/hours.html",
        "clusters/_hours_form.html",
        "The office hours are saved",
        weekdays=WEEKDAYS,
    )


def _changed(
    found: Cluster, form: Form, keep: Callable[[], None], page: str, part: str, saved: str, **more: object
) -> ResponseReturnValue:
    """The page with the form; sent and sound, the change and back to the cluster's page."""
    if request.method == "POST" and form.validate():
        with form.refusals():
            keep()
            session.commit()
            flash(saved)
            return go(url_for("clusters.cluster", cluster_id=found.id))
    if request.method == "POST":
        session.rollback()
        return try_again(part, page=page, form=form, cluster=found, **more)
    return render_template(page, form=form, cluster=found, **more)
