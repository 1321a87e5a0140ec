"""Adding a family."""

from datetime import timedelta

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.clusters.queries import add_working_days, figures_of, lists_of, schools_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import add_family
from app.families.forms.adding import AddFamilyForm
from app.families.forms.parts import Lists
from app.families.models import Episode, Family
from app.families.queries import family_seen_by
from app.families.queries.known_before import Known, known_before
from app.families.queries.staffing import who_could_lead
from app.families.routes.blueprint import bp
from app.families.routes.opening import keep, own_cluster
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.get("/new")
@allow(Can.FAMILY_ADD)
def new() -> ResponseReturnValue:
    form = AddFamilyForm(_lists())
    return render_template("families/new.html", form=form, **_around(form, []))


@bp.post("/new")
@allow(Can.FAMILY_ADD)
def add() -> ResponseReturnValue:
    cluster, now = own_cluster(), clock.now()
    form = AddFamilyForm(_lists())
    more = request.form.get("more", "")
    known: list[Known] = []
    if not form.asks_for_more(more) and form.validate():
        known = [] if form.different.data else _known(form)
        with form.refusals():
            if not known:
                keep(lambda: add_family(session, cluster, current_user, form.entry(), now=now))
                return _added(form)
            # The page names families that may be the same.
            note(session, current_user, "families.view", about="add", now=now)
            session.commit()
    return try_again("families/_new.html", page="families/new.html", form=form, **_around(form, known, more))


def _lists() -> Lists:
    cluster_id, today = own_cluster().id, clock.today()
    again = today + timedelta(weeks=figures_of(session, cluster_id).look_again_weeks)
    lists = lists_of(session, cluster_id, ["relationships", "languages", "agencies", "consent_ways"])
    return Lists(
        relationships=lists["relationships"],
        languages=list(lists["languages"].values()),
        schools=schools_of(session, cluster_id),
        agencies=lists["agencies"],
        ways=lists["consent_ways"],
        loads=who_could_lead(session, cluster_id, today),
        today=today,
        again=again,
    )


def _known(form: AddFamilyForm) -> list[Known]:
    entry = form.entry()
    if session.get(Family, entry.id) is not None:
        return []  # This very form, sent again: the action knows it.
    people = [(person.known_as, person.born_on) for person in entry.people]
    phone = entry.reach.phone if entry.reach else ""
    return known_before(session, current_user, clock.now(), name=entry.name, people=people, phone=phone)


def _around(form: AddFamilyForm, known: list[Known], more: str = "") -> dict[str, object]:
    """What the page says beside the form: the plan's days, families that may be the same, the new block."""
    figures = figures_of(session, own_cluster().id)
    begins = form.opened_on.data or clock.today()
    return {
        "known": known,
        "more": more,
        "today": clock.today(),
        "begins": begins,
        "weeks": figures.plan_weeks,
        "ends_on": Episode.end_of(begins, figures.plan_weeks),
        "contact_by": add_working_days(session, begins, figures.first_contact_working_days),
        "may_reason": current_user.may(Can.FAMILY_REASON),
    }


def _added(form: AddFamilyForm) -> ResponseReturnValue:
    """To the family, where whoever added it may see it; a manager, or another team's supervisor, may not."""
    family_id = form.entry().id
    flash("The family is added")
    if family_seen_by(session, current_user, family_id, clock.now()) is not None:
        return go(url_for("desk.family", family_id=family_id))
    return go(url_for("desk.team"))
