"""A phone is told which pages to keep: exactly those its owner may open, and which of them may have changed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Allocation, AllocationKind, Episode
from app.web.session import db
from tests.cast import NOW, TODAY, allocation
from tests.demo_data import Demo

Browser = Callable[..., FlaskClient]


def versions(client: FlaskClient) -> dict[str, str]:
    """Each page that is to be kept, and its version."""
    answer = client.get("/sync/manifest")
    assert answer.status_code == 200, answer.text
    said = answer.get_json()
    assert said["app"] == "withy"
    return dict(said["pages"])


@pytest.mark.parametrize("name", ["Lorna", "Priya", "Kwame", "Delroy", "Chloe"])
def test_everybody_opens_each_page_that_their_phone_is_to_keep(browser: Browser, demo: Demo, name: str) -> None:
    client = browser(demo.person(name))
    pages = versions(client)

    for address in pages:
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("X-Withy-Keep")) == (200, "1"), address
        assert answer.headers["X-Withy-User"] == str(demo.person(name).id)
        assert "&lt;time" not in answer.text, address


def test_lornas_phone_keeps_eight_days_and_every_family_she_walks_with(browser: Browser, demo: Demo) -> None:
    said = browser(demo.person("Lorna")).get("/sync/manifest").get_json()
    pages = [address for address, _ in said["pages"]]

    days = [f"/today/{(TODAY + timedelta(days=number)).isoformat()}" for number in range(8)]
    assert pages[:9] == ["/today", *days]
    leads = select(func.count()).where(Allocation.user_id == demo.person("Lorna").id, Allocation.until_on.is_(None))
    assert said["families"] == demo.session.scalar(leads)
    maliks = demo.family("Malik").id
    for page in ("", "/notes", "/details", "/chronology", "/visits/new", "/visits/plan", "/worries/new"):
        assert f"/families/{maliks}{page}" in pages
    assert f"/contacts/new?family={maliks}" in pages
    assert {"/families", "/contacts/new", "/who-to-ring", "/more"} <= set(pages)
    assert len(pages) == len(set(pages))


def test_every_link_of_today_and_of_a_family_that_may_be_kept_is_kept(app: Flask, browser: Browser, demo: Demo) -> None:
    """Nobody at a door taps something that their phone has not got."""
    client = browser(demo.person("Lorna"))
    pages = versions(client)
    missing = set()
    for address in ("/today", f"/families/{demo.family('Malik').id}", "/families"):
        missing |= links_to_kept_pages(app, client.get(address).text) - set(pages)
    # Yesterday, and promises that were settled, are read with a signal.
    assert {address for address in missing if not address.startswith(("/promises/", "/today/2026-11-23"))} == set()


def links_to_kept_pages(app: Flask, page: str) -> set[str]:
    """The addresses in a page that lead to pages which may be kept."""
    matcher = app.url_map.bind("")
    found = set()
    for address in re.findall(r'<a [^>]*href="(/[^"#]*)', page):
        endpoint, _ = matcher.match(address.partition("?")[0], method="GET")
        if hasattr(app.view_functions[endpoint], "keep_offline"):
            found.add(address)
    return found


def test_a_family_that_went_to_a_colleague_is_kept_no_longer(
    browser: Browser, session: Session, lorna: User, tom: User, maliks: Episode
) -> None:
    client = browser(lorna)
    assert any(str(maliks.family_id) in address for address in versions(client))

    session.query(Allocation).filter_by(episode_id=maliks.id).update({"until_on": TODAY - timedelta(days=1)})
    session.add(allocation(maliks.id, tom.id, TODAY))
    session.commit()

    assert not any(str(maliks.family_id) in address for address in versions(client))
    assert any(str(maliks.family_id) in address for address in versions(browser(tom)))


def test_a_supervisor_keeps_the_families_she_walks_with_and_not_her_teams(
    browser: Browser, session: Session, priya: User, maliks: Episode
) -> None:
    client = browser(priya)
    assert client.get("/sync/manifest").get_json()["families"] == 0
    assert not any(str(maliks.family_id) in address for address in versions(client))
    assert "/today" not in versions(client)

    session.add(allocation(maliks.id, priya.id, TODAY, TODAY, AllocationKind.COVER))
    session.commit()
    assert {"/today", f"/families/{maliks.family_id}"} <= set(versions(client))


def test_a_stranger_and_an_admin_are_told_of_no_page(browser: Browser, hazel: User) -> None:
    assert browser().get("/sync/manifest").status_code == 401
    assert browser(hazel).get("/sync/manifest").status_code == 404


def test_nothing_changed_is_the_same_manifest_and_tomorrow_is_another(
    browser: Browser, lorna: User, maliks: Episode
) -> None:
    client = browser(lorna)
    before = versions(client)
    for address in before:
        client.get(address)
    with clock.at(NOW + timedelta(minutes=20)):
        assert versions(client) == before
    with clock.at(NOW + timedelta(days=1)):
        after = versions(browser(lorna))
    assert all(after[address] != version for address, version in before.items() if address in after)


def statements(app: Flask, client: FlaskClient) -> int:
    """How many statements one manifest takes, the sign-in among them."""
    client.get("/more")
    said: list[str] = []

    def listen(*of: str) -> None:
        said.append(of[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    client.get("/sync/manifest")
    event.remove(engine, "before_cursor_execute", listen)
    return len(said)


def test_the_manifest_asks_the_same_few_statements_of_two_families_and_of_fifteen(
    browser: Browser, demo: Demo, app: Flask
) -> None:
    counts = {name: statements(app, browser(demo.person(name))) for name in ("Lorna", "Tom", "Kwame")}
    assert len(set(counts.values())) == 1, counts
    assert max(counts.values()) <= 16
