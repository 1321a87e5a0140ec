"""The people page: inviting, changing, ending access. For admins."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.people import change_person, end_access, take_back
from app.accounts.actions.ways_in import invite, invite_again
from app.accounts.forms.people import InviteForm, LeaveForm, PersonForm
from app.accounts.models import ROLE_WORDS, User
from app.accounts.queries import (
    Account,
    absences_from,
    accounts_seen_by,
    clusters_open,
    deputies_from,
    invited_until,
    person_seen_by,
    supervisors_over_time,
)
from app.accounts.routes.blueprint import bp
from app.accounts.signing_in import settings_here
from app.accounts.square_code import square_code
from app.core import clock
from app.core.permissions import Can
from app.web.forms import Form
from app.web.permissions import allow
from app.web.session import session


@bp.get("/people")
@allow(Can.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    accounts = accounts_seen_by(session, current_user, clock.now())
    here = list(_by_cluster(one for one in accounts if one.left_on is None))
    gone = [one for one in accounts if one.left_on is not None]
    return render_template(
        "accounts/people.html",
        clusters=here,
        gone=gone,
        role_words=ROLE_WORDS,
        second_step_required=settings_here().second_step_required,
        today=clock.today(),
    )


def _by_cluster(accounts: Iterable[Account]) -> Iterator[tuple[str, Sequence[Account]]]:
    for cluster, rows in groupby(accounts, key=lambda one: one.cluster):
        yield cluster, list(rows)


@bp.get("/people/new")
@allow(Can.PEOPLE_MANAGE)
def new_person() -> ResponseReturnValue:
    return render_template("accounts/invite.html", form=_offered(InviteForm()))


@bp.post("/people/new")
@allow(Can.PEOPLE_MANAGE)
def invite_person() -> ResponseReturnValue:
    form = _offered(InviteForm())
    if form.validate():
        with form.refusals():
            code = invite(session, current_user, form.invitation(), now=clock.now())
            session.commit()
            return show_way_in(form.name.data, code, to=url_for("accounts.person", person_id=UUID(form.id.data)))
    return render_template("accounts/invite.html", form=form), 422


@bp.get("/people/<uuid:person_id>")
@allow(Can.PEOPLE_MANAGE)
def person(person_id: UUID) -> ResponseReturnValue:
    who, today = _person(person_id), clock.today()
    return render_template(
        "accounts/person.html",
        person=who,
        cluster=clusters_open(session, today).get(who.cluster_id) if who.cluster_id else None,
        invited_until=invited_until(session, who, clock.now()),
        supervisors=supervisors_over_time(session, who.id),
        deputies=deputies_from(session, who.id, today),
        absences=absences_from(session, who.id, today),
        button=Form(),
        today=today,
    )


@bp.post("/people/<uuid:person_id>/invitation")
@allow(Can.PEOPLE_MANAGE)
def invite_person_again(person_id: UUID) -> ResponseReturnValue:
    who = _person(person_id)
    if who.password_hash is not None or who.left_on is not None:
        return redirect(url_for("accounts.person", person_id=who.id), 303)
    code = invite_again(session, current_user, who, now=clock.now())
    session.commit()
    return show_way_in(who.name, code, to=url_for("accounts.person", person_id=who.id))


@bp.get("/people/<uuid:person_id>/details")
@allow(Can.PEOPLE_MANAGE)
def person_details(person_id: UUID) -> ResponseReturnValue:
    who = _person(person_id)
    form = _offered(PersonForm(obj=who, data={"cluster_id": str(who.cluster_id or "")}))
    return render_template("accounts/person_details.html", form=form, person=who)


@bp.post("/people/<uuid:person_id>/details")
@allow(Can.PEOPLE_MANAGE)
def change_details(person_id: UUID) -> ResponseReturnValue:
    who, form = _person(person_id), _offered(PersonForm())
    if form.validate():
        with form.refusals():
            change_person(session, current_user, who, form.entry(), now=clock.now())
            session.commit()
            flash("Saved")
            return redirect(url_for("accounts.person", person_id=who.id), 303)
    return render_template("accounts/person_details.html", form=form, person=who), 422


@bp.get("/people/<uuid:person_id>/leave")
@allow(Can.PEOPLE_MANAGE)
def leave(person_id: UUID) -> ResponseReturnValue:
    return render_template("accounts/leave.html", form=LeaveForm(left_on=clock.today()), person=_person(person_id))


@bp.post("/people/<uuid:person_id>/leave")
@allow(Can.PEOPLE_MANAGE)
def end_persons_access(person_id: UUID) -> ResponseReturnValue:
    who, form = _person(person_id), LeaveForm()
    if form.validate():
        with form.refusals():
            end_access(session, current_user, who, form.left_on.data, now=clock.now())
            session.commit()
            flash("Their access has ended, everywhere")
            return redirect(url_for("accounts.person", person_id=who.id), 303)
    return render_template("accounts/leave.html", form=form, person=who), 422


@bp.post("/people/<uuid:person_id>/return")
@allow(Can.PEOPLE_MANAGE)
def take_person_back(person_id: UUID) -> ResponseReturnValue:
    who = _person(person_id)
    take_back(session, current_user, who, now=clock.now())
    session.commit()
    flash("They are back. Now make a code for them")
    return redirect(url_for("accounts.person", person_id=who.id), 303)


def show_way_in(name: str, code: str, *, to: str, in_person: bool = False) -> ResponseReturnValue:
    """The one page that ever shows a code. It is the answer to the form: opened again, it would make another."""
    link = f"{url_for('accounts.come_in', _external=True)}#{code}"
    return render_template(
        "accounts/way_in.html",
        name=name,
        code=code,
        link=link,
        square=square_code(link),
        to=to,
        in_person=in_person,
    ), 201


def _person(person_id: UUID) -> User:
    return person_seen_by(session, current_user, person_id) or abort(404)


def _offered(form: PersonForm) -> PersonForm:
    form.offer(clusters_open(session, clock.today()))
    return form
