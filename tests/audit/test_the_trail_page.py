"""Noor reads the trail; it names no family, and her reading is in it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.audit.commands import ANCHORS
from app.audit.models import Entry
from app.audit.queries import PAGE
from app.families.models import Episode
from tests.cast import NOW
from tests.databases import Backend

Browser = Callable[..., FlaskClient]
DAY = timedelta(days=1)


@pytest.fixture
def told(session: Session, lorna: User, priya: User, maliks: Episode) -> None:
    """Yesterday Priya decided something; today Lorna opened the Maliks' page."""
    kept = {"family_id": maliks.family_id, "session": session}
    note(by=priya, action="worry.decide", about="worry", relation="supervisor", now=NOW - DAY, **kept)  # type: ignore[arg-type]
    note(by=lorna, action="family.view", about="family", relation="lead", now=NOW, **kept)  # type: ignore[arg-type]
    session.commit()


@pytest.mark.usefixtures("told")
def test_noor_reads_who_did_what_without_a_familys_name(browser: Browser, noor: User, maliks: Episode) -> None:
    page = browser(noor).get("/audit").text
    assert "family, view" in page
    assert "worry, decide" in page
    assert "LA" in page
    assert f"Family {str(maliks.family_id)[:8]}" in page
    for name in ("Malik", "Lorna", "Ayaan"):
        assert name not in page


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("search", "shown", "hidden"),
    [
        ("day=2026-11-24", "family, view", "worry, decide</"),
        ("day=2026-11-23", "supervisor", "As lead"),
        ("who=la", "As lead", "As supervisor"),
        ("who=PN", "As supervisor", "As lead"),
        ("action=worry.decide", "As supervisor", "As lead"),
    ],
)
def test_noor_looks_for_a_day_a_person_or_a_kind_of_act(
    browser: Browser, noor: User, search: str, shown: str, hidden: str
) -> None:
    page = browser(noor).get(f"/audit?{search}").text.split("<tbody>")[1]
    assert shown in page
    assert hidden not in page


@pytest.mark.usefixtures("told")
def test_noor_looks_for_a_person_by_the_head_of_an_id_and_for_a_family(
    browser: Browser, noor: User, lorna: User, maliks: Episode
) -> None:
    client = browser(noor)
    assert "As lead" in client.get(f"/audit?who={str(lorna.id)[:8]}").text
    only = client.get(f"/audit?family={maliks.family_id}").text.split("<tbody>")[1]
    assert "As lead" in only
    assert "As supervisor" in only
    assert "audit, view" not in only


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("search", ["day=yesterday", "family=malik", "before=x", "action=no.such"])
def test_a_search_that_cannot_be_read_says_so(browser: Browser, noor: User, search: str) -> None:
    assert browser(noor).get(f"/audit?{search}").status_code == 422


def test_noors_own_reading_is_in_the_trail(browser: Browser, noor: User, session: Session) -> None:
    browser(noor).get("/audit?who=LA")
    entry = session.scalars(select(Entry).where(Entry.action == "audit.view")).one()
    assert (entry.actor_id, entry.reason) == (noor.id, "who LA")


def test_a_long_trail_goes_on_on_the_next_page(browser: Browser, noor: User, session: Session, lorna: User) -> None:
    for _ in range(PAGE + 3):
        note(session, lorna, "day.view", about="day", now=NOW)
    session.commit()
    client = browser(noor)
    first = client.get("/audit?who=LA").text
    assert first.count('<th scope="row">') == PAGE
    assert "before=4" in first
    second = client.get("/audit?who=LA&before=4").text
    assert second.count('<th scope="row">') == 3


def test_only_an_auditor_finds_the_trail(browser: Browser, lorna: User, priya: User, delroy: User, hazel: User) -> None:
    assert {browser(person).get("/audit").status_code for person in (lorna, priya, delroy, hazel)} == {404}


@pytest.fixture
def anchors(backend: Backend) -> Path:
    """Where the ends of the trail are published; the instance folder is the whole run's."""
    file = backend.folder / ANCHORS
    file.unlink(missing_ok=True)
    return file


@pytest.mark.usefixtures("told")
def test_what_is_published_shows_later_that_the_end_was_cut_off(app: Flask, session: Session, anchors: Path) -> None:
    runner = app.test_cli_runner()
    line = runner.invoke(args=["publish-audit"]).output
    assert line == anchors.read_text()
    whole = runner.invoke(args=["verify-audit"])
    assert (whole.exit_code, whole.output) == (
        0,
        "The audit trail is whole: 2 entries, held against 1 published before.\n",
    )
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    session.execute(text("DELETE FROM audit_entry WHERE number = 2"))
    session.commit()
    cut = runner.invoke(args=["verify-audit"])
    assert cut.exit_code == 1
    assert "The end is missing: 24 November 2026, 10:00 UTC it had 2 entries, now 1." in cut.output


def test_a_file_of_ends_that_is_none_is_named(app: Flask, anchors: Path) -> None:
    anchors.write_text("2026-11-24T10:00:00Z 2 not-a-seal\n")
    refused = app.test_cli_runner().invoke(args=["verify-audit"])
    assert (refused.exit_code, refused.output) == (1, "Error: Line 1 of audit-anchors.txt is no anchor.\n")
    anchors.unlink()
