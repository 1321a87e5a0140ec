"""Writing down a visit; planning, moving and cancelling visits."""

from flask import Blueprint

bp = Blueprint("visits", __name__)

from app.visits.routes import planning, recording, watching  # noqa: E402, F401  They hang their views on the blueprint.
