"""The sign-in page, signing out, and what somebody is told on coming back."""

import flask
from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.sign_ins import sign_out as end_this
from app.accounts.actions.sign_ins import told, try_password
from app.accounts.actions.throttles import TooManyTries, lanes_for_sign_in, take_turn, tries_by_strangers
from app.accounts.forms.own import SignInForm
from app.accounts.known_devices import device_for
from app.accounts.late_forms import KEPT, forms_waiting_for, page_of
from app.accounts.queries import account_with_email, resets_untold
from app.accounts.routes.beginning import TRIES, begin, go_on, landing
from app.accounts.routes.blueprint import bp
from app.accounts.signing_in import NEXT, forget, network, this_sign_in
from app.core import clock
from app.core.permissions import Can
from app.web.own_pages import own_page
from app.web.permissions import allow, public
from app.web.session import session

WRONG = "That email and password don’t match. Check both and try again"


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(landing(current_user), 303)
    asked = request.full_path.removesuffix("?") if request.method == "GET" and request.path != "/sign-in" else ""
    return _page(SignInForm(formdata=None, next=asked))


@bp.post("/sign-in")
@public
def try_sign_in() -> ResponseReturnValue:
    form, now = SignInForm(), clock.now()
    if not form.validate():
        return _page(form), 422
    account = account_with_email(session, form.email.data)
    tries = tries_by_strangers(session, account) - account.tries_told if account else 0
    lanes = lanes_for_sign_in(session, form.email.data, account, network(), device_for(account) if account else None)
    try:
        take_turn(session, lanes, field="password", now=now)
    except TooManyTries as no:
        session.rollback()
        form.password.errors = [no.words]
        return _page(form), 429
    session.commit()
    person = try_password(session, form.email.data, form.password.data, lanes, now=now)
    session.commit()
    if person is None:
        form.password.errors = [WRONG]
        return _page(form), 422
    flask.session[NEXT] = own_page(form.next.data or "")
    flask.session[TRIES] = tries
    return redirect(begin(person, now=now), 303)


def _page(form: SignInForm) -> str:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        kept=bool(flask.session.get(KEPT)),
        too_long=g.get("too_long_to_keep", False),
        stale=g.get("sign_in_stale", False),
    )


@bp.post("/sign-out")
@allow(Can.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    end_this(session, current_user, this_sign_in(), now=clock.now())
    session.commit()
    forget()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/sign-in/help")
@public
def cannot_sign_in() -> ResponseReturnValue:
    return render_template("accounts/cannot_sign_in.html")


@bp.get("/sign-in/news")
@allow(Can.SIGNED_IN)
def news() -> ResponseReturnValue:
    resets = resets_untold(session, current_user)
    return render_template("accounts/news.html", resets=resets, tries=flask.session.get(TRIES, 0), today=clock.today())


@bp.post("/sign-in/news")
@allow(Can.SIGNED_IN)
def have_read_news() -> ResponseReturnValue:
    resets = [way_in for way_in, _ in resets_untold(session, current_user)]
    told(session, current_user, resets, now=clock.now())
    session.commit()
    flask.session.pop(TRIES, None)
    return redirect(go_on(current_user), 303)


@bp.get("/sign-in/kept")
@allow(Can.SIGNED_IN)
def kept() -> ResponseReturnValue:
    forms = [(form.at, page_of(form)) for form in forms_waiting_for(current_user)]
    return render_template("accounts/kept.html", forms=forms, today=clock.today())
