"""Whatever lies between Lorna's phone and the server: what she was told is saved is there once, in order, as it was."""

import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.offline.faults import (
    BLACK_HOLE,
    DROP_AFTER,
    DROP_BEFORE,
    KILL_AFTER,
    KILL_BEFORE,
    PORTAL_ELSEWHERE,
    PORTAL_PAGE,
    SLOW,
    TOO_LONG,
    TOO_MUCH,
    TRUNCATE,
)
from tests.offline.kit import SOON, Kit

OUTBOX = "/sync/outbox"


def a_line(what: str) -> tuple[str, str]:
    """A marker that stands in one test only, and words with it."""
    marker = uuid4().hex[:12]
    return marker, f"{what} {marker}"


@pytest.mark.parametrize(
    "fault",
    [DROP_BEFORE, DROP_AFTER, TRUNCATE, PORTAL_PAGE, PORTAL_ELSEWHERE, SLOW, BLACK_HOLE, "500", "503", "429", "413"],
)
def test_whatever_the_network_does_she_is_told_where_it_is_and_it_is_kept_once(kit: Kit, fault: str) -> None:
    family = kit.families()[0]
    marker, words = a_line("Shazia rang about the bus pass.")
    kit.open_call(family, words)
    kit.network.faults[OUTBOX] = fault
    began = time.monotonic()
    kit.save()
    kit.saved_here()
    assert (time.monotonic() - began) * 1000 < 2 * SOON
    kit.network.faults.clear()
    kit.everything_is_sent()

    (held,) = kit.held(marker)
    assert (held.words, held.by) == (words, "Lorna Ackroyd")


@pytest.mark.parametrize("moment", [KILL_BEFORE, KILL_AFTER])
def test_the_server_is_killed_while_it_takes_it(kit: Kit, moment: str) -> None:
    family = kit.families()[0]
    marker, words = a_line("Imran found the lunch boxes.")
    kit.open_call(family, words)
    kit.network.faults[OUTBOX] = moment
    kit.save()
    kit.saved_here()
    kit.network.faults.clear()
    # Before it could write, nothing is there; after it wrote, the answer was lost.
    assert len(kit.held(marker)) == (moment == KILL_AFTER)
    kit.server.kill()
    kit.server.start()
    kit.everything_is_sent()

    assert [one.words for one in kit.held(marker)] == [words]


def test_what_is_too_much_for_a_proxy_goes_in_halves_and_in_order(kit: Kit) -> None:
    first, second = kit.families()[:2]
    marker, _ = a_line("")
    kit.network.faults[OUTBOX] = DROP_BEFORE
    for number, family in enumerate((first, second, first, first)):
        kit.write(family, f"Call {number} {marker}")
    kit.network.faults[OUTBOX] = TOO_MUCH
    kit.everything_is_sent()

    held = kit.held(marker)
    assert sorted(one.words for one in held) == [f"Call {number} {marker}" for number in range(4)]
    in_order = [one.words for one in held if str(one.family_id) == first]
    assert in_order == [f"Call {number} {marker}" for number in (0, 2, 3)]


def test_one_that_is_too_long_for_a_proxy_waits_and_the_others_go(kit: Kit) -> None:
    first, second = kit.families()[:2]
    marker, long = a_line("".join(uuid4().hex for _ in range(250)))
    kit.network.faults[OUTBOX] = TOO_LONG
    kit.write(first, long)
    kit.open_call(second, f"Short {marker}")
    kit.save()
    kit.page.wait_for_url(f"**/families/{second}")
    assert [one.words for one in kit.held(marker)] == [f"Short {marker}"]

    kit.network.faults.clear()
    kit.everything_is_sent()
    assert sorted(one.words for one in kit.held(marker)) == sorted([long, f"Short {marker}"])


def test_with_the_network_a_black_hole_the_day_opens_from_the_phone(kit: Kit) -> None:
    kit.network.faults["/"] = BLACK_HOLE
    began = time.monotonic()
    kit.page.goto("/today", wait_until="domcontentloaded")
    first = time.monotonic() - began
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    began = time.monotonic()
    kit.page.goto("/families", wait_until="domcontentloaded")
    after = time.monotonic() - began
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")

    # The first waits 2.5 s for the network; the next ones do not wait.
    assert first < 10
    assert after < first


@pytest.mark.parametrize("fault", [PORTAL_PAGE, PORTAL_ELSEWHERE, "500", "503", TRUNCATE, DROP_BEFORE])
def test_a_page_that_is_not_withys_is_never_shown_for_one_that_is(kit: Kit, fault: str) -> None:
    kit.network.faults["/"] = fault
    kit.page.goto("/families")
    expect(kit.page.locator("[data-kept]")).to_contain_text("Saved copy from")
    expect(kit.page.get_by_role("heading", level=1)).to_have_text("Your families")
    kit.network.faults.clear()
    kit.is_live("/families")
