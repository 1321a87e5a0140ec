"""A browser ends a service worker that has had nothing to do for half a minute: the keys that it held go with it."""

import json
from collections.abc import Iterator

import pytest

from tests.offline.bare import BareChromium
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit

OPEN = """(() => {
    const box = document.querySelector("#words")
    box.value = %s
    box.form.requestSubmit()
})()"""


@pytest.fixture
def bare(kit: Kit) -> Iterator[BareChromium]:
    """Her phone with nobody attached but to one page."""
    kit.phone.kill()
    for lock in kit.phone.folder.glob("Singleton*"):
        lock.unlink(missing_ok=True)
    browser = BareChromium(kit.phone.folder)
    yield browser
    browser.close()
    kit.phone.on_again()


def test_after_the_workers_own_end_the_page_that_is_open_gives_it_the_keys_again(kit: Kit, bare: BareChromium) -> None:
    kit.network.faults["/"] = DROP_BEFORE
    bare.tell("Page.navigate", url=f"{kit.network.address}/today")
    bare.until("Boolean(document.querySelector('#words'))")
    bare.until("!document.querySelector('[data-name]').textContent.endsWith('again')")
    bare.ask(OPEN % json.dumps(kit.phone.words))
    bare.until("Boolean(document.documentElement.dataset.keptAt)")
    assert bare.workers() == 1
    while bare.workers():
        bare.ask("new Promise(done => setTimeout(done, 500, true))")

    bare.tell("Page.navigate", url=f"{kit.network.address}/families")
    bare.until("location.pathname === '/families' && document.readyState === 'complete'")
    assert bare.ask("Boolean(document.documentElement.dataset.keptAt)")
    assert bare.ask("document.querySelector('h1').textContent") == "Your families"
    assert bare.workers() == 1
