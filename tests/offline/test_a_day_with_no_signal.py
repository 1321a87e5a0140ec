"""Lorna's phone, with the server there and gone: nothing that she was told is saved is lost or doubled."""

import re

from playwright.sync_api import expect

from tests.chromium import axe_faults
from tests.offline.real import RealPhone
from tests.serving.served import Server

LINES = "Nobody came to the door. The curtains upstairs moved."


def the_first_visit(phone: RealPhone) -> str:
    """Where the note of today's first visit is written."""
    href = phone.go("/today").get_by_role("link", name="Start the visit note").get_attribute("href")
    assert href is not None
    return href


def write_no_answer(phone: RealPhone, lines: str = LINES) -> None:
    """Two taps and a line."""
    phone.page.get_by_role("radio", name="No answer").check()
    phone.page.get_by_label("A few lines").fill(lines)
    phone.page.locator(".dock").get_by_role("button", name="Save visit").click()


def notes_with(phone: RealPhone, address: str, words: str) -> int:
    """How often these words stand among the notes, as the server tells it."""
    phone.go(address)
    return phone.page.locator(".log").get_by_text(words).count()


def test_a_visit_saved_with_the_server_gone_arrives_once_by_itself(lornas_phone: RealPhone, server: Server) -> None:
    phone, page = lornas_phone, lornas_phone.page
    phone.go(the_first_visit(phone))
    server.kill()
    write_no_answer(phone)
    page.wait_for_url("**/phone/saved*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    expect(page.get_by_text("Waiting on this phone").first).to_be_visible()

    server.start()
    phone.go("/phone/waiting")
    expect(page.get_by_text(re.compile("^ ?Sent, "))).to_be_visible(timeout=30_000)


def test_the_battery_dies_right_after_saved_and_it_is_there(lornas_phone: RealPhone, server: Server) -> None:
    phone = lornas_phone
    phone.go(the_first_visit(phone))
    server.kill()
    write_no_answer(phone, "Lotte kurtyna ząb 7731")
    phone.page.wait_for_url("**/phone/saved*")
    phone.kill()
    assert phone.found_in_profile("kurtyna") == []

    server.start()
    phone.on_again()
    phone.go("/phone/waiting")
    phone.unlock()
    expect(phone.page.get_by_text(re.compile("^ ?Sent, "))).to_be_visible(timeout=30_000)


def test_what_was_refused_opens_again_with_the_words_beside_the_box_and_is_kept(
    lornas_phone: RealPhone, server: Server
) -> None:
    phone, page = lornas_phone, lornas_phone.page
    phone.go(the_first_visit(phone))
    server.kill()
    page.get_by_label("A few lines").fill(LINES)
    page.locator(".dock").get_by_role("button", name="Save visit").click()
    page.wait_for_url("**/phone/saved*")

    server.start()
    phone.go("/phone/waiting")
    page.get_by_role("button", name="Open it again").click(timeout=40_000)
    expect(page.get_by_role("link", name="Say whether you met")).to_be_visible()
    expect(page.get_by_label("A few lines")).to_have_value(LINES)
    page.get_by_role("radio", name="No answer").check()
    page.locator(".dock").get_by_role("button", name="Save visit").click()
    page.wait_for_url("**/visits/*/saved")
    phone.go("/phone/waiting")
    expect(page.get_by_text(re.compile("^ ?Sent, "))).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Open it again")).to_have_count(0)


def test_a_worry_for_today_that_cannot_be_sent_says_whom_to_ring_by_name_wherever_she_is(
    lornas_phone: RealPhone, server: Server
) -> None:
    phone, page = lornas_phone, lornas_phone.page
    phone.go(the_first_visit(phone))
    server.kill()
    page.get_by_role("radio", name="No answer").check()
    page.locator("[name=worry][value=today]").check()
    page.locator("[name=saw]").fill("A child crying behind the door. Nobody opened.")
    page.locator(".dock").get_by_role("button", name="Save visit").click()
    page.wait_for_url("**/phone/saved*")

    expect(page.get_by_role("alert")).to_contain_text("Priya doesn’t know yet.")
    call = page.get_by_role("link", name="Call Priya")
    expect(call).to_have_attribute("href", re.compile(r"^tel:\+44"))
    assert axe_faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for path in ("/today", "/families"):
        phone.go(path)
        expect(page.locator("[data-line]")).to_have_text(re.compile("Not sent. Ring Priya now"))
    page.locator("[data-line] a").click()
    expect(page.get_by_role("link", name="Call Priya")).to_be_visible()

    server.start()
    expect(page.get_by_role("link", name="Call Priya")).to_be_hidden(timeout=60_000)
