"""Shazia asked to be texted the day before a visit: a day, a time and a first name, and nobody else learns more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, Family, FamilyMember, SafeContact
from app.home.actions import pause, remind, share
from app.home.actions.reminding import see_you
from app.home.catalogues import tags
from app.home.models import LanguageCheck, OwnPage
from app.messages.models import Message, MessageState
from app.messages.post import Post
from app.ticking import Clock
from app.visits.models import Visit, VisitState
from tests.cast import NOW, TODAY

Member = Callable[[Episode, str], FamilyMember]
NUMBER = "07700 900142"
AFTERNOON = clock.day_span(TODAY)[0] + timedelta(hours=16, minutes=5)


@pytest.fixture
def shazia(session: Session, maliks: Episode, member: Member) -> FamilyMember:
    """She may be texted, and speaks English here."""
    found = member(maliks, "Shazia")
    found.language = "English"
    for contact in session.scalars(select(SafeContact).where(SafeContact.member_id == found.id)):
        contact.ended_at = NOW
    contact = SafeContact(member_id=found.id, family_id=maliks.family_id, phone=NUMBER, text_ok=True, made_at=NOW)
    session.add(contact)
    session.commit()
    return found


@pytest.fixture
def tomorrow(session: Session, maliks: Episode, lorna: User) -> Visit:
    """A visit at half past three tomorrow."""
    starts_at = clock.day_span(TODAY + timedelta(days=1))[0] + timedelta(hours=15, minutes=30)
    visit = Visit(
        family_id=maliks.family_id,
        episode_id=maliks.id,
        worker_id=lorna.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        planned_at=NOW,
        planned_by_id=lorna.id,
    )
    session.add(visit)
    session.commit()
    return visit


@pytest.fixture
def asked(session: Session, maliks: Episode, lorna: User, shazia: FamilyMember) -> FamilyMember:
    """She asked for texts."""
    share(session, maliks, shazia, lorna, {"reminder": True}, now=NOW)
    session.commit()
    return shazia


def texts(session: Session, at: datetime = AFTERNOON, *, demo: bool = False) -> list[tuple[str, str]]:
    remind(session, at, demo=demo)
    session.commit()
    return [(one.recipient, one.words) for one in session.scalars(select(Message).order_by(Message.made_at))]


@pytest.mark.usefixtures("asked", "tomorrow")
def test_she_is_texted_once_in_the_afternoon_before(session: Session) -> None:
    assert texts(session, AFTERNOON - timedelta(minutes=30)) == []
    said = [(NUMBER, "Hi, see you Wednesday at 15:30. Lorna")]
    assert texts(session) == said
    assert texts(session, AFTERNOON + timedelta(hours=1)) == said


@pytest.mark.usefixtures("tomorrow", "shazia")
def test_nobody_is_texted_who_did_not_ask(session: Session) -> None:
    assert texts(session) == []


@pytest.mark.parametrize("why", ["no texts", "no number", "paused", "cancelled", "safety flag", "left", "late"])
def test_nobody_is_texted_who_must_not_be(
    session: Session, maliks: Episode, asked: FamilyMember, tomorrow: Visit, lorna: User, why: str
) -> None:
    [contact] = session.scalars(
        select(SafeContact).where(SafeContact.member_id == asked.id, SafeContact.ended_at.is_(None))
    )
    own = OwnPage(member_id=asked.id, family_id=maliks.family_id, began_at=NOW)
    session.add(own)
    session.flush()
    if why == "no texts":
        contact.text_ok = False
    elif why == "no number":
        contact.ended_at = NOW
    elif why == "paused":
        pause(session, own, lorna, paused=True, now=NOW)
    elif why == "cancelled":
        tomorrow.state = VisitState.CANCELLED
    elif why == "safety flag":
        session.get_one(Family, maliks.family_id).safety_flag = True
    elif why == "left":
        asked.left_on = TODAY
    session.commit()
    assert texts(session, AFTERNOON + timedelta(hours=4) if why == "late" else AFTERNOON) == []


@pytest.mark.usefixtures("tomorrow")
def test_she_is_texted_in_urdu_once_somebody_has_checked_its_words(
    session: Session, asked: FamilyMember, hazel: User
) -> None:
    asked.language = "Urdu"
    session.commit()
    remind(session, AFTERNOON, demo=False)
    assert [one.words for one in session.scalars(select(Message))] == ["Hi, see you Wednesday at 15:30. Lorna"]
    session.rollback()
    session.add(
        LanguageCheck(tag="ur", checked_by="Rukhsana", checked_on=TODAY, recorded_at=NOW, recorded_by_id=hazel.id)
    )
    session.commit()
    [(_, words)] = texts(session)
    assert "بدھ" in words
    assert words.endswith("Lorna")


def test_in_every_language_it_says_a_day_a_time_and_a_name(tomorrow: Visit) -> None:
    said = {tag: see_you(tomorrow.starts_at, "Lorna", tag) for tag in tags()}
    assert len(set(said.values())) == len(said)
    assert all("Lorna" in words and len(words) < 160 for words in said.values())


@pytest.mark.usefixtures("asked", "tomorrow")
def test_the_servers_clock_sends_it_and_the_outbox_hides_her_number(
    app: Flask, session: Session, browser: Callable[..., FlaskClient], lorna: User, hazel: User
) -> None:
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, demo=True)
    try:
        with clock.at(AFTERNOON), app.app_context():
            assert Clock(post=Post(senders={}, demo=True)).tick()
        [message] = session.scalars(select(Message))
        assert message.state is MessageState.SHOWN
        page = browser(hazel).get("/messages").text
        assert "Text to somebody of a family" in page
        assert "900142" not in page
    finally:
        app.extensions["withy"] = settings


def test_lorna_turns_it_on_where_everything_is_turned_on(
    browser: Callable[..., FlaskClient], lorna: User, maliks: Episode, shazia: FamilyMember
) -> None:
    page = browser(lorna).get(f"/families/{maliks.family_id}/own-pages/{shazia.id}").text
    assert "A text to Shazia the day before a visit" in page
