"""Priya writes oversight, draws files and reads one, on her phone, with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import SIZES, axe_faults
from tests.demo_data import Demo

Open = Callable[..., Page]


def is_readable(page: Page) -> None:
    for size in ("phone", "small"):
        wide, high = SIZES[size]
        page.set_viewport_size({"width": wide, "height": high})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, size
    assert axe_faults(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_priya_writes_oversight_of_the_maliks(demo: Demo, open_page: Open, javascript: bool) -> None:
    page = open_page("phone", demo.person("Priya"), javascript=javascript)
    page.goto(f"/families/{demo.family('Malik').id}")
    page.get_by_role("link", name="Write management oversight").click()
    page.get_by_role("button", name="Save oversight").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what you looked at")
    page.get_by_label("What did you look at?").fill("The last four visit notes")
    page.get_by_label("What do you make of it?").fill("Ayaan is heard. Hiba is hardly in the notes.")
    page.get_by_label("What have you decided?").fill("See Hiba on her own")
    page.get_by_label("Why?", exact=True).fill("Nobody has asked her how mornings are")
    page.get_by_label("Lorna Ackroyd").check()
    page.get_by_label("By which day?").fill("2026-12-01")
    if javascript:
        is_readable(page)
    page.get_by_role("button", name="Save oversight").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Management oversight")
    expect(page.get_by_role("heading", name="What was decided, and why")).to_be_visible()
    if javascript:
        is_readable(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_priya_draws_files_and_reads_one(demo: Demo, open_page: Open, javascript: bool) -> None:
    page = open_page("phone", demo.person("Priya"), javascript=javascript)
    page.goto("/more")
    page.get_by_role("link", name="File audits", exact=True).click()
    page.get_by_role("button", name="Draw 3 files").click()
    expect(page.get_by_text("You drew it")).to_have_count(3)
    if javascript:
        is_readable(page)
    page.get_by_role("main").locator("a.cover").first.click()
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer: Is each child’s voice in it")
    if javascript:
        is_readable(page)
    for question in page.locator("fieldset").all():
        question.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_text("You drew it")).to_have_count(2)
    page.get_by_role("link", name="What file audits found").click()
    expect(page.get_by_role("heading", name="Nothing found yet")).to_be_visible()
