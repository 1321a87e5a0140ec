"""A page that a phone keeps says whose it is and whether it changed; fetching it is not reading it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.db import Base
from app.families.models import Episode
from app.notes.actions import NoteEntry, write_note
from app.notes.models import NoteKind
from app.offline.models import Phone
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Urgency, Worry, WorryTold
from tests.cast import NOW
from tests.demo_data import Demo
from tests.offline.phones import TestPhone
from tests.offline.test_pages_to_keep import versions

Browser = Callable[..., FlaskClient]
PhoneOf = Callable[[User], TestPhone]
BEFORE = NOW - timedelta(hours=3)
FETCH = {"X-Withy-Prefetch": "1"}


@pytest.fixture
def fetching(browser: Browser, phone_of: PhoneOf) -> Callable[[User], FlaskClient]:
    """A phone that somebody set up and is signed in on."""

    def make(person: User) -> FlaskClient:
        client = browser(person)
        cookie = phone_of(person).client.get_cookie("withy-deliver")
        assert cookie is not None
        client.set_cookie("withy-deliver", cookie.value)
        return client

    return make


@pytest.fixture
def worry(session: Session, maliks: Episode, lorna: User) -> Worry:
    """Lorna raised it two hours ago; Priya was told, and nobody has opened it."""
    entry = WorryEntry(
        id=uuid4(),
        urgency=Urgency.TODAY,
        saw_or_heard="He would not say where the mark came from.",
        occurred_at=NOW - timedelta(hours=2),
    )
    raised = raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW - timedelta(hours=2))
    session.commit()
    return raised


def everything_but_the_trail(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; of the sign-ins all but when they were last used."""
    session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name != "audit_entry":
            columns = [column for column in table.columns if column.name != "seen_at"]
            found[table.name] = sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
    return found


def entries(session: Session, after: int = 0) -> list[Entry]:
    session.rollback()
    return list(session.scalars(select(Entry).where(Entry.number > after).order_by(Entry.number)))


def last_number(session: Session) -> int:
    return max((entry.number for entry in entries(session)), default=0)


def test_a_page_that_says_the_same_has_the_same_tag_and_is_not_sent_again(browser: Browser, demo: Demo) -> None:
    client = browser(demo.person("Lorna"))
    for address in versions(client):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["X-Withy-User"] == first.headers["X-Withy-User"]


def test_a_page_that_says_something_new_is_sent(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    client, address = browser(lorna), f"/families/{maliks.family_id}"
    tag = client.get(address).headers["ETag"]
    entry = NoteEntry(id=uuid4(), kind=NoteKind.NOTE, occurred_at=NOW, happened="The bus pass came.")
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "The bus pass came." in answer.text


def test_a_page_that_is_no_longer_hers_is_not_there_whatever_tag_she_shows(
    browser: Browser, lorna: User, tom: User, maliks: Episode
) -> None:
    address = f"/families/{maliks.family_id}"
    tag = browser(lorna).get(address).headers["ETag"]
    answer = browser(tom).get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, "X-Withy-Keep" in answer.headers) == (404, False)


def test_a_page_that_is_not_to_be_kept_says_whose_it_is_and_no_more(browser: Browser, lorna: User) -> None:
    answer = browser(lorna).get("/account/devices")
    assert "X-Withy-Keep" not in answer.headers
    assert "ETag" not in answer.headers


def test_news_that_is_said_once_is_kept_by_no_phone_and_taken_by_no_fetch(
    fetching: Callable[[User], FlaskClient], lorna: User, maliks: Episode
) -> None:
    client, address = fetching(lorna), f"/families/{maliks.family_id}"
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Held by Withy, 10am")]

    fetched = client.get(address, headers=FETCH)
    assert "Held by Withy, 10am" not in fetched.text
    assert "X-Withy-Keep" in fetched.headers
    read = client.get(address)
    assert "Held by Withy, 10am" in read.text
    assert "X-Withy-Keep" not in read.headers
    assert "X-Withy-Keep" in client.get(address).headers


def test_fetching_the_whole_caseload_changes_nothing_but_the_trail(
    fetching: Callable[[User], FlaskClient], session: Session, demo: Demo
) -> None:
    lorna = demo.person("Lorna")
    client = fetching(lorna)
    before, number = everything_but_the_trail(session), last_number(session)
    pages = versions(client)
    for address in pages:
        assert client.get(address, headers=FETCH).status_code == 200, address

    assert everything_but_the_trail(session) == before
    left = entries(session, number)
    assert {entry.action for entry in left} == {"family.kept_on_phone", "day.kept_on_phone"}
    families = client.get("/sync/manifest").get_json()["families"]
    assert len([entry for entry in left if entry.action == "family.kept_on_phone"]) == families
    assert len([entry for entry in left if entry.action == "day.kept_on_phone"]) == 1
    phone = session.scalars(select(Phone).where(Phone.user_id == lorna.id)).one()
    assert {(entry.about, entry.about_id, entry.actor_id) for entry in left} == {("phone", phone.id, lorna.id)}


def test_the_next_day_it_is_said_once_more(
    fetching: Callable[[User], FlaskClient], session: Session, lorna: User, maliks: Episode
) -> None:
    client, address = fetching(lorna), f"/families/{maliks.family_id}"
    number = last_number(session)
    for hours in (0, 1, 2):
        with clock.at(NOW + timedelta(minutes=20 * hours)):
            client.get(address, headers=FETCH)
    assert [entry.action for entry in entries(session, number)] == ["family.kept_on_phone"]
    with clock.at(NOW + timedelta(days=1)):
        again = fetching(lorna)
        again.get(address, headers=FETCH)
    assert [entry.action for entry in entries(session, number)].count("family.kept_on_phone") == 2


def test_a_fetch_without_an_open_phone_of_ones_own_is_a_look(
    browser: Browser, phone_of: PhoneOf, session: Session, lorna: User, tom: User, maliks: Episode
) -> None:
    address = f"/families/{maliks.family_id}"

    def looked(client: FlaskClient) -> list[str]:
        number = last_number(session)
        client.get(address, headers=FETCH)
        return [entry.action for entry in entries(session, number)]

    client = browser(lorna)
    assert looked(client) == ["family.view"]
    client.set_cookie("withy-deliver", "nothing that we ever gave out")
    assert looked(client) == ["family.view"]
    toms = phone_of(tom).client.get_cookie("withy-deliver")
    client.set_cookie("withy-deliver", toms.value)
    assert looked(client) == ["family.view"]
    own = phone_of(lorna).client.get_cookie("withy-deliver")
    client.set_cookie("withy-deliver", own.value)
    assert looked(client) == ["family.kept_on_phone"]
    session.query(Phone).filter_by(user_id=lorna.id).update({"ended_at": NOW})
    session.commit()
    assert looked(client) == ["family.view"]


def test_a_worry_that_priyas_phone_fetched_is_not_opened_by_priya(
    fetching: Callable[[User], FlaskClient], session: Session, priya: User, worry: Worry
) -> None:
    client = fetching(priya)
    assert f"/worries/{worry.id}" in versions(client)
    before = everything_but_the_trail(session)
    for address in versions(client):
        client.get(address, headers=FETCH)

    assert everything_but_the_trail(session) == before
    assert session.get_one(WorryTold, (worry.id, priya.id)).opened_at is None


def test_a_fetch_does_not_keep_a_quiet_sign_in_alive(
    fetching: Callable[[User], FlaskClient], lorna: User, maliks: Episode
) -> None:
    client, address = fetching(lorna), f"/families/{maliks.family_id}"
    for minutes in (15, 29):
        with clock.at(NOW + timedelta(minutes=minutes)):
            assert client.get(address, headers=FETCH).status_code == 200
    with clock.at(NOW + timedelta(minutes=31)):
        assert client.get(address, headers=FETCH).status_code == 401


def look(phone: TestPhone, family: UUID | str, page: str, minutes: int) -> str:
    """Say that a kept page was read so many minutes ago; what became of that."""
    boxes = [("family", str(family)), ("page", page)]
    [answer] = phone.send(phone.save("/sync/looks", boxes, at=NOW - timedelta(minutes=minutes)))
    return answer["outcome"]


def test_a_kept_page_that_was_read_without_a_signal_is_in_the_trail_with_its_own_time(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode
) -> None:
    phone, number = phone_of(lorna), last_number(session)
    assert look(phone, maliks.family_id, "family", 50) == "kept"

    [entry] = entries(session, number)
    assert (entry.action, entry.about, entry.reason) == ("family.view", "family", "read without a signal")
    assert (entry.actor_id, entry.family_id, entry.at) == (lorna.id, maliks.family_id, NOW - timedelta(minutes=50))
    assert entry.relation == "lead"


def test_the_page_itself_says_what_a_phone_tells_of_it(
    browser: Browser, phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode, worry: Worry
) -> None:
    client = browser(lorna)
    assert f'data-family="{maliks.family_id}" data-page="family"' in client.get(f"/families/{maliks.family_id}").text
    assert 'data-family="" data-page="day"' in client.get("/today").text
    page = client.get(f"/worries/{worry.id}").text
    assert f'data-family="{maliks.family_id}" data-page="worry {worry.id}"' in page
    page = client.get(f"/families/{maliks.family_id}/details/people/new")
    assert page.status_code == 200
    assert "data-page" not in page.text


def test_today_read_without_a_signal_is_a_look_at_ones_day(phone_of: PhoneOf, session: Session, lorna: User) -> None:
    phone, number = phone_of(lorna), last_number(session)
    assert look(phone, "", "day", 5) == "kept"
    assert [(entry.action, entry.family_id) for entry in entries(session, number)] == [("day.view", None)]


def test_a_worry_read_without_a_signal_was_opened_then(
    phone_of: PhoneOf, session: Session, priya: User, worry: Worry
) -> None:
    assert look(phone_of(priya), worry.family_id, f"worry {worry.id}", 30) == "kept"
    assert session.get_one(WorryTold, (worry.id, priya.id)).opened_at == NOW - timedelta(minutes=30)
    entry = entries(session)[-1]
    assert (entry.action, entry.at, entry.reason) == (
        "worry.open",
        NOW - timedelta(minutes=30),
        "read without a signal",
    )


def test_that_priya_opened_it_changes_lornas_page_of_it(
    browser: Browser, phone_of: PhoneOf, lorna: User, priya: User, worry: Worry
) -> None:
    client = browser(lorna)
    before = versions(client)[f"/worries/{worry.id}"]
    look(phone_of(priya), worry.family_id, f"worry {worry.id}", 30)
    assert versions(client)[f"/worries/{worry.id}"] != before


def test_a_note_read_without_a_signal_says_who_read_it(
    browser: Browser, phone_of: PhoneOf, session: Session, lorna: User, priya: User, maliks: Episode
) -> None:
    entry = NoteEntry(id=uuid4(), kind=NoteKind.NOTE, occurred_at=BEFORE, happened="The bus pass came.")
    write_note(session, maliks, lorna, entry, now=BEFORE)
    session.commit()
    assert look(phone_of(priya), maliks.family_id, f"note {entry.id}", 30) == "kept"
    assert "Also read by Priya" in browser(lorna).get(f"/notes/{entry.id}").text


@pytest.mark.parametrize("page", ["family", "note nonsense", "worry 1", "", "x" * 300])
def test_a_look_is_never_refused_whatever_became_of_the_family_or_the_words(
    phone_of: PhoneOf, session: Session, tom: User, maliks: Episode, page: str
) -> None:
    phone, number = phone_of(tom), last_number(session)
    assert look(phone, maliks.family_id, page, 5) == "kept"
    assert look(phone, uuid4(), page, 5) == "kept"
    assert look(phone, "no id", page, 5) == "kept"
    assert [entry.action for entry in entries(session, number)] == ["family.view", "day.view", "day.view"]
    assert entries(session, number)[0].relation == "none"
