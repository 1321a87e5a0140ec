"""When a form is sent and the answer does not come, or is a no: it says so plainly and keeps every word."""

from collections.abc import Callable, Iterator
from datetime import time

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Allocation, Episode
from app.notes.models import Note
from app.visits.models import Visit
from tests.browser.test_record_a_visit import save
from tests.cast import TODAY
from tests.chromium import Chromium
from tests.visits.told import planned

Open = Callable[..., Page]
LINES = "Shazia walked with Ayaan to the stop all week."
NOT_KNOWN = "We couldn’t tell if this was saved."
NOT_SAVED = "This is not saved."


@pytest.fixture(autouse=True)
def bad_answers(pages: Chromium) -> Iterator[None]:
    """Chromium writes a bad answer to the console; here it is what is tested. Other complaints still count."""
    yield
    expected = ("Failed to load resource", "Failed to fetch")
    pages.complaints = [one for one in pages.complaints if not any(words in one for words in expected)]


@pytest.fixture
def visit(session: Session, lorna: User, maliks: Episode) -> Visit:
    """The visit of half past eight; it is ten now."""
    return planned(session, maliks, lorna, TODAY, time(8, 30))


@pytest.fixture
def page(phone: Open, lorna: User, visit: Visit) -> Page:
    """The visit note on Lorna's phone, with a few lines in it."""
    page = phone(lorna)
    page.goto(f"/visits/{visit.id}/record")
    page.get_by_role("radio", name="We met").check()
    page.get_by_role("checkbox", name="Seen Ayaan").check()
    page.get_by_label("A few lines").fill(LINES)
    return page


def answers(page: Page, answer: Callable[[Route], None]) -> None:
    """Whatever is sent from now on is answered like this; pages still open."""
    page.route("**/record", lambda route: answer(route) if route.request.method == "POST" else route.continue_())


def is_told(page: Page, words: str) -> None:
    """It says so once, above the form and in view, and what was typed is there."""
    note = page.locator(".not-saved")
    expect(note).to_have_count(1)
    expect(note).to_contain_text(words)
    expect(note).to_be_in_viewport()
    expect(page.get_by_label("A few lines")).to_have_value(LINES)
    expect(page.get_by_role("checkbox", name="Seen Ayaan")).to_be_checked()


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=500, body="<p>Sorry"),
        lambda route: route.fulfill(status=503, body="<p>Busy"),
    ],
    ids=["no network", "a fault of the server's", "a busy server"],
)
def test_where_nobody_can_tell_it_says_so_and_saving_again_keeps_it_once(
    page: Page, session: Session, answer: Callable[[Route], None]
) -> None:
    answers(page, answer)
    for _ in range(2):
        save(page)
        is_told(page, NOT_KNOWN)

    page.unroute("**/record")
    save(page)
    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    assert len(session.scalars(select(Note)).all()) == 1


def test_where_the_answer_is_lost_after_it_was_kept_saving_again_keeps_it_once(page: Page, session: Session) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    answers(page, lose)
    save(page)
    is_told(page, NOT_KNOWN)
    assert len(session.scalars(select(Note)).all()) == 1

    page.unroute("**/record")
    save(page)
    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    assert len(session.scalars(select(Note)).all()) == 1


def test_a_family_that_is_no_longer_hers_is_a_plain_no_and_not_a_perhaps(
    page: Page, session: Session, maliks: Episode
) -> None:
    session.query(Allocation).filter_by(episode_id=maliks.id).delete()
    session.commit()
    save(page)

    is_told(page, NOT_SAVED)
    expect(page.get_by_text("Copy it before you leave this page.")).to_be_visible()
    assert session.scalars(select(Note)).all() == []
