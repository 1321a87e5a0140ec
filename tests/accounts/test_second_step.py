"""The second step: an authenticator app, and recovery codes for the day it is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.second_steps import make_recovery_codes
from app.accounts.actions.throttles import FREE
from app.accounts.models import RecoveryCode, SecondStep, User
from app.accounts.seals import unseal
from tests.accounts.conftest import PASSWORD, code_now, sign_in, trail
from tests.cast import NOW

Browser = Callable[..., FlaskClient]
Later = Callable[[timedelta], object]
Give = Callable[[User], pyotp.TOTP]
CODE = re.compile(r"(?:[2-9A-Z]{4}[\u2011 ]){6}[2-9A-Z]{4}")


def give(client: FlaskClient, code: str) -> object:
    return client.post("/sign-in/second-step", data={"code": code})


def codes_on(page: str) -> set[str]:
    return {re.sub("[\u2011 ]", "-", code) for code in CODE.findall(page)}


def seed_on(page: str) -> str:
    return "".join(re.findall(r"<b>([A-Z2-7]{4})</b>", page))


def test_after_the_password_comes_the_code(browser: Browser, lorna: User, authenticator: Give) -> None:
    app, client = authenticator(lorna), browser()
    assert sign_in(client, lorna).location == "/sign-in/second-step"
    answer = give(client, code_now(app))

    assert (answer.status_code, answer.location) == (303, "/today")
    assert client.get("/account/devices").status_code == 200


def test_until_then_nothing_else_opens(browser: Browser, lorna: User, authenticator: Give) -> None:
    authenticator(lorna)
    client = browser()
    sign_in(client, lorna)
    page = client.get("/account/devices")

    assert page.status_code == 401
    assert "Code from your app" in page.text
    assert client.post("/account/password", data={}).status_code == 401
    assert client.get("/account/second-step/set-up").status_code == 404


def test_the_token_changes_with_the_second_step(browser: Browser, lorna: User, authenticator: Give) -> None:
    app, client = authenticator(lorna), browser()
    sign_in(client, lorna)
    with client.session_transaction() as cookie:
        half = cookie["_user_id"]
    give(client, code_now(app))
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != half


def test_a_code_counts_once(browser: Browser, session: Session, lorna: User, authenticator: Give) -> None:
    app, first, second = authenticator(lorna), browser(), browser()
    sign_in(first, lorna)
    sign_in(second, lorna)
    code = code_now(app)
    assert give(first, code).status_code == 303
    again = give(second, code)

    assert again.status_code == 422
    assert "has been used" in again.text
    assert len(trail(session, "account.second_step_refused")) == 1


@pytest.mark.parametrize(("shift", "answer"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_phones_clock_may_be_half_a_minute_wrong(
    browser: Browser, lorna: User, authenticator: Give, shift: int, answer: int
) -> None:
    app, client = authenticator(lorna), browser()
    sign_in(client, lorna)

    assert give(client, code_now(app, shift)).status_code == answer


def test_after_a_code_an_older_one_is_worth_nothing(browser: Browser, lorna: User, authenticator: Give) -> None:
    app, first, second = authenticator(lorna), browser(), browser()
    sign_in(first, lorna)
    sign_in(second, lorna)
    give(first, code_now(app))

    assert give(second, code_now(app, -1)).status_code == 422


def test_letters_and_other_digits_are_answered_in_words(browser: Browser, lorna: User, authenticator: Give) -> None:
    authenticator(lorna)
    client = browser()
    sign_in(client, lorna)

    for code in ("", "hello", "١٢٣٤٥٦", "1" * 500):
        assert give(client, code).status_code == 422


def test_codes_cannot_be_guessed_at_leisure(browser: Browser, lorna: User, authenticator: Give, later: Later) -> None:
    app, client = authenticator(lorna), browser()
    sign_in(client, lorna)
    for _ in range(FREE):
        give(client, "000000")

    assert "too many tries" in give(client, code_now(app)).text
    later(timedelta(seconds=1))
    assert give(client, code_now(app)).status_code == 303


def test_a_password_alone_is_forgotten_after_a_quarter_of_an_hour(
    browser: Browser, lorna: User, authenticator: Give, later: Later
) -> None:
    app, client = authenticator(lorna), browser()
    sign_in(client, lorna)
    later(timedelta(minutes=15))

    assert give(client, code_now(app)).location == "/sign-in"


def test_the_seed_lies_sealed_and_opens_for_nobody_else(
    session: Session, lorna: User, tom: User, authenticator: Give
) -> None:
    app = authenticator(lorna)
    kept = session.scalars(select(SecondStep.sealed_seed)).one()

    assert app.secret not in kept
    with pytest.raises(ValueError, match="does not open"):
        unseal(session.info["field_key"], kept, bound_to=f"second_step:{tom.id}")


@pytest.mark.usefixtures("second_step_required")
def test_where_it_is_required_she_sets_it_up_before_anything_opens(
    browser: Browser, session: Session, lorna: User
) -> None:
    client = browser()
    assert sign_in(client, lorna).location == "/sign-in/second-step"
    page = client.get("/sign-in/second-step").text
    assert "Set up your authenticator app" in page
    assert '<svg viewBox="0 0 ' in page
    assert client.get("/account/devices").status_code == 401

    answer = client.post("/account/second-step/set-up", data={"code": code_now(pyotp.TOTP(seed_on(page)))})
    assert answer.status_code == 201
    assert len(codes_on(answer.text)) == 10
    assert 'href="/today"' in answer.text
    assert client.get("/account/devices").status_code == 200
    assert len(trail(session, "account.second_step_set_up")) == 1


@pytest.mark.usefixtures("second_step_required")
def test_a_wrong_first_code_shows_the_same_square_again(browser: Browser, lorna: User) -> None:
    client = browser()
    sign_in(client, lorna)
    before = client.get("/sign-in/second-step").text
    answer = client.post("/account/second-step/set-up", data={"code": "000000"})

    assert answer.status_code == 422
    assert "doesn’t match" in answer.text
    assert seed_on(answer.text) == seed_on(before)


@pytest.mark.usefixtures("second_step_required")
def test_the_page_she_asked_for_comes_after_setting_it_up(browser: Browser, lorna: User) -> None:
    client = browser()
    data = {"email": lorna.email, "password": PASSWORD, "next": "/account/devices"}
    client.post("/sign-in", data=data)
    seed = seed_on(client.get("/sign-in/second-step").text)
    answer = client.post("/account/second-step/set-up", data={"code": code_now(pyotp.TOTP(seed))})

    assert 'href="/account/devices"' in answer.text


def test_a_recovery_code_opens_once_however_it_is_typed(
    browser: Browser, session: Session, lorna: User, authenticator: Give
) -> None:
    authenticator(lorna)
    code = make_recovery_codes(session, lorna, now=NOW)[0]
    session.commit()
    client = browser()
    sign_in(client, lorna)
    typed = f" {code.lower().replace('-', ' ')} "
    assert client.post("/sign-in/recovery-code", data={"code": typed}).status_code == 303

    client.post("/sign-out")
    sign_in(client, lorna)
    assert client.post("/sign-in/recovery-code", data={"code": code}).status_code == 422
    assert len(trail(session, "account.recovery_code")) == 1


def test_recovery_codes_are_kept_as_hashes(session: Session, lorna: User) -> None:
    codes = make_recovery_codes(session, lorna, now=NOW)
    session.commit()
    kept = session.scalars(select(RecoveryCode.code_hash)).all()

    assert len(kept) == 10
    assert not set(kept) & set(codes)


def test_one_persons_recovery_code_is_no_good_for_another(
    browser: Browser, session: Session, lorna: User, tom: User, authenticator: Give
) -> None:
    authenticator(lorna)
    code = make_recovery_codes(session, tom, now=NOW)[0]
    session.commit()
    client = browser()
    sign_in(client, lorna)

    assert client.post("/sign-in/recovery-code", data={"code": code}).status_code == 422


def test_another_phone_takes_over_only_once_it_has_shown_a_code(
    browser: Browser, lorna: User, authenticator: Give, later: Later
) -> None:
    old, client = authenticator(lorna), browser(lorna)
    assert client.post("/account/second-step", data={"password": "not my password"}).status_code == 422
    assert client.post("/account/second-step", data={"password": PASSWORD}).location == "/account/second-step/set-up"
    new = pyotp.TOTP(seed_on(client.get("/account/second-step/set-up").text))

    other = browser()
    sign_in(other, lorna)
    assert give(other, code_now(old)).status_code == 303
    later(timedelta(minutes=1))
    assert client.post("/account/second-step/set-up", data={"code": code_now(new)}).status_code == 201
    later(timedelta(minutes=1))
    sign_in(other, lorna)
    assert give(other, code_now(old)).status_code == 422
    assert give(other, code_now(new)).status_code == 303


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(
    browser: Browser, session: Session, lorna: User, authenticator: Give
) -> None:
    authenticator(lorna)
    old = make_recovery_codes(session, lorna, now=NOW)
    session.commit()
    client = browser(lorna)
    assert client.post("/account/second-step/recovery-codes", data={"password": "no"}).status_code == 422
    answer = client.post("/account/second-step/recovery-codes", data={"password": PASSWORD})

    assert answer.status_code == 201
    assert len(codes_on(answer.text)) == 10
    assert not codes_on(answer.text) & set(old)
    assert "Ten of your recovery codes are left" in client.get("/account/second-step").text
