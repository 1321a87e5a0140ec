"""`phone_of(lorna)` is a phone that Lorna has set up, with no sign-in on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in, hash_token
from app.accounts.models import SignIn, User
from app.core import clock
from app.offline.actions import set_up_phone
from tests.offline.phones import TestPhone


@pytest.fixture
def phone_of(app: Flask, session: Session) -> Callable[[User], TestPhone]:
    """Set up a phone a week ago; nothing but its delivery cookie is in its browser."""

    def make(person: User) -> TestPhone:
        then = clock.now() - timedelta(days=7)
        token = begin_sign_in(session, person, "A phone", now=then, second_step_done=True)
        session.flush()
        sign_in = session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).one()
        made = set_up_phone(session, person, sign_in, "A phone", 3, now=then)
        sign_in.ended_at = then
        session.commit()
        client = app.test_client()
        client.set_cookie("withy-deliver", made.deliver)
        return TestPhone(client, person.id)

    return make
