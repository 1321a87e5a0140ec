"""One's own account: where one is signed in, and one's password."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.sign_ins import sign_out as end_this
from app.accounts.actions.sign_ins import sign_out_everywhere
from app.accounts.actions.throttles import give_back, lanes_for_code, take_turn
from app.accounts.actions.ways_in import change_password
from app.accounts.forms.own import ChangePasswordForm
from app.accounts.known_devices import device_for
from app.accounts.models import SignIn
from app.accounts.queries import sign_ins_of
from app.accounts.routes.beginning import landing
from app.accounts.routes.blueprint import bp
from app.accounts.signing_in import forget, settings_here, this_sign_in
from app.core import clock
from app.core.permissions import Can
from app.web.lending import lent
from app.web.permissions import allow
from app.web.session import session


@bp.get("/account/devices")
@allow(Can.SIGNED_IN)
def devices() -> ResponseReturnValue:
    return render_template(
        "accounts/devices.html",
        devices=_devices(),
        phones=lent("own_phones", current_user, clock.now(), otherwise=()),
        this=this_sign_in(),
        most=settings_here().most_devices,
        today=clock.today(),
        home=landing(current_user),
    )


@bp.post("/account/devices/<uuid:sign_in_id>/end")
@allow(Can.SIGNED_IN)
def end_device(sign_in_id: UUID) -> ResponseReturnValue:
    sign_in = next((one for one in _devices() if one.id == sign_in_id), None) or abort(404)
    end_this(session, current_user, sign_in, now=clock.now())
    session.commit()
    if sign_in is this_sign_in():
        forget()
        return redirect(url_for("accounts.sign_in"), 303)
    flash(f"{sign_in.device} is signed out")
    return redirect(url_for("accounts.devices"), 303)


@bp.post("/account/devices/end-all")
@allow(Can.SIGNED_IN)
def end_other_devices() -> ResponseReturnValue:
    others = [one for one in _devices() if one is not this_sign_in()]
    sign_out_everywhere(session, current_user, others, now=clock.now())
    session.commit()
    flash("Signed out everywhere else")
    return redirect(url_for("accounts.devices"), 303)


def _devices() -> Sequence[SignIn]:
    settings = settings_here()
    return sign_ins_of(session, current_user, clock.now(), settings.idle_limit, settings.absolute_limit)


@bp.get("/account/password")
@allow(Can.SIGNED_IN)
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=ChangePasswordForm(), home=landing(current_user))


@bp.post("/account/password")
@allow(Can.SIGNED_IN)
def another_password() -> ResponseReturnValue:
    form, now = ChangePasswordForm(), clock.now()
    lanes = lanes_for_code(session, current_user, device_for(current_user))
    if form.validate():
        with form.refusals():
            take_turn(session, lanes, field="old_password", now=now)
            session.commit()
            change_password(session, current_user, form.old_password.data, form.password.data, this_sign_in(), now=now)
            give_back(session, lanes, now=now)
            session.commit()
            flash("Your password is changed. Other devices are signed out")
            return redirect(url_for("accounts.devices"), 303)
    return render_template("accounts/password.html", form=form, home=landing(current_user)), 422
