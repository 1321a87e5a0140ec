"""Somebody signs in with a work email and a password, and out again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from tests.accounts.conftest import PASSWORD, sign_in, trail
from tests.cast import TODAY

Browser = Callable[..., FlaskClient]


def test_lorna_signs_in_and_comes_to_her_day(browser: Browser, lorna: User) -> None:
    client = browser()
    answer = sign_in(client, lorna)

    assert (answer.status_code, answer.location) == (303, "/today")
    assert client.get("/account/devices").status_code == 200


@pytest.mark.parametrize(("who", "page"), [("hazel", "/people"), ("noor", "/audit")])
def test_everyone_comes_to_where_their_work_is(
    browser: Browser, session: Session, request: pytest.FixtureRequest, who: str, page: str
) -> None:
    person = request.getfixturevalue(who)
    person.password_hash = request.getfixturevalue("lorna").password_hash
    session.commit()

    assert sign_in(browser(), person).location == page


def test_the_email_may_be_typed_in_capitals(browser: Browser, lorna: User) -> None:
    data = {"email": f" {lorna.email.upper()} ", "password": PASSWORD}

    assert browser().post("/sign-in", data=data).status_code == 303


def test_wrong_words_are_said_beside_the_field_and_the_email_stays(browser: Browser, lorna: User) -> None:
    answer = sign_in(browser(), lorna, "not my password at all")

    assert answer.status_code == 422
    assert "don’t match" in answer.text
    assert f'value="{lorna.email}"' in answer.text
    assert "not my password at all" not in answer.text
    assert 'aria-describedby="password-h password-e"' in answer.text


def test_nothing_tells_an_unknown_email_from_a_wrong_password(
    browser: Browser, session: Session, lorna: User, hire: Callable[..., User], tom: User
) -> None:
    tom.left_on = TODAY
    session.commit()
    emails = [lorna.email, "nobody@withy.example", tom.email]
    answers = [browser().post("/sign-in", data={"email": one, "password": "x" * 20}) for one in emails]

    assert {answer.status_code for answer in answers} == {422}
    pages = {answer.text.replace(email, "…") for answer, email in zip(answers, emails, strict=True)}
    assert len(pages) == 1


def test_a_leaver_does_not_sign_in_with_the_right_password(browser: Browser, session: Session, lorna: User) -> None:
    lorna.left_on = TODAY
    session.commit()

    assert sign_in(browser(), lorna).status_code == 422


def test_an_empty_form_is_answered_field_by_field(browser: Browser) -> None:
    answer = browser().post("/sign-in", data={"email": "", "password": ""})

    assert answer.status_code == 422
    assert "Enter your work email" in answer.text
    assert "Enter your password" in answer.text


def test_the_trail_tells_of_both_and_holds_no_email(browser: Browser, session: Session, lorna: User) -> None:
    sign_in(browser(), lorna, "not my password at all")
    browser().post("/sign-in", data={"email": "nobody@withy.example", "password": "x" * 20})
    sign_in(browser(), lorna)

    refused, whole = trail(session, "account.sign_in_refused"), trail(session, "account.sign_in")
    assert [entry.about_id for entry in refused] == [lorna.id, None]
    assert [entry.actor_id for entry in whole] == [lorna.id]
    assert not any("@" in f"{entry.about}{entry.reason}{entry.relation}" for entry in refused + whole)


def test_the_cookie_changes_with_each_sign_in_and_the_old_one_opens_nothing(
    app: Flask, browser: Browser, lorna: User
) -> None:
    client = browser()
    sign_in(client, lorna)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
    sign_in(client, lorna)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first

    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = first
    assert thief.get("/account/devices").status_code == 401


def test_signing_out_ends_it_on_the_server_too(browser: Browser, session: Session, lorna: User) -> None:
    client = browser(lorna)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert client.post("/sign-out").location == "/sign-in"

    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert client.get("/account/devices").status_code == 401
    assert session.scalars(select(SignIn.ended_at)).one() is not None
    assert len(trail(session, "account.sign_out")) == 1


@pytest.mark.parametrize(("away", "still_in"), [(29, True), (31, False)], ids=["29 minutes", "31 minutes"])
def test_half_an_hour_of_quiet_ends_it(
    browser: Browser, lorna: User, later: Callable[[timedelta], object], away: int, *, still_in: bool
) -> None:
    client = browser(lorna)
    later(timedelta(minutes=away))

    assert client.get("/account/devices").status_code == (200 if still_in else 401)


def test_it_ends_after_twelve_hours_however_busy(
    browser: Browser, lorna: User, later: Callable[[timedelta], object]
) -> None:
    client = browser(lorna)
    for _ in range(35):
        later(timedelta(minutes=20))
        assert client.get("/account/devices").status_code == 200
    later(timedelta(minutes=21))

    assert client.get("/account/devices").status_code == 401


def test_a_leavers_next_request_finds_the_door_shut(browser: Browser, session: Session, lorna: User) -> None:
    client = browser(lorna)
    lorna.left_on = TODAY
    session.commit()

    assert client.get("/account/devices").status_code == 401


def test_a_page_asked_for_comes_after_signing_in(browser: Browser, lorna: User) -> None:
    client = browser()
    page = client.get("/account/devices?from=letter")
    assert page.status_code == 401
    assert 'value="/account/devices?from=letter"' in page.text

    answer = client.post(
        "/sign-in", data={"email": lorna.email, "password": PASSWORD, "next": "/account/devices?from=letter"}
    )
    assert answer.location == "/account/devices?from=letter"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/today",
        "//evil.example/today",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/today\nSet-Cookie: a=b",
        "http:///account/devices",
        "http://localhost//evil.example",
        "/no-such-page",
        "/" + "a" * 600,
    ],
)
def test_nobody_is_sent_to_a_strangers_page(browser: Browser, lorna: User, address: str) -> None:
    answer = browser().post("/sign-in", data={"email": lorna.email, "password": PASSWORD, "next": address})

    assert answer.location == "/today"


def test_the_sign_in_page_works_without_script_and_lets_a_phone_fill_it_in(browser: Browser) -> None:
    page = browser().get("/sign-in").text

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "hx-post" not in page
    assert "onpaste" not in page
