"""Group supervision: its sessions, their agendas, and how each family is prepared."""

from flask import Blueprint

bp = Blueprint("supervision", __name__)

from app.supervision.routes import agenda, planning, preparing  # noqa: E402, F401  They hang their views on it.
