"""A worker gets a family ready in a few minutes; the group reads it for a while; what pulls the worker stays apart."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyRestriction, RelatedStaff
from app.supervision.actions import PrepEntry, prepare, publish
from app.supervision.models import CaseDiscussion, CasePrep, Told, Wants, WhatPulls
from app.supervision.queries import Seat, item_prepared_by
from tests.cast import NOW, TODAY
from tests.families.filled_in import typed_in
from tests.offline.phones import TestPhone
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
PhoneOf = Callable[[User], TestPhone]
QUESTION = "How can Ayaan feel safe on the bus?"
PULLS = "I was followed home at his age."
SAID = {
    "told": "yes",
    "told_on": TODAY.isoformat(),
    "family_wants": "Have other mums got round it?",
    "going_well": "In school four days of five.",
    "worried": "Two boys on the number 12.",
    "needs": "Somebody to sit with.",
    "wants": "ideas",
    "question": QUESTION,
    "why_now": "He asks to be driven.",
    "family_would_say": "That he needs a friend there.",
    "pulls": PULLS,
}


@pytest.fixture
def page(on_agenda: CaseDiscussion) -> str:
    return f"/supervision/families/{on_agenda.id}/prepare"


@pytest.fixture
def brief(on_agenda: CaseDiscussion) -> str:
    return f"/supervision/families/{on_agenda.id}"


def ready(browser: Browser, lorna: User, page: str, **more: str) -> None:
    client = browser(lorna)
    assert client.post(page, data=typed_in(client, page, "prepare") | SAID | more).status_code == 303


def published(session: Session, priya: User, seat: Seat) -> None:
    publish(session, seat, priya, now=NOW)
    session.commit()


def test_lorna_gets_the_maliks_ready_with_what_withy_knows_filled_in(
    browser: Browser, session: Session, lorna: User, page: str
) -> None:
    shown = words_of(browser(lorna).get(page).text)
    assert "Week 9 of 26" in shown
    assert "not seen alone yet" in shown
    ready(browser, lorna, page)
    made = session.scalars(select(CasePrep)).one()
    assert (made.question, made.told, made.told_on, made.wants) == (QUESTION, Told.YES, TODAY, Wants.IDEAS)
    assert "Ready" in browser(lorna).get("/supervision").text
    assert session.scalars(select(Entry.action).where(Entry.action == "supervision.prepare")).all()


def test_there_are_eleven_boxes_and_none_must_be_filled_in(
    browser: Browser, session: Session, lorna: User, page: str
) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, "prepare")
    boxes = {name for name in filled if name not in ("id", "csrf_token", "outbox")} | {"told", "wants"}
    assert len(boxes) == 11
    assert client.post(page, data=filled).status_code == 303
    assert "Half done" in client.get("/supervision").text
    assert session.scalars(select(CasePrep.question)).all() == [""]


def test_a_brief_is_amended_by_a_later_version_and_both_are_kept(
    browser: Browser, session: Session, lorna: User, page: str
) -> None:
    ready(browser, lorna, page)
    ready(browser, lorna, page, question="Who could sit with him?")
    assert session.scalars(select(CasePrep.question).order_by(CasePrep.number)).all() == [
        QUESTION,
        "Who could sit with him?",
    ]
    assert typed_in(browser(lorna), page, "prepare")["question"] == "Who could sit with him?"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"told": Told.YES, "told_on": None}, "Add the day"),
        ({"told_on": TODAY + timedelta(days=1)}, "still to come"),
        ({"worried": "a" * 1001}, "at most 1,000"),
        ({"pulls": "a\x00b"}, "can’t be kept"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    session: Session, lorna: User, on_agenda: CaseDiscussion, more: dict[str, Any], words: str
) -> None:
    found = item_prepared_by(session, lorna, on_agenda.id, NOW)
    assert found
    entry = replace(PrepEntry(id=uuid4()), **more)
    with pytest.raises(Refused, match=words):
        prepare(session, *found, lorna, entry, written_at=NOW, now=NOW)


def test_by_either_door_it_is_the_same_brief_and_sent_twice_it_is_one(
    browser: Browser, phone_of: PhoneOf, session: Session, lorna: User, page: str
) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, "prepare") | SAID
    assert client.post(page, data=filled).status_code == 303
    again = {**filled, "id": str(uuid4())}
    pairs = [(name, str(one)) for name, one in again.items() if name not in ("csrf_token", "outbox")]
    phone = phone_of(lorna)
    item = phone.save(page, pairs, at=NOW - timedelta(hours=1))
    assert [phone.send(item)[0]["outcome"] for _ in range(2)] == ["kept", "kept"]
    online, sent = (session.get_one(CasePrep, UUID(one["id"])) for one in (filled, again))
    names = ("told", "told_on", "family_wants", "going_well", "worried", "needs", "wants", "question", "why_now")
    assert [getattr(online, name) for name in names] == [getattr(sent, name) for name in names]
    assert (online.number, sent.number, sent.written_at) == (1, 2, NOW - timedelta(hours=1))


def test_what_pulls_lorna_is_read_by_her_and_priya_and_is_on_nothing_of_the_family(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    tom: User,
    kwame: User,
    maliks: Episode,
    seat: Seat,
    page: str,
    brief: str,
) -> None:
    ready(browser, lorna, page)
    published(session, priya, seat)
    assert PULLS in browser(lorna).get(brief).text
    assert PULLS in browser(priya).get(brief).text
    for person in (tom, kwame):
        shown = browser(person).get(brief)
        assert shown.status_code == 200
        assert PULLS not in shown.text
        assert "What pulls" not in shown.text
    family = f"/families/{maliks.family_id}"
    for address in (family, f"{family}/notes", f"{family}/chronology", f"{family}/details", f"{family}/promises"):
        assert PULLS not in browser(lorna).get(address).text
    assert "family_id" not in WhatPulls.__table__.columns


def test_priya_can_help_with_a_brief_and_says_nothing_of_what_pulls_lorna(
    browser: Browser, session: Session, lorna: User, priya: User, page: str
) -> None:
    ready(browser, lorna, page)
    client = browser(priya)
    filled = typed_in(client, page, "prepare")
    assert "pulls" not in filled
    assert client.post(page, data=filled | {"pulls": "Hers", "needs": "A seat by the driver"}).status_code == 303
    assert session.scalars(select(WhatPulls.words)).all() == [PULLS]


def test_lorna_can_take_back_what_pulls_her(
    browser: Browser, session: Session, lorna: User, priya: User, page: str, brief: str
) -> None:
    ready(browser, lorna, page)
    with clock.at(NOW + timedelta(minutes=1)):
        ready(browser, lorna, page, pulls="")
        assert PULLS not in browser(priya).get(brief).text


def test_the_group_reads_a_brief_from_publication_until_a_week_after_and_each_look_is_kept(
    browser: Browser, session: Session, lorna: User, priya: User, kwame: User, seat: Seat, page: str, brief: str
) -> None:
    ready(browser, lorna, page)
    assert browser(kwame).get(brief).status_code == 404
    assert "Malik" not in browser(kwame).get(f"/supervision/sessions/{seat.session.id}").text
    published(session, priya, seat)
    assert QUESTION in browser(kwame).get(brief).text
    looks = session.execute(select(Entry.action, Entry.relation).where(Entry.actor_id == kwame.id)).all()
    assert ("family.view", "panel_item") in [tuple(one) for one in looks]
    assert browser(kwame).get(page).status_code == 404
    assert browser(kwame).get(f"/families/{seat.group.id}").status_code == 404
    week = seat.session.ends_at + timedelta(days=7)
    with clock.at(week - timedelta(minutes=1)):
        assert browser(kwame).get(brief).status_code == 200
    with clock.at(week):
        assert browser(kwame).get(brief).status_code == 404
        assert browser(lorna).get(brief).status_code == 200


def test_being_in_the_group_opens_nothing_else_of_the_family(
    browser: Browser, session: Session, priya: User, kwame: User, maliks: Episode, seat: Seat, on_agenda: CaseDiscussion
) -> None:
    published(session, priya, seat)
    for address in ("", "/notes", "/details", "/chronology"):
        assert browser(kwame).get(f"/families/{maliks.family_id}{address}").status_code == 404


def test_another_clusters_worker_finds_none_of_it(
    browser: Browser, session: Session, priya: User, chloe: User, marcus: User, seat: Seat, page: str, brief: str
) -> None:
    published(session, priya, seat)
    for person in (chloe, marcus):
        for address in (page, brief, f"/supervision/sessions/{seat.session.id}"):
            assert browser(person).get(address).status_code == 404


def test_a_family_that_closes_shuts_to_the_group(
    browser: Browser, session: Session, lorna: User, priya: User, kwame: User, maliks: Episode, seat: Seat, brief: str
) -> None:
    published(session, priya, seat)
    assert browser(kwame).get(brief).status_code == 200
    maliks.closed_on = TODAY
    session.commit()
    assert browser(kwame).get(brief).status_code == 404


def test_somebody_related_cannot_tell_that_the_family_is_on_the_agenda(
    browser: Browser,
    session: Session,
    priya: User,
    lorna: User,
    kwame: User,
    maliks: Episode,
    seat: Seat,
    on_agenda: CaseDiscussion,
    brief: str,
) -> None:
    """With the Maliks on it and without them, every page says the same to Kwame."""
    published(session, priya, seat)
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=kwame.id, named_at=NOW))
    session.commit()
    here, client = f"/supervision/sessions/{seat.session.id}", browser(kwame)

    def shown() -> list[str]:
        pages = [client.get(one).text for one in ("/supervision", here, f"{here}/bring")]
        # Each form has a new id and token of its own.
        return [re.sub(r'value="[^"]*"', "", page) for page in pages]

    with_them = shown()
    assert client.get(brief).status_code == 404
    on_agenda.off_at = NOW
    session.commit()
    assert shown() == with_them


def test_a_restricted_family_shows_to_the_named_few_of_the_group(
    browser: Browser, session: Session, lorna: User, priya: User, kwame: User, maliks: Episode, seat: Seat, brief: str
) -> None:
    published(session, priya, seat)
    session.get_one(Family, maliks.family_id).restricted = True
    session.add(FamilyRestriction(family_id=maliks.family_id, user_id=lorna.id, named_at=NOW))
    session.commit()
    assert browser(lorna).get(brief).status_code == 200
    for person in (kwame, priya):
        assert browser(person).get(brief).status_code == 404
