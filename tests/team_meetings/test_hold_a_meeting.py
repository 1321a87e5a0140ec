"""A meeting is written down: the family first, promises in the one ledger, and minutes that are never edited."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.actions import withdraw_consent
from app.families.models import Episode, Family, FamilyMember
from app.notes.queries import chronology_of
from app.promises.models import Promise
from app.team_meetings.actions import (
    AdditionEntry,
    MoveEntry,
    RecordEntry,
    Said,
    add_to_minutes,
    cancel_meeting,
    move_meeting,
    record_meeting,
)
from app.team_meetings.models import MeetingState, TeamMeeting, TeamMeetingAddition, TeamMeetingMove
from app.team_meetings.queries import story_of
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import typed_in
from tests.reading import words_of
from tests.team_meetings.conftest import AFTER, Plan, Team

Browser = Callable[..., FlaskClient]
Member = Callable[[Episode, str], FamilyMember]
Later = Callable[[timedelta], object]
A_WEEK_ON = timedelta(days=7, hours=8)


def promises(session: Session) -> list[Promise]:
    return list(session.scalars(select(Promise).order_by(Promise.what)))


def test_lorna_writes_down_what_was_said_the_family_first(
    browser: Browser, session: Session, lorna: User, plan: Plan, team: Team, later: Later
) -> None:
    meeting = plan()
    later(A_WEEK_ON)
    client = browser(lorna)
    address = f"/team-meetings/{meeting.id}/record"
    page = client.get(address).text
    assert page.index("What the family said") < page.index("What the others said") < page.index("Who will do what")
    filled = typed_in(client, address, "record") | {
        "family-0-came": "y",
        "family-0-words": "Mornings are calmer.",
        "partners-0-came": "y",
        "partners-0-words": "He came in four days of five.",
        "agreed-0-what": "Keep a lunch table",
        "agreed-0-who": f"partner:{team.farrell.id}",
        "agreed-0-by": "2026-12-08",
    }
    for _ in range(2):
        assert client.post(address, data=filled).status_code == 303
    shown = words_of(client.get(f"/team-meetings/{meeting.id}").text)
    assert shown.index("Mornings are calmer.") < shown.index("He came in four days of five.")
    [kept] = promises(session)
    assert (kept.what, kept.source, kept.source_id) == ("Keep a lunch table", "team_meeting", meeting.id)
    assert kept.owner_partner_id == team.farrell.id


def test_each_thing_agreed_is_a_promise_in_the_ledger(session: Session, held: TeamMeeting, lorna: User) -> None:
    kept = {one.what: one for one in promises(session)}
    assert set(kept) == {"Walk to the stop", "Keep a lunch table", "Ring the bus company"}
    assert kept["Ring the bus company"].owner_user_id == lorna.id
    assert {(one.source, one.source_id) for one in kept.values()} == {("team_meeting", held.id)}
    assert all(one.visible_to_family for one in kept.values())


def test_with_a_safety_flag_promises_are_shown_to_nobody_until_turned_on(
    session: Session, plan: Plan, lorna: User, said: RecordEntry, maliks: Episode
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = True
    record_meeting(session, plan(), lorna, said, now=AFTER)
    assert not any(one.visible_to_family for one in promises(session))


def test_the_same_minutes_sent_twice_are_one_and_other_words_are_refused(
    session: Session, held: TeamMeeting, lorna: User, said: RecordEntry
) -> None:
    record_meeting(session, held, lorna, said, now=AFTER)
    assert len(promises(session)) == 3
    with pytest.raises(Refused, match="written already"):
        record_meeting(session, held, lorna, replace(said, going_well="Everything"), now=AFTER)
    assert held.going_well == "Bags are packed the night before."


def test_the_meeting_stands_in_the_chronology(session: Session, held: TeamMeeting, maliks: Episode) -> None:
    [event] = chronology_of(session, maliks.family_id)
    assert event.occurred_at == held.starts_at
    assert event.happened.startswith("Team Around the Family.")
    assert "Keep a lunch table" in event.happened
    assert (event.present, event.others_there) == (["Shazia", "Ayaan"], ["Ms Farrell"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"family-0-came": ""}, "Tick who of the family came"),
        ({"agreed-0-what": "Ring the bus company"}, "Say who will do it"),
        ({"agreed-0-who": "me"}, "Say what was agreed"),
        ({"agreed-5-what": "Ring", "agreed-5-who": "me", "agreed-5-by": "2026-11-30"}, "Choose the day of the meeting"),
        ({"next_on": "2026-12-01"}, "Choose a day after this meeting"),
        ({"family-1-words": "a" * 301}, "Use at most 300 characters"),
    ],
    ids=["nobody came", "by nobody", "nothing", "before the meeting", "the same day", "too long"],
)
def test_what_is_wrong_is_said_beside_its_box_and_nothing_typed_is_lost(
    browser: Browser,
    session: Session,
    lorna: User,
    plan: Plan,
    later: Later,
    typed: dict[str, str],
    words: str,
) -> None:
    meeting = plan()
    later(A_WEEK_ON)
    client, address = browser(lorna), f"/team-meetings/{meeting.id}/record"
    me = {key: f"user:{lorna.id}" if value == "me" else value for key, value in typed.items()}
    filled = typed_in(client, address, "record") | {"family-0-came": "y", "family-0-words": "It is calmer."} | me
    answer = client.post(address, data={key: value for key, value in filled.items() if value}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.text
    assert "It is calmer." in answer.text
    session.refresh(meeting)
    assert (meeting.state, promises(session)) == (MeetingState.PLANNED, [])


def test_a_partner_without_a_yes_who_was_not_asked_is_not_written_down(
    session: Session, plan: Plan, lorna: User, said: RecordEntry, team: Team
) -> None:
    more = (*said.partners, Said(person_id=team.housing.id, came=True))
    with pytest.raises(Refused, match="has not said yes"):
        record_meeting(session, plan(), lorna, replace(said, partners=more), now=AFTER)


def test_a_meeting_to_come_or_cancelled_has_no_minutes(
    session: Session, plan: Plan, lorna: User, said: RecordEntry
) -> None:
    with pytest.raises(Refused, match="still to come"):
        record_meeting(session, plan(), lorna, said, now=NOW)
    cancelled = cancel_meeting(session, plan(), lorna, "Ayaan is ill", now=NOW)
    with pytest.raises(Refused, match="was cancelled"):
        record_meeting(session, cancelled, lorna, said, now=AFTER)


def test_a_closed_plan_takes_no_minutes_and_no_additions(
    session: Session, held: TeamMeeting, plan: Plan, lorna: User, said: RecordEntry, maliks: Episode
) -> None:
    meeting = plan()
    maliks.closed_on = TODAY
    session.flush()
    with pytest.raises(Refused, match="This plan has ended"):
        record_meeting(session, meeting, lorna, replace(said, id=uuid4()), now=AFTER)
    with pytest.raises(Refused, match="This plan has ended"):
        add_to_minutes(session, held, lorna, AdditionEntry(id=uuid4(), words="One more thing"), now=AFTER)


def test_the_minutes_say_what_was_said_and_nothing_that_is_for_us_alone(
    browser: Browser, session: Session, lorna: User, held: TeamMeeting, later: Later
) -> None:
    held.safety_words = "Two rooms"
    session.commit()
    later(A_WEEK_ON)
    page = words_of(browser(lorna).get(f"/team-meetings/{held.id}/minutes").text)
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert title[1] == "Our meeting – Withy"
    order = ["Mornings are calmer.", "Bags are packed", "He came in four days", "Walk to the stop", "We meet next"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Imran, who was not there and sent this" in page
    assert "may be given to Shazia, Imran, Ayaan, Ms Farrell (School) and Lorna" in page
    assert "Two rooms" not in page


def test_a_yes_taken_back_later_takes_the_partner_from_those_who_may_be_given_the_minutes(
    browser: Browser, session: Session, lorna: User, held: TeamMeeting, team: Team, later: Later
) -> None:
    withdraw_consent(session, team.yes, lorna, now=NOW)
    session.commit()
    later(A_WEEK_ON)
    client = browser(lorna)
    minutes = words_of(client.get(f"/team-meetings/{held.id}/minutes").text)
    assert "may be given to Shazia, Imran, Ayaan and Lorna" in minutes
    # What she said and promised there was said.
    assert "Ms Farrell:" in minutes
    assert "Not Ms Farrell: the family has not said yes" in words_of(client.get(f"/team-meetings/{held.id}").text)


def test_whoever_is_kept_apart_is_not_given_the_minutes(
    browser: Browser, session: Session, lorna: User, held: TeamMeeting, maliks: Episode, member: Member, later: Later
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = True
    member(maliks, "Imran").lives_with_children = False
    session.commit()
    later(A_WEEK_ON)
    minutes = words_of(browser(lorna).get(f"/team-meetings/{held.id}/minutes").text)
    assert "may be given to Shazia, Ayaan, Ms Farrell (School) and Lorna" in minutes


def test_the_minutes_are_added_to_and_never_edited(
    browser: Browser, session: Session, lorna: User, tom: User, held: TeamMeeting, later: Later
) -> None:
    later(A_WEEK_ON)
    client, address = browser(lorna), f"/team-meetings/{held.id}/additions"
    line = {"id": str(uuid4()), "words": "It is the number 12A."}
    for _ in range(2):
        assert client.post(address, data=line).status_code == 303
    assert client.post(address, data=line | {"words": "Another bus"}).status_code == 422
    assert client.post(address, data={"id": str(uuid4()), "words": ""}, headers=HTMX).status_code == 422
    assert session.scalar(select(func.count()).select_from(TeamMeetingAddition)) == 1
    minutes = words_of(client.get(f"/team-meetings/{held.id}/minutes").text)
    assert "The number 12 bus." in minutes
    assert re.search(r"Today, 6pm, Lorna:</b> It is the number 12A\.", minutes)
    assert not {"PUT", "DELETE", "PATCH"} & {
        method
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("team_meetings.")
        for method in rule.methods or ()
    }


def test_the_database_itself_keeps_each_line_and_each_earlier_time(
    session: Session, lorna: User, held: TeamMeeting, plan: Plan
) -> None:
    add_to_minutes(session, held, lorna, AdditionEntry(id=uuid4(), words="It is the number 12A."), now=AFTER)
    later = MoveEntry(id=uuid4(), day=AFTER.date(), at=time(17), minutes=60, place="at school", why="A trip")
    move_meeting(session, plan(), lorna, later, now=NOW)
    session.commit()
    for change in (update(TeamMeetingAddition).values(words=""), delete(TeamMeetingMove)):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(change)
        session.rollback()


def test_chloe_of_another_cluster_finds_no_minutes_and_priya_reads_them(
    browser: Browser, chloe: User, priya: User, held: TeamMeeting
) -> None:
    address = f"/team-meetings/{held.id}/minutes"
    assert browser(chloe).get(address).status_code == 404
    assert browser(priya).get(address).status_code == 200


def test_everybody_who_came_or_sent_words_is_named_the_family_first(session: Session, held: TeamMeeting) -> None:
    story = story_of(session, held)
    assert [one.name for one in story.family] == ["Shazia", "Imran", "Ayaan"]
    assert [one.name for one in story.came] == ["Shazia", "Ayaan", "Ms Farrell"]
