"""What every kind of answer says to the browser: run nothing foreign, keep nothing, leak nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import User
from app.web.permissions import public
from app.web.session import db

Browser = Callable[..., FlaskClient]

# As agreed in the security page of the brief, written out: never read from the code.
AGREED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; report-uri /csp-report",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FOR_GOOD = "public, max-age=31536000, immutable"


@pytest.fixture
def secure(app: Flask) -> Iterator[Flask]:
    """The application as it runs behind TLS, with views that fail, as any may one day."""
    made = create_app(replace(app.extensions["withy"], https=True))
    made.config["WTF_CSRF_ENABLED"] = False
    for code in (409, 413, 429, 503):
        made.add_url_rule(f"/fails/{code}", f"fails_{code}", public(lambda code=code: abort(code)))
    made.add_url_rule("/fails", "fails", public(lambda: 1 // 0))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def answers(secure: Flask, browser: Browser, lorna: User) -> dict[str, TestResponse]:
    """One answer of each kind, over TLS."""
    stranger, own = secure.test_client(), secure.test_client()
    with browser(lorna).session_transaction() as known, own.session_transaction(base_url="https://localhost") as cookie:
        cookie.update(known)
    script = re.search(r'src="(/static/[^"]+/js/app\.js)"', stranger.get("/sign-in").text)
    assert script is not None
    asked = {
        "a page": own.get("/today", base_url="https://localhost"),
        "a form with words beside it": own.post("/account/password", data={}, base_url="https://localhost"),
        "another page next": own.post("/account/devices/end-all", base_url="https://localhost"),
        "a stranger": stranger.get("/today"),
        "a stranger's form": stranger.post("/account/password"),
        "the sign-in page": stranger.get("/sign-in"),
        "nothing": stranger.get("/nothing/here"),
        "a verb that is not there": stranger.put("/sign-in"),
        "a static file": stranger.get(script[1]),
        "a static file of long ago": stranger.get("/static/0123456789abcdef/js/app.js"),
        "a machine": stranger.get("/health"),
        "a report": stranger.post("/csp-report", json={}),
        "an error": stranger.get("/fails"),
    }
    asked |= {f"error {code}": stranger.get(f"/fails/{code}") for code in (409, 413, 429, 503)}
    for answer in asked.values():
        answer.get_data()
        answer.close()  # A static file stays open until then.
    return asked


def test_each_kind_of_answer_has_the_status_it_should(answers: dict[str, TestResponse]) -> None:
    assert {kind: answer.status_code for kind, answer in answers.items()} == {
        "a page": 200,
        "a form with words beside it": 422,
        "another page next": 303,
        "a stranger": 401,
        "a stranger's form": 401,
        "the sign-in page": 200,
        "nothing": 404,
        "a verb that is not there": 404,
        "a static file": 200,
        "a static file of long ago": 404,
        "a machine": 200,
        "a report": 204,
        "an error": 500,
        "error 409": 409,
        "error 413": 413,
        "error 429": 429,
        "error 503": 503,
    }


def test_every_kind_of_answer_carries_every_header(answers: dict[str, TestResponse]) -> None:
    wrong = [
        (kind, name, answer.headers.getlist(name))
        for kind, answer in answers.items()
        for name, words in AGREED.items()
        if answer.headers.getlist(name) != [words]
    ]
    assert wrong == []


def test_only_a_static_file_may_be_kept(answers: dict[str, TestResponse]) -> None:
    said = {kind: answer.headers.getlist("Cache-Control") for kind, answer in answers.items()}
    assert said.pop("a static file") == [FOR_GOOD]
    assert set(map(tuple, said.values())) == {("no-store",)}


def test_no_answer_tells_what_it_was_made_with(answers: dict[str, TestResponse]) -> None:
    for answer in answers.values():
        assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())
        assert "Werkzeug" not in answer.text


@pytest.mark.parametrize("verb", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
@pytest.mark.parametrize("address", ["/sign-in", "/today", "/health", "/nothing/here"])
def test_verbs_that_no_page_needs_are_not_there(browser: Browser, lorna: User, verb: str, address: str) -> None:
    answer = browser(lorna).open(address, method=verb)
    assert answer.status_code == 404
    assert "Allow" not in answer.headers


def test_without_tls_the_browser_is_not_told_to_insist_on_it(browser: Browser) -> None:
    assert "Strict-Transport-Security" not in browser().get("/sign-in").headers
