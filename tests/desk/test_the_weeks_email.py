"""On Monday Priya has an email on how her team stands: counts, initials and references, and no family's name."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.actions import set_figures
from app.clusters.figures import DEFAULTS
from app.clusters.models import Cluster
from app.core import clock
from app.desk.digest import SUBJECT, initials_of, send_digests
from app.families.models import Episode, Family, RelatedStaff
from app.messages.models import EMAIL_LENGTH, Channel, Message, MessageState
from app.messages.post import Post
from app.offline.models import Phone
from app.plans.models import Plan
from app.ticking import Clock
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Urgency
from tests.cast import NOW, TODAY

MONDAY = clock.day_span(TODAY + timedelta(days=6))[0] + timedelta(hours=8)


def nothing_waits(people: Collection[UUID], before: datetime) -> Sequence[tuple[str, int]]:
    return []


def emails(session: Session, at: datetime = MONDAY) -> dict[str, Message]:
    """Every email there is after the clock has looked, by whom it is to."""
    send_digests(session, at, nothing_waits)
    session.commit()
    return {one.recipient: one for one in session.scalars(select(Message).where(Message.channel == Channel.EMAIL))}


@pytest.fixture
def troubled(session: Session, maliks: Episode, lorna: User) -> Family:
    """The Maliks in week 30: a worry for today, a late review, nobody seen alone."""
    maliks.opened_on, maliks.ends_on = TODAY - timedelta(weeks=29), TODAY - timedelta(weeks=3)
    session.query(Plan).filter_by(episode_id=maliks.id).update({"review_due_on": TODAY})
    entry = WorryEntry(id=uuid4(), urgency=Urgency.TODAY, saw_or_heard="A cracked phone.", occurred_at=NOW)
    raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW)
    session.commit()
    return session.get_one(Family, maliks.family_id)


def test_it_counts_what_the_teams_page_counts(session: Session, priya: User, troubled: Family) -> None:
    words = emails(session)[priya.email].words
    for line in (
        "Hello Priya. Your team has 1 family.",
        "Worries to decide: 1",
        "Children not seen alone lately: 2",
        "Families where nobody answers: 1",
        "Reviews late: 1",
        "Plans past their end: 1",
        f"M, {troubled.reference}: 1 worry to decide; 2 children not seen alone; decide together: nobody answers; "
        "review 6 days late; past week 26",
    ):
        assert line in words


def test_no_name_of_a_family_and_none_of_theirs_is_in_it(session: Session, priya: User, troubled: Family) -> None:
    message = emails(session)[priya.email]
    said = f"{message.key} {message.subject} {message.words}"
    assert message.subject == SUBJECT
    for name in ("Malik", "Shazia", "Imran", "Ayaan", "Hiba", "cracked"):
        assert name not in said


def test_it_goes_once_a_week_from_its_hour_on(session: Session, priya: User, maliks: Episode) -> None:
    assert emails(session, MONDAY - timedelta(minutes=1)) == {}
    assert list(emails(session)) == [priya.email]
    assert len(emails(session, MONDAY + timedelta(days=6))) == 1
    send_digests(session, MONDAY + timedelta(days=7), nothing_waits)
    assert len(session.scalars(select(Message)).all()) == 2


def test_a_clock_that_was_down_on_monday_sends_it_on_tuesday(session: Session, priya: User, maliks: Episode) -> None:
    assert list(emails(session, MONDAY + timedelta(days=1, hours=4))) == [priya.email]


def test_the_cluster_chooses_the_day_and_the_hour(
    session: Session, priya: User, hazel: User, beckside: Cluster, maliks: Episode
) -> None:
    set_figures(session, beckside, hazel, replace(DEFAULTS, digest_day=5, digest_hour=15), now=NOW)
    session.commit()
    friday = MONDAY + timedelta(days=4, hours=7)
    assert emails(session, friday - timedelta(minutes=1)) == {}
    assert list(emails(session, friday)) == [priya.email]


@pytest.mark.usefixtures("maliks", "bells")
def test_each_supervisor_has_their_own_and_nobody_else_any(
    session: Session, priya: User, marcus: User, troubled: Family
) -> None:
    found = emails(session)
    assert set(found) == {priya.email, marcus.email}
    assert troubled.reference not in found[marcus.email].words


def test_who_has_left_or_is_new_this_week_has_none(session: Session, priya: User, maliks: Episode) -> None:
    priya.left_on = TODAY
    session.commit()
    assert emails(session) == {}
    priya.left_on, priya.created_at = None, MONDAY + timedelta(hours=1)
    session.commit()
    assert emails(session, MONDAY + timedelta(hours=2)) == {}


def test_a_family_that_is_kept_from_her_is_not_in_it(session: Session, priya: User, troubled: Family) -> None:
    session.add(RelatedStaff(family_id=troubled.id, user_id=priya.id, named_at=NOW))
    session.commit()
    words = emails(session)[priya.email].words
    assert troubled.reference not in words
    assert "Nothing waits for a look" in words


def test_what_waits_on_a_phone_is_counted_and_the_outbox_shows_it_in_the_demo_alone(
    app: Flask,
    session: Session,
    browser: Callable[..., FlaskClient],
    priya: User,
    lorna: User,
    hazel: User,
    troubled: Family,
) -> None:
    client = browser(lorna)
    client.get("/more")
    sign_in_id = session.connection().exec_driver_sql("SELECT id FROM sign_in").scalar_one()
    session.add(
        Phone(
            user_id=lorna.id,
            sign_in_id=UUID(str(sign_in_id)),
            name="Pixel",
            deliver_hash="a",
            resume_hash="b",
            recovery="c",
            made_at=NOW,
            seen_at=NOW,
            waiting=3,
            waiting_since=NOW,
        )
    )
    session.commit()
    with clock.at(MONDAY), app.app_context():
        assert Clock(post=Post(senders={}, demo=True)).tick()
    [message] = session.scalars(select(Message).where(Message.channel == Channel.EMAIL))
    assert message.state is MessageState.SHOWN
    assert "Lorna’s phone: 3 things not sent" in message.words
    assert "Things not sent from phones: 3" in message.words
    page = browser(hazel).get("/messages").text
    assert "for its supervisor alone" in page
    assert troubled.reference not in page
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, demo=True)
    try:
        assert troubled.reference in browser(hazel).get("/messages").text
    finally:
        app.extensions["withy"] = settings


def test_however_many_families_there_are_it_fits(
    session: Session, priya: User, lorna: User, troubled: Family, beckside: Cluster
) -> None:
    for number in range(70):
        family = Family(
            id=uuid4(),
            cluster_id=beckside.id,
            name=f"Whitaker {number}",
            reference=f"WH-{number:04}",
            yarn="sea",
            added_at=NOW,
        )
        session.add(family)
        session.flush()
        opened = {"opened_on": TODAY - timedelta(weeks=40), "ends_on": TODAY - timedelta(weeks=14)}
        session.add(Episode(id=uuid4(), family_id=family.id, cluster_id=beckside.id, **opened))
    session.commit()
    words = emails(session)[priya.email].words
    assert "and 11 more" in words
    assert len(words) < EMAIL_LENGTH


def test_initials_say_little() -> None:
    assert [initials_of(name) for name in ("Malik", "Okafor-Reid", "Whitaker-Lawal")] == ["M", "OR", "WL"]
