"""What follows a password: the second step, then the page that was asked for."""

from datetime import datetime

import flask
from flask import current_app, url_for

from app.accounts.actions.second_steps import begin_set_up
from app.accounts.actions.sign_ins import begin_sign_in, end_sign_in, hash_token, signed_in
from app.accounts.late_forms import forms_waiting_for, page_of
from app.accounts.models import User
from app.accounts.queries import (
    resets_untold,
    second_step_being_set_up,
    second_step_of,
    sign_in_behind,
    sign_ins_of,
)
from app.accounts.signing_in import NEXT, device_words, remember, remember_half, settings_here
from app.core.permissions import Can
from app.web.session import session

# In this order the first that this person may open, and that there is.
LANDINGS = (
    ("desk.today", Can.DAY_READ),
    ("accounts.people", Can.PEOPLE_MANAGE),
    ("audit.trail", Can.AUDIT_READ),
    ("accounts.devices", Can.SIGNED_IN),
)
TRIES = "tries"
# A typing mistake or two is not worth a word.
WORTH_TELLING = 3


def begin(person: User, *, now: datetime) -> str:
    """The password was right: begin a sign-in on this browser; returns the address of what comes next."""
    _end_earlier(now)
    step = second_step_of(session, person)
    half = step is not None or settings_here().second_step_required
    token = begin_sign_in(session, person, device_words(), now=now, second_step_done=not half)
    if not half:
        return finish(person, token, now=now)
    if step is None and second_step_being_set_up(session, person) is None:
        begin_set_up(session, person, now=now)
    session.commit()
    remember_half(token)
    return url_for("accounts.second_step")


def finish(person: User, token: str, *, now: datetime) -> str:
    """The sign-in is whole: note it, put it in the cookie; returns the address of what comes next."""
    settings = settings_here()
    session.flush()
    devices = sign_ins_of(session, person, now, settings.idle_limit, settings.absolute_limit)
    signed_in(session, person, token, devices, settings.most_devices, now=now)
    session.commit()
    tries = flask.session.get(TRIES, 0)
    remember(person, token)
    if tries >= WORTH_TELLING:
        flask.session[TRIES] = tries
    if tries >= WORTH_TELLING or resets_untold(session, person):
        return url_for("accounts.news")
    return go_on(person)


def go_on(person: User) -> str:
    """The form that waits, else the page that was asked for, else where this person's day begins."""
    asked: str | None = flask.session.pop(NEXT, None)
    waiting = forms_waiting_for(person)
    if waiting:
        return page_of(waiting[0]) if len(waiting) == 1 else url_for("accounts.kept")
    return asked or landing(person)


def landing(person: User) -> str:
    """Where this person's day begins."""
    there = current_app.view_functions
    return url_for(next(name for name, verb in LANDINGS if name in there and person.may(verb)))


def _end_earlier(now: datetime) -> None:
    """A browser holds one sign-in: the one before, whoever's it was, ends."""
    settings = settings_here()
    token = flask.session.get("_user_id", "")
    found = sign_in_behind(session, hash_token(token), now, settings.idle_limit, settings.absolute_limit)
    if found is not None:
        end_sign_in(found[0], now=now)
