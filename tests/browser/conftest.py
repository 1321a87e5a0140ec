"""Pages in real Chromium: `phone(lorna)` and `desk(lorna)` are pages in which she is signed in."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in
from app.accounts.models import User
from app.core import clock
from tests.browser.every_page import address_of, ids
from tests.chromium import Chromium, axe_faults, cookie_of, serving
from tests.databases import Backend, make_sqlite

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The embedded database alone: what differs between the two is tested without a browser."""
    made = make_sqlite(tmp_path_factory.mktemp("sqlite"))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def address(backend: Backend) -> Iterator[str]:
    """Where the application answers."""
    with serving(backend.app) as where:
        yield where


@pytest.fixture
def pages(app: Flask, chromium: Browser, address: str) -> Iterator[Chromium]:
    """The pages of one test; it fails if one of them wrote an error to the console."""
    opened = Chromium(chromium, address)
    yield opened
    opened.close()


@pytest.fixture
def open_page(app: Flask, session: Session, pages: Chromium) -> Open:
    """Open a page of a size for somebody, or for a stranger."""

    def open_for(size: str, person: User | None = None, *, javascript: bool = True) -> Page:
        cookie = None
        if person is not None:
            token = begin_sign_in(session, person, "A phone", now=clock.now(), second_step_done=True)
            session.commit()
            cookie = cookie_of(app, token)
        page = pages.page(size, cookie, javascript=javascript)
        if javascript:
            page.clock.set_fixed_time(clock.now())
        return page

    return open_for


@pytest.fixture
def phone(open_page: Open) -> Open:
    """A page of 390 x 844: `phone(lorna)`, `phone(lorna, javascript=False)`."""
    return lambda person=None, **more: open_page("phone", person, **more)


@pytest.fixture
def desk(open_page: Open) -> Open:
    """A page of 1280 x 900."""
    return lambda person=None, **more: open_page("desk", person, **more)


@pytest.fixture
def no_axe_faults() -> Callable[[Page], None]:
    """Nothing that axe finds against WCAG 2.2 AA, in light and dark."""

    def check(page: Page) -> None:
        assert axe_faults(page) == []

    return check


# Fixtures made elsewhere, for the tests of this folder.
__all__ = ["address_of", "ids"]
