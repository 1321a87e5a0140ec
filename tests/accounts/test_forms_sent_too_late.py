"""A form is sent after the sign-in has ended: it comes back filled in, for whoever sent it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.kept_forms import MOST, MOST_FORMS, what_was_typed
from app.accounts.models import KeptForm, SignIn, User
from app.clusters.models import Cluster
from app.core.permissions import Role
from tests.accounts.conftest import PASSWORD, sign_in, with_password
from tests.conftest import HTMX

Browser = Callable[..., FlaskClient]
Later = Callable[[timedelta], object]
TOO_LONG = timedelta(minutes=31)


@pytest.fixture
def hazel(hazel: User, session: Session) -> User:
    return with_password(session, hazel)


@pytest.fixture
def said(beckside: Cluster) -> dict[str, str]:
    """Hazel was about to invite Kwame."""
    return {
        "id": str(uuid4()),
        "name": "Kwame Mensah",
        "email": "kwame.mensah@withy.example",
        "role": "supervisor",
        "cluster_id": str(beckside.id),
        "phone": "07700 900152",
    }


def test_it_comes_back_filled_in_once_she_signs_in(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    answer = client.post("/people/new", data=said)
    assert answer.status_code == 401
    assert "What you typed is kept" in answer.text
    assert "Kwame" not in answer.text

    back = sign_in(client, hazel).location
    assert re.fullmatch(r"/people/new\?kept=[0-9a-f-]{36}", back)
    page = client.get(back).text
    assert "What you typed is back, and not saved yet" in page
    for words in ("Kwame Mensah", said["email"], said["phone"], said["id"]):
        assert f'value="{words}"' in page
    assert f'<option selected value="{said["cluster_id"]}">' in page
    assert '<option selected value="supervisor">' in page
    assert "to put right" not in page

    assert client.post("/people/new", data=said).status_code == 201
    assert session.scalars(select(KeptForm)).all() == []
    assert session.scalars(select(User.role).where(User.name == "Kwame Mensah")).one() == Role.SUPERVISOR


def test_with_script_the_browser_is_sent_to_sign_in(
    browser: Browser, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    answer = client.post("/people/new", data=said, headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")
    assert "What you typed is kept" in client.get("/sign-in").text
    assert 'value="Kwame Mensah"' in client.get(sign_in(client, hazel).location).text


def test_it_is_there_until_it_is_saved_not_only_once(
    browser: Browser, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    back = sign_in(client, hazel).location
    client.get(back)
    client.post("/people/new", data=said | {"email": "wrong"})

    assert 'value="Kwame Mensah"' in client.get(back).text


def test_another_person_who_signs_in_never_sees_it_and_it_waits_for_its_owner(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], hire: Callable[..., User], later: Later
) -> None:
    sam = with_password(session, hire("Sam Oyelaran", Role.ADMIN, None))
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    kept = session.scalars(select(KeptForm)).one()

    assert sign_in(client, sam).location == "/people"
    assert "Kwame" not in client.get(f"/people/new?kept={kept.id}").text
    assert client.post("/people/new", data=said | {"id": str(uuid4()), "email": "x@y.example"}).status_code == 201
    client.post("/sign-out")
    assert sign_in(client, hazel).location == f"/people/new?kept={kept.id}"


def test_it_lies_sealed(browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    kept = session.scalars(select(KeptForm)).one()

    assert "Kwame" not in kept.sealed
    assert (kept.user_id, kept.page, kept.sent_to) == (hazel.id, "/people/new", "/people/new")


def test_after_a_day_it_is_gone(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    first = session.scalars(select(KeptForm)).one().id
    later(timedelta(hours=24))
    assert sign_in(client, hazel).location == "/people"
    assert "Kwame" not in client.get(f"/people/new?kept={first}").text

    later(TOO_LONG)
    client.post("/people/new", data=said)
    assert session.scalars(select(KeptForm.id)).one() != first


def test_without_a_sign_in_that_ever_was_nothing_is_kept(
    browser: Browser, session: Session, said: dict[str, str]
) -> None:
    client = browser()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "made-up"
    answer = client.post("/people/new", data=said)

    assert answer.status_code == 401
    assert "is kept" not in answer.text
    assert session.scalars(select(KeptForm)).all() == []


def test_a_leavers_form_is_not_kept(browser: Browser, session: Session, hazel: User, said: dict[str, str]) -> None:
    client = browser(hazel)
    hazel.left_on = hazel.created_at.date()
    session.commit()

    assert client.post("/people/new", data=said).status_code == 401
    assert session.scalars(select(KeptForm)).all() == []


def test_passwords_and_codes_are_never_kept(browser: Browser, session: Session, lorna: User, later: Later) -> None:
    client = browser(lorna)
    later(TOO_LONG)
    client.post("/account/password", data={"old_password": PASSWORD, "password": "tractor lampshade ginger fog"})
    client.post("/account/second-step/set-up", data={"code": "123456"})

    assert session.scalars(select(KeptForm)).all() == []


def test_files_are_never_kept(browser: Browser, session: Session, hazel: User, later: Later) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data={"name": "Kwame Mensah", "photo": (BytesIO(b"a picture"), "kwame.png")})

    assert what_was_typed(session, session.scalars(select(KeptForm)).one()) == [("name", "Kwame Mensah")]


def test_what_is_longer_than_any_form_of_ours_is_not_kept_and_she_is_told(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    answer = client.post("/people/new", data=said | {"name": "x" * MOST})

    assert answer.status_code == 401
    assert "too long for Withy to keep" in answer.text
    assert session.scalars(select(KeptForm)).all() == []


def test_of_many_only_the_latest_are_kept(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    for number in range(MOST_FORMS + 2):
        later(timedelta(seconds=1))
        client.post("/people/new", data=said | {"name": f"Person {number}"})

    assert len(session.scalars(select(KeptForm)).all()) == MOST_FORMS


def test_two_forms_are_both_offered(browser: Browser, hazel: User, said: dict[str, str], later: Later) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    client.post(f"/people/{hazel.id}/days-away", data={"from_on": "2026-12-01", "until_on": "2026-12-02"})

    assert sign_in(client, hazel).location == "/sign-in/kept"
    assert client.get("/sign-in/kept").text.count("?kept=") == 2


def test_a_form_for_somebody_elses_page_does_not_fill_another(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser(hazel)
    later(TOO_LONG)
    client.post("/people/new", data=said)
    kept = session.scalars(select(KeptForm)).one()
    sign_in(client, hazel)

    assert "Kwame" not in client.get(f"/people/{hazel.id}/details?kept={kept.id}").text
    assert client.get("/people/new?kept=nonsense").status_code == 200


@pytest.fixture
def with_tokens(app: Flask, browser: Browser) -> Iterator[None]:
    """As in life: every form needs its token."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def really_sign_in(client: FlaskClient, person: User) -> str:
    token = token_on(client.get("/sign-in").text)
    answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 303
    return str(answer.location)


@pytest.mark.usefixtures("with_tokens")
def test_a_page_left_open_in_another_tab_can_still_be_sent(
    browser: Browser, hazel: User, said: dict[str, str], later: Later
) -> None:
    client = browser()
    really_sign_in(client, hazel)
    left_open = token_on(client.get("/people/new").text)
    later(TOO_LONG)
    really_sign_in(client, hazel)

    assert client.post("/people/new", data=said | {"csrf_token": left_open}).status_code == 201


@pytest.mark.usefixtures("with_tokens")
@pytest.mark.parametrize("how", ["signed out in another tab", "browser closed"])
def test_a_page_whose_cookie_is_gone_is_kept_for_whom_it_was_made(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], how: str
) -> None:
    client = browser()
    really_sign_in(client, hazel)
    left_open = token_on(client.get("/people/new").text)
    if how == "browser closed":
        client.delete_cookie("withy")
    else:
        client.post("/sign-out", data={"csrf_token": left_open})
    answer = client.post("/people/new", data=said | {"csrf_token": left_open})

    assert answer.status_code == 401
    assert "What you typed is kept" in answer.text
    back = really_sign_in(client, hazel)
    assert 'value="Kwame Mensah"' in client.get(back).text


@pytest.mark.usefixtures("with_tokens")
def test_a_page_of_the_person_before_is_kept_from_the_person_after(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], hire: Callable[..., User]
) -> None:
    sam = with_password(session, hire("Sam Oyelaran", Role.ADMIN, None))
    client = browser()
    really_sign_in(client, hazel)
    left_open = token_on(client.get("/people/new").text)
    client.post("/sign-out", data={"csrf_token": left_open})
    assert really_sign_in(client, sam) == "/people"
    answer = client.post("/people/new", data=said | {"csrf_token": left_open})
    assert answer.status_code == 400

    assert session.scalars(select(KeptForm.user_id)).one() == hazel.id
    page = client.get("/people/new").text
    assert "Kwame" not in page
    client.post("/sign-out", data={"csrf_token": token_on(page)})
    assert "?kept=" in really_sign_in(client, hazel)


@pytest.mark.usefixtures("with_tokens")
def test_a_form_without_our_token_is_never_kept(
    browser: Browser, session: Session, hazel: User, said: dict[str, str]
) -> None:
    client = browser()
    really_sign_in(client, hazel)
    for token in ("", "forged", "ImEi.forged.token"):
        assert client.post("/people/new", data=said | {"csrf_token": token}).status_code == 400
    client.delete_cookie("withy")
    assert client.post("/people/new", data=said | {"csrf_token": "forged"}).status_code == 400

    assert session.scalars(select(KeptForm)).all() == []


@pytest.mark.usefixtures("with_tokens")
def test_a_sign_in_page_gone_stale_asks_again_and_does_not_scare(browser: Browser, hazel: User) -> None:
    answer = browser().post("/sign-in", data={"email": hazel.email, "password": PASSWORD})

    assert answer.status_code == 400
    assert "enter your password once more" in answer.text
    assert 'name="password"' in answer.text


def test_a_sign_in_ended_elsewhere_counts_as_well(
    browser: Browser, session: Session, hazel: User, said: dict[str, str]
) -> None:
    client = browser(hazel)
    session.scalars(select(SignIn)).one().ended_at = hazel.created_at
    session.commit()
    client.post("/people/new", data=said)

    assert "?kept=" in sign_in(client, hazel).location
