"""Lorna's phone lies in a taxi: after a week without the server it opens no more, and once told, it clears itself.

What she had saved on it arrives all the same, or is held for her supervisor.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.core import clock
from tests.chromium import wait_until
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.offline.real import PASSPHRASE
from tests.serving.served import Phone

STORES = """async () => {
    const asked = indexedDB.open("withy")
    await new Promise(done => { asked.onsuccess = done })
    const count = name => new Promise(done => {
        const request = asked.result.transaction(name).objectStore(name).count()
        request.onsuccess = () => done(request.result)
    })
    const counted = Object.fromEntries(await Promise.all(
        ["slots", "pages", "drafts", "outbox"].map(async name => [name, await count(name)])))
    asked.result.close()
    return counted
}"""


@pytest.fixture(scope="module")
def her_kit(own_kit: Kit) -> Kit:
    """After these tests it is nobody's phone."""
    return own_kit


def left_with_a_note(kit: Kit) -> str:
    """She saves a call without a signal, and the phone is gone with it: shut, and switched off."""
    family, marker = kit.families()[0], uuid4().hex[:12]
    kit.network.faults["/"] = DROP_BEFORE
    kit.write(family, f"Shazia asked for the form in Urdu. {marker}")
    kit.phone.kill()
    kit.phone.on_again()
    return marker


def test_after_a_week_out_of_touch_the_right_words_open_it_only_with_a_signal(kit: Kit) -> None:
    marker = left_with_a_note(kit)
    kit.page.clock.set_fixed_time(clock.now() + timedelta(days=8))
    kit.phone.go("/today")
    kit.page.get_by_label("Your five words").fill(kit.phone.words)
    kit.page.get_by_role("button", name="Open", exact=True).click()
    expect(kit.page.get_by_text("no signal for a week").first).to_be_visible()
    expect(kit.page.get_by_text("1 note is waiting here")).to_be_visible()

    kit.network.faults.clear()
    kit.phone.unlock()
    expect(kit.page.get_by_label("Your five words")).to_have_count(0)
    kit.page.clock.set_fixed_time(clock.now())
    kit.all_is_well()
    assert len(kit.held(marker)) == 1


def test_once_it_is_told_that_it_is_lost_it_clears_itself_and_what_it_held_waits_for_priya(kit: Kit) -> None:
    marker = left_with_a_note(kit)
    kit.phone.go("/today")
    kit.phone.unlock()
    assert kit.page.evaluate(STORES)["pages"] > 100
    priya = Phone(kit.server.port)
    priya.sign_in("priya@withy.example", PASSPHRASE)
    _, _, page = priya.ask("GET", "/team/help-in")
    for address in sorted(set(re.findall(r"/team/help-in/[0-9a-f-]{36}", page))):
        if "Lorna" in priya.ask("GET", f"{address}/phones")[2]:
            assert priya.ask("POST", f"{address}/phones", {})[0] == 303

    kit.network.faults.clear()
    kit.page.goto("/families")
    expect(kit.page.get_by_label("Work email")).to_be_visible()
    wait_until(kit.page, f"async () => (await ({STORES})()).slots === 0")
    kept = kit.page.evaluate(STORES)
    assert (kept["slots"], kept["pages"], kept["drafts"]) == (0, 0, 0)
    assert kept["outbox"] >= 1
    for path in ("/today", "/families", "/phone/waiting"):
        kit.phone.go(path)
        expect(kit.page.get_by_label("Your five words")).to_have_count(0)
        assert marker not in kit.page.content()
    _, _, held = priya.ask("GET", "/team/held")
    assert "Lorna" in held
    assert kit.held(marker) == []
