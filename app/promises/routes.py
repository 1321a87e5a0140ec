"""What became of a promise, and every promise of a family."""

from uuid import UUID

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Family
from app.families.queries import family_seen_by
from app.promises.actions import SettleEntry, settle
from app.promises.forms import OutcomeForm
from app.promises.models import Promise, PromiseState
from app.promises.queries import Whose, answers_to, ledger_of, line_of, promise_seen_by
from app.promises.words import MADE_IN, WHOSE, kept_words, of_whom
from app.web.answers import done, go, try_again
from app.web.deliveries import keep as keep_it
from app.web.deliveries import works_offline, written_at
from app.web.filters import time_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session

bp = Blueprint("promises", __name__)


@bp.get("/promises/<uuid:promise_id>/outcome")
@allow(Can.PROMISE_KEEP)
@keep_offline
def outcome(promise_id: UUID) -> ResponseReturnValue:
    found = _promise(promise_id)
    form = OutcomeForm()
    form.about(found)
    saw(session, current_user, found.family_id, "promise", now=clock.now())
    session.commit()
    return render_template("promises/outcome.html", **_page(found, form))


@bp.post("/promises/<uuid:promise_id>/outcome")
@allow(Can.PROMISE_KEEP)
@works_offline
def say_outcome(promise_id: UUID) -> ResponseReturnValue:
    found, form, now = _promise(promise_id), OutcomeForm(), clock.now()
    form.about(found)
    if form.validate():
        with form.refusals():
            settle(session, found, current_user, form.entry(), now=now)
            keep_it(session)
            flash(f"Held by Withy, {time_words(now)}")
            return go(_back(found))
    session.rollback()
    return try_again("promises/_outcome_form.html", page="promises/outcome.html", **_page(found, form))


@bp.post("/promises/<uuid:promise_id>/kept")
@allow(Can.PROMISE_KEEP)
@works_offline
def kept(promise_id: UUID) -> ResponseReturnValue:
    found, now = _promise(promise_id), clock.now()
    # Only an open promise is kept in one tap; another answer is put right on its page, with a reason.
    if found.state is not PromiseState.OPEN and found.state is not PromiseState.KEPT:
        return go(url_for("promises.outcome", promise_id=promise_id))
    if found.state is PromiseState.OPEN:
        settle(session, found, current_user, SettleEntry(state=PromiseState.KEPT), now=now)
    keep_it(session)
    return done("promises/_kept.html", to=_back(found), promise_id=found.id, what=found.what)


@bp.get("/families/<uuid:family_id>/promises")
@allow(Can.FAMILY_READ)
@keep_offline
def ledger(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family = family_seen_by(session, current_user, family_id, now) or abort(404)
    every = ledger_of(session, family_id)
    saw(session, current_user, family_id, "promises", now=now)
    session.commit()
    return render_template(
        "promises/ledger.html",
        family=family,
        groups=[(whose.value, WHOSE[whose], of_whom(every, whose), kept_words(every, whose)) for whose in Whose],
        made_in=MADE_IN,
        today=clock.local(now).date(),
        may_write=current_user.may(Can.NOTE_WRITE),
        may_keep=current_user.may(Can.PROMISE_KEEP),
    )


def _page(found: Promise, form: OutcomeForm) -> dict[str, object]:
    return {
        "form": form,
        "line": line_of(session, found.id),
        "promise": found,
        "answers": answers_to(session, found.id),
        "family": session.get_one(Family, found.family_id),
        "today": clock.today(),
        "back": request.args.get("back", ""),
    }


def _back(found: Promise) -> str:
    """Where somebody came from: their day, else the family's page."""
    if request.args.get("back") == "today":
        return url_for("desk.today")
    return url_for("desk.family", family_id=found.family_id)


def _promise(promise_id: UUID) -> Promise:
    return promise_seen_by(session, current_user, promise_id, written_at()) or abort(404)
