"""Words about a worry are never changed: only added to. Who was rung is written down."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.worries.actions import AdditionEntry, add_to_worry
from app.worries.models import AdditionKind, Urgency, Worry, WorryAddition
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.reading import words_of

Browser = Callable[..., FlaskClient]


def _call(**more: str) -> dict[str, str]:
    said = {
        "call-id": str(uuid4()),
        "call-who": "Priya",
        "call-spoke": "no",
        "call-day": TODAY.isoformat(),
        "call-at": "09:58",
    }
    return said | more


def test_lorna_writes_down_that_priya_did_not_answer(browser: Browser, lorna: User, priya: User, worry: Worry) -> None:
    client = browser(lorna)
    assert client.post(f"/worries/{worry.id}/additions", data=_call()).status_code == 303

    assert "You rang Priya at 9:58am: no answer." in words_of(client.get(f"/worries/{worry.id}").text)
    assert "Lorna rang you at 9:58am: no answer." in words_of(browser(priya).get(f"/worries/{worry.id}/decision").text)


def test_the_same_call_sent_twice_is_kept_once(browser: Browser, session: Session, lorna: User, worry: Worry) -> None:
    said = _call()
    for _ in range(2):
        assert browser(lorna).post(f"/worries/{worry.id}/additions", data=said).status_code == 303

    assert len(session.scalars(select(WorryAddition)).all()) == 1


def test_somebody_else_who_was_rung_is_named(browser: Browser, session: Session, lorna: User, worry: Worry) -> None:
    client = browser(lorna)
    answer = client.post(f"/worries/{worry.id}/additions", data=_call(**{"call-who": "else"}), headers=HTMX)
    assert answer.status_code == 422
    assert "Say who you rang" in answer.text

    client.post(f"/worries/{worry.id}/additions", data=_call(**{"call-who": "else", "call-somebody": "Ms Farrell"}))
    assert session.scalars(select(WorryAddition.whom)).all() == ["Ms Farrell"]


def test_a_call_in_the_future_is_explained(browser: Browser, lorna: User, worry: Worry) -> None:
    answer = browser(lorna).post(f"/worries/{worry.id}/additions", data=_call(**{"call-at": "10:06"}))

    assert answer.status_code == 422
    assert "still to come" in answer.text


@pytest.mark.parametrize("kind", ["heard", "saw", "asked", "told"])
def test_something_more_is_added_with_both_its_times(
    browser: Browser, session: Session, lorna: User, worry: Worry, kind: str
) -> None:
    said = {
        "more-id": str(uuid4()),
        "more-kind": kind,
        "more-words": "He said they wait at the stop.",
        "more-day": TODAY.isoformat(),
        "more-at": "09:50",
    }
    assert browser(lorna).post(f"/worries/{worry.id}/additions", data=said).status_code == 303

    row = session.scalars(select(WorryAddition)).one()
    assert (row.kind, row.occurred_at, row.added_at) == (AdditionKind(kind), NOW - timedelta(minutes=10), NOW)
    assert "He said they wait at the stop." in browser(lorna).get(f"/worries/{worry.id}").text


def test_nothing_is_not_added(browser: Browser, lorna: User, worry: Worry) -> None:
    said = {"more-id": str(uuid4()), "more-kind": "heard", "more-day": TODAY.isoformat(), "more-at": "09:50"}
    answer = browser(lorna).post(f"/worries/{worry.id}/additions", data=said)

    assert answer.status_code == 422
    assert "Write what you heard, saw, asked or said" in answer.text


def test_the_database_itself_refuses_to_change_what_was_added(session: Session, lorna: User, worry: Worry) -> None:
    entry = AdditionEntry(id=uuid4(), kind=AdditionKind.HEARD, words="Exactly this", occurred_at=NOW)
    add_to_worry(session, worry, lorna, entry, now=NOW)
    session.commit()

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(update(WorryAddition).values(words="Something milder"))


def test_the_manager_reads_but_does_not_add(browser: Browser, session: Session, delroy: User, worry: Worry) -> None:
    assert browser(delroy).post(f"/worries/{worry.id}/additions", data=_call()).status_code == 404


def _worry_form(member: FamilyMember, **more: str) -> dict[str, str]:
    said = {
        "id": str(uuid4()),
        "urgency": "today",
        "about": str(member.id),
        "saw_or_heard": "The screen is cracked.",
        "exact_words": "He threw my phone.",
        "day": TODAY.isoformat(),
        "at": "09:41",
        "setting": "kitchen",
    }
    return said | more


def test_lorna_raises_a_worry_from_the_familys_page(
    browser: Browser,
    session: Session,
    lorna: User,
    maliks: Episode,
    member: Callable[..., FamilyMember],
) -> None:
    client, here = browser(lorna), f"/families/{maliks.family_id}/worries/new"
    assert client.get(here).status_code == 200

    answer = client.post(here, data=_worry_form(member(maliks, "Ayaan")))

    worry = session.scalars(select(Worry)).one()
    assert answer.location == f"/worries/{worry.id}"
    assert (worry.urgency, worry.occurred_at, worry.note_id) == (Urgency.TODAY, NOW - timedelta(minutes=19), None)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without script", "with script"])
def test_a_worry_without_words_is_asked_for_with_all_that_was_typed(
    browser: Browser,
    lorna: User,
    maliks: Episode,
    member: Callable[..., FamilyMember],
    headers: dict[str, str],
) -> None:
    said = _worry_form(member(maliks, "Ayaan"), saw_or_heard="", exact_words="")
    answer = browser(lorna).post(f"/families/{maliks.family_id}/worries/new", data=said, headers=headers)

    assert answer.status_code == 422
    assert "Write what you saw or heard" in answer.text
    assert 'value="kitchen"' in answer.text
    assert 'value="today" checked' in answer.text


def test_a_worker_of_another_cluster_raises_nothing_there(
    browser: Browser, chloe: User, maliks: Episode, member: Callable[..., FamilyMember]
) -> None:
    client, here = browser(chloe), f"/families/{maliks.family_id}/worries/new"

    assert client.get(here).status_code == 404
    assert client.post(here, data=_worry_form(member(maliks, "Ayaan"))).status_code == 404


def test_a_worry_written_after_midnight_about_the_evening_before_keeps_its_own_day(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Callable[..., FamilyMember]
) -> None:
    said = _worry_form(member(maliks, "Ayaan"), at="23:55")
    with clock.at(NOW + timedelta(hours=14, minutes=10)):
        browser(lorna).post(f"/families/{maliks.family_id}/worries/new", data=said)

    assert session.scalars(select(Worry.occurred_at)).one() == NOW + timedelta(hours=13, minutes=55)
