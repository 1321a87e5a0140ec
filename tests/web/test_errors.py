"""When something goes wrong people meet plain words and a number; the log meets the place, and nobody's words."""

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import User
from app.web.permissions import public
from app.web.session import db

Browser = Callable[..., FlaskClient]
NOTE = "Shazia walked with Ayaan to the stop all week."


@pytest.fixture
def failing(app: Flask) -> Iterator[FlaskClient]:
    """A browser before an application of which one view fails with the words that were sent to it."""

    @public
    def fail() -> str:
        raise RuntimeError(request.values["talk"])

    made = create_app(app.extensions["withy"])
    made.config["WTF_CSRF_ENABLED"] = False
    made.add_url_rule("/fails", "fails", fail, methods=["GET", "POST"])
    yield made.test_client()
    with made.app_context():
        db.engine.dispose()


def test_a_fault_of_ours_gives_a_number_that_stands_in_the_log(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = failing.post("/fails", data={"talk": NOTE})

    assert answer.status_code == 500
    number = re.search(r'<b class="num">([0-9a-f]{8})</b>', answer.text)
    assert number is not None
    assert f"error {number[1]}: RuntimeError at " in caplog.text
    assert "test_errors.py" in caplog.text


def test_what_was_typed_is_on_the_page_and_not_in_the_log(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert NOTE in failing.post("/fails", data={"talk": NOTE}).text
    failing.get("/fails", query_string={"talk": NOTE})
    assert "Shazia" not in caplog.text
    assert "talk" not in caplog.text


def test_a_form_that_is_far_too_long_is_told_so_with_what_to_do(browser: Browser, lorna: User) -> None:
    answer = browser(lorna).post("/account/password", data={"password": "a" * 1_200_000})
    assert answer.status_code == 413
    assert "too much at once" in answer.text
    assert "has not been saved" in answer.text


def test_an_address_that_was_never_there_says_nothing_of_what_might_be(browser: Browser, lorna: User) -> None:
    never = browser(lorna).get("/families/0000")
    assert never.status_code == 404
    assert never.text == browser(lorna).get("/nothing/at/all").text
