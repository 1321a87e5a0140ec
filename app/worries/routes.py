"""A worry's page, adding to it, deciding about it, raising one outside a visit, and who to ring."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import urgent_numbers
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode, Family
from app.families.queries import current_episode, family_seen_by, members_of
from app.web.answers import go, try_again
from app.web.days import open_words
from app.web.deliveries import keep, works_offline, written_at
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session
from app.worries.actions import (
    add_to_worry,
    look_at_worry,
    raise_worry,
    tell_deputies_of_unopened,
)
from app.worries.actions import (
    decide as keep_decision,
)
from app.worries.forms import CallForm, DecideForm, MoreForm, WorryForm
from app.worries.models import Worry
from app.worries.page import WorryPage, own_circle, page_of
from app.worries.queries import kept_from, may_decide, who_is_with_them, worry_seen_by
from app.worries.words import (
    ADDED,
    DECIDED,
    call_words,
    front_door,
    knows_words,
    next_steps,
    tell_words,
    title_of,
    told_words,
)

bp = Blueprint("worries", __name__)


@bp.get("/worries/<uuid:worry_id>")
@allow(Can.FAMILY_READ)
@keep_offline
def read(worry_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    worry = _worry(worry_id, now)
    _looked_at(worry, now)
    return render_template("worries/read.html", **_page(worry, now))


@bp.post("/worries/<uuid:worry_id>/additions")
@allow(Can.WORRY_RAISE)
@works_offline
def add(worry_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    worry = _worry(worry_id, written_at())
    page = _page(worry, now)
    name, part = ("call_form", "_call_form") if "call-id" in request.form else ("more_form", "_more_form")
    form: CallForm | MoreForm = page[name]
    if form.validate():
        with form.refusals():
            added = add_to_worry(session, worry, current_user, form.entry(), now=now)
            keep(session)
            # An address of its own: going to a mere place on this page would not read it again.
            return go(url_for("worries.read", worry_id=worry.id, added=added.id) + "#exact")
    return try_again(f"worries/{part}.html", page="worries/read.html", **page)


@bp.get("/worries/<uuid:worry_id>/decision")
@allow(Can.WORRY_DECIDE)
def decide(worry_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    worry = _to_decide(worry_id, now)
    _looked_at(worry, now)
    return render_template("worries/decide.html", **_decide_page(worry, now))


@bp.post("/worries/<uuid:worry_id>/decision")
@allow(Can.WORRY_DECIDE)
def decision(worry_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    worry = _to_decide(worry_id, now)
    page = _decide_page(worry, now)
    form: DecideForm = page["form"]
    if form.validate():
        with form.refusals():
            keep_decision(session, worry, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("worries.read", worry_id=worry.id))
    return try_again("worries/_decide_form.html", page="worries/decide.html", **page)


@bp.get("/families/<uuid:family_id>/worries/new")
@allow(Can.WORRY_RAISE)
@keep_offline
def new(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, _ = _family(family_id, now)
    page = _new_page(family, now)
    saw(session, current_user, family.id, "new worry", now=now)
    session.commit()
    return render_template("worries/new.html", **page)


@bp.post("/families/<uuid:family_id>/worries/new")
@allow(Can.WORRY_RAISE)
@works_offline
def raised(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, episode = _family(family_id, written_at())
    page = _new_page(family, now)
    form: WorryForm = page["form"]
    if form.validate():
        with form.refusals():
            worry = raise_worry(session, episode, current_user, form.entry(), note_id=None, now=now)
            keep(session)
            return go(url_for("worries.read", worry_id=worry.id))
    return try_again("worries/_worry_form.html", page="worries/new.html", **page)


@bp.get("/who-to-ring")
@allow(Can.SIGNED_IN)
@keep_offline
def numbers() -> ResponseReturnValue:
    now = clock.now()
    shown = urgent_numbers(session, current_user.cluster_id, now)
    circle = own_circle(session, current_user, clock.local(now).date())
    return render_template("worries/numbers.html", numbers=shown, circle=circle, now=now)


def _worry(worry_id: UUID, now: datetime) -> Worry:
    return worry_seen_by(session, current_user, worry_id, now) or abort(404)


def _to_decide(worry_id: UUID, now: datetime) -> Worry:
    worry = _worry(worry_id, now)
    return worry if may_decide(session, current_user, worry, now) else abort(404)


def _family(family_id: UUID, now: datetime) -> tuple[Family, Episode]:
    family = family_seen_by(session, current_user, family_id, now) or abort(404)
    return family, current_episode(session, family_id) or abort(404)


def _looked_at(worry: Worry, now: datetime) -> None:
    """Keep the look, and then, in a transaction of its own, tell the next people of what nobody opened."""
    look_at_worry(session, worry, current_user, now=now)
    session.commit()
    tell_deputies_of_unopened(session, now)
    session.commit()


def _page(worry: Worry, now: datetime) -> dict[str, Any]:
    shown = page_of(session, current_user, worry, now)
    # What was posted is of one form alone; the other on the page is as it was.
    blank: dict[str, Any] = {"formdata": None}
    posted = request.method == "POST"
    call = posted and "call-id" in request.form
    return {
        "shown": shown,
        **_common(shown, now),
        "knows": knows_words(worry, shown.told, current_user, shown.today),
        "steps": next_steps(shown.decider, shown.raiser.first_name, front_door(shown.numbers), yours=shown.may_decide),
        "may_add": current_user.may(Can.WORRY_RAISE),
        "call_form": CallForm(shown.whom, now, **(blank if posted and not call else {})),
        "more_form": MoreForm(now, **(blank if call else {})),
        "told_words": told_words,
        "call_words": call_words,
        "tell_words": tell_words,
        "decided": DECIDED,
        "saved": "added" in request.args,
        "added": ADDED,
    }


def _decide_page(worry: Worry, now: datetime) -> dict[str, Any]:
    shown = page_of(session, current_user, worry, now)
    worker = who_is_with_them(session, worry, shown.today)
    return {
        "shown": shown,
        **_common(shown, now),
        "worker": worker,
        "door": front_door(shown.numbers),
        "form": DecideForm(_spoken_to(shown), worker, current_user, now),
    }


def _spoken_to(shown: WorryPage) -> list[str]:
    """Whom a decider may have spoken to. Somebody who was told of the worry alone is shown no more of the family."""
    members = members_of(session, shown.family.id) if shown.sees_family else []
    grown_ups = [one.known_as for one in members if not one.is_child]
    names = [shown.raiser.first_name, front_door(shown.numbers), "School", "Police", *grown_ups, "Someone else"]
    return list(dict.fromkeys(names))


def _common(shown: WorryPage, now: datetime) -> dict[str, Any]:
    minutes = int((now - shown.worry.raised_at).total_seconds() // 60)
    return {
        "worry": shown.worry,
        "family": shown.family,
        "title": title_of(shown.worry),
        "today": shown.today,
        "open_for": open_words(minutes),
        "so_far": shown.so_far(current_user),
    }


def _new_page(family: Family, now: datetime) -> dict[str, Any]:
    return {
        "family": family,
        "form": WorryForm(members_of(session, family.id), now),
        "numbers": urgent_numbers(session, family.cluster_id, now),
        "circle": own_circle(session, current_user, clock.local(now).date(), kept_from(session, family)),
    }
