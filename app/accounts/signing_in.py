"""Joins flask-login to our own sign-ins: the cookie holds a random token, the database its hash."""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import cast

import flask
from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from app.accounts.actions import hash_token
from app.accounts.known_devices import form_secret, know_device
from app.accounts.late_forms import KEPT, answer_late_form, init_late_forms, page_at
from app.accounts.models import SignIn, User
from app.accounts.queries import open_sign_in
from app.core import clock
from app.settings import Settings
from app.web.deliveries import delivery
from app.web.kept import PREFETCH
from app.web.session import session

# A device's last use is written at most this often, so that reading a page is rarely a write.
SEEN_EVERY = timedelta(minutes=1)
# How long a password alone is remembered while the second step is still to come.
HALF_WAY = timedelta(minutes=15)
NEXT = "next"
IPV6 = 6


def init_signing_in(app: Flask, settings: Settings) -> None:
    """Find the person behind each request's cookie, and send a stranger to the sign-in page."""
    # No context processor: it would load the person for public pages too.
    manager = LoginManager(app, add_context_processor=False)
    # Phones change networks all day; the token is what is checked.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.request_loader(_load_writer)
    manager.unauthorized_handler(_ask)
    app.jinja_env.globals["current_user"] = current_user
    init_late_forms(app)


def settings_here() -> Settings:
    """The settings of the application that answers this request."""
    return cast(Settings, current_app.extensions["withy"])


def _load(token: str) -> User | None:
    now, settings = clock.now(), settings_here()
    found = open_sign_in(session, hash_token(token), now, settings.idle_limit, settings.absolute_limit)
    if found is None:
        return None
    sign_in, person = found
    if sign_in.second_step_at is None:
        return None
    g.sign_in = sign_in
    # The audit says on which device something was done.
    session.info["sign_in_id"] = sign_in.id
    # A phone fetches by itself, with nobody there: that keeps no sign-in alive.
    if now - sign_in.seen_at > SEEN_EVERY and PREFETCH not in request.headers:
        sign_in.seen_at = now
        session.commit()
    return person


def _load_writer(_: flask.Request) -> User | None:
    """Who wrote what this request delivers from a phone: only the offline room can make such a request."""
    sent = delivery()
    if sent is None:
        return None
    session.info["sign_in_id"] = sent.sign_in_id
    person = session.get(User, sent.person_id)
    if person is not None and sent.let_in is not None:
        person.let_in_to = sent.let_in.family_id
        # A note says so itself.
        session.info["let_in_by_id"] = sent.let_in.by_id
    return person


def _ask() -> ResponseReturnValue:
    if half_signed_in() is not None:
        return page_at("accounts.second_step"), 401
    if request.method == "POST":
        return answer_late_form()
    # 401 and a page, never a redirect: see docs/decisions.
    return page_at("accounts.sign_in"), 401


def half_signed_in() -> tuple[SignIn, User] | None:
    """Who has given a password on this browser, and has the second step still to take."""
    token = flask.session.get("_user_id", "")
    found = open_sign_in(session, hash_token(token), clock.now(), HALF_WAY, HALF_WAY) if token else None
    return found if found is not None and found[0].second_step_at is None else None


def remember(person: User, token: str) -> None:
    """Put the token of a whole sign-in in the cookie; but for what waits, nothing of before is left."""
    _start_afresh()
    person.token = token
    login_user(person)
    flask.session["csrf_token"] = form_secret(person.id, know_device(person))


def remember_half(token: str) -> None:
    """The same for a sign-in whose second step is still to come: it opens nothing else."""
    _start_afresh()
    flask.session["_user_id"] = token


def _start_afresh() -> None:
    waiting = {name: flask.session[name] for name in (KEPT, NEXT) if name in flask.session}
    flask.session.clear()
    flask.session.update(waiting)


def forget() -> None:
    """Take the token out of the cookie."""
    logout_user()
    waiting = flask.session.get(KEPT)
    flask.session.clear()
    if waiting:
        flask.session[KEPT] = waiting


def this_sign_in() -> SignIn:
    """The device that sent this request."""
    sign_in: SignIn = g.sign_in
    return sign_in


def network() -> str:
    """Where this request comes from: an IPv4 address, or the 64 bits of an IPv6 address that name a network."""
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104  It is read, not listened on.
    return str(ip_network(f"{address}/{64 if address.version == IPV6 else 32}", strict=False))


SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}
# In this order: most browsers claim to be others as well.
BROWSERS = {"Edg": "Edge", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox"}
BROWSERS |= {"CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}


def device_words() -> str:
    """What this device is, so that its owner knows it again: Chrome on Android."""
    agent = request.user_agent.string
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "another device")
    return f"{browser} on {system}"
