"""What is typed on the server: the first admin, and a way in for whoever nobody supervises."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.permissions import Role
from tests.accounts.conftest import ANOTHER, PASSWORD, sign_in, trail, with_password

Browser = Callable[..., FlaskClient]
CODE = re.compile(r"(?:[2-9A-Z]{4}-){5}[2-9A-Z]{4}")
FIRST = ["create-admin", "--email", "Hazel.Firth@withy.example", "--name", "Hazel Firth"]


def test_the_first_admin_comes_in_with_what_the_command_prints(app: Flask, browser: Browser, session: Session) -> None:
    printed = app.test_cli_runner().invoke(args=FIRST)
    assert printed.exit_code == 0
    code = CODE.search(printed.output)
    assert code is not None
    client = browser()
    client.post("/come-in", data={"code": code[0]})

    assert client.post("/come-in/password", data={"password": ANOTHER}).location == "/people"
    hazel = session.scalars(select(User)).one()
    assert (hazel.role, hazel.cluster_id) == (Role.ADMIN, None)
    assert [entry.actor_id for entry in trail(session, "person.invite")] == [None]


def test_a_second_admin_may_be_made_and_is_noted(app: Flask, session: Session, hazel: User) -> None:
    second = ["create-admin", "--email", "sam@withy.example", "--name", "Sam Oyelaran"]

    assert app.test_cli_runner().invoke(args=second).exit_code == 0
    assert len(trail(session, "person.invite")) == 1


def test_an_email_that_somebody_has_is_refused_in_one_line(app: Flask, hazel: User) -> None:
    printed = app.test_cli_runner().invoke(args=FIRST)

    assert printed.exit_code == 1
    assert printed.output.strip() == "Error: Somebody has this email already."


def test_a_manager_is_let_back_in_from_the_server(app: Flask, browser: Browser, session: Session, delroy: User) -> None:
    with_password(session, delroy)
    phone = browser(delroy)
    printed = app.test_cli_runner().invoke(args=["way-in", "--email", delroy.email])
    code = CODE.search(printed.output)
    assert code is not None

    assert phone.get("/account/devices").status_code == 401
    client = browser()
    client.post("/come-in", data={"code": code[0]})
    assert client.post("/come-in/password", data={"password": ANOTHER}).location == "/sign-in/news"
    assert "By whoever runs Withy" in client.get("/sign-in/news").text


def test_whoever_is_supervised_is_not(app: Flask, session: Session, lorna: User, browser: Browser) -> None:
    printed = app.test_cli_runner().invoke(args=["way-in", "--email", lorna.email])

    assert printed.exit_code == 1
    assert "in person" in printed.output
    assert sign_in(browser(), lorna, PASSWORD).status_code == 303
