"""Withy is brought up to date while a note waits on Lorna's phone and another is half typed."""

import re
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.chromium import axe_faults, wait_until
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.offline.real import RealPhone
from tests.serving.served import ROOT, Phone

BUILD = "() => document.querySelector('script[type=module]').src.split('/')[4]"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
# The same, looking once more each time: a look that fell between two servers is lost.
COMES = """async () => {
    const there = await navigator.serviceWorker.getRegistration()
    await there.update().catch(() => null)
    return Boolean(there.waiting)
}"""
# Whoever asks the worker for anything gets no answer from one that stands aside.
ASIDE = """async () => {
    const there = (await navigator.serviceWorker.getRegistration())?.active
    const channel = new MessageChannel()
    const answered = new Promise(done => { channel.port1.onmessage = () => done(true) })
    there.postMessage({ t: "handed?" }, [channel.port2])
    const silent = new Promise(done => setTimeout(done, 500, true))
    return there.state === "activated" && await Promise.race([answered.then(() => false), silent])
}"""
NEWER_STORE = """async () => {
    const asked = indexedDB.open("withy", 99)
    await new Promise((done, failed) => { asked.onsuccess = done; asked.onerror = failed })
    asked.result.close()
}"""


@pytest.fixture(scope="module")
def her_kit(own_kit: Kit) -> Kit:
    """After these tests it runs another version."""
    return own_kit


def the_next_version(folder: Path, words: str = "The next version.") -> Path:
    """The same code with one more line in one script: another build."""
    for name in ("app", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "wsgi.py", folder)
    with (folder / "app" / "static" / "js" / "offline" / "now.js").open("a") as script:
        script.write(f"// {words}\n")
    return folder


def test_what_waits_and_what_is_half_typed_survive_and_kept_pages_run_the_new_scripts(kit: Kit, tmp_path: Path) -> None:
    first, second = kit.families()[:2]
    marker = uuid4().hex[:12]
    kit.network.faults["/sync/outbox"] = DROP_BEFORE
    kit.write(first, f"Waiting {marker}")
    kit.open_call(second, f"Half typed {marker}")
    expect(kit.page.locator("[data-draft=contact]")).to_contain_text("Draft saved on this phone")
    before = kit.page.evaluate(BUILD)

    kit.server.kill()
    kit.server.root = the_next_version(tmp_path)
    kit.server.start()
    kit.network.faults.clear()
    kit.network.faults["/sync/outbox"] = DROP_BEFORE
    kit.is_live("/families")
    # It is there, and waits: the form in another tab is not taken from under anybody's hands.
    wait_until(kit.page, COMES, patience=60_000)
    kit.phone.go("/more")
    kit.page.locator("[data-lock]").click()
    kit.phone.unlock()
    wait_until(kit.page, f"async () => !await ({WAITS})()")

    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(f"/contacts/new?family={second}")
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    expect(kit.page.locator("#contact [name=happened]")).to_have_value(f"Half typed {marker}")
    assert kit.page.evaluate(BUILD) != before
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert [one.words for one in kit.held(marker)] == [f"Waiting {marker}"]


def test_a_new_version_is_offered_in_words_and_one_tap_brings_it_in(kit: Kit, tmp_path: Path) -> None:
    kit.server.kill()
    kit.server.root = the_next_version(tmp_path, "Another version yet.")
    kit.server.start()
    kit.is_live("/more")
    page = kit.page
    expect(page.get_by_text("A new Withy is ready")).to_be_visible(timeout=60_000)
    assert axe_faults(page) == []
    page.get_by_role("button", name="Lock and bring it in now").click()
    kit.phone.unlock()
    wait_until(page, f"async () => !await ({WAITS})()")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("A new Withy is ready")).to_be_hidden()


def test_with_the_worker_switched_off_all_goes_on_with_a_signal_and_nothing_that_waited_is_lost(kit: Kit) -> None:
    family, marker = kit.families()[0], uuid4().hex[:12]
    kit.network.faults["/sync/outbox"] = DROP_BEFORE
    kit.write(family, f"Waiting {marker}")
    kit.server.kill()
    kit.server.told["WITHY_WORKER"] = "0"
    kit.server.start()
    Phone(kit.server.port).until_answered("GET", "/health")
    kit.network.faults.clear()
    page = kit.page
    kit.is_live("/families")
    wait_until(page, ASIDE)
    kit.phone.go("/families")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your families")
    kit.phone.go("/phone/waiting")
    expect(page.get_by_text("Nothing is waiting on this phone.")).to_be_visible(timeout=60_000)
    for _ in range(60):
        if kit.held(marker):
            break
        page.wait_for_timeout(500)
    assert len(kit.held(marker)) == 1

    kit.server.kill()
    kit.server.told["WITHY_WORKER"] = "1"
    kit.server.start()
    Phone(kit.server.port).until_answered("GET", "/health")
    for _ in range(60):
        kit.phone.go("/families")
        if page.get_by_label("Your five words").is_visible():
            break
        page.wait_for_timeout(500)
    kit.phone.unlock()
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(f"/families/{family}")
    expect(page.locator("[data-kept]")).to_contain_text("Saved copy from")


def test_a_store_of_a_newer_version_leaves_withy_working_with_a_signal(lornas_phone: RealPhone) -> None:
    page = lornas_phone.go("/families")
    page.evaluate(NEWER_STORE)
    for path in ("/today", "/families", "/more"):
        lornas_phone.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("[data-kept]")).to_be_hidden()
        expect(page.get_by_label("Your five words")).to_have_count(0)


def test_what_has_waited_for_more_than_a_day_says_so_wherever_she_is(kit: Kit) -> None:
    family, marker = kit.families()[0], uuid4().hex[:12]
    kit.network.faults["/"] = DROP_BEFORE
    kit.write(family, f"Waiting {marker}")
    kit.page.evaluate(
        """async () => {
            const asked = indexedDB.open("withy")
            await new Promise(done => { asked.onsuccess = done })
            const change = asked.result.transaction("outbox", "readwrite")
            const rows = change.objectStore("outbox")
            const all = rows.getAll()
            all.onsuccess = () => {
                for (const row of all.result.filter(one => one.state === "queued"))
                    rows.put({ ...row, at: new Date(Date.now() - 25 * 3600_000).toISOString() })
            }
            await new Promise(done => { change.oncomplete = done })
            asked.result.close()
        }"""
    )
    kit.phone.go("/families")
    expect(kit.page.locator("[data-line]")).to_have_text(re.compile("1 note not sent since .*Find a signal"))
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert len(kit.held(marker)) == 1
