"""Other people's web pages cannot make a signed-in browser do anything."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import User
from app.web.session import db
from tests.accounts.conftest import PASSWORD

Browser = Callable[..., FlaskClient]
HOST = "https://withy.example"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_refused(browser: Browser, lorna: User, site: str) -> None:
    client = browser(lorna)

    assert client.post("/account/devices/end-all", headers={"Sec-Fetch-Site": site}).status_code == 400
    assert client.get("/account/devices", headers={"Sec-Fetch-Site": site}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example", "null", "https://[x"])
def test_what_an_older_browser_says_another_site_sent_is_refused(browser: Browser, lorna: User, origin: str) -> None:
    assert browser(lorna).post("/account/devices/end-all", headers={"Origin": origin}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}],
)
def test_our_own_pages_and_older_browsers_are_not(browser: Browser, lorna: User, headers: dict[str, str]) -> None:
    assert browser(lorna).post("/account/devices/end-all", headers=headers).status_code == 303


def test_a_form_without_its_token_is_refused_and_says_how_to_go_on(app: Flask, browser: Browser, lorna: User) -> None:
    client = browser(lorna)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/account/password", data={"old_password": PASSWORD, "password": "x" * 20})

    assert answer.status_code == 400
    assert "Open the form again" in answer.text


@pytest.fixture
def over_tls(app: Flask) -> Iterator[FlaskClient]:
    """The application as it runs behind TLS, on the same database."""
    secure = create_app(replace(app.extensions["withy"], https=True))
    yield secure.test_client()
    with secure.app_context():
        db.engine.dispose()


def test_over_tls_a_form_needs_its_token_and_the_page_it_came_from(over_tls: FlaskClient, lorna: User) -> None:
    page = over_tls.get("/sign-in", base_url=HOST)
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)
    assert token is not None
    said = {"email": lorna.email, "password": PASSWORD, "csrf_token": token[1]}

    def send(**headers: str) -> int:
        return over_tls.post("/sign-in", data=said, base_url=HOST, headers=headers).status_code

    assert page.headers["Referrer-Policy"] == "same-origin"
    assert send() == 400
    assert send(Referer="https://evil.example/") == 400
    assert send(Referer=f"{HOST}/sign-in") == 303


def test_over_tls_the_cookies_stay_with_this_host(over_tls: FlaskClient, lorna: User) -> None:
    page = over_tls.get("/sign-in", base_url=HOST)
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)
    assert token is not None
    answer = over_tls.post(
        "/sign-in",
        data={"email": lorna.email, "password": PASSWORD, "csrf_token": token[1]},
        base_url=HOST,
        headers={"Referer": f"{HOST}/sign-in"},
    )

    cookies = answer.headers.getlist("Set-Cookie")
    assert {one.split("=")[0] for one in cookies} == {"__Host-withy", "__Host-withy-known"}
    for one in cookies:
        assert "Secure" in one
        assert "HttpOnly" in one
        assert "SameSite=Lax" in one
        assert "Path=/" in one
        assert "Domain" not in one
