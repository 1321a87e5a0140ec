"""The ending is talked about in good time, and going on past it is asked for and answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.actions import AskEntry, MoreWeeksEntry, give_more_weeks, give_no_more_weeks
from app.families.models import Episode, FamilyMember, MoreWeeksAsk
from app.families.queries.extending import asks_for
from app.plans.actions import EndingEntry, talk_about_ending
from app.plans.models import EndingTalk, Goal
from app.plans.queries import talks_of
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import boxes_of
from tests.offline.conftest import phone_of
from tests.offline.phones import TestPhone

__all__ = ["phone_of"]

Browser = Callable[..., FlaskClient]
Member = Callable[..., FamilyMember]
FEELS = "“Not for ever. Till I can lift the kettle.”"
WHY = "Her operation falls in the last week."


@pytest.fixture
def entry(maliks: Episode, member: Member) -> EndingEntry:
    """Shazia says how she feels about it; nothing is decided yet."""
    return EndingEntry(
        id=uuid4(), talked_on=TODAY, with_ids=(member(maliks, "Shazia").id,), feels_words=FEELS, who_stays="Her sister"
    )


@pytest.fixture
def asking(maliks: Episode, entry: EndingEntry) -> EndingEntry:
    """The same, and they would like four more weeks."""
    until_on = maliks.ends_on + timedelta(weeks=4)
    return replace(entry, id=uuid4(), ask=AskEntry(id=uuid4(), until_on=until_on, why=WHY, family_says=FEELS))


def in_week(session: Session, episode: Episode, week: int) -> None:
    """Let today be in this week of their plan."""
    episode.opened_on = TODAY - timedelta(weeks=week - 1)
    episode.ends_on = Episode.end_of(episode.opened_on, episode.weeks)
    session.commit()


def test_each_talk_stays_with_who_was_there(session: Session, lorna: User, maliks: Episode, entry: EndingEntry) -> None:
    talk_about_ending(session, maliks, lorna, entry, now=NOW)
    later = replace(entry, id=uuid4(), feels_words="“Now I am ready.”", last_visit_on=maliks.ends_on)
    talk_about_ending(session, maliks, lorna, later, now=NOW + timedelta(minutes=1))
    session.commit()
    told = talks_of(session, maliks.id)
    assert [(one.talk.feels_words, one.names) for one in told] == [
        ("“Now I am ready.”", ["Shazia"]),
        (FEELS, ["Shazia"]),
    ]
    assert len(session.scalars(select(Entry).where(Entry.action == "plan.ending")).all()) == 2


def test_the_same_talk_sent_twice_is_one_and_asks_once(
    session: Session, lorna: User, maliks: Episode, asking: EndingEntry
) -> None:
    first = talk_about_ending(session, maliks, lorna, asking, now=NOW)
    assert talk_about_ending(session, maliks, lorna, asking, now=NOW) is first
    assert session.scalars(select(MoreWeeksAsk.why)).all() == [WHY]
    with pytest.raises(Refused, match="saved a talk before"):
        talk_about_ending(session, maliks, lorna, replace(asking, feels_words="Other"), now=NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"with_ids": ()}, "who of the family was there"),
        ({"with_ids": (uuid4(),)}, "people of this family"),
        ({"talked_on": TODAY + timedelta(days=1)}, "and today"),
        ({"feels_words": "", "who_stays": ""}, "at least one thing"),
        ({"last_visit_on": date(2020, 1, 1)}, "or a later one"),
        ({"changed_words": "a" * 2001}, "at most 2,000"),
    ],
)
def test_a_talk_without_the_family_is_not_kept(
    session: Session, lorna: User, maliks: Episode, entry: EndingEntry, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        talk_about_ending(session, maliks, lorna, replace(entry, **more), now=NOW)
    session.rollback()
    assert session.scalars(select(EndingTalk)).all() == []


def test_while_one_question_waits_no_other_is_asked(
    session: Session, lorna: User, maliks: Episode, asking: EndingEntry
) -> None:
    talk_about_ending(session, maliks, lorna, asking, now=NOW)
    ask = asking.ask and replace(asking.ask, id=uuid4())
    with pytest.raises(Refused, match="asked for already"):
        talk_about_ending(session, maliks, lorna, replace(asking, id=uuid4(), ask=ask), now=NOW)


def test_what_is_given_answers_who_asked_and_the_weeks_count_to_the_new_end(
    session: Session, lorna: User, delroy: User, maliks: Episode, asking: EndingEntry
) -> None:
    talk_about_ending(session, maliks, lorna, asking, now=NOW)
    assert [one.ask.why for one in asks_for(session, delroy, NOW)] == [WHY]
    given = MoreWeeksEntry(id=uuid4(), until_on=maliks.ends_on + timedelta(weeks=3), why="Three will do.")
    give_more_weeks(session, maliks, delroy, given, now=NOW)
    session.commit()
    [ask] = session.scalars(select(MoreWeeksAsk)).all()
    assert (ask.given, ask.answer_why, ask.answered_by_id) == (True, "Three will do.", delroy.id)
    assert (maliks.weeks, maliks.last_day) == (29, given.until_on)
    assert asks_for(session, delroy, NOW) == []


def test_a_no_has_a_reason_and_stays(
    session: Session, lorna: User, delroy: User, maliks: Episode, asking: EndingEntry
) -> None:
    talk_about_ending(session, maliks, lorna, asking, now=NOW)
    [asked] = asks_for(session, delroy, NOW)
    with pytest.raises(Refused, match="Say why"):
        give_no_more_weeks(session, asked.ask, maliks, delroy, "", now=NOW)
    give_no_more_weeks(session, asked.ask, maliks, delroy, "Housing has a key worker now.", now=NOW)
    give_no_more_weeks(session, asked.ask, maliks, delroy, "Housing has a key worker now.", now=NOW)
    session.commit()
    assert (asked.ask.given, maliks.weeks) == (False, 26)
    with pytest.raises(Refused, match="answered by now"):
        give_no_more_weeks(session, asked.ask, maliks, delroy, "Another reason", now=NOW)


def test_a_manager_elsewhere_is_asked_nothing(
    session: Session,
    lorna: User,
    hire: Callable[..., User],
    maliks: Episode,
    asking: EndingEntry,
    chloe: User,
    delroy: User,
) -> None:
    talk_about_ending(session, maliks, lorna, asking, now=NOW)
    session.commit()
    delroy.cluster_id = chloe.cluster_id
    session.commit()
    assert asks_for(session, delroy, NOW) == []


def test_lorna_writes_it_down_and_asks_in_one_form(
    browser: Browser, session: Session, lorna: User, maliks: Episode, mornings: Goal, member: Member
) -> None:
    in_week(session, maliks, 21)
    here = f"/families/{maliks.family_id}/ending"
    page = browser(lorna).get(here)
    assert "Week 21 of 26" in page.text
    boxes = boxes_of(page.text, "ending") | {"with_ids": str(member(maliks, "Shazia").id), "feels_words": FEELS}
    wrong = browser(lorna).post(here, data=boxes | {"way": "go_on"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Say why, so that the family" in wrong.text
    assert "lift the kettle" in wrong.text
    sent = browser(lorna).post(here, data=boxes | {"way": "go_on", "more_why": WHY})
    assert sent.status_code == 303
    shown = browser(lorna).get(here).text
    assert "No answer yet" in shown
    [ask] = session.scalars(select(MoreWeeksAsk)).all()
    assert (ask.why, ask.family_says) == (WHY, FEELS)


def test_delroy_reads_what_was_asked_without_another_reason_and_answers(
    browser: Browser, session: Session, lorna: User, delroy: User, maliks: Episode, asking: EndingEntry
) -> None:
    in_week(session, maliks, 24)
    ask = asking.ask and replace(asking.ask, until_on=maliks.ends_on + timedelta(weeks=4))
    talk_about_ending(session, maliks, lorna, replace(asking, ask=ask), now=NOW)
    session.commit()
    today = browser(delroy).get("/team/today").text
    [asked] = session.scalars(select(MoreWeeksAsk)).all()
    here = f"/families/more-weeks-asked/{asked.id}"
    assert here in today
    page = browser(delroy).get(here).text
    assert WHY in page
    assert "lift the kettle" in page
    sent = browser(delroy).post(here, data=boxes_of(page, "answer") | {"answer": "yes", "why": "Until she is well."})
    assert sent.status_code == 303
    assert here not in browser(delroy).get("/team/today").text
    assert "Until she is well." in browser(delroy).get(here).text
    assert "The manager said yes to more weeks" in browser(lorna).get("/today").text
    session.refresh(maliks)
    assert maliks.weeks == 30


def test_delroy_says_no_and_a_yes_needs_a_day(
    browser: Browser, session: Session, lorna: User, delroy: User, maliks: Episode, asking: EndingEntry
) -> None:
    talk_about_ending(session, maliks, lorna, asking, now=NOW)
    session.commit()
    [asked] = session.scalars(select(MoreWeeksAsk)).all()
    here = f"/families/more-weeks-asked/{asked.id}"
    boxes = boxes_of(browser(delroy).get(here).text, "answer") | {"until_on": "", "why": "Housing has a key worker."}
    assert "Add the last day" in browser(delroy).post(here, data=boxes | {"answer": "yes"}, headers=HTMX).text
    assert browser(delroy).post(here, data=boxes | {"answer": "no"}).status_code == 303
    assert "The manager said no to more weeks" in browser(lorna).get("/today").text
    assert "Housing has a key worker." in browser(lorna).get(f"/families/{maliks.family_id}/ending").text


def test_by_either_door_it_is_the_same_talk(
    browser: Browser,
    phone_of: Callable[[User], TestPhone],
    session: Session,
    lorna: User,
    maliks: Episode,
    member: Member,
) -> None:
    here = f"/families/{maliks.family_id}/ending"
    said = {"with_ids": str(member(maliks, "Shazia").id), "feels_words": FEELS, "who_stays": "Nani", "way": "end"}
    boxes = boxes_of(browser(lorna).get(here).text, "ending") | said
    assert browser(lorna).post(here, data=boxes).status_code == 303
    again = [(name, str(uuid4()) if name == "id" else str(value)) for name, value in boxes.items()]
    phone = phone_of(lorna)
    item = phone.save(here, [box for box in again if box[0] not in ("csrf_token", "outbox")])
    assert [phone.send(item)[0]["outcome"] for _ in range(2)] == ["kept", "kept"]
    names = ("talked_on", "changed_words", "feels_words", "who_stays", "still_to_do", "last_visit_on", "ask_id")
    online, sent = talks_of(session, maliks.id)
    assert [getattr(online.talk, name) for name in names] == [getattr(sent.talk, name) for name in names]
    assert online.names == sent.names == ["Shazia"]


def test_today_leads_to_the_talk_until_it_was_had(
    browser: Browser,
    session: Session,
    lorna: User,
    maliks: Episode,
    entry: EndingEntry,
    later: Callable[[timedelta], Any],
) -> None:
    here = f"/families/{maliks.family_id}/ending"
    assert f'href="{here}"' not in browser(lorna).get("/today").text
    in_week(session, maliks, 20)
    assert f'href="{here}"' in browser(lorna).get("/today").text
    talk_about_ending(session, maliks, lorna, entry, now=clock.now())
    session.commit()
    assert f'href="{here}"' not in browser(lorna).get("/today").text
    in_week(session, maliks, 26)
    assert f'href="{here}"' in browser(lorna).get("/today").text
