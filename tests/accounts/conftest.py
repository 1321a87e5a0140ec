"""People with passwords, and a stopped clock that can be moved on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.second_steps import begin_set_up, seed_of
from app.accounts.models import User
from app.accounts.passwords import hash_password
from app.audit.models import Entry
from app.core import clock
from tests.cast import NOW

PASSWORD = "kettle harbour violin moss"
ANOTHER = "tractor lampshade ginger fog"
_HASH = hash_password(PASSWORD)


def with_password(session: Session, person: User) -> User:
    person.password_hash, person.password_set_at = _HASH, NOW - timedelta(days=30)
    session.commit()
    return person


@pytest.fixture
def lorna(lorna: User, session: Session) -> User:
    """Lorna, who has chosen a password."""
    return with_password(session, lorna)


@pytest.fixture
def second_step_required(app: Flask) -> Iterator[None]:
    """As outside the demo."""
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, second_step_required=True)
    yield
    app.extensions["withy"] = settings


@pytest.fixture
def authenticator(session: Session) -> Callable[[User], pyotp.TOTP]:
    """Give somebody an authenticator app that is set up."""

    def give(person: User) -> pyotp.TOTP:
        step = begin_set_up(session, person, now=NOW)
        step.confirmed_at = NOW
        session.commit()
        return pyotp.TOTP(seed_of(session, person, step))

    return give


def code_now(app: pyotp.TOTP, shift: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds away from now."""
    return app.at(clock.now() + shift * timedelta(seconds=30))


def sign_in(client: FlaskClient, person: User, password: str = PASSWORD, **more: object) -> object:
    return client.post("/sign-in", data={"email": person.email, "password": password}, **more)  # type: ignore[arg-type]


def trail(session: Session, action: str) -> list[Entry]:
    """The entries of the audit about one kind of act, the oldest first."""
    return list(session.scalars(select(Entry).where(Entry.action == action).order_by(Entry.number)))
