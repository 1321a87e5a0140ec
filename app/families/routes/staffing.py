"""Who leads and who covers; who alone may find a family and who must not; a manager's reason."""

from datetime import date, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import User
from app.core import clock
from app.core.permissions import Can
from app.families import actions
from app.families.forms.agreeing import JustDoForm
from app.families.forms.staffing import CoverForm, LeadForm, ReasonForm, RelatedForm, RestrictForm
from app.families.models import AllocationKind, Episode, Family
from app.families.queries import (
    current_episode,
    family_known_to,
    family_seen_by,
    lead_workers_of,
)
from app.families.queries.staffing import (
    Load,
    allocation_of,
    named_for,
    related_staff_of,
    staff_of,
    stints_of,
    who_could_lead,
)
from app.families.routes.blueprint import bp
from app.families.routes.opening import BOTH, Change, changed, keep, opened
from app.families.words import span_words
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.route("/<uuid:family_id>/lead-worker", methods=BOTH)
@allow(Can.FAMILY_ADD)
def lead_worker(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    episode, today = _episode(family), clock.local(now).date()
    leads = _leads(episode, today)
    form = LeadForm(_others(family, leads, today), today, lambda: _leads(episode, today))
    page = Change(
        boxes="lead", heading="Lead worker", button="Choose them", saved="The lead worker is chosen", back_to="staff"
    )
    return changed(
        family,
        form,
        page,
        lambda: actions.allocate_lead(session, episode, current_user, form.entry(), now=now),
        now,
        leads=leads,
        stints=stints_of(session, family.id, AllocationKind.LEAD),
        **_said(today),
    )


@bp.route("/<uuid:family_id>/cover", methods=BOTH)
@allow(Can.FAMILY_ADD)
def cover(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    episode, today = _episode(family), clock.local(now).date()
    leads = _leads(episode, today)
    form = CoverForm(_others(family, leads, today), today)
    page = Change(boxes="cover", heading="Cover", button="Name them", saved="Cover is named", back_to="staff")
    return changed(
        family,
        form,
        page,
        lambda: actions.name_cover(session, episode, current_user, form.entry(), now=now),
        now,
        stints=stints_of(session, family.id, AllocationKind.COVER),
        **_said(today),
    )


@bp.route("/<uuid:family_id>/cover/<uuid:allocation_id>/end", methods=BOTH)
@allow(Can.FAMILY_ADD)
def end_cover(family_id: UUID, allocation_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = allocation_of(session, family.id, allocation_id)
    if row is None or row.kind is not AllocationKind.COVER:
        abort(404)
    today, episode = clock.local(now).date(), _episode(family)
    page = Change(
        boxes="just_do",
        heading="Does the cover end early?",
        button="Today is the last day" if row.from_on <= today else "It does not begin",
        saved="The cover ends",
        back_to="staff",
        about=f"{row.user.name}, {span_words(row, today)}.",
    )
    return changed(
        family, JustDoForm(), page, lambda: actions.end_cover(session, row, episode, current_user, now=now), now
    )


@bp.route("/<uuid:family_id>/restriction", methods=BOTH)
@allow(Can.FAMILY_RESTRICT)
def restrict(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = RestrictForm(family, staff_of(session, family.cluster_id), lambda: named_for(session, family.id))
    page = Change(boxes="restrict", heading="Who can find this family", button="Save", saved="Saved", back_to="staff")
    return changed(
        family, form, page, lambda: actions.restrict_family(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/related-staff", methods=BOTH)
@allow(Can.FAMILY_RESTRICT)
def related(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    named = related_staff_of(session, family.id)
    known = {row.user_id for row, _ in named}
    form = RelatedForm([person for person in staff_of(session, family.cluster_id) if person.id not in known])
    page = Change(
        boxes="related",
        heading="Staff who are related",
        button="Name them",
        saved="Named. They can’t find this family any more",
        back_to="staff",
    )
    return changed(
        family,
        form,
        page,
        lambda: actions.relate_staff(session, family, current_user, form.entry(), now=now),
        now,
        named=named,
    )


@bp.route("/<uuid:family_id>/related-staff/<uuid:user_id>/removal", methods=BOTH)
@allow(Can.FAMILY_RESTRICT)
def unrelate(family_id: UUID, user_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    name = next((person.name for row, person in related_staff_of(session, family.id) if row.user_id == user_id), None)
    page = Change(
        boxes="just_do",
        heading="Were they named by mistake?",
        button="Take the name away",
        saved="Taken away",
        back_to="staff",
        about=f"{name or abort(404)} can then find this family again if they work with it.",
    )
    return changed(
        family, JustDoForm(), page, lambda: actions.unrelate_staff(session, family, current_user, user_id, now=now), now
    )


@bp.get("/<uuid:family_id>/reason")
@allow(Can.FAMILY_REASON)
def reason(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family = _known(family_id, now)
    if family_seen_by(session, current_user, family.id, now) is not None:
        return redirect(url_for("desk.family", family_id=family.id), 303)
    actions.saw(session, current_user, family.id, "reason", now=now)
    session.commit()
    return render_template("families/reason.html", form=ReasonForm(), family=family)


@bp.post("/<uuid:family_id>/reason")
@allow(Can.FAMILY_REASON)
def give_reason(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, form = _known(family_id, now), ReasonForm()
    if form.validate():
        with form.refusals():
            keep(lambda: actions.give_reason(session, family, current_user, form.entry(), now=now))
            flash("The family is open for you, and your reason is kept")
            return go(url_for("desk.family", family_id=family.id))
    return try_again("families/_reason.html", page="families/reason.html", form=form, family=family)


def _known(family_id: UUID, now: datetime) -> Family:
    return family_known_to(session, current_user, family_id, now) or abort(404)


def _episode(family: Family) -> Episode:
    return current_episode(session, family.id) or abort(404)


def _leads(episode: Episode, today: date) -> User | None:
    """Who leads today."""
    return lead_workers_of(session, [episode.id], today).get(episode.id)


def _others(family: Family, leads: User | None, today: date) -> list[Load]:
    """Who could work with the family, but for the one who leads it already."""
    loads = who_could_lead(session, family.cluster_id, today, family.id)
    return [load for load in loads if leads is None or load.person.id != leads.id]


def _said(today: date) -> dict[str, object]:
    """What the lists of earlier workers are worded with."""
    return {"today": today, "span_words": span_words, "me": current_user.id}
