"""Coming in with a code: an invitation, or a reset made in person."""

import flask
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions.codes import hash_code
from app.accounts.actions.throttles import TooManyTries, give_back, lane_of_network, take_turn
from app.accounts.actions.ways_in import choose_password
from app.accounts.forms.own import ChoosePasswordForm, ComeInForm
from app.accounts.models import User, WayIn
from app.accounts.queries import open_way_in
from app.accounts.routes.beginning import begin
from app.accounts.routes.blueprint import bp
from app.accounts.signing_in import network
from app.core import clock
from app.web.permissions import public
from app.web.session import session

# Used, run out, never made: all answer alike.
NO_GOOD = "That code doesn’t work. It may have been used, or be older than 48 hours. Check it, or ask for a new one"
WAY_IN = "way_in"


@bp.get("/come-in")
@public
def come_in() -> ResponseReturnValue:
    return render_template("accounts/come_in.html", form=ComeInForm())


@bp.post("/come-in")
@public
def give_way_in() -> ResponseReturnValue:
    form, now = ComeInForm(), clock.now()
    if not form.validate():
        return render_template("accounts/come_in.html", form=form), 422
    lanes = [lane_of_network(session, network())]
    try:
        take_turn(session, lanes, field="code", now=now)
    except TooManyTries as no:
        session.rollback()
        form.code.errors = [no.words]
        return render_template("accounts/come_in.html", form=form), 429
    session.commit()
    if open_way_in(session, hash_code(form.code.data), now) is None:
        form.code.errors = [NO_GOOD]
        return render_template("accounts/come_in.html", form=form), 422
    give_back(session, lanes, now=now)
    session.commit()
    flask.session[WAY_IN] = hash_code(form.code.data)
    return redirect(url_for("accounts.own_password"), 303)


@bp.get("/come-in/password")
@public
def own_password() -> ResponseReturnValue:
    found = _way_in()
    if found is None:
        return redirect(url_for("accounts.come_in"), 303)
    return render_template("accounts/own_password.html", form=ChoosePasswordForm(), person=found[1])


@bp.post("/come-in/password")
@public
def choose_own_password() -> ResponseReturnValue:
    found, form, now = _way_in(), ChoosePasswordForm(), clock.now()
    if found is None:
        return redirect(url_for("accounts.come_in"), 303)
    way_in, person = found
    if form.validate():
        with form.refusals():
            choose_password(session, way_in, person, form.password.data, now=now)
            session.commit()
            flask.session.pop(WAY_IN)
            return redirect(begin(person, now=now), 303)
    return render_template("accounts/own_password.html", form=form, person=person), 422


def _way_in() -> tuple[WayIn, User] | None:
    """The way in whose code this browser has shown, while it holds."""
    return open_way_in(session, flask.session.get(WAY_IN, ""), clock.now())
