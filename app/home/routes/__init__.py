"""One person's own page, and what a worker turns on for them."""

from flask import Blueprint, Flask

from app.home.languages import init_languages

bp = Blueprint("home", __name__)

from app.home.routes import languages, staff, theirs  # noqa: E402, F401  They hang their views on the blueprint.


def init_home(app: Flask) -> None:
    """Let a family's pages speak the languages that are offered."""
    init_languages(app, theirs.offered)
