"""Somebody guesses passwords: they are slowed down, and the person they pretend to be is not shut out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.actions.throttles import (
    FREE,
    FREE_NETWORK,
    IN_A_ROW,
    give_back,
    lane_of_network,
    lanes_for_sign_in,
    take_turn,
)
from app.accounts.models import Throttle, User
from tests.accounts.conftest import ANOTHER, PASSWORD, sign_in
from tests.cast import NOW

Browser = Callable[..., FlaskClient]
Later = Callable[[timedelta], object]
HERE = "127.0.0.1/32"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def guess(client: FlaskClient, person: User, times: int) -> list[int]:
    return [sign_in(client, person, "not my password at all").status_code for _ in range(times)]


def test_five_mistakes_cost_nothing_and_the_sixth_must_wait(browser: Browser, lorna: User) -> None:
    assert guess(browser(), lorna, FREE + 1) == [422] * FREE + [429]


def test_while_it_must_wait_not_even_the_right_password_opens(browser: Browser, lorna: User, later: Later) -> None:
    client = browser()
    guess(client, lorna, FREE)
    answer = sign_in(client, lorna)
    assert answer.status_code == 429
    assert "Wait 1 second, then try again" in answer.text
    assert f'value="{lorna.email}"' in answer.text

    later(timedelta(seconds=1))
    assert sign_in(client, lorna).status_code == 303


def test_each_mistake_doubles_the_wait_up_to_a_quarter_of_an_hour(session: Session) -> None:
    now = NOW
    lanes = lanes_for_sign_in(session, "somebody@withy.example", None, "198.51.100.0/32", None)
    pauses = []
    for _ in range(20):
        take_turn(session, lanes, field="password", now=now)
        row = session.get_one(Throttle, lanes[0].key)
        pauses.append((row.open_at - now).total_seconds())
        now = row.open_at

    assert pauses == [0, 0, 0, 0, *(2**n for n in range(10)), *[900] * 6]


def test_a_known_phone_is_not_held_up_by_what_strangers_try(browser: Browser, lorna: User) -> None:
    phone = browser()
    sign_in(phone, lorna)
    phone.post("/sign-out")
    guess(browser(), lorna, FREE + 3)

    assert sign_in(browser(), lorna).status_code == 429
    assert sign_in(phone, lorna).status_code == 303


def test_a_known_phone_has_a_limit_of_its_own(browser: Browser, lorna: User) -> None:
    phone = browser()
    sign_in(phone, lorna)
    phone.post("/sign-out")

    assert guess(phone, lorna, FREE + 1) == [422] * FREE + [429]


def test_a_forged_device_cookie_gives_no_lane(browser: Browser, lorna: User) -> None:
    stranger = browser()
    guess(stranger, lorna, FREE)
    stranger.set_cookie("withy-known", "eyJhIjoiYiJ9.made.up")

    assert guess(stranger, lorna, 1) == [429]


def test_mistakes_at_one_place_do_not_hold_up_another(browser: Browser, lorna: User) -> None:
    guess(browser(), lorna, FREE + 1)

    assert sign_in(browser(), lorna, environ_overrides=ELSEWHERE).status_code == 303


def test_after_a_hundred_in_a_row_strangers_are_shut_out_and_the_known_phone_is_not(
    browser: Browser, session: Session, lorna: User
) -> None:
    phone = browser()
    sign_in(phone, lorna)
    phone.post("/sign-out")
    for number in range(IN_A_ROW):
        lanes = lanes_for_sign_in(session, lorna.email, lorna, f"198.51.{number}.0/32", None)
        take_turn(session, lanes, field="password", now=NOW)
    session.commit()

    answer = sign_in(browser(), lorna)
    assert answer.status_code == 429
    assert "in person" in answer.text
    assert sign_in(phone, lorna).status_code == 303


def test_a_new_password_opens_the_way_again(browser: Browser, session: Session, lorna: User) -> None:
    for number in range(IN_A_ROW):
        lanes = lanes_for_sign_in(session, lorna.email, lorna, f"198.51.{number}.0/32", None)
        take_turn(session, lanes, field="password", now=NOW)
    lorna.password_set_at = NOW
    session.commit()

    assert sign_in(browser(), lorna).status_code == 303


def test_an_unknown_email_waits_just_as_long(browser: Browser) -> None:
    client = browser()
    data = {"email": "nobody@withy.example", "password": ANOTHER}
    answers = [client.post("/sign-in", data=data).status_code for _ in range(FREE + 1)]

    assert answers == [422] * FREE + [429]


def test_one_network_cannot_try_one_password_on_everyone(browser: Browser, session: Session) -> None:
    for _ in range(FREE_NETWORK):
        take_turn(session, [lane_of_network(session, HERE)], field="password", now=NOW)
    session.commit()
    data = {"email": "nobody@withy.example", "password": PASSWORD}

    assert browser().post("/sign-in", data=data).status_code == 429
    assert browser().post("/sign-in", data=data, environ_overrides=ELSEWHERE).status_code == 422


def test_a_network_is_forgiven_a_mistake_each_minute(browser: Browser, session: Session, later: Later) -> None:
    for _ in range(FREE_NETWORK):
        take_turn(session, [lane_of_network(session, HERE)], field="password", now=NOW)
    session.commit()
    later(timedelta(minutes=3))
    data = {"email": "nobody@withy.example", "password": PASSWORD}

    assert [browser().post("/sign-in", data=data).status_code for _ in range(4)] == [422, 422, 422, 429]


def test_an_office_that_signs_in_at_nine_is_not_held_up(browser: Browser, session: Session, lorna: User) -> None:
    lanes = [lane_of_network(session, HERE)]
    for _ in range(2 * FREE_NETWORK):
        take_turn(session, lanes, field="password", now=NOW)
        give_back(session, lanes, now=NOW)
    session.commit()

    assert guess(browser(), lorna, 1) == [422]
    assert sign_in(browser(), lorna).status_code == 303


def test_success_forgets_the_persons_own_mistakes(browser: Browser, lorna: User) -> None:
    client = browser()
    for _ in range(2):
        guess(client, lorna, FREE - 1)
        assert sign_in(client, lorna).status_code == 303
        client.delete_cookie("withy-known")


def test_she_is_told_that_somebody_tried(browser: Browser, lorna: User, later: Later) -> None:
    phone = browser()
    sign_in(phone, lorna)
    phone.post("/sign-out")
    guess(browser(), lorna, 4)

    answer = sign_in(phone, lorna)
    assert answer.location == "/sign-in/news"
    assert "A wrong password was tried 4 times" in phone.get("/sign-in/news").text
    assert phone.post("/sign-in/news").location == "/today"
    phone.post("/sign-out")
    assert sign_in(phone, lorna).location == "/today"


def test_many_tries_at_the_same_moment_count_as_many(app: Flask, browser: Browser, lorna: User) -> None:
    browser()
    said = {"email": lorna.email, "password": "not my password at all"}
    with ThreadPoolExecutor(8) as crowd:
        codes = list(crowd.map(lambda _: app.test_client().post("/sign-in", data=said).status_code, range(16)))

    assert sorted(codes) == [422] * FREE + [429] * (16 - FREE)
