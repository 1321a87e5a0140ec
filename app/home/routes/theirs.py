"""What one person of a family opens on their own phone. Nobody of staff is signed in here."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.clusters.queries import hours_of
from app.core import clock
from app.families.models import FamilyMember
from app.families.queries import current_episode
from app.home import actions
from app.home.catalogues import ENGLISH, tags
from app.home.forms import CodeForm, NumbersForm, OwnNumberForm, WhoSeesForm, WordForm
from app.home.languages import (
    COOKIE,
    climb_words,
    day_words,
    hours_words,
    language_of,
    month_words,
    tag_here,
    when_words,
)
from app.home.models import OwnPage, OwnPhone
from app.home.queries import languages_checked, page_of, phone_with
from app.home.routes import bp
from app.home.said import JOBS
from app.home.schemas import copy_of
from app.home.words import climb_steps
from app.web.answers import go
from app.web.demo import is_demo
from app.web.permissions import public
from app.web.session import session

A_YEAR = 31_536_000  # seconds
A_DAY = timedelta(days=1)
ENDPOINTS = {
    f"home.{name}"
    for name in (
        *("start", "code", "numbers", "open_with_numbers", "speak"),
        *("rate", "say", "rights", "who_sees", "on_paper", "copy", "leave", "stop"),
    )
}


@bp.get("/our-plan")
@public
def start() -> ResponseReturnValue:
    """The page, as far as this phone opens it; else the way in."""
    now, found = clock.now(), _phone()
    if found is None:
        return render_template("home/code.html", form=CodeForm())
    phone, person = found
    if phone.left_at is not None and "open" not in request.args:
        return render_template("home/closed.html")
    if not phone.numbers_hash:
        return go(url_for("home.numbers"))
    if phone.open_until <= now:
        return render_template("home/numbers.html", form=NumbersForm(), new=False)
    way_in = session.get_one(OwnPage, person.id)
    page = own_page(person, way_in)
    actions.looked(session, way_in, person, now=now)
    session.commit()
    return render_template("home/plan.html", **page)


@bp.get("/our-plan/language/<tag>")
@public
def speak(tag: str) -> ResponseReturnValue:
    """Another language, from now on in this browser."""
    answer = make_response(go(url_for("home.start")))
    if tag in tags():
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(COOKIE, tag, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return answer


@bp.post("/our-plan/code")
@public
def code() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate():
        with form.refusals():
            made = actions.redeem(
                session,
                form.code.data,
                remembered=form.mine.data,
                network=request.remote_addr or "",
                link=form.link.data or "",
                now=clock.now(),
            )
            session.commit()
            return _with_token(go(url_for("home.numbers")), made.token, remembered=form.mine.data)
    session.rollback()
    return render_template("home/code.html", form=form), 422


@bp.get("/our-plan/numbers")
@public
def numbers() -> ResponseReturnValue:
    found = _phone()
    if found is None or found[0].numbers_hash:
        return go(url_for("home.start"))
    return render_template("home/numbers.html", form=NumbersForm(), new=True)


@bp.post("/our-plan/numbers")
@public
def open_with_numbers() -> ResponseReturnValue:
    """Chosen the first time; asked for after that."""
    now, found = clock.now(), _phone()
    if found is None:
        return go(url_for("home.start"))
    phone, person = found
    new, form = not phone.numbers_hash, NumbersForm()
    if form.validate():
        with form.refusals():
            do = actions.choose_numbers if new else actions.open_again
            do(session, phone, person, form.numbers.data, now=now)
            session.commit()
            return go(url_for("home.start"))
    session.rollback()
    return render_template("home/numbers.html", form=form, new=new), 422


@bp.post("/our-plan/number")
@public
def rate() -> ResponseReturnValue:
    now, found = clock.now(), open_phone()
    if found is None:
        return go(url_for("home.start"))
    person, form = found[1], OwnNumberForm()
    way_in, episode = session.get_one(OwnPage, person.id), current_episode(session, person.family_id)
    if form.validate() and way_in.paused_at is None and episode is not None:
        with form.refusals():
            goal_id, at = UUID(form.goal_id.data), UUID(form.at.data)
            actions.rate_own(session, episode, person, goal_id, form.number, at=at, now=now)
            session.commit()
            return go(url_for("home.start", given=goal_id))
    session.rollback()
    return render_template("home/plan.html", **own_page(person, way_in) | {"form": form}), 422


@bp.get("/our-plan/print")
@public
def on_paper() -> ResponseReturnValue:
    """One sheet for the fridge: nothing that is not on their page."""
    found = open_phone()
    if found is None:
        return go(url_for("home.start"))
    page = own_page(found[1], session.get_one(OwnPage, found[1].id))
    return render_template("home/sheet.html", printed=day_words(clock.today(), clock.today() - A_DAY), **page)


@bp.get("/our-plan/copy")
@public
def copy() -> ResponseReturnValue:
    """What is on their page, to take with them."""
    found = open_phone()
    if found is None:
        return go(url_for("home.start"))
    now, person = clock.now(), found[1]
    page = page_of(session, person, session.get_one(OwnPage, person.id), now, clock.local(now).date())
    answer = jsonify(copy_of(page))
    answer.headers["Content-Disposition"] = "attachment; filename=my-page.json"
    return answer


@bp.post("/our-plan/leave")
@public
def leave() -> ResponseReturnValue:
    if found := _phone():
        actions.leave(session, *found, now=clock.now())
        session.commit()
    return Response(status=204)


@bp.post("/our-plan/stop")
@public
def stop() -> ResponseReturnValue:
    """They want no page any more. It ends at once, on every phone of theirs."""
    if found := open_phone():
        actions.withdraw(session, session.get_one(OwnPage, found[1].id), None, now=clock.now())
        session.commit()
    return go(url_for("home.start"))


def own_page(person: FamilyMember, way_in: OwnPage | None) -> dict[str, Any]:
    """What the template shows: the same for its person and for a worker who looks first."""
    now = clock.now()
    page = page_of(session, person, way_in, now, clock.local(now).date())
    return {
        "page": page,
        "form": OwnNumberForm(formdata=None),
        "climbs": {one.goal.id: climb_steps(one) for one in page.goals},
        "climb_words": {one.goal.id: climb_words(one) for one in page.goals},
        "hours": hours_words(hours_of(session, page.cluster.id)),
        "looks": [(month_words(month), [gettext(JOBS[role]) for role in roles]) for month, roles in page.looks],
        "visit_when": when_words(page.visit.starts_at, clock.local(now).date()) if page.visit else "",
        "days": {one.due_on: day_words(one.due_on, clock.local(now).date()) for one in page.agreed if one.due_on},
        "written_on": {one.on: day_words(one.on, clock.local(now).date()) for one in page.written},
        "given": request.args.get("given", ""),
        "said": "said" in request.args,
        "word_form": WordForm(formdata=None),
        "who_form": WhoSeesForm(formdata=None),
        "told": request.args.get("told", ""),
        "preview": False,
    }


@bp.context_processor
def in_their_language() -> dict[str, Any]:
    """For the head of a page: the language it is in, and the others there are."""
    here, offered_now = tag_here(), offered()
    every = [language_of(tag, checked=checked) for tag, checked in offered_now.items()]
    return {"language": language_of(here, checked=offered_now.get(here, True)), "languages": every}


def offered() -> dict[str, bool]:
    """The languages of this page, and whether somebody has checked each: an unchecked one in the demo alone."""
    if "own_languages" not in g:
        checked = languages_checked(session)
        others = {tag: tag in checked for tag in tags() if tag != ENGLISH and (is_demo() or tag in checked)}
        g.own_languages = {ENGLISH: True} | others
    return dict(g.own_languages)


def family_host() -> str:
    """The address of families' own pages; empty where it is the same as staff's."""
    host: str = current_app.extensions["withy"].family_host
    return host


def _phone() -> tuple[OwnPhone, FamilyMember] | None:
    token = request.cookies.get(own_cookie(), "")
    return phone_with(session, actions.token_mark(token), clock.now()) if token else None


def open_phone() -> tuple[OwnPhone, FamilyMember] | None:
    """The phone that asks and whose it is, where it is open now."""
    found = _phone()
    return found if found and found[0].open_until > clock.now() and found[0].numbers_hash else None


def _with_token(answer: ResponseReturnValue, token: str, *, remembered: bool) -> Response:
    made = make_response(answer)
    made.set_cookie(
        own_cookie(),
        token,
        max_age=actions.REMEMBERED if remembered else None,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return made


def own_cookie() -> str:
    """The name of the cookie that opens one person's page, and nothing of staff's."""
    return "__Host-our-plan" if current_app.config["SESSION_COOKIE_SECURE"] else "our-plan"
