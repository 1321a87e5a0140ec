"""Somebody comes in with a code: the first time, or because they could not any more."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.codes import hash_code
from app.accounts.actions.ways_in import InviteEntry, choose_password, invite
from app.accounts.models import SignIn, User, WayIn
from app.accounts.queries import open_way_in
from app.clusters.models import Cluster
from app.core.errors import Refused
from app.core.permissions import Role
from tests.accounts.conftest import ANOTHER, sign_in, trail
from tests.cast import NOW, TODAY

Browser = Callable[..., FlaskClient]
Later = Callable[[timedelta], object]


@pytest.fixture
def iwona_id() -> UUID:
    return uuid4()


@pytest.fixture
def code(session: Session, hazel: User, beckside: Cluster, iwona_id: UUID) -> str:
    """Hazel invites Iwona."""
    entry = InviteEntry(
        id=iwona_id,
        name="Iwona Zielinska",
        email="Iwona.Zielinska@withy.example",
        role=Role.WORKER,
        cluster_id=beckside.id,
    )
    made = invite(session, hazel, entry, now=NOW)
    session.commit()
    return made


def come_in(client: FlaskClient, code: str, password: str = ANOTHER) -> object:
    client.post("/come-in", data={"code": code})
    return client.post("/come-in/password", data={"password": password})


def test_iwona_chooses_her_own_password_and_is_in(browser: Browser, session: Session, code: str) -> None:
    client = browser()
    assert client.post("/come-in", data={"code": code}).location == "/come-in/password"
    page = client.get("/come-in/password").text
    assert "Hello, Iwona" in page
    assert 'autocomplete="new-password"' in page
    assert 'value="iwona.zielinska@withy.example"' in page

    assert client.post("/come-in/password", data={"password": ANOTHER}).location == "/today"
    assert client.get("/account/devices").status_code == 200
    assert len(trail(session, "account.password_chosen")) == 1


@pytest.mark.usefixtures("second_step_required")
def test_where_a_second_step_is_required_it_comes_next(browser: Browser, code: str) -> None:
    client = browser()

    assert come_in(client, code).location == "/sign-in/second-step"
    assert client.get("/account/devices").status_code == 401


def test_small_letters_and_spaces_are_fine(browser: Browser, code: str) -> None:
    assert browser().post("/come-in", data={"code": f" {code.lower().replace('-', ' ')} "}).status_code == 303


def test_used_run_out_and_unknown_codes_answer_alike(
    browser: Browser, session: Session, code: str, iwona_id: UUID, later: Later
) -> None:
    unknown = browser().post("/come-in", data={"code": "2222-3333-4444-5555-6666-7777"})
    come_in(browser(), code)
    used = browser().post("/come-in", data={"code": code})
    session.scalars(select(WayIn)).one().used_at = None
    session.commit()
    later(timedelta(hours=48))
    late = browser().post("/come-in", data={"code": code})

    assert [one.status_code for one in (unknown, used, late)] == [422, 422, 422]
    pages = {re.sub(r'value="[^"]*"', "", one.text) for one in (unknown, used, late)}
    assert len(pages) == 1


def test_a_code_lasts_just_under_two_days(browser: Browser, code: str, later: Later) -> None:
    later(timedelta(hours=48) - timedelta(minutes=1))

    assert come_in(browser(), code).status_code == 303


def test_of_two_who_hold_the_same_code_only_the_first_chooses(browser: Browser, code: str) -> None:
    first, second = browser(), browser()
    first.post("/come-in", data={"code": code})
    second.post("/come-in", data={"code": code})
    assert first.post("/come-in/password", data={"password": ANOTHER}).status_code == 303

    assert second.post("/come-in/password", data={"password": "mallow trumpet basin kite"}).location == "/come-in"


def test_two_who_choose_at_the_same_moment_do_not_both_win(session: Session, code: str, iwona_id: UUID) -> None:
    found = open_way_in(session, hash_code(code), NOW)
    assert found is not None
    way_in, iwona = found
    choose_password(session, way_in, iwona, ANOTHER, now=NOW)

    with pytest.raises(Refused, match="used a moment ago"):
        choose_password(session, way_in, iwona, "mallow trumpet basin kite", now=NOW)


def test_a_code_of_somebody_who_left_is_worth_nothing(
    browser: Browser, session: Session, code: str, iwona_id: UUID
) -> None:
    session.get_one(User, iwona_id).left_on = TODAY
    session.commit()

    assert browser().post("/come-in", data={"code": code}).status_code == 422


def test_looking_at_the_page_spends_nothing(browser: Browser, code: str) -> None:
    """Scanners of mail open every link they see."""
    for _ in range(5):
        browser().get(f"/come-in?code={code}")
    client = browser()
    client.post("/come-in", data={"code": code})
    client.get("/come-in/password")

    assert client.post("/come-in/password", data={"password": ANOTHER}).status_code == 303


def test_a_weak_password_is_explained_and_the_code_still_works(browser: Browser, code: str) -> None:
    client = browser()
    weak = come_in(client, code, "iwonazielinska2026")
    assert weak.status_code == 422
    assert "too easy to guess" in weak.text

    assert client.post("/come-in/password", data={"password": ANOTHER}).status_code == 303


def test_the_database_keeps_no_code(session: Session, code: str) -> None:
    kept = session.scalars(select(WayIn)).one()

    assert code not in str(vars(kept).values())


def test_a_new_invitation_ends_the_one_before(
    browser: Browser, session: Session, hazel: User, code: str, iwona_id: UUID
) -> None:
    answer = browser(hazel).post(f"/people/{iwona_id}/invitation")
    newer = re.search(r"<b>((?:[2-9A-Z]{4}-){5}[2-9A-Z]{4})</b>", answer.text)
    assert newer is not None

    assert browser().post("/come-in", data={"code": code}).status_code == 422
    assert come_in(browser(), newer[1]).status_code == 303


def test_choosing_a_password_ends_every_sign_in_of_before(
    browser: Browser, session: Session, hazel: User, code: str, iwona_id: UUID
) -> None:
    iwona = session.get_one(User, iwona_id)
    before = browser(iwona)
    come_in(browser(), code)

    assert before.get("/account/devices").status_code == 401
    assert len(session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 1
    assert sign_in(browser(), iwona, ANOTHER).status_code == 303
