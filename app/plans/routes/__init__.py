"""A goal's page, agreeing one, and looking at one together."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from app.plans.routes import goals, reviewing  # noqa: E402, F401  They hang their views on the blueprint.
