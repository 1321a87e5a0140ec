"""The ways into a locked phone: a finger first, five words second; wrong words slow down and take nothing away."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Playwright, expect

from tests.chromium import axe_faults
from tests.offline.faults import DROP_BEFORE, Network
from tests.offline.kit import Kit, lornas_kit
from tests.serving.served import Server

AN_HOUR = 3_600_000  # ms
SET_TRIES = """async ({ wrong, ago }) => {
    const asked = indexedDB.open("withy")
    await new Promise(done => { asked.onsuccess = done })
    const change = asked.result.transaction("meta", "readwrite")
    change.objectStore("meta").put({ name: "tries", wrong, last: Date.now() - ago })
    await new Promise(done => { change.oncomplete = done })
    asked.result.close()
}"""


@pytest.fixture
def finger_phone(playwright: Playwright, tmp_path: Path, network: Network, server: Server) -> Iterator[Kit]:
    """Lorna's phone, which opens with her finger."""
    with lornas_kit(playwright, tmp_path, network, server, finger=True) as made:
        yield made


def lock(kit: Kit) -> None:
    """With the button in More."""
    kit.phone.go("/more")
    kit.page.locator("[data-lock]").click()
    kit.page.get_by_text("Open what’s saved on this phone.").wait_for()


def try_words(kit: Kit, words: str) -> None:
    """Type them and tap Open."""
    box = kit.page.get_by_label("Your five words")
    if not box.is_visible():
        kit.page.get_by_text("Use my five words instead").click()
    # What is read afterwards is of this try.
    kit.page.locator("[data-oops]").evaluate("place => { place.textContent = '' }")
    box.fill(words)
    kit.page.get_by_role("button", name="Open", exact=True).click()


def test_a_finger_opens_it_without_a_signal_and_wrong_words_take_nothing_away(finger_phone: Kit) -> None:
    kit, page, marker = finger_phone, finger_phone.page, uuid4().hex[:12]
    family = kit.families()[0]
    kit.network.faults["/"] = DROP_BEFORE
    kit.write(family, f"Waiting {marker}")
    lock(kit)
    assert axe_faults(page) == []
    page.get_by_role("button", name="Use fingerprint or face").click()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()

    lock(kit)
    for _ in range(3):
        try_words(kit, "five words that are wrong")
        expect(page.locator("[data-oops]")).to_contain_text("Those aren’t the five words.")
    page.evaluate(SET_TRIES, {"wrong": 7, "ago": 0})
    try_words(kit, kit.phone.words)
    expect(page.locator("[data-oops]")).to_contain_text("Wait ")

    page.evaluate(SET_TRIES, {"wrong": 9, "ago": AN_HOUR})
    try_words(kit, "five words that are wrong")
    expect(page.locator("[data-oops]")).to_contain_text("The five words no longer open this phone.")
    page.evaluate(SET_TRIES, {"wrong": 0, "ago": AN_HOUR})
    try_words(kit, kit.phone.words)
    expect(page.locator("[data-oops]")).not_to_be_empty()
    expect(page.get_by_role("button", name="Use fingerprint or face")).to_be_visible()

    page.get_by_role("button", name="Use fingerprint or face").click()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    kit.phone.go("/phone/waiting")
    expect(page.locator("[data-group=waits]")).to_contain_text("Waiting on this phone")
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert [one.words for one in kit.held(marker)] == [f"Waiting {marker}"]


def test_somebody_elses_finger_opens_nothing_and_the_words_still_do(finger_phone: Kit) -> None:
    kit, page = finger_phone, finger_phone.page
    lock(kit)
    kit.phone.somebody_elses_finger()
    page.get_by_role("button", name="Use fingerprint or face").click()
    expect(page.locator("[data-oops]")).to_contain_text("That didn’t work.")
    try_words(kit, kit.phone.words)
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
