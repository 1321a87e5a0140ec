"""The second step: giving a code, setting the app up, recovery codes."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.second_steps import (
    app_address,
    begin_set_up,
    confirm_set_up,
    make_recovery_codes,
    seed_of,
    spend_code,
    spend_recovery_code,
)
from app.accounts.actions.sign_ins import is_still_them, pass_second_step
from app.accounts.actions.throttles import Lane, TooManyTries, give_back, lanes_for_code, take_turn
from app.accounts.forms.own import CodeForm, PasswordAgainForm, RecoveryForm
from app.accounts.known_devices import device_for
from app.accounts.models import SecondStep, User
from app.accounts.queries import recovery_codes_left, second_step_being_set_up, second_step_of
from app.accounts.routes.beginning import finish, landing
from app.accounts.routes.blueprint import bp
from app.accounts.signing_in import half_signed_in, remember, settings_here, this_sign_in
from app.accounts.square_code import square_code
from app.core import clock
from app.core.permissions import Can
from app.web.forms import Form
from app.web.permissions import allow, public
from app.web.session import session

USED = "That code doesn’t match, or has been used. Type the one that the app shows now"
UNKNOWN = "That code doesn’t match, or has been used. Try another of your ten"


@bp.get("/sign-in/second-step")
@public
def second_step() -> ResponseReturnValue:
    half = half_signed_in()
    if half is None:
        return redirect(url_for("accounts.sign_in"), 303)
    begun = second_step_being_set_up(session, half[1])
    if begun is not None and second_step_of(session, half[1]) is None:
        return _set_up_page(half[1], begun, CodeForm(formdata=None))
    return render_template("accounts/second_step.html", form=CodeForm(formdata=None))


@bp.post("/sign-in/second-step")
@public
def give_code() -> ResponseReturnValue:
    return _give(CodeForm(), recovery=False)


@bp.get("/sign-in/recovery-code")
@public
def recovery() -> ResponseReturnValue:
    if half_signed_in() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/recovery.html", form=RecoveryForm())


@bp.post("/sign-in/recovery-code")
@public
def give_recovery_code() -> ResponseReturnValue:
    return _give(RecoveryForm(), recovery=True)


def _give(form: CodeForm | RecoveryForm, *, recovery: bool) -> ResponseReturnValue:
    half, now = half_signed_in(), clock.now()
    if half is None:
        return redirect(url_for("accounts.sign_in"), 303)
    sign_in, person = half
    if form.validate() and (lanes := _turn(form, person)) is not None:
        spend = spend_recovery_code if recovery else spend_code
        if spend(session, person, form.code.data, now=now):
            give_back(session, lanes, now=now)
            token = pass_second_step(session, sign_in, now=now)
            return redirect(finish(person, token, now=now), 303)
        session.commit()
        form.code.errors = [UNKNOWN if recovery else USED]
    page = "accounts/recovery.html" if recovery else "accounts/second_step.html"
    return render_template(page, form=form), 422


def _turn(form: Form, person: User) -> list[Lane] | None:
    """Count a try of a code or a password, and keep the count; nothing where it must wait."""
    lanes = lanes_for_code(session, person, device_for(person))
    field = "code" if "code" in form else "password"
    try:
        take_turn(session, lanes, field=field, now=clock.now())
    except TooManyTries as no:
        session.rollback()
        form[field].errors = [no.words]
        return None
    session.commit()
    return lanes


@bp.get("/account/second-step/set-up")
@public
def set_up() -> ResponseReturnValue:
    person = _setting_up()
    begun = second_step_being_set_up(session, person)
    return _set_up_page(person, begun, CodeForm()) if begun else redirect(url_for("accounts.security"), 303)


@bp.post("/account/second-step/set-up")
@public
def confirm() -> ResponseReturnValue:
    person, form, now = _setting_up(), CodeForm(), clock.now()
    begun = second_step_being_set_up(session, person)
    if begun is None:
        return redirect(url_for("accounts.security"), 303)
    if form.validate() and (lanes := _turn(form, person)) is not None:
        with form.refusals():
            codes = confirm_set_up(session, person, begun, form.code.data, now=now)
            give_back(session, lanes, now=now)
            half = half_signed_in()
            token = pass_second_step(session, half[0] if half else this_sign_in(), now=now)
            if half:
                to = finish(person, token, now=now)
            else:
                session.commit()
                remember(person, token)
                to = url_for("accounts.security")
            return render_template("accounts/recovery_codes.html", codes=codes, to=to), 201
    return _set_up_page(person, begun, form), 422


def _setting_up() -> User:
    """Who may set an app up: whoever is signed in, or has given a password and has no app yet."""
    if current_user.is_authenticated:
        person: User = current_user._get_current_object()
        return person
    half = half_signed_in()
    if half is None or second_step_of(session, half[1]) is not None:
        abort(404)
    return half[1]


def _set_up_page(person: User, begun: SecondStep, form: CodeForm) -> str:
    seed = seed_of(session, person, begun)
    groups = [seed[at : at + 4] for at in range(0, len(seed), 4)]
    return render_template(
        "accounts/set_up.html", form=form, person=person, groups=groups, square=square_code(app_address(person, seed))
    )


@bp.get("/account/second-step")
@allow(Can.SIGNED_IN)
def security() -> ResponseReturnValue:
    return _security_page(PasswordAgainForm())


@bp.post("/account/second-step")
@allow(Can.SIGNED_IN)
def begin_another() -> ResponseReturnValue:
    form, now = PasswordAgainForm(), clock.now()
    if not _proved(form):
        return _security_page(form), 422
    begin_set_up(session, current_user, now=now)
    session.commit()
    return redirect(url_for("accounts.set_up"), 303)


@bp.post("/account/second-step/recovery-codes")
@allow(Can.SIGNED_IN)
def new_recovery_codes() -> ResponseReturnValue:
    form, now = PasswordAgainForm(), clock.now()
    if second_step_of(session, current_user) is None:
        abort(404)
    if not _proved(form):
        return _security_page(form), 422
    codes = make_recovery_codes(session, current_user, now=now)
    session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes, to=url_for("accounts.security")), 201


def _proved(form: PasswordAgainForm) -> bool:
    if not form.validate() or (lanes := _turn(form, current_user)) is None:
        return False
    good = is_still_them(session, current_user, form.password.data, lanes, now=clock.now())
    session.commit()
    if not good:
        form.password.errors = ["That is not your password. Try again"]
    return good


def _security_page(form: PasswordAgainForm) -> str:
    return render_template(
        "accounts/security.html",
        form=form,
        step=second_step_of(session, current_user),
        codes_left=recovery_codes_left(session, current_user),
        required=settings_here().second_step_required,
        today=clock.today(),
        home=landing(current_user),
    )
