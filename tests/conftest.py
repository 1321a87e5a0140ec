"""What every test can ask for. The databases and the cast stand in files of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in
from app.accounts.models import User
from app.core import clock
from app.web.session import db
from tests.chromium import open_chromium

pytest_plugins = ["tests.cast", "tests.databases", "tests.demo_data", "tests.every_change"]

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

HTMX = {"HX-Request": "true"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that drive a browser run one after the other: two browsers with a server each wait for each other's cores."""
    for item in items:
        if {"browser", "offline"} & set(item.path.parts):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives every browser here: a second driver in one process is refused."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    browser = open_chromium(playwright)
    yield browser
    browser.close()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session beside the application's own, on the same database. Commit what requests must see."""
    with app.app_context():
        made = db.sessionmaker()
    with made:
        yield made


@pytest.fixture
def browser(app: Flask, session: Session) -> Iterator[Callable[..., FlaskClient]]:
    """A browser in which somebody is signed in: `browser(lorna).get("/today")`; `browser()` is a stranger's."""
    app.config["WTF_CSRF_ENABLED"] = False

    def open_for(person: User | None = None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            token = begin_sign_in(session, person, "A phone", now=clock.now(), second_step_done=True)
            session.commit()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
        return client

    yield open_for
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], datetime]]:
    """Move the stopped clock on: `later(timedelta(minutes=5))`."""
    with ExitStack() as stack:

        def move(by: timedelta) -> datetime:
            now = clock.now() + by
            stack.enter_context(clock.at(now))
            return now

        yield move
