"""On hold, a sign-in opens nothing; whoever opens the vault has it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from app.audit.models import Entry
from app.core import clock
from app.offline.models import Phone
from tests.accounts.conftest import sign_in, with_password
from tests.cast import NOW

Browser = Callable[..., FlaskClient]


@pytest.fixture
def resume(browser: Browser, lorna: User) -> tuple[FlaskClient, str]:
    """Lorna's browser with a phone set up in it, and the token that lies in its vault."""
    client = browser(lorna)
    said = client.post("/phone/set-up", json={"name": ""}).get_json()
    return client, said["resume"]


def test_on_hold_lornas_sign_in_opens_nothing_until_she_has_opened_her_vault(
    resume: tuple[FlaskClient, str], session: Session, lorna: User
) -> None:
    client, token = resume
    assert client.get("/today").status_code == 200

    assert client.post("/sync/hold").get_json() == {"app": "withy", "held": True}
    assert client.get("/today").status_code == 401
    assert client.post("/contacts/new", data={"happened": "x"}).status_code == 401
    assert client.get("/sync/hello").get_json()["user"] is None
    assert client.post("/sync/hold").status_code == 401
    assert client.post("/sync/resume", json={"token": "another"}).status_code == 401
    assert client.get("/today").status_code == 401

    assert client.post("/sync/resume", json={"token": token}).get_json()["user"] == str(lorna.id)
    assert client.get("/today").status_code == 200
    done = session.scalars(select(Entry.action).where(Entry.action.startswith("account.sign_in_"))).all()
    assert done == ["account.sign_in_held", "account.sign_in_renewed"]


def test_on_hold_it_still_delivers(resume: tuple[FlaskClient, str]) -> None:
    client, _ = resume
    client.post("/sync/hold")

    sent = client.post("/sync/outbox", json={"sent_at": NOW.isoformat(), "items": []})
    assert sent.status_code in (200, 400)
    assert client.get("/sync/hello").get_json()["owner"] is not None


def test_on_hold_it_ends_when_any_sign_in_would(resume: tuple[FlaskClient, str]) -> None:
    client, token = resume
    client.post("/sync/hold")

    with clock.at(NOW + timedelta(hours=13)):
        assert client.post("/sync/resume", json={"token": token}).status_code == 401


def test_on_hold_on_one_phone_she_goes_on_at_her_desk(
    resume: tuple[FlaskClient, str], browser: Browser, lorna: User
) -> None:
    client, _ = resume
    desk = browser(lorna)
    client.post("/sync/hold")

    assert desk.get("/today").status_code == 200


def test_a_new_sign_in_on_this_browser_ends_the_one_on_hold(
    resume: tuple[FlaskClient, str], session: Session, lorna: User
) -> None:
    client, _ = resume
    client.post("/sync/hold")
    sign_in(client, with_password(session, lorna))

    held = session.scalars(select(SignIn).where(SignIn.held_at.is_not(None))).one()
    session.refresh(held)
    assert held.ended_at is not None


def test_nobody_holds_a_sign_in_from_another_site(app: Flask, browser: Browser, lorna: User) -> None:
    client = browser(lorna)
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.post("/sync/hold").status_code == 400
    assert client.get("/today").status_code == 200
    assert clock.now() == NOW


def test_a_lost_phone_whose_cookies_are_gone_gets_no_sign_in_but_can_deliver_and_be_told(
    resume: tuple[FlaskClient, str], app: Flask, session: Session
) -> None:
    _, token = resume
    session.scalars(select(Phone)).one().ended_at = NOW
    session.commit()
    killed = app.test_client()
    answer = killed.post("/sync/resume", json={"token": token})

    assert (answer.status_code, answer.get_json()["user"]) == (401, None)
    assert killed.get("/today").status_code == 401
    assert killed.get("/sync/hello").get_json()["wipe"] is True
    assert killed.post("/sync/outbox", json={"sent_at": NOW.isoformat(), "items": []}).status_code != 401
