"""An error page shows what was typed, so that nobody writes it twice; never a secret."""

import pytest
from flask import Flask

from app.web.typed import typed

NOTE = "Shazia walked with Ayaan to the stop all week."


@pytest.fixture
def app() -> Flask:
    return Flask(__name__)


def test_a_note_that_could_not_be_taken_is_shown_again(app):
    with app.test_request_context("/visits", method="POST", data={"id": "8f2d", "talk": NOTE, "day": "2026-11-24"}):
        assert typed() == [NOTE]


@pytest.mark.parametrize("name", ["password", "new_password", "csrf_token", "recovery_code"])
def test_a_secret_is_never_shown_again(app, name):
    with app.test_request_context("/", method="POST", data={name: "lantern otter maple button quilt"}):
        assert typed() == []


def test_a_page_that_could_not_be_opened_has_nothing_to_show(app):
    with app.test_request_context(f"/?q={NOTE}"):
        assert typed() == []


def test_a_form_too_large_to_read_shows_nothing(app):
    app.config["MAX_CONTENT_LENGTH"] = 10
    with app.test_request_context("/visits", method="POST", data={"talk": NOTE}):
        assert typed() == []
