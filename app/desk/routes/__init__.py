"""The pages that gather: Today, families, a family, the team."""

from flask import Blueprint

from app.desk.words import left_words, note_title, people_words, seen_words, without_bring

bp = Blueprint("desk", __name__)
for filter_ in (people_words, without_bring, left_words, note_title, seen_words):
    bp.app_template_filter(filter_.__name__)(filter_)

from app.desk.routes import day, family, team  # noqa: E402, F401  They hang their views on the blueprint.
