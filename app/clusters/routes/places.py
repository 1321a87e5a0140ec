"""A cluster's services, and which schools are in which cluster."""

from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters import actions, queries
from app.clusters.forms import SchoolForm, ServiceForm
from app.clusters.models import Cluster, Service
from app.clusters.routes.blueprint import BOTH, bp, the_cluster
from app.core import clock
from app.core.permissions import Can
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.get("/clusters/<uuid:cluster_id>/services")
@allow(Can.SETTINGS_MANAGE)
def services(cluster_id: UUID) -> ResponseReturnValue:
    found = the_cluster(cluster_id)
    return render_template(
        "clusters/services.html",
        cluster=found,
        services=queries.every_service(session, cluster_id),
        kinds=queries.words_of(session, cluster_id, "service_kinds"),
        today=clock.today(),
    )


@bp.route("/clusters/<uuid:cluster_id>/services/new", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def new_service(cluster_id: UUID) -> ResponseReturnValue:
    return _service(the_cluster(cluster_id), None, url_for("clusters.new_service", cluster_id=cluster_id))


@bp.route("/clusters/<uuid:cluster_id>/services/<uuid:service_id>", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def service(cluster_id: UUID, service_id: UUID) -> ResponseReturnValue:
    found = queries.service_with_id(session, cluster_id, service_id) or abort(404)
    here = url_for("clusters.service", cluster_id=cluster_id, service_id=service_id)
    return _service(the_cluster(cluster_id), found, here)


def _service(found: Cluster, service: Service | None, here: str) -> ResponseReturnValue:
    kinds = queries.choices_of(session, found.id, "service_kinds")
    if service is not None and service.kind:
        kinds |= {service.kind: queries.words_of(session, found.id, "service_kinds").get(service.kind, service.kind)}
    form = ServiceForm(kinds, obj=service)
    if request.method == "POST" and form.validate():
        with form.refusals():
            kept = actions.keep_service(session, found, current_user, form.entry(service), now=clock.now())
            session.commit()
            flash(f"{kept.name} is saved")
            return go(url_for("clusters.services", cluster_id=found.id))
    context = {"form": form, "cluster": found, "service": service, "here": here}
    if request.method == "POST":
        session.rollback()
        return try_again("clusters/_service_form.html", page="clusters/service.html", **context)
    return render_template("clusters/service.html", **context)


@bp.get("/schools")
@allow(Can.SETTINGS_MANAGE)
def schools() -> ResponseReturnValue:
    words = request.args.get("q", "")[:100]
    clusters = queries.every_cluster(session)
    return render_template(
        "clusters/schools.html",
        words=words,
        schools=queries.schools_named(session, words) if words.strip() else None,
        most=queries.SCHOOLS_FOUND,
        counts=queries.schools_counted(session),
        clusters=clusters,
        names={cluster.id: cluster.name for cluster in clusters},
    )


@bp.route("/schools/<uuid:school_id>", methods=BOTH)
@allow(Can.SETTINGS_MANAGE)
def school(school_id: UUID) -> ResponseReturnValue:
    found = queries.school_with_id(session, school_id) or abort(404)
    clusters = queries.every_cluster(session)
    now_there = {"cluster_id": str(found.cluster_id or ""), "safeguarding_lead": found.safeguarding_lead}
    form = SchoolForm(clusters, data=now_there)
    if request.method == "POST" and form.validate():
        chosen, now = form.chosen(), clock.now()
        actions.give_school(session, found, the_cluster(chosen) if chosen else None, current_user, now=now)
        actions.name_safeguarding_lead(session, found, form.safeguarding_lead.data, current_user, now=now)
        session.commit()
        flash(f"{found.name} is saved")
        return go(url_for("clusters.schools", q=found.name))
    context = {"form": form, "school": found}
    if request.method == "POST":
        return try_again("clusters/_school_form.html", page="clusters/school.html", **context)
    return render_template("clusters/school.html", **context)
