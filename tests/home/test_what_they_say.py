"""“We can’t make it” and “something to talk about” reach Today, and are never taken for an emergency line."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.home.models import FamilyWord
from tests.home.conftest import OwnClient
from tests.offline.phones import TestPhone

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
Browser = Callable[..., FlaskClient]
BUS = "The boys on the bus. I would like to say it to you first."


def said(**more: str) -> dict[str, str]:
    return {"id": str(uuid4()), "about": "talk_about", "words": BUS} | more


@pytest.fixture
def word(page_of: PageOf, session: Session, member: Member, maliks: Episode) -> FamilyWord:
    """What Shazia sent from her page, twice."""
    hers, form = page_of(member(maliks, "Shazia")), said()
    assert [hers.client.post("/our-plan/word", data=form).status_code for _ in range(2)] == [303, 303]
    assert "Thank you. It is sent." in hers.client.get("/our-plan?said=1").text
    return session.scalars(select(FamilyWord)).one()


def test_lorna_reads_it_on_her_day_and_it_leaves_with_one_tap(
    browser: Browser, session: Session, lorna: User, word: FamilyWord
) -> None:
    today = browser(lorna).get("/today").text
    assert "Shazia: Something to talk about" in today
    assert BUS in today
    assert browser(lorna).post(f"/family-words/{word.id}/seen").status_code == 303
    assert BUS not in browser(lorna).get("/today").text
    session.refresh(word)
    assert (word.seen_by_id, word.words) == (lorna.id, BUS)


def test_it_stands_on_nobody_elses_day_and_nobody_else_can_take_it_away(
    browser: Browser, tom: User, chloe: User, session: Session, word: FamilyWord
) -> None:
    for other in (tom, chloe):
        assert BUS not in browser(other).get("/today").text
        assert browser(other).post(f"/family-words/{word.id}/seen").status_code == 404
    session.refresh(word)
    assert word.seen_at is None


def test_she_says_that_they_can_not_make_it_in_one_tap(
    page_of: PageOf, browser: Browser, lorna: User, member: Member, maliks: Episode
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    assert hers.client.post("/our-plan/word", data=said(about="cannot_come", words="")).status_code == 303
    assert "Shazia: We can’t make it" in browser(lorna).get("/today").text


@pytest.mark.parametrize("more", [{"words": ""}, {"words": "x" * 501}, {"about": "help"}, {"id": "no id"}])
def test_what_cannot_be_sent_comes_back_as_it_was_typed(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, more: dict[str, Any]
) -> None:
    form = said(**more)
    answer = page_of(member(maliks, "Shazia")).client.post("/our-plan/word", data=form)
    assert answer.status_code == 422
    assert form["about"] == "help" or form["words"] in answer.text
    assert session.scalars(select(FamilyWord)).all() == []


def test_the_page_says_when_it_is_read_and_whom_to_ring_in_danger(
    page_of: PageOf, member: Member, maliks: Episode
) -> None:
    page = page_of(member(maliks, "Shazia")).look()
    assert "This is read: Monday to Friday, 09:00 to 17:00. If someone is in danger, ring 999." in page


def test_a_tap_without_a_signal_is_taken_later(
    phone_of: Callable[[User], TestPhone], session: Session, lorna: User, word: FamilyWord
) -> None:
    hers = phone_of(lorna)
    [answer] = hers.send(hers.save(f"/family-words/{word.id}/seen", []))
    assert answer["outcome"] == "kept"
    session.refresh(word)
    assert word.seen_by_id == lorna.id


PUT_RIGHT = "It says that I shouted. I did not."


@pytest.mark.parametrize(
    ("about", "words", "on_her_day"),
    [
        ("put_right", PUT_RIGHT, "Something to put right"),
        ("copy", "", "A copy of all we hold"),
        ("stop", "", "I want to stop"),
    ],
)
def test_what_she_asks_of_us_reaches_lornas_day(
    page_of: PageOf,
    browser: Browser,
    lorna: User,
    member: Member,
    maliks: Episode,
    about: str,
    words: str,
    on_her_day: str,
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    answer = hers.client.post("/our-plan/word", data=said(about=about, words=words))
    assert answer.location.endswith(f"/our-plan/rights?said={about}")
    assert hers.client.get(answer.location).text.count("Thank you. It is sent.") == 1
    today = browser(lorna).get("/today").text
    assert f"Shazia: {on_her_day}" in today
    assert words in today


def test_what_is_to_be_put_right_needs_words_and_too_many_are_kept_in_the_box(
    page_of: PageOf, session: Session, member: Member, maliks: Episode
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    for words, why in (("", "Write a few words first"), ("x" * 501, "That is too long")):
        answer = hers.client.post("/our-plan/word", data=said(about="put_right", words=words))
        assert answer.status_code == 422
        assert why in answer.text
        assert words in answer.text
        assert "What we keep" in answer.text
    assert session.scalars(select(FamilyWord)).all() == []
