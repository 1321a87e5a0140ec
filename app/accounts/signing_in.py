"""Joins flask-login to our own sign-ins: the cookie holds a random token, the database its hash."""

from datetime import timedelta

import flask
from flask import Flask, g
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from app.accounts.actions import hash_token
from app.accounts.models import SignIn, User
from app.accounts.queries import open_sign_in
from app.core import clock
from app.settings import Settings
from app.web.session import session

# A device's last use is written at most this often, so that reading a page is rarely a write.
SEEN_EVERY = timedelta(minutes=1)


def init_signing_in(app: Flask, settings: Settings) -> None:
    """Find the person behind each request's cookie, and send a stranger to the sign-in page."""
    # No context processor: it would load the person for public pages too.
    manager = LoginManager(app, add_context_processor=False)
    # Phones change networks all day; the token is what is checked.
    manager.session_protection = None
    app.jinja_env.globals["current_user"] = current_user

    @manager.user_loader
    def load(token: str) -> User | None:
        now = clock.now()
        found = open_sign_in(session, hash_token(token), now, settings.idle_limit, settings.absolute_limit)
        if found is None:
            return None
        sign_in, person = found
        if sign_in.second_step_at is None:
            return None
        g.sign_in = sign_in
        if now - sign_in.seen_at > SEEN_EVERY:
            sign_in.seen_at = now
            session.commit()
        return person

    @manager.unauthorized_handler
    def ask() -> ResponseReturnValue:
        # 401 and a page, never a redirect: see docs/decisions.
        return flask.current_app.view_functions["accounts.sign_in"](), 401


def remember(person: User, token: str) -> None:
    """Put the token in the cookie of this answer; anything of an earlier sign-in is dropped."""
    flask.session.clear()
    person.token = token
    login_user(person)


def forget() -> None:
    """Take the token out of the cookie."""
    logout_user()
    flask.session.clear()


def this_sign_in() -> SignIn:
    """The device that sent this request."""
    sign_in: SignIn = g.sign_in
    return sign_in
