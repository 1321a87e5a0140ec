"""Meetings of the team around a family: planned, held, and their minutes."""

from flask import Blueprint

bp = Blueprint("team_meetings", __name__)

from app.team_meetings.routes import planning, reading, recording  # noqa: E402, F401  They hang their views on it.
