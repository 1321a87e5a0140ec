"""Phones that were set up: listed, and ended when one is lost. And the page that says what works without a signal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import User
from app.accounts.queries import person_helped_by, person_seen_by
from app.accounts.signing_in import forget, this_sign_in
from app.clusters.figures import Figures
from app.core import clock
from app.core.permissions import Can
from app.offline.actions import end_lost_phone, end_phones_of, what_was_held
from app.offline.held_words import is_urgent
from app.offline.queries import held_for, phone_of, phones_shown, phones_waiting
from app.offline.routes import bp
from app.web.filters import count_words, day_words
from app.web.permissions import allow
from app.web.session import session


@bp.get("/help/no-signal")
@allow(Can.SIGNED_IN)
def help_no_signal() -> ResponseReturnValue:
    return render_template("offline/no_signal.html")


@bp.post("/account/phones/<uuid:phone_id>/end")
@allow(Can.SIGNED_IN)
def end_own_phone(phone_id: UUID) -> ResponseReturnValue:
    phone = phone_of(session, current_user, phone_id) or abort(404)
    here = phone.sign_in_id == this_sign_in().id
    end_lost_phone(session, current_user, phone, now=clock.now())
    session.commit()
    if here:
        forget()
        return redirect(url_for("accounts.sign_in"), 303)
    flash(f"{phone.name} is ended. It is told to clear itself when it is next in touch")
    return redirect(url_for("accounts.devices"), 303)


@bp.get("/team/help-in/<uuid:person_id>/phones")
@allow(Can.TEAM_RESET)
def team_phones(person_id: UUID) -> ResponseReturnValue:
    return _phones_page(_team_member(person_id), url_for("accounts.help_in"), "Help somebody back in")


@bp.post("/team/help-in/<uuid:person_id>/phones")
@allow(Can.TEAM_RESET)
def end_team_phones(person_id: UUID) -> ResponseReturnValue:
    return _end_all(_team_member(person_id), url_for("offline.team_phones", person_id=person_id))


@bp.get("/people/<uuid:person_id>/phones")
@allow(Can.PEOPLE_MANAGE)
def person_phones(person_id: UUID) -> ResponseReturnValue:
    person = _person(person_id)
    return _phones_page(person, url_for("accounts.person", person_id=person_id), person.name)


@bp.post("/people/<uuid:person_id>/phones")
@allow(Can.PEOPLE_MANAGE)
def end_person_phones(person_id: UUID) -> ResponseReturnValue:
    return _end_all(_person(person_id), url_for("offline.person_phones", person_id=person_id))


def _phones_page(person: User, back: str, back_words: str) -> ResponseReturnValue:
    phones = phones_shown(session, person, clock.now())
    return render_template(
        "offline/phones.html", person=person, phones=phones, back_to=back, back_words=back_words, today=clock.today()
    )


def _end_all(person: User, to: str) -> ResponseReturnValue:
    end_phones_of(session, current_user, person, now=clock.now())
    session.commit()
    flash(f"{person.first_name} is signed out everywhere. Each phone is told to clear itself when it is next in touch")
    return redirect(to, 303)


def _team_member(person_id: UUID) -> User:
    return person_helped_by(session, current_user, person_id, clock.today()) or abort(404)


def _person(person_id: UUID) -> User:
    return person_seen_by(session, current_user, person_id) or abort(404)


@dataclass(frozen=True, kw_only=True)
class HeldHere:
    """How many things wait for somebody's decision, and whether one of them is a worry for today."""

    count: int
    urgent: bool


def held_here(looker: User, now: datetime) -> HeldHere | None:
    """For Today: what waits for this person's decision; nothing where nothing does."""
    found = held_for(session, looker, now) if looker.may(Can.HELD_DECIDE) else []
    urgent = any(is_urgent(what_was_held(session, one.item)) for one in found)
    return HeldHere(count=len(found), urgent=urgent) if found else None


def unsent_words(people: Collection[UUID], figures: Figures, now: datetime) -> dict[UUID, list[str]]:
    """For the team's page: 3 notes have waited on Lorna’s phone since Tue 24 Nov."""
    today = clock.local(now).date()
    words: dict[UUID, list[str]] = {}
    for phone, owner in phones_waiting(session, people, now - timedelta(hours=figures.unsent_hours)):
        if phone.waiting_since is not None:
            many = f"{count_words(phone.waiting, 'note')} {'has' if phone.waiting == 1 else 'have'}".capitalize()
            since = day_words(clock.local(phone.waiting_since).date(), today)
            words.setdefault(owner.id, []).append(f"{many} waited on {owner.first_name}’s phone since {since}")
    return words


def own_phones(person: User, now: datetime) -> object:
    """For “Where you are signed in”: the phones that this person has set up."""
    return phones_shown(session, person, now)
