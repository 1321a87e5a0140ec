"""Withy is brought up to date while a note waits on Lorna's phone and another is half typed."""

import re
import shutil
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import expect

from tests.chromium import wait_until
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.serving.served import ROOT

BUILD = "() => document.querySelector('script[type=module]').src.split('/')[4]"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"


def the_next_version(folder: Path) -> Path:
    """The same code with one more line in one script: another build."""
    for name in ("app", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "wsgi.py", folder)
    with (folder / "app" / "static" / "js" / "offline" / "now.js").open("a") as script:
        script.write("// The next version.\n")
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
    wait_until(kit.page, WAITS)
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
