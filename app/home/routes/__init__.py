"""One person's own page, and what a worker turns on for them."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from app.home.routes import staff, theirs  # noqa: E402, F401  They hang their views on the blueprint.
