"""Today at the kerb: everything for the next visit in one look, whatever the day is called."""

from collections.abc import Callable
from datetime import date, time
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, SafeContact, WarningKind, WarningNote
from app.promises.models import Promise, PromiseKind
from tests.visits.told import planned

# No day of the year is longer in words.
LONGEST = date(2027, 9, 22)


@pytest.fixture
def full_visit(session: Session, lorna: User, maliks: Episode) -> None:
    """A visit with a warning, an interpreter, a promise, and a good time to ring."""
    with clock.at(clock.moment(LONGEST, time(9, 55))):
        visit = planned(session, maliks, lorna, LONGEST, time(10, 30))
    visit.with_words = "Tom is meeting you outside at 10:25am."
    visit.interpreter = "Urdu interpreter booked"
    both = {"family_id": maliks.family_id, "made_by_id": lorna.id}
    session.add(
        WarningNote(
            kind=WarningKind.PAIRS,
            words="Visit in pairs.",
            why="A row with a neighbour.",
            agreed_with="Priya",
            agreed_on=LONGEST,
            until_on=LONGEST,
            **both,
        )
    )
    session.add(
        Promise(
            id=uuid4(),
            episode_id=maliks.id,
            what="Bring the bus pass form",
            kind=PromiseKind.BRING,
            owner_user_id=lorna.id,
            made_at=visit.planned_at,
            **both,
        )
    )
    session.execute(update(SafeContact).where(SafeContact.family_id == maliks.family_id).values(good_times="after 9am"))
    session.commit()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_on_the_longest_day_the_whole_visit_stands_above_the_tabs(
    phone: Callable[..., Page], lorna: User, full_visit: None, javascript: bool
) -> None:
    with clock.at(clock.moment(LONGEST, time(9, 55))):
        page = phone(lorna, javascript=javascript)
        page.goto("/today")

        expect(page.get_by_role("heading", level=1)).to_have_text("Wednesday 22 September")
        start, add = (
            page.locator(where).bounding_box() for where in ("a:has-text('Start the visit note')", ".tabs .add span")
        )
    assert start is not None
    assert add is not None
    assert start["y"] + start["height"] <= add["y"], "the tabs cut the button"
    for words in ("Week 52 of 26", "Visit in pairs.", "Urdu interpreter booked", "the bus pass form", "after 9am"):
        expect(page.locator("main section:not([hidden])").first).to_contain_text(words)


@pytest.mark.parametrize("size", ["small", "phone", "desk"])
def test_the_longest_day_stays_on_one_line(
    open_page: Callable[..., Page], lorna: User, full_visit: None, size: str
) -> None:
    with clock.at(clock.moment(LONGEST, time(9, 55))):
        page = open_page(size, lorna)
        page.goto("/today")

        lines = page.evaluate(
            """() => {
                const words = document.createRange()
                words.selectNodeContents(document.querySelector("h1"))
                return words.getClientRects().length
            }"""
        )
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (lines, width) == (1, 0)


def test_at_four_hundred_per_cent_no_bar_floats_over_the_page(phone: Callable[..., Page], lorna: User) -> None:
    page = phone(lorna)
    page.goto("/today")
    floats = "getComputedStyle(document.querySelector('.tabs')).position"
    assert page.evaluate(floats) == "fixed"

    page.set_viewport_size({"width": 320, "height": 256})

    assert page.evaluate(floats) == "static"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
