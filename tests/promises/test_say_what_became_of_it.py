"""What became of a promise is said on its page, or in one tap."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import Episode, FamilyMember, Partner
from app.promises.actions import PromiseEntry, SettleEntry, promise, settle
from app.promises.models import Promise, PromiseKind, PromiseOutcome, PromiseState
from app.promises.queries import promises_from
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.databases import Statements
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
Find = Callable[[Episode, str], FamilyMember]
Make = Callable[..., Promise]
DAY = TODAY.resolution


@pytest.fixture
def make(session: Session, lorna: User, maliks: Episode) -> Make:
    """Lorna promises the Maliks something."""

    def promised(what: str, **more: object) -> Promise:
        owner = {} if {"owner_member_id", "owner_partner_id"} & set(more) else {"owner_user_id": lorna.id}
        entry = PromiseEntry(id=uuid4(), what=what, **(owner | more))  # type: ignore[arg-type]
        made = promise(session, maliks, lorna, entry, source="note", source_id=maliks.id, now=NOW)
        session.commit()
        return made

    return promised


@pytest.fixture
def bus_pass(make: Make) -> Promise:
    return make("Bring the bus pass form", kind=PromiseKind.BRING, due_on=TODAY - 3 * DAY)


def test_its_page_says_who_what_by_when_and_how_late(browser: Browser, lorna: User, bus_pass: Promise) -> None:
    page = browser(lorna).get(f"/promises/{bus_pass.id}/outcome").text
    for words in ("Bring the bus pass form", "Lorna, by Sat 21 Nov", "3 days late", "<title>A promise – Withy</title>"):
        assert words in words_of(page), words


def test_lorna_says_it_was_kept_and_is_back_at_the_family(
    browser: Browser, session: Session, lorna: User, maliks: Episode, bus_pass: Promise
) -> None:
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/outcome", data={"state": "kept", "why": ""})
    assert (answer.status_code, answer.location) == (303, f"/families/{maliks.family_id}")
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.KEPT


def test_from_today_she_is_back_at_today(browser: Browser, lorna: User, bus_pass: Promise) -> None:
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/outcome?back=today", data={"state": "kept"})
    assert answer.location == "/today"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"state": "not_kept", "why": ""}, "Say what happened, or what was agreed instead"),
        ({"state": "changed", "why": " "}, "Say what happened, or what was agreed instead"),
        ({"why": "The office was shut"}, "Choose what became of it"),
        ({"state": "not_kept", "why": "x" * 301}, "at most 300 characters"),
        ({"state": "not_kept", "why": "shut\x00"}, "There is a character in this that can’t be kept"),
    ],
)
def test_what_is_missing_is_said_and_nothing_lost(
    browser: Browser, session: Session, lorna: User, bus_pass: Promise, said: dict[str, str], words: str
) -> None:
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/outcome", data=said, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.text
    assert said["why"].strip() in answer.text
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.OPEN


def test_a_wrong_answer_is_put_right_with_a_reason_and_both_can_be_read(
    browser: Browser, session: Session, lorna: User, bus_pass: Promise
) -> None:
    hers, address = browser(lorna), f"/promises/{bus_pass.id}/outcome"
    hers.post(address, data={"state": "not_kept", "why": "The office was shut"})
    assert "Say why you are changing the answer" in hers.post(address, data={"state": "kept"}).text
    assert hers.post(address, data={"state": "open", "why": "They open again tomorrow"}).status_code == 303
    page = hers.get(address).text
    for words in ("Not kept", "The office was shut", "Not yet", "They open again tomorrow"):
        assert words in page, words
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.OPEN


def test_one_tap_on_today_says_kept_where_the_row_was(
    browser: Browser, session: Session, lorna: User, bus_pass: Promise
) -> None:
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/kept?back=today", headers=HTMX)
    assert answer.status_code == 201
    assert answer.text.lstrip().startswith("<li")
    assert "Bring the bus pass form" in answer.text
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.KEPT


def test_without_script_one_tap_leads_back_to_today(browser: Browser, lorna: User, bus_pass: Promise) -> None:
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/kept?back=today")
    assert (answer.status_code, answer.location) == (303, "/today")


def test_two_taps_are_one(browser: Browser, session: Session, lorna: User, bus_pass: Promise) -> None:
    hers = browser(lorna)
    for _ in range(2):
        assert hers.post(f"/promises/{bus_pass.id}/kept", headers=HTMX).status_code == 201
    assert session.scalar(select(func.count()).select_from(PromiseOutcome)) == 1


def test_one_tap_does_not_overrule_another_answer(
    browser: Browser, session: Session, lorna: User, bus_pass: Promise
) -> None:
    settle(session, bus_pass, lorna, SettleEntry(state=PromiseState.CHANGED, why="By post instead"), now=NOW)
    session.commit()
    answer = browser(lorna).post(f"/promises/{bus_pass.id}/kept")
    assert answer.location == f"/promises/{bus_pass.id}/outcome"
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.CHANGED


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("end", ["outcome", "kept"])
def test_chloe_of_another_cluster_finds_nothing_there(
    browser: Browser, session: Session, chloe: User, bells: Episode, bus_pass: Promise, verb: str, end: str
) -> None:
    answer = getattr(browser(chloe), verb)(f"/promises/{bus_pass.id}/{end}", data={"state": "kept"})
    assert answer.status_code == 404
    session.refresh(bus_pass)
    assert bus_pass.state is PromiseState.OPEN


def test_looking_and_saying_leave_a_trail(
    browser: Browser, session: Session, priya: User, maliks: Episode, bus_pass: Promise
) -> None:
    hers = browser(priya)
    hers.get(f"/promises/{bus_pass.id}/outcome")
    hers.post(f"/promises/{bus_pass.id}/kept")
    trail = select(Entry.action).where(Entry.actor_id == priya.id, Entry.family_id == maliks.family_id)
    assert set(session.scalars(trail)) == {"family.view", "promise.kept"}


def test_what_was_promised_in_a_note_names_its_owner_in_one_statement(
    session: Session, lorna: User, maliks: Episode, member: Find, make: Make, bus_pass: Promise, statements: Statements
) -> None:
    teacher = Partner(family_id=maliks.family_id, name="Ms Farrell", organisation="Hollin Bank Primary")
    session.add(teacher)
    session.commit()
    make("Walk to the stop", owner_member_id=member(maliks, "Shazia").id, due_words="every school day")
    make("Save a place", owner_partner_id=teacher.id, due_on=TODAY)
    make("Ring school", kind=PromiseKind.CALL, call_partner_id=teacher.id, due_on=TODAY + DAY)
    settle(session, make("Ask about free meals"), lorna, SettleEntry(state=PromiseState.KEPT), now=NOW)
    session.commit()
    note_id = maliks.id
    statements.clear()

    lines = promises_from(session, "note", note_id)
    assert len(statements) == 1
    assert [(line.what, line.owner, line.days_late(TODAY)) for line in lines] == [
        ("Bring the bus pass form", "Lorna Ackroyd", 3),
        ("Save a place", "Ms Farrell", 0),
        ("Ring school", "Lorna Ackroyd", 0),
        ("Walk to the stop", "Shazia", 0),
        ("Ask about free meals", "Lorna Ackroyd", 0),
    ]
    assert (lines[2].call_name, lines[2].call_organisation) == ("Ms Farrell", "Hollin Bank Primary")
