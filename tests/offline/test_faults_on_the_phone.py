"""Whatever happens on Lorna's phone itself: two tabs, a frozen one, a killed browser, a full disk, somebody else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.core import clock
from tests.offline.faults import BLACK_HOLE, DROP_BEFORE
from tests.offline.kit import SENT, Kit

OUTBOX = "/sync/outbox"
# The browser's own way to fill a disk (Storage.overrideQuotaForOrigin) does nothing here: its error is given instead.
DISK_FULL = """() => {
    const { put } = IDBObjectStore.prototype
    globalThis.roomAgain = () => { IDBObjectStore.prototype.put = put }
    IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError") }
}"""
# What a page asks of its worker arrives four seconds later.
BUSY_WORKER = """
    const { postMessage } = ServiceWorker.prototype
    ServiceWorker.prototype.postMessage = function (...said) { setTimeout(() => postMessage.apply(this, said), 4_000) }
"""
TAKEN_OVER = 100_000  # ms: after a minute of silence another tab takes over


def a_line(what: str) -> tuple[str, str]:
    """A marker that stands in one test only, and words with it."""
    marker = uuid4().hex[:12]
    return marker, f"{what} {marker}"


def test_two_tabs_save_at_once_and_each_is_kept_once_in_order(kit: Kit) -> None:
    first, second = kit.families()[:2]
    marker, _ = a_line("")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    other = kit.phone.context.new_page()
    kit.open_call(first, f"One {marker}")
    kit.open_call(second, f"Two {marker}", other)
    kit.save()
    kit.save(other)
    kit.saved_here()
    kit.saved_here(other)
    kit.open_call(first, f"Three {marker}", other)
    kit.save(other)
    kit.saved_here(other)
    kit.network.faults.clear()
    other.reload()
    kit.everything_is_sent()
    other.close()

    held = kit.held(marker)
    assert sorted(one.words for one in held) == sorted(f"{word} {marker}" for word in ("One", "Two", "Three"))
    assert [one.words for one in held if str(one.family_id) == first] == [f"One {marker}", f"Three {marker}"]


def test_two_calls_to_one_family_from_one_kept_page_are_two(kit: Kit) -> None:
    family = kit.families()[0]
    marker, _ = a_line("")
    kit.network.faults["/"] = DROP_BEFORE
    for number in range(3):
        kit.write(family, f"Call {number} {marker}")
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert [one.words for one in kit.held(marker)] == [f"Call {number} {marker}" for number in range(3)]


def test_withys_bare_name_typed_with_no_signal_leads_to_the_day(kit: Kit) -> None:
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go("/")
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    kit.page.wait_for_url("**/today")


def test_a_button_tapped_twice_saves_it_once(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("Nani answered.")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    kit.open_call(family, words)
    kit.page.locator(".dock").get_by_role("button", name="Save contact").dblclick()
    kit.saved_here()
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert len(kit.held(marker)) == 1


def test_a_frozen_tab_that_holds_the_sending_is_passed_by(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("Imran will ring the school.")
    kit.open_call(family, words)
    kit.network.faults[OUTBOX] = BLACK_HOLE
    asked = len(kit.network.asked)
    kit.save()
    kit.saved_here()
    kit.network.wait_for(OUTBOX, sum(one.startswith(OUTBOX) for one in kit.network.asked[:asked]) + 2)
    other = kit.phone.context.new_page()
    kit.phone.context.new_cdp_session(kit.page).send("Page.setWebLifecycleState", {"state": "frozen"})
    kit.network.faults.clear()
    other.goto("/phone/waiting")
    expect(other.locator("[data-nothing]")).to_be_visible(timeout=TAKEN_OVER)
    expect(other.get_by_text(SENT).first).to_be_visible()
    kit.page.close()
    kit.phone.page = other

    assert [one.words for one in kit.held(marker)] == [words]


def test_the_browser_stops_the_worker_and_the_day_opens_all_the_same(kit: Kit) -> None:
    session = kit.phone.context.new_cdp_session(kit.page)
    session.send("ServiceWorker.enable")
    kit.network.faults["/"] = DROP_BEFORE
    session.send("ServiceWorker.stopAllWorkers")
    kit.page.goto("/families")
    # The keys were in the worker's memory: the page that was open gave them again.
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    session.send("ServiceWorker.stopAllWorkers")
    kit.page.reload()
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")


def test_a_worker_that_is_busy_for_seconds_locks_nobody_out(kit: Kit) -> None:
    slow = kit.phone.context.new_page()
    slow.add_init_script(BUSY_WORKER)
    slow.goto("/more")
    expect(slow.locator("[data-lock]")).to_be_visible()
    expect(slow.get_by_label("Your five words")).to_have_count(0)
    slow.close()


@pytest.mark.parametrize("nth", range(3))
def test_the_browser_is_killed_the_moment_she_reads_saved(kit: Kit, nth: int) -> None:
    family = kit.families()[nth]
    marker, words = a_line("Bags by the door three nights.")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    kit.write(family, words)
    kit.phone.kill()
    assert kit.phone.found_in_profile(marker) == []
    kit.phone.on_again()
    kit.all_is_well()

    assert [one.words for one in kit.held(marker)] == [words]


def test_half_a_form_comes_back_after_the_battery_died_in_the_right_familys_form_only(kit: Kit) -> None:
    first, second = kit.families()[:2]
    marker, words = a_line("She said that mornings are")
    kit.open_call(first, words)
    expect(kit.page.locator("[data-draft=contact]")).to_contain_text("Draft saved on this phone")
    kit.phone.kill()
    assert kit.phone.found_in_profile(marker) == []
    kit.phone.on_again()
    kit.phone.go(f"/contacts/new?family={second}")
    kit.phone.unlock()
    expect(kit.page.locator("#contact [name=happened]")).to_have_value("")
    kit.phone.go(f"/contacts/new?family={first}")
    expect(kit.page.locator("#contact [name=happened]")).to_have_value(words)
    expect(kit.page.locator("[data-draft=contact]")).to_contain_text("What you typed is back")
    kit.page.locator("#contact [name=happened]").fill("")


def test_with_the_disk_full_it_says_not_saved_and_keeps_the_words_until_there_is_room(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("Hiba read to us.")
    kit.open_call(family, words)
    kit.page.evaluate(DISK_FULL)
    kit.save()
    expect(kit.page.locator(".not-saved")).to_be_focused()
    expect(kit.page.locator("#contact [name=happened]")).to_have_value(words)
    assert kit.held(marker) == []
    kit.page.evaluate("globalThis.roomAgain()")
    kit.save()
    kit.page.wait_for_url(re.compile("/families/|/phone/saved"))
    kit.everything_is_sent()
    assert [one.words for one in kit.held(marker)] == [words]


def test_a_phone_that_thinks_it_is_tomorrow_loses_nothing(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("Shazia texted a thumbs up.")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    kit.open_call(family, words)
    kit.page.clock.set_fixed_time(clock.now() + timedelta(hours=26))
    kit.save()
    # A day seems to have passed without a touch: it is locked.
    kit.phone.unlock()
    kit.saved_here()
    kit.network.faults.clear()
    kit.everything_is_sent()
    kit.phone.kill()
    kit.phone.on_again()  # Opened anew, it has the right time again.

    (held,) = kit.held(marker)
    assert held.words == words


def test_the_sign_in_ended_while_she_typed_and_it_is_taken_all_the_same(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("Ayaan walked to the stop.")
    kit.open_call(family, words)
    kit.phone.context.clear_cookies(name=re.compile("session"))
    kit.save()
    kit.page.wait_for_url(re.compile("/families/|/phone/saved"))
    kit.everything_is_sent()
    assert [one.words for one in kit.held(marker)] == [words]


def test_somebody_else_at_lornas_phone_reads_nothing_and_sends_nothing_as_themselves(kit: Kit) -> None:
    family = kit.families()[0]
    marker, words = a_line("He asked to be rung after six.")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    kit.write(family, words)
    kit.phone.kill()
    kit.phone.on_again()
    kit.network.faults.clear()
    kit.phone.sign_in_here("chloe")
    kit.phone.go(f"/families/{family}")
    assert words not in kit.page.content()
    assert "Malik" not in kit.page.content()
    kit.phone.context.clear_cookies(name=re.compile("session"))
    kit.all_is_well()

    (held,) = kit.held(marker)
    assert (held.words, held.by) == (words, "Lorna Ackroyd")
