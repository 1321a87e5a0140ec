"""A supervisor helps somebody back in, in person."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, SecondStep, Supervision, User, WayIn
from tests.accounts.conftest import ANOTHER, PASSWORD, code_now, sign_in, trail
from tests.cast import TODAY

Browser = Callable[..., FlaskClient]
CODE = re.compile(r"<b>((?:[2-9A-Z]{4}-){5}[2-9A-Z]{4})</b>")


def said(**more: str) -> dict[str, str]:
    return {"id": str(uuid4()), "in_person": "y", "proof": "badge", **more}


def help_in(client: FlaskClient, person: User, **more: str) -> str:
    answer = client.post(f"/team/help-in/{person.id}", data=said(**more))
    assert answer.status_code == 201
    found = CODE.search(answer.text)
    assert found is not None
    return found[1]


def choose(client: FlaskClient, code: str) -> object:
    client.post("/come-in", data={"code": code})
    return client.post("/come-in/password", data={"password": ANOTHER})


def test_priya_makes_a_code_and_lorna_chooses_the_password(
    browser: Browser, session: Session, priya: User, lorna: User
) -> None:
    lost_phone = browser(lorna)
    code = help_in(browser(priya), lorna)

    assert lost_phone.get("/account/devices").status_code == 401
    assert choose(browser(), code).status_code == 303
    assert sign_in(browser(), lorna, ANOTHER).status_code == 303
    assert sign_in(browser(), lorna, PASSWORD).status_code == 422
    entry = trail(session, "person.reset")[0]
    assert (entry.actor_id, entry.about_id, entry.reason) == (priya.id, lorna.id, "badge")


def test_lorna_is_told_when_and_by_whom_and_only_once(browser: Browser, priya: User, lorna: User) -> None:
    code, client = help_in(browser(priya), lorna), browser()
    assert choose(client, code).location == "/sign-in/news"
    news = client.get("/sign-in/news").text
    assert "today, 10am" in news
    assert "By Priya Nair" in news

    assert client.post("/sign-in/news").location == "/today"
    client.post("/sign-out")
    assert sign_in(client, lorna, ANOTHER).location == "/today"


def test_she_is_told_of_a_code_that_nobody_used(browser: Browser, priya: User, lorna: User) -> None:
    help_in(browser(priya), lorna)
    client = browser()

    assert sign_in(client, lorna).location == "/sign-in/news"
    assert "It has not been used" in client.get("/sign-in/news").text


@pytest.mark.parametrize(
    ("missing", "words"), [("in_person", "They must be with you"), ("proof", "Choose how you know who they are")]
)
def test_without_the_person_or_a_proof_there_is_no_code(
    browser: Browser, session: Session, priya: User, lorna: User, missing: str, words: str
) -> None:
    data = said()
    del data[missing]
    answer = browser(priya).post(f"/team/help-in/{lorna.id}", data=data)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(WayIn)).all() == []


def test_a_lost_authenticator_opens_nothing_until_the_code_is_used(
    browser: Browser,
    session: Session,
    priya: User,
    lorna: User,
    authenticator: Callable[[User], pyotp.TOTP],
    later: Callable[[timedelta], object],
) -> None:
    app = authenticator(lorna)
    code = help_in(browser(priya), lorna, clears_second_step="y")
    assert sign_in(browser(), lorna).location == "/sign-in/second-step"
    assert choose(browser(), code).location == "/sign-in/news"

    assert session.scalars(select(SecondStep)).all() == []
    later(timedelta(minutes=1))
    client = browser()
    sign_in(client, lorna, ANOTHER)
    assert client.post("/sign-in/second-step", data={"code": code_now(app)}).location == "/sign-in"


def test_an_authenticator_that_was_not_lost_is_still_asked_for(
    browser: Browser, priya: User, lorna: User, authenticator: Callable[[User], pyotp.TOTP]
) -> None:
    authenticator(lorna)
    code = help_in(browser(priya), lorna)

    assert choose(browser(), code).location == "/sign-in/second-step"


def test_the_form_sent_twice_makes_one_way_in_and_the_later_code_counts(
    browser: Browser, session: Session, priya: User, lorna: User
) -> None:
    client, same = browser(priya), {"id": str(uuid4())}
    first, second = help_in(client, lorna, **same), help_in(client, lorna, **same)

    assert session.scalars(select(WayIn.id)).one() == UUID(same["id"])
    assert browser().post("/come-in", data={"code": first}).status_code == 422
    assert choose(browser(), second).status_code == 303


def test_only_whoever_supervises_her_may(
    browser: Browser,
    session: Session,
    lorna: User,
    tom: User,
    chloe: User,
    marcus: User,
    delroy: User,
    hazel: User,
    noor: User,
) -> None:
    for other in (tom, chloe, marcus, delroy, hazel, noor, lorna):
        assert browser(other).get(f"/team/help-in/{lorna.id}").status_code == 404
        assert browser(other).post(f"/team/help-in/{lorna.id}", data=said()).status_code == 404
    assert session.scalars(select(WayIn)).all() == []


def test_her_supervisors_deputy_may_on_the_days_named(
    browser: Browser, session: Session, priya: User, delroy: User, lorna: User, hire: Callable[..., User]
) -> None:
    nadia = hire("Nadia Rahman", priya.role, None)
    nadia.cluster_id = priya.cluster_id
    session.add(Deputy(supervisor_id=priya.id, deputy_id=nadia.id, from_on=TODAY, until_on=TODAY))
    session.commit()

    assert "Lorna Ackroyd" in browser(nadia).get("/team/help-in").text


def test_the_manager_helps_supervisors_and_whoever_has_none(
    browser: Browser, session: Session, delroy: User, priya: User, marcus: User, lorna: User, tom: User
) -> None:
    for line in session.scalars(select(Supervision).where(Supervision.worker_id == tom.id)):
        line.until_on = TODAY - timedelta(days=1)
    session.commit()
    page = browser(delroy).get("/team/help-in").text

    assert "Priya Nair" in page
    assert "Tom Sugden" in page
    assert "Lorna Ackroyd" not in page
    assert "Marcus Obi" not in page


def test_somebody_who_left_is_not_helped_in(browser: Browser, session: Session, priya: User, lorna: User) -> None:
    lorna.left_on = TODAY
    session.commit()

    assert browser(priya).get(f"/team/help-in/{lorna.id}").status_code == 404
