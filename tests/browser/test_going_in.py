"""Going in alone, late back and out again in real Chromium: script on and off, phone and desk, keyboard, axe."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode
from app.messages.actions import beat
from app.messages.post import Post
from app.ticking import Clock
from app.visits.models import Visit
from tests.cast import NOW, TODAY
from tests.visits.told import planned

Open = Callable[..., Page]


@pytest.fixture
def visit(session: Session, maliks: Episode, lorna: User) -> Visit:
    beat(session, uuid4(), began_at=NOW, sends="text", now=NOW)
    return planned(session, maliks, lorna, TODAY)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_from_one_tap_at_the_kerb_to_out_and_well(
    phone: Open,
    app: Flask,
    session: Session,
    lorna: User,
    tom: User,
    priya: User,
    visit: Visit,
    javascript: bool,
    no_axe_faults: Callable[[Page], None],
) -> None:
    page = phone(lorna, javascript=javascript)
    page.goto("/today")
    page.get_by_text("Out by 11:30am").click()
    page.get_by_label("Who is told as well as your supervisor?").select_option(label="Tom Sugden")
    if javascript:
        no_axe_faults(page)
    page.get_by_role("button", name="I’m going in").click()
    expect(page.get_by_text("Priya and Tom are told if you are not.")).to_be_visible()

    with clock.at(NOW + timedelta(hours=2)), app.app_context():
        assert Clock(post=Post(senders={}, demo=True)).tick()
        seen = phone(priya, javascript=javascript)
        seen.goto("/team/today")
        expect(seen.get_by_text("Lorna should have finished 30 minutes ago.")).to_be_visible()
        if javascript:
            no_axe_faults(seen)
        seen.get_by_role("button", name="I’ve spoken to Lorna").click()
        expect(seen.get_by_text("Priya spoke to Lorna at noon. They are safe.")).to_be_visible()


def test_a_slip_is_put_right_without_losing_what_was_chosen(
    phone: Open, lorna: User, tom: User, visit: Visit, no_axe_faults: Callable[[Page], None]
) -> None:
    page = phone(lorna)
    page.goto("/today")
    page.get_by_text("Out by 11:30am").click()
    page.get_by_label("I expect to be out at").fill("09:00")
    page.get_by_label("Who is told as well as your supervisor?").select_option(label="Tom Sugden")
    page.get_by_role("button", name="I’m going in").click()

    expect(page.get_by_role("alert")).to_contain_text("That has passed")
    expect(page.get_by_label("Who is told as well as your supervisor?")).to_have_value(str(tom.id))
    no_axe_faults(page)
    page.get_by_label("I expect to be out at").fill("11:45")
    page.get_by_role("button", name="I’m going in").click()
    expect(page.get_by_text("11:45am")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk", "small"])
def test_with_no_clock_it_says_so_before_anything_else(
    open_page: Open, session: Session, maliks: Episode, lorna: User, size: str, no_axe_faults: Callable[[Page], None]
) -> None:
    planned(session, maliks, lorna, TODAY)
    page = open_page(size, lorna)
    page.goto("/today")

    expect(page.get_by_text("Withy can’t raise an alarm just now.")).to_be_visible()
    expect(page.get_by_role("link", name="0113 496 0101")).to_be_visible()
    no_axe_faults(page)
