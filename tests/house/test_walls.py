"""Walls that import-linter has no contract for: what a room keeps to itself, and where SQL may be written by hand."""

import re
from pathlib import Path

import grimp
import pytest
from flask import Flask
from jinja2 import StrictUndefined, UndefinedError

import app as house

APP = Path(house.__path__[0])
PRIVATE = {"forms", "routes"}
# What is held is shown by the labels of the form it was typed into, whichever room that form is of.
READS_FORMS = {"app.offline.held_words"}
# Where SQL is written out: pragmas and locks, “are you there?”, and the condition of an index.
SQL_BY_HAND = {"core/db.py", "keeping/sqlite.py", "web/health.py", "families/models.py"}
# Code that would let words through as HTML, or run them as a template.
UNSAFE = re.compile(r"\bMarkup\(|render_template_string|\bautoescape=False|from_string\(")
DRAWN_BY_US = {"web/drawings.py", "web/charts.py", "web/sentences.py"}


def room_of(module: str) -> tuple[str, ...]:
    return tuple(module.split(".")[:2])


def test_forms_and_routes_are_private_to_their_room() -> None:
    graph = grimp.build_graph("app")
    # The base form of `web` is for every room.
    rooms = [one for one in graph.modules if one.count(".") > 1 and not one.startswith("app.web.")]
    private = [one for one in rooms if one.split(".")[2] in PRIVATE]
    assert len(private) > 20
    # `app` itself puts the routes together.
    asked = [
        f"{other} asks {one}"
        for one in private
        for other in graph.find_modules_that_directly_import(one)
        if other != "app" and other not in READS_FORMS and room_of(other) != room_of(one)
    ]
    assert asked == []


def test_sql_is_written_by_hand_in_a_few_places_alone() -> None:
    found = {
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if re.search(r"\btext\(|exec_driver_sql|\.execute\(\s*f?[\"']", path.read_text())
    }
    assert found == SQL_BY_HAND


def test_words_are_never_taken_for_html() -> None:
    found = {path.relative_to(APP).as_posix() for path in APP.rglob("*.py") if UNSAFE.search(path.read_text())}
    assert found <= DRAWN_BY_US


def test_a_name_that_a_template_was_not_given_is_an_error(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    with app.app_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nobody_gave_this }}").render()


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "services", "common", "misc"}
    assert [path for path in APP.rglob("*.py") if path.stem in drawers] == []
