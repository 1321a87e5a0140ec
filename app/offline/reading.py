"""Reading without a signal: which pages a phone fetches, what a fetch is and is not, and what was read afterwards."""

import hashlib

from flask import Flask, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions import hash_token
from app.core import clock
from app.core.looks import fetch_for_phone
from app.core.permissions import Can
from app.offline.actions import keep_look
from app.offline.caseload import Caseload, Page, caseload_of
from app.offline.forms import LookForm
from app.offline.models import Phone
from app.offline.queries import phone_delivering
from app.offline.routes import OURS, bp, deliver_cookie
from app.web.deliveries import keep, works_offline, written_at
from app.web.kept import PREFETCH, is_kept
from app.web.permissions import allow, public, verb_of
from app.web.session import session

VERSION = 16  # hex digits
# The ground of Today, on which Withy begins: see css/tokens.css.
GROUND = "#ffcb3d"


@bp.get("/sync/manifest")
@allow(Can.DAY_READ)
def manifest() -> ResponseReturnValue:
    """The pages that this person's phone keeps today: exactly those they may open."""
    caseload = caseload_of(session, current_user, clock.now())
    return jsonify(
        app=OURS,
        user=str(current_user.id),
        build=_build(),
        families=len(caseload.walks),
        pages=[
            [url_for(page.endpoint, **page.says), _version(page, caseload)]
            for page in caseload.pages()
            if current_user.may(verb_of(page.endpoint))
        ],
    )


def _version(page: Page, caseload: Caseload) -> str:
    said = repr((_build(), caseload.today, caseload.house, page.rests_on))
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION]


def _build() -> str:
    return str(current_app.jinja_env.globals["build"])


@bp.post("/sync/looks")
@allow(Can.DAY_READ)
@works_offline
def looks() -> ResponseReturnValue:
    """Take that a kept page was read: from a phone, with the time it was read at."""
    form = LookForm()
    form.validate()
    keep_look(session, current_user, form.entry(), at=written_at())
    keep(session)
    return "", 204


def init_reading(app: Flask) -> None:
    """Know what only a phone fetches. Its own credential must say so: anybody else's request is a look."""

    @app.before_request
    def is_it_a_fetch() -> None:
        if PREFETCH not in request.headers or not is_kept(request.endpoint) or not current_user.is_authenticated:
            return
        if phone := _own_phone():
            fetch_for_phone(session, phone.id)


def _own_phone() -> Phone | None:
    """The phone that sent this request, if it was set up by whoever is signed in, and not shut out since."""
    token = request.cookies.get(deliver_cookie(), "")
    phone, person = (token and phone_delivering(session, hash_token(token))) or (None, None)
    return phone if phone and phone.is_open and person == current_user else None


@bp.get("/manifest.webmanifest")
@public
def app_manifest() -> ResponseReturnValue:
    """What a home screen shows of Withy: the same for everybody, and nothing of a family."""
    icons = [
        {"src": url_for("static", asked=_build(), filename=f"icons/{name}.svg"), "sizes": "any", "purpose": purpose}
        for name, purpose in (("icon", "any"), ("icon-maskable", "maskable"), ("icon-mono", "monochrome"))
    ]
    said = jsonify(
        id="/",
        name="Withy",
        short_name="Withy",
        lang="en-GB",
        start_url=url_for("desk.today"),
        scope="/",
        display="standalone",
        theme_color=GROUND,
        background_color=GROUND,
        icons=[icon | {"type": "image/svg+xml"} for icon in icons],
    )
    said.mimetype = "application/manifest+json"
    return said
