"""What a phone sent and could not be taken: listed for its supervisor, read, decided about."""

from uuid import UUID

from flask import Flask, abort, current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Family
from app.families.queries import family_seen_by
from app.offline.actions import DECIDED, Item, set_aside, what_was_held
from app.offline.forms import DecideForm
from app.offline.held_words import family_of, title_of, what_it_says, why_words
from app.offline.letting_in import Yes, let_in
from app.offline.models import HeldHow
from app.offline.queries import Held, decision_about, held_for, held_seen_by
from app.offline.routes import bp
from app.web.answers import go
from app.web.permissions import allow
from app.web.session import session

NOT_TAKEN = (
    "Withy could not take it as it stands: its plan may have ended, or a box breaks a rule. "
    "It is still held. Write what matters from it as a note of your own, then set it aside"
)


@bp.get("/team/held")
@allow(Can.HELD_DECIDE)
def held() -> ResponseReturnValue:
    return _list(decided=False)


@bp.get("/team/held/settled")
@allow(Can.HELD_DECIDE)
def settled() -> ResponseReturnValue:
    return _list(decided=True)


def _list(*, decided: bool) -> ResponseReturnValue:
    now = clock.now()
    rows = [(one, _title(one), _why(one)) for one in held_for(session, current_user, now, decided=decided)]
    note(session, current_user, "held.list", about="team", now=now)
    session.commit()
    return render_template("offline/held.html", rows=rows, decided=decided, today=clock.today())


@bp.get("/team/held/<uuid:held_id>")
@allow(Can.HELD_DECIDE)
def held_item(held_id: UUID) -> ResponseReturnValue:
    one = _one(held_id)
    item = what_was_held(session, one.item)
    family = family_of(_app(), session, item)
    _looked_at(one, family)
    return render_template("offline/held_item.html", **_page(one, item, family), form=_form(family))


def _looked_at(one: Held, family: Family | None) -> None:
    now = clock.now()
    note(session, current_user, "held.view", about="held_item", about_id=one.item.id, now=now)
    if family is not None and _may_read(family):
        saw(session, current_user, family.id, "held item", now=now)
    session.commit()


@bp.post("/team/held/<uuid:held_id>")
@allow(Can.HELD_DECIDE)
def decide_held(held_id: UUID) -> ResponseReturnValue:
    one = _one(held_id)
    item = what_was_held(session, one.item)
    family = family_of(_app(), session, item)
    form = _form(family)
    if not _may_read(family):
        abort(404)
    if one.decision is not None:
        return go(url_for("offline.held_item", held_id=held_id))
    if form.validate():
        with form.refusals():
            _decide(one, item, family, form)
            return go(url_for("offline.held"))
    session.rollback()
    one = _one(held_id)
    # The form that came back shows what is held once more.
    _looked_at(one, family)
    return render_template("offline/held_item.html", **_page(one, item, family), form=form), 422


def _decide(one: Held, item: Item, family: Family | None, form: DecideForm) -> None:
    now, reason = clock.now(), form.reason.data
    if form.how.data == HeldHow.LET_IN and family is not None:
        yes = Yes(held=one.item, item=item, family=family, by=_me(), reason=reason)
        if not let_in(_app(), session, yes, now=now):
            raise Refused("how", DECIDED if decision_about(session, one.item.id) else NOT_TAKEN)
        flash("It is on the record")
        return
    set_aside(session, one.item, current_user, reason, now=now)
    session.commit()
    flash("Set aside. It stays under Settled")


def _form(family: Family | None) -> DecideForm:
    form = DecideForm()
    form.offer(on_record=family is not None)
    return form


def _page(one: Held, item: Item, family: Family | None) -> dict[str, object]:
    may_read = _may_read(family)
    return {
        "one": one,
        "title": _title(one),
        "why": _why(one),
        "may_read": may_read,
        "family": family if may_read else None,
        # A cluster manager opens a family by a reason: the door is shown where it is theirs to open.
        "reason_first": family is not None and not may_read and current_user.may(Can.FAMILY_REASON),
        "family_id": family.id if family else None,
        "said": what_it_says(_app(), session, item, family) if may_read else [],
        "today": clock.today(),
    }


def _may_read(family: Family | None) -> bool:
    """Only whoever may read the family now reads what was written of it. About no family, its decider may."""
    return family is None or family_seen_by(session, current_user, family.id, clock.now()) is not None


def _title(one: Held) -> str:
    return title_of(_app(), what_was_held(session, one.item))


def _why(one: Held) -> str:
    return why_words(one.item.why, one.writer)


def _one(held_id: UUID) -> Held:
    return held_seen_by(session, current_user, held_id, clock.now()) or abort(404)


def _me() -> User:
    person: User = current_user._get_current_object()
    return person


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
