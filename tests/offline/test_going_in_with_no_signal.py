"""Lorna goes in to a visit, and comes out of it, where there is no signal: she is told that nobody knows."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from app.core import clock
from app.visits.models import HowEnded, Visit, VisitState, Watch
from tests.chromium import axe_faults
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit, lornas_next_visit

MINUTES_A_DAY, FOUR_HOURS = 24 * 60, 4 * 60


def test_it_says_that_nobody_knows_whom_to_ring_and_the_server_hears_both_later(kit: Kit) -> None:
    page = kit.page
    with kit.on_the_server() as session:
        visit = lornas_next_visit(session).id
    going_in = f"/visits/{visit}/going-in"
    kit.network.faults["/"] = DROP_BEFORE

    kit.phone.go(going_in)
    # The page was kept before the day came: what it proposes is reckoned from now.
    hour, minute = map(int, page.get_by_label("I expect to be out at").input_value().split(":"))
    now = clock.local(clock.now())
    assert 0 < (hour * 60 + minute - now.hour * 60 - now.minute) % MINUTES_A_DAY <= FOUR_HOURS
    page.get_by_label("I expect to be out at").fill(f"{clock.local(clock.now()) + timedelta(hours=1):%H:%M}")
    page.get_by_role("button", name="I’m going in").click()
    kit.saved_here()
    expect(page.get_by_text("Nobody knows yet that you are going in.")).to_be_visible()
    expect(page.get_by_role("link", name="Call Priya")).to_be_visible()
    assert axe_faults(page) == []

    kit.phone.go(going_in)
    expect(page.get_by_text(re.compile("You said at .* that you are going in. Nobody knows yet."))).to_be_visible()
    expect(page.get_by_role("button", name="I’m going in")).to_have_count(0)
    page.get_by_role("button", name="I’m out, all well").click()
    kit.saved_here()
    expect(page.get_by_text("Nobody knows yet that you are out.")).to_be_visible()
    kit.phone.go(going_in)
    expect(page.get_by_text(re.compile("You said at .* that you are out. Nobody knows yet."))).to_be_visible()

    kit.network.faults.clear()
    kit.everything_is_sent()
    with kit.on_the_server() as session:
        (watch,) = session.scalars(select(Watch).where(Watch.visit_id == visit)).all()
    assert watch.ended_how is HowEnded.OUT
    assert watch.raise_at is None
    assert watch.ended_at is not None
    assert watch.began_at <= watch.ended_at <= watch.known_at


def test_where_it_was_not_taken_it_never_says_that_it_was(kit: Kit) -> None:
    page = kit.page
    with kit.on_the_server() as session:
        visit = lornas_next_visit(session).id
    going_in = f"/visits/{visit}/going-in"
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(going_in)
    page.get_by_role("button", name="I’m going in").click()
    kit.saved_here()
    saved = page.url
    with kit.on_the_server() as session:
        session.get_one(Visit, visit).state = VisitState.MET
        session.commit()
    kit.network.faults.clear()
    # The page that said "saved" is still open while it is sent.
    expect(page.get_by_text("It needs you: something in it has to be put right.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Nobody knows yet that you are going in.")).to_be_visible()
    expect(page.get_by_text("It has not gone from this phone.")).to_be_hidden()
    assert page.url == saved

    kit.phone.go("/phone/waiting")
    page.get_by_role("button", name="I don’t need it").click()
    page.get_by_role("button", name="Yes, let it go").click()
    expect(page.locator("[data-group=needs]")).to_be_hidden()


def test_a_form_that_came_back_opens_again_without_a_signal_too(kit: Kit) -> None:
    with kit.on_the_server() as session:
        visit = lornas_next_visit(session).id
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(f"/visits/{visit}/record?again=1")
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    expect(kit.page.locator("#visit")).to_be_visible()
