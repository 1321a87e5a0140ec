"""Somebody sees where they are signed in, and signs out a phone that was lost."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User
from tests.accounts.conftest import ANOTHER, PASSWORD, sign_in, trail

Browser = Callable[..., FlaskClient]
Later = Callable[[timedelta], object]
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"}
LAPTOP = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0"}


def test_each_device_is_named_so_that_she_knows_it(browser: Browser, lorna: User) -> None:
    phone, laptop = browser(), browser()
    sign_in(phone, lorna, headers=PHONE)
    sign_in(laptop, lorna, headers=LAPTOP)
    page = laptop.get("/account/devices").text

    assert "Chrome on Android" in page
    assert "Edge on Windows" in page
    assert page.count("This one") == 1


def test_she_signs_the_lost_phone_out(browser: Browser, session: Session, lorna: User) -> None:
    phone, laptop = browser(), browser(lorna)
    sign_in(phone, lorna, headers=PHONE)
    lost = session.scalars(select(SignIn).where(SignIn.device == "Chrome on Android")).one()
    laptop.post(f"/account/devices/{lost.id}/end")

    assert phone.get("/account/devices").status_code == 401
    assert laptop.get("/account/devices").status_code == 200
    assert [entry.about_id for entry in trail(session, "account.sign_out")] == [lost.id]


def test_she_signs_out_everywhere_else(browser: Browser, lorna: User) -> None:
    here, there, elsewhere = browser(lorna), browser(lorna), browser(lorna)
    here.post("/account/devices/end-all")

    assert [one.get("/account/devices").status_code for one in (here, there, elsewhere)] == [200, 401, 401]


def test_nobody_signs_out_somebody_elses_phone(browser: Browser, session: Session, lorna: User, tom: User) -> None:
    phone = browser(lorna)
    hers = session.scalars(select(SignIn).where(SignIn.user_id == lorna.id)).one()

    assert browser(tom).post(f"/account/devices/{hers.id}/end").status_code == 404
    assert phone.get("/account/devices").status_code == 200


def test_the_fourth_device_signs_out_the_one_used_longest_ago(browser: Browser, lorna: User, later: Later) -> None:
    devices = [browser() for _ in range(4)]
    for device in devices[:3]:
        sign_in(device, lorna)
        later(timedelta(minutes=2))
    devices[0].get("/account/devices")
    later(timedelta(minutes=2))
    sign_in(devices[3], lorna)

    assert [one.get("/account/devices").status_code for one in devices] == [200, 401, 200, 200]


def test_the_trail_names_the_device(browser: Browser, session: Session, lorna: User) -> None:
    client = browser(lorna)
    here = session.scalars(select(SignIn)).one()
    client.post("/account/devices/end-all")

    assert trail(session, "account.sign_out_all")[0].sign_in_id == here.id


def test_another_password_signs_the_others_out(browser: Browser, session: Session, lorna: User) -> None:
    here, there = browser(lorna), browser(lorna)
    answer = here.post("/account/password", data={"old_password": PASSWORD, "password": ANOTHER})

    assert answer.status_code == 303
    assert [one.get("/account/devices").status_code for one in (here, there)] == [200, 401]
    assert sign_in(browser(), lorna, ANOTHER).status_code == 303
    assert sign_in(browser(), lorna, PASSWORD).status_code == 422


def test_another_password_needs_the_one_of_now_and_must_be_a_good_one(browser: Browser, lorna: User) -> None:
    client = browser(lorna)
    wrong = client.post("/account/password", data={"old_password": "guessed", "password": ANOTHER})
    weak = client.post("/account/password", data={"old_password": PASSWORD, "password": "lornaackroyd2026"})

    assert (wrong.status_code, weak.status_code) == (422, 422)
    assert "That is not your password now" in wrong.text
    assert "too easy to guess" in weak.text
