"""What lies on the disk of a phone after a day's work: nothing of a family, and nothing that opens anything."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit

LEVELDB_WRITES = 6_000  # ms until a browser has written what it writes at its leisure


def fill_every_box(kit: Kit, form: str, marker: str) -> list[str]:
    """Type words of its own into each box for words; what was typed, as it was typed."""
    boxes = kit.page.locator(f"{form} textarea, {form} input[type=text], {form} input:not([type])")
    typed = []
    for number in range(boxes.count()):
        if boxes.nth(number).is_visible():
            typed.append(f"{marker}{number:02}")
            boxes.nth(number).fill(typed[-1])
    return typed


def test_a_day_of_reading_typing_saving_and_locking_leaves_no_word_on_the_disk(kit: Kit) -> None:
    page, marker = kit.page, f"q{uuid4().hex[:10]}"
    family = kit.families()[0]
    for path in (
        "/today",
        "/families",
        f"/families/{family}",
        f"/families/{family}/notes",
        f"/families/{family}/details",
    ):
        kit.phone.go(path)
    kit.network.faults["/"] = DROP_BEFORE
    names = page.locator("h1").inner_text().split()

    kit.phone.go(f"/families/{family}/visits/new")
    page.get_by_role("radio", name="We met").check()
    page.locator("[name=worry][value=today]").check()
    for details in page.locator("#visit details").all():
        details.evaluate("one => { one.open = true }")
    typed = fill_every_box(kit, "#visit", f"{marker}v")
    expect(page.locator("[data-draft=visit]")).to_contain_text("Draft saved on this phone")
    kit.write(family, f"{marker}call")
    kit.phone.go("/phone/waiting")
    expect(page.locator("[data-group=waits]")).to_be_visible()
    kit.phone.go("/more")
    page.locator("[data-lock]").click()
    kit.phone.unlock()
    page.wait_for_timeout(LEVELDB_WRITES)
    kit.phone.kill()

    assert len(typed) >= 8
    secrets = [
        marker,
        *typed,
        kit.phone.words,
        "Malik",
        "Hiba",
        "Ayaan",
        "Shazia",
        *(one for one in names if len(one) > 4),
    ]
    assert {words: kit.phone.found_in_profile(words) for words in secrets if kit.phone.found_in_profile(words)} == {}
    # And the look can find: the address is no secret.
    assert kit.phone.found_in_profile(kit.network.address) != []
    kit.phone.on_again()
