"""Lorna says with one tap that a promise was kept, where there is no signal; sometimes Tom has said otherwise."""

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.families.models import Allocation, Episode
from app.promises.actions import PromiseEntry, SettleEntry, promise, settle
from app.promises.models import Promise, PromiseState
from tests.chromium import axe_faults
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit


@pytest.fixture
def due(kit: Kit) -> list[UUID]:
    """Two promises of hers that are due, on her day and on her phone."""
    made = [uuid4(), uuid4()]
    with kit.on_the_server() as session:
        lorna = session.scalars(select(User).where(User.name.startswith("Lorna"))).one()
        episode = session.scalars(select(Episode).join(Allocation).where(Allocation.user_id == lorna.id)).first()
        assert episode
        for promise_id, what in zip(made, ("Ask about the bus pass", "Ring the club"), strict=True):
            entry = PromiseEntry(id=promise_id, what=what, owner_user_id=lorna.id, due_on=clock.today())
            promise(session, episode, lorna, entry, source="note", source_id=None, now=clock.now())
        session.commit()
    kit.is_live("/today")
    ring_of(kit, made[0]).wait_for()
    return made


def ring_of(kit: Kit, promise_id: UUID) -> Locator:
    return kit.page.locator(f"main li:has(a[href*='{promise_id}']) button.ring")


def tom_says_not_kept(kit: Kit, promise_id: UUID) -> None:
    with kit.on_the_server() as session:
        tom = session.scalars(select(User).where(User.name.startswith("Tom"))).one()
        entry = SettleEntry(state=PromiseState.NOT_KEPT, why="Nobody was there.")
        settle(session, session.get_one(Promise, promise_id), tom, entry, now=clock.now())
        session.commit()


def state_of(kit: Kit, promise_id: UUID) -> PromiseState:
    with kit.on_the_server() as session:
        return session.get_one(Promise, promise_id).state


def tap_kept(kit: Kit, promise_id: UUID) -> None:
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go("/today")
    ring_of(kit, promise_id).click()
    row = kit.page.locator("main li[data-saved]")
    expect(row).to_contain_text("Kept. Saved on this phone, not sent yet")
    expect(row).to_be_focused()
    assert axe_faults(kit.page) == []


def test_one_tap_with_no_signal_is_kept_and_sent_later(kit: Kit, due: list[UUID]) -> None:
    tap_kept(kit, due[0])
    assert state_of(kit, due[0]) is PromiseState.OPEN
    kit.network.faults.clear()
    kit.everything_is_sent()
    assert state_of(kit, due[0]) is PromiseState.KEPT

    # With a signal too, the row itself says so, with a way to put a wrong tap right.
    kit.is_live("/today")
    ring_of(kit, due[1]).click()
    expect(kit.page.locator("main li[data-saved] [data-how]")).to_have_text("Kept")
    assert state_of(kit, due[1]) is PromiseState.KEPT


def test_a_tap_that_came_too_late_leads_to_where_both_answers_stand(kit: Kit, due: list[UUID]) -> None:
    tap_kept(kit, due[0])
    tom_says_not_kept(kit, due[0])
    kit.network.faults.clear()
    kit.phone.go("/phone/waiting")
    kit.page.locator("[data-group=needs]").get_by_role("button", name="Open it again").click(timeout=90_000)
    kit.page.wait_for_url(f"**/promises/{due[0]}/outcome*")
    expect(kit.page.get_by_text("Nobody was there.", exact=True)).to_be_visible()
    assert state_of(kit, due[0]) is PromiseState.NOT_KEPT
    kit.everything_is_sent()


def test_an_answer_that_was_refused_while_nobody_looked_opens_with_what_was_typed(kit: Kit, due: list[UUID]) -> None:
    page, address = kit.page, f"/promises/{due[0]}/outcome"
    kit.is_live(address)
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(address)
    page.get_by_role("radio", name="Kept", exact=True).check()
    page.get_by_role("button", name="Save").click()
    kit.saved_here()
    tom_says_not_kept(kit, due[0])
    kit.network.faults.clear()
    kit.phone.go("/phone/waiting")
    page.locator("[data-group=needs]").get_by_role("button", name="Open it again").click(timeout=90_000)
    expect(page.get_by_role("radio", name="Kept", exact=True)).to_be_checked()
    page.get_by_label("What happened?").fill("I was there, and so was Hiba.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/families/*")
    assert state_of(kit, due[0]) is PromiseState.KEPT
    kit.everything_is_sent()
