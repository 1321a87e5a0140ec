"""A phone that is lost is ended from elsewhere; what it says of itself is not forgotten."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from app.audit.models import Entry
from app.clusters.models import Cluster, Figure
from app.families.models import Episode
from app.offline.models import Phone
from tests.cast import NOW, TODAY
from tests.offline.held import phone_for
from tests.offline.phones import TestPhone

Browser = Callable[..., FlaskClient]
PhoneOf = Callable[[User], TestPhone]


@pytest.fixture
def lornas(session: Session, lorna: User) -> Phone:
    """A phone of Lorna's, set up a week ago and still signed in."""
    made = phone_for(session, lorna, NOW - timedelta(days=7))
    session.commit()
    return made


def test_lorna_ends_the_phone_she_has_lost_and_its_sign_in_with_it(
    browser: Browser, session: Session, lorna: User, lornas: Phone
) -> None:
    page = browser(lorna).get("/account/devices").text
    assert "Chrome on Android" in page
    assert "End this phone: I have lost it" in page
    for _ in range(2):
        assert browser(lorna).post(f"/account/phones/{lornas.id}/end").status_code == 303

    session.expire_all()
    assert session.get_one(Phone, lornas.id).ended_at == NOW
    assert session.get_one(SignIn, lornas.sign_in_id).ended_at == NOW
    assert session.scalars(select(Entry.actor_id).where(Entry.action == "phone.ended")).all() == [lorna.id]
    assert "Not in touch since" in browser(lorna).get("/account/devices").text


def test_nobody_ends_a_phone_of_somebody_else_from_their_own_page(
    browser: Browser, session: Session, tom: User, lornas: Phone
) -> None:
    assert browser(tom).post(f"/account/phones/{lornas.id}/end").status_code == 404
    assert session.get_one(Phone, lornas.id).is_open


def test_priya_ends_all_of_lornas_phones_and_sees_when_each_was_told(
    phone_of: PhoneOf, browser: Browser, session: Session, lorna: User, priya: User
) -> None:
    phone = phone_of(lorna)
    page = browser(priya).get(f"/team/help-in/{lorna.id}/phones").text
    assert "Without a signal nobody can reach it" in page
    assert browser(priya).post(f"/team/help-in/{lorna.id}/phones").status_code == 303
    assert "Told to clear itself" not in browser(priya).get(f"/team/help-in/{lorna.id}/phones").text

    assert phone.client.get("/sync/hello").get_json()["wipe"] is True
    assert "Told to clear itself" in browser(priya).get(f"/team/help-in/{lorna.id}/phones").text
    assert session.scalars(select(SignIn).where(SignIn.user_id == lorna.id, SignIn.ended_at.is_(None))).all() == []
    ended = select(Entry.actor_id).where(Entry.action == "person.phones_ended", Entry.about_id == lorna.id)
    assert session.scalars(ended).all() == [priya.id]


def test_only_her_own_supervisor_and_an_admin_can(
    browser: Browser, lorna: User, tom: User, marcus: User, hazel: User, lornas: Phone
) -> None:
    for person in (tom, marcus, hazel):
        assert browser(person).post(f"/team/help-in/{lorna.id}/phones").status_code == 404
    for person in (tom, marcus):
        assert browser(person).post(f"/people/{lorna.id}/phones").status_code == 404
    assert browser(hazel).post(f"/people/{lorna.id}/phones").status_code == 303
    assert "Ended" in browser(hazel).get(f"/people/{lorna.id}/phones").text


def test_a_leavers_phone_is_told_to_clear_itself_and_stays_shut_if_they_come_back(
    phone_of: PhoneOf, browser: Browser, session: Session, lorna: User, hazel: User
) -> None:
    phone = phone_of(lorna)
    browser(hazel).post(f"/people/{lorna.id}/leave", data={"left_on": TODAY.isoformat()})
    assert phone.client.get("/sync/hello").get_json()["wipe"] is True

    browser(hazel).post(f"/people/{lorna.id}/return")
    assert phone.client.get("/sync/hello").get_json()["wipe"] is True


def test_priya_sees_what_has_waited_for_more_than_a_day_and_never_what_it_says(
    phone_of: PhoneOf, browser: Browser, priya: User, lorna: User, maliks: Episode
) -> None:
    since = NOW - timedelta(days=4)
    headers = {"X-Waiting": "3", "X-Waiting-Since": since.isoformat()}
    phone = phone_of(lorna)
    phone.client.get("/sync/hello", headers=headers)
    assert "3 notes have waited on Lorna’s phone since Fri 20 Nov" in browser(priya).get("/team").text

    phone.client.get("/sync/hello", headers={"X-Waiting": "0"})
    assert "waited on Lorna" not in browser(priya).get("/team").text


def test_how_long_is_a_figure_of_the_cluster(
    phone_of: PhoneOf, browser: Browser, session: Session, beckside: Cluster, priya: User, lorna: User
) -> None:
    since = (NOW - timedelta(hours=10)).isoformat()
    phone_of(lorna).client.get("/sync/hello", headers={"X-Waiting": "1", "X-Waiting-Since": since})
    assert "waited on Lorna" not in browser(priya).get("/team").text

    session.add(Figure(cluster_id=beckside.id, key="unsent_hours", value=8))
    session.commit()
    assert "1 note has waited on Lorna’s phone since today" in browser(priya).get("/team").text


def test_a_phone_says_what_waits_beside_what_it_sends(phone_of: PhoneOf, session: Session, lorna: User) -> None:
    phone = phone_of(lorna)
    said = {
        "sent_at": NOW.isoformat(),
        "items": [phone.save(f"/families/{uuid4()}/worries/new", [])],
        "waiting": 2,
        "since": (NOW - timedelta(days=2)).isoformat(),
    }
    assert phone.client.post("/sync/outbox", json=said).status_code == 200

    told = session.scalars(select(Phone)).one()
    assert (told.waiting, told.waiting_since, told.said_at) == (2, NOW - timedelta(days=2), NOW)


@pytest.mark.parametrize("said", ["many", "-1", "99999999"])
def test_what_cannot_be_read_of_a_phones_own_words_changes_nothing(
    phone_of: PhoneOf, session: Session, lorna: User, said: str
) -> None:
    assert phone_of(lorna).client.get("/sync/hello", headers={"X-Waiting": said}).status_code == 200
    assert session.scalars(select(Phone.said_at)).one() is None


def test_a_phone_whose_clock_is_wrong_never_waits_since_tomorrow(
    phone_of: PhoneOf, session: Session, lorna: User
) -> None:
    headers = {"X-Waiting": "1", "X-Waiting-Since": (NOW + timedelta(days=3)).isoformat()}
    phone_of(lorna).client.get("/sync/hello", headers=headers)
    assert session.scalars(select(Phone.waiting_since)).one() == NOW


def test_everybody_signed_in_can_read_what_works_without_a_signal(browser: Browser, lorna: User, hazel: User) -> None:
    for person in (lorna, hazel):
        page = browser(person).get("/help/no-signal").text
        assert "iPhone and Firefox: open Withy to send" in page
    assert browser().get("/help/no-signal").status_code == 401
