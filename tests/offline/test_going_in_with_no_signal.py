"""Lorna goes in to a visit, and comes out of it, where there is no signal: she is told that nobody knows."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from app.core import clock
from app.visits.models import HowEnded, Watch
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
