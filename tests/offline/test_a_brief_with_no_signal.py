"""A family is got ready for supervision on a phone with no signal, and is ready when there is one."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Family
from app.offline.actions import Item
from app.offline.held_words import family_of, title_of, what_it_says
from app.supervision.models import CaseDiscussion, CasePrep, WhatPulls
from tests.cast import NOW
from tests.house.scene import Scene, scene  # noqa: F401  A fixture.
from tests.offline.faults import DROP_BEFORE
from tests.offline.kit import Kit
from tests.offline.test_pages_to_keep import versions

Browser = Callable[..., FlaskClient]


def test_what_is_held_of_a_brief_is_said_to_whoever_decides_but_not_what_pulls_its_writer(
    app: Flask,
    session: Session,
    scene: Scene,  # noqa: F811
) -> None:
    address = f"/supervision/families/{scene.ids['discussion_id']}/prepare"
    boxes = (
        ("id", str(uuid4())),
        ("question", "How can the bus feel safe?"),
        ("told", "yes"),
        ("pulls", "My own school"),
    )
    item = Item(id=uuid4(), owner=scene.people["lead"].id, address=address, boxes=boxes, written_at=NOW)
    with app.test_request_context():
        family = family_of(app, session, item)
        said = what_it_says(app, session, item, family)
        assert title_of(app, item) == "A brief for supervision"
    assert family is not None
    assert family.id == scene.family.id
    assert [(one.label, one.words) for one in said] == [
        ("Your question, in one line", "How can the bus feel safe?"),
        ("Does the family know?", "Yes, I told them"),
    ]


def test_what_lorna_brings_is_kept_until_the_session_is_over(
    browser: Browser,
    session: Session,
    lorna: User,
    tom: User,
    scene: Scene,  # noqa: F811
    later: Callable[[timedelta], object],
) -> None:
    page = f"/supervision/families/{scene.ids['discussion_id']}/prepare"
    assert page in versions(browser(lorna))
    assert page not in versions(browser(tom))
    later(timedelta(days=2))
    assert page not in versions(browser(lorna))


def test_a_family_is_got_ready_with_no_signal(kit: Kit) -> None:
    with kit.on_the_server() as session:
        brought = select(CaseDiscussion.id).join(Family, Family.id == CaseDiscussion.family_id)
        discussion_id = session.scalars(brought.where(Family.name == "Okafor-Reid")).one()
    page, address = kit.page, f"/supervision/families/{discussion_id}/prepare"
    kit.is_live(address)
    kit.network.faults["/"] = DROP_BEFORE
    kit.phone.go(address)
    expect(page.locator("[data-kept]")).to_contain_text("Saved copy from")
    page.get_by_label("Not yet").check()
    page.get_by_label("Your question, in one line").fill("How do we end well?")
    page.get_by_label("What pulls you?").fill("I do not want to say goodbye.")
    page.get_by_role("button", name="Ready for the group").click()
    kit.saved_here()
    kit.network.faults.clear()
    kit.everything_is_sent()
    with kit.on_the_server() as session:
        made = session.scalars(select(CasePrep).where(CasePrep.discussion_id == discussion_id)).one()
        assert (made.question, made.is_ready) == ("How do we end well?", True)
        pulls = session.scalars(select(WhatPulls.words).where(WhatPulls.discussion_id == discussion_id)).all()
        assert pulls == ["I do not want to say goodbye."]
