"""The blueprint that the pages of this room share."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
