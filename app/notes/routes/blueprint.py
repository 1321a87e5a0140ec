"""Where the views of notes hang."""

from flask import Blueprint

bp = Blueprint("notes", __name__)
