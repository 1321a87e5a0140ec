"""Helping a team member back in, in person."""

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.ways_in import reset_in_person
from app.accounts.forms.people import ResetForm
from app.accounts.models import User
from app.accounts.queries import people_helped_by, person_helped_by
from app.accounts.routes.beginning import landing
from app.accounts.routes.blueprint import bp
from app.accounts.routes.people import show_way_in
from app.core import clock
from app.core.permissions import Can
from app.web.permissions import allow
from app.web.session import session


@bp.get("/team/help-in")
@allow(Can.TEAM_RESET)
def help_in() -> ResponseReturnValue:
    people = session.scalars(people_helped_by(current_user, clock.today())).all()
    return render_template("accounts/help_in.html", people=people, home=landing(current_user))


@bp.get("/team/help-in/<uuid:person_id>")
@allow(Can.TEAM_RESET)
def reset(person_id: UUID) -> ResponseReturnValue:
    return render_template("accounts/reset.html", form=ResetForm(), person=_person(person_id))


@bp.post("/team/help-in/<uuid:person_id>")
@allow(Can.TEAM_RESET)
def make_reset(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), ResetForm()
    if form.validate():
        with form.refusals():
            code = reset_in_person(session, current_user, person, form.entry(), now=clock.now())
            session.commit()
            return show_way_in(person.name, code, to=url_for("accounts.help_in"), in_person=True)
    return render_template("accounts/reset.html", form=form, person=person), 422


def _person(person_id: UUID) -> User:
    return person_helped_by(session, current_user, person_id, clock.today()) or abort(404)
