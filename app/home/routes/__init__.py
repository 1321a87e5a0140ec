"""One person's own page, and what a worker turns on for them."""

from flask import Blueprint, Flask, abort, request

from app.home.languages import init_languages

bp = Blueprint("home", __name__)

from app.home.routes import agreeing, languages, saying, staff, theirs  # noqa: E402, F401  They hang their views here.

# What belongs to every address: files, and whether the server is there.
EVERYWHERE = {"static", "health", "csp_report"}


def init_home(app: Flask) -> None:
    """Let a family's pages speak the languages that are offered, at their own address where they have one."""
    init_languages(app, theirs.offered)
    app.before_request(_at_its_own_address)


def _at_its_own_address() -> None:
    """At the families' address nothing is staff's, and at staff's nothing is a family's own."""
    host = theirs.family_host()
    if not host or request.endpoint is None or request.endpoint in EVERYWHERE:
        return
    if (request.host.lower() == host) != (request.endpoint in theirs.ENDPOINTS):
        abort(404)
