"""A goal's page, agreeing one, looking at one together, and talking about the ending."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from app.plans.routes import ending, goals, reviewing  # noqa: E402, F401  They hang their views on the blueprint.
