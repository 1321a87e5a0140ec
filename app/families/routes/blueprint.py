"""The room's blueprint, on which each file of this folder hangs its pages."""

from flask import Blueprint

bp = Blueprint("families", __name__, url_prefix="/families")
