"""Lorna moves a visit with no signal; Tom has moved it in the office. Both are shown, and she says which is right."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.visits.actions import MoveEntry, move_visit
from app.visits.models import Visit, VisitState
from tests.chromium import axe_faults
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import ODD, Kit, lornas_next_visit

Move = tuple[UUID, datetime, datetime]
HOURS = count(14)


@pytest.fixture
def both_moved_it(kit: Kit) -> Callable[[], Move]:
    """The visit, the time that Lorna chose on her phone, and the one that Tom chose; then the signal is back."""

    def move() -> Move:
        page = kit.page
        with kit.on_the_server() as session:
            visit = lornas_next_visit(session)
            visit_id, day = visit.id, clock.local(visit.starts_at).date()
        # Both tests may move visits of one day: never to the same hour.
        hers, toms = at(day, next(HOURS)), at(day, next(HOURS))
        kit.network.faults["/"] = DROP_BEFORE
        kit.phone.go(f"/visits/{visit_id}/move")
        page.get_by_label("Which day?").fill(clock.local(hers).date().isoformat())
        page.get_by_label("What time?").fill(f"{clock.local(hers):%H:%M}")
        page.get_by_role("button", name="Move this visit").click()
        kit.saved_here()
        with kit.on_the_server() as session:
            tom = session.scalars(select(User).where(User.name.startswith("Tom"))).one()
            entry = MoveEntry(id=uuid4(), day=clock.local(toms).date(), at=clock.local(toms).time(), minutes=60)
            move_visit(session, session.get_one(Visit, visit_id), tom, entry, now=clock.now())
            session.commit()
        kit.network.faults.clear()
        kit.phone.go("/phone/waiting")
        expect(page.locator("[data-group=needs]")).to_be_visible(timeout=90_000)
        return visit_id, hers, toms

    return move


def at(day: date, hour: int) -> datetime:
    """The day after, a little past this hour."""
    return clock.moment(day + timedelta(days=1), time(hour, ODD))


def open_again(page: Page, group: str, hers: datetime) -> None:
    """What came back while nobody had the keys has no page: the form asks the server once more."""
    page.locator(f"[data-group={group}]").get_by_role("button", name="Open it again").last.click()
    expect(page.locator("#move [name=at]")).to_have_value(f"{clock.local(hers):%H:%M}")
    if not page.get_by_text("Yours:").is_visible():
        page.get_by_role("button", name="Move this visit").click()


def planned(kit: Kit, *moments: datetime) -> list[datetime]:
    """Which of these moments stand in the diary."""
    with kit.on_the_server() as session:
        asked = select(Visit.starts_at).where(Visit.state == VisitState.PLANNED, Visit.starts_at.in_(moments))
        return list(session.scalars(asked))


def test_she_chooses_hers_and_it_is_kept(kit: Kit, both_moved_it: Callable[[], Move]) -> None:
    _, hers, toms = both_moved_it()
    page = kit.page
    expect(page.locator("[data-group=needs] .tag")).to_have_text("Two versions")
    assert axe_faults(page) == []
    open_again(page, "needs", hers)
    expect(page.get_by_text("Yours:")).to_be_visible()
    expect(page.get_by_text("Tom’s:")).to_be_visible()
    assert axe_faults(page) == []
    page.locator("[name=which][value=mine]").check()
    page.get_by_role("button", name="Keep this one").click()
    page.wait_for_url("**/families/*")

    assert planned(kit, hers, toms) == [hers]
    kit.everything_is_sent()


def test_she_lets_hers_go_with_two_taps_and_it_can_be_had_back(kit: Kit, both_moved_it: Callable[[], Move]) -> None:
    _, hers, toms = both_moved_it()
    page = kit.page
    gone = page.locator("[data-group=gone] li")
    before = gone.count()
    page.get_by_role("button", name="I don’t need it").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.get_by_role("button", name="Yes, let it go").click()
    expect(gone).to_have_count(before + 1)
    expect(gone.last).to_contain_text("You let this go")
    expect(page.locator("[data-group=needs]")).to_be_hidden()
    assert axe_faults(page) == []
    assert planned(kit, hers, toms) == [toms]

    open_again(page, "gone", hers)
    page.locator("[name=which][value=theirs]").check()
    page.get_by_role("button", name="Keep this one").click()
    page.wait_for_url("**/families/*")
    assert planned(kit, hers, toms) == [toms]
    kit.phone.go("/phone/waiting")
    expect(page.locator("[data-nothing]")).to_be_visible()
    expect(gone).to_have_count(before)
