"""A meeting is planned with the family, and with those alone to whom it said yes; moved and cancelled with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import BankHoliday, Figure
from app.core import clock
from app.core.errors import Refused
from app.families.actions import ConsentEntry, record_consent, withdraw_consent
from app.families.models import ConsentKind, Episode, Family, FamilyMember, SafeContact
from app.team_meetings.actions import (
    MoveEntry,
    PlanEntry,
    cancel_meeting,
    move_meeting,
    plan_meeting,
)
from app.team_meetings.models import MeetingState, TeamMeeting, TeamMeetingMove, TeamMeetingPerson
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import typed_in
from tests.reading import words_of
from tests.team_meetings.conftest import DAY, Plan, Team, ids

Browser = Callable[..., FlaskClient]
Member = Callable[[Episode, str], FamilyMember]
FORM = "team-meeting"


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
def page(maliks: Episode) -> str:
    return f"/families/{maliks.family_id}/team-meetings/plan"


def test_lorna_plans_a_meeting_with_the_family_and_the_school(
    browser: Browser, session: Session, lorna: User, maliks: Episode, team: Team, page: str
) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, FORM)
    assert "partners" not in filled
    answer = client.post(page, data=filled | {"partners": ids(team.farrell.id)})
    assert answer.status_code == 303
    shown = words_of(client.get(answer.location).text)
    assert "Tue 1 Dec, 3:45pm, at school" in shown
    for name in ("Shazia", "Imran", "Ayaan", "Hiba", "Ms Farrell"):
        assert name in shown
    assert "Housing adviser" not in shown
    assert session.scalars(select(Entry.action).where(Entry.action == "team_meeting.plan")).all() == [
        "team_meeting.plan"
    ]
    family = words_of(client.get(f"/families/{maliks.family_id}").text)
    assert "Next meeting Tue 1 Dec, 3:45pm" in family


def test_those_without_a_yes_are_shown_and_cannot_be_chosen(
    browser: Browser, lorna: User, team: Team, page: str
) -> None:
    shown = browser(lorna).get(page).text
    assert "The family has not said yes to sharing with Housing." in shown
    assert "The family has not said yes to sharing with them." in shown
    assert f'value="{team.farrell.id}"' in shown
    assert f'value="{team.housing.id}"' not in shown
    assert f'value="{team.club.id}"' not in shown


@pytest.mark.parametrize("who", ["housing", "club"])
def test_a_forged_form_asks_nobody_without_a_yes(
    browser: Browser, session: Session, lorna: User, team: Team, page: str, who: str
) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, FORM) | {"partners": ids(team.farrell.id, getattr(team, who).id)}
    answer = client.post(page, data=filled | {"purpose": "The flat"}, headers=HTMX)
    assert answer.status_code == 422
    assert "has not said yes to sharing with everybody chosen here" in answer.text
    assert "The flat" in answer.text
    assert count(session, TeamMeeting) == 0


@pytest.mark.parametrize("who", ["housing", "club"])
def test_no_other_door_lets_them_in_either(
    session: Session, lorna: User, maliks: Episode, entry: PlanEntry, team: Team, who: str
) -> None:
    with pytest.raises(Refused, match="has not said yes"):
        plan_meeting(session, maliks, lorna, replace(entry, partner_ids=(getattr(team, who).id,)), now=NOW)


def test_somebodys_no_counts_for_more_than_anothers_yes(
    session: Session, lorna: User, maliks: Episode, member: Member, entry: PlanEntry, team: Team
) -> None:
    no = ConsentEntry(id=uuid4(), kind=ConsentKind.TALK_TO, agency="School", agreed=False, given_on=TODAY)
    record_consent(session, member(maliks, "Imran"), lorna, no, now=NOW)
    with pytest.raises(Refused, match="has not said yes"):
        plan_meeting(session, maliks, lorna, entry, now=NOW)


def test_a_yes_taken_back_while_the_form_is_open_is_no_yes(
    browser: Browser, session: Session, lorna: User, team: Team, page: str
) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, FORM) | {"partners": ids(team.farrell.id)}
    withdraw_consent(session, team.yes, lorna, now=NOW)
    session.commit()
    assert client.post(page, data=filled).status_code == 422
    assert count(session, TeamMeeting) == 0


def test_a_form_sent_twice_plans_one_meeting_and_other_words_are_refused(
    session: Session, lorna: User, maliks: Episode, entry: PlanEntry
) -> None:
    for _ in range(2):
        plan_meeting(session, maliks, lorna, entry, now=NOW)
    assert (count(session, TeamMeeting), count(session, TeamMeetingPerson)) == (1, 3)
    with pytest.raises(Refused, match="open a new one"):
        plan_meeting(session, maliks, lorna, replace(entry, place="at our office"), now=NOW)


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"day": TODAY - timedelta(days=1)}, "day", "That has passed"),
        ({"day": TODAY + timedelta(days=400)}, "day", "Check the year"),
        ({"member_ids": ()}, "members", "it is their meeting"),
        ({"member_ids": (uuid4(),)}, "members", "Choose people of this family"),
        ({"place": ""}, "place", "Say where it is"),
        ({"purpose": "a\x00b"}, "purpose", "can’t be kept"),
    ],
    ids=["yesterday", "next year", "without the family", "a stranger", "nowhere", "a broken character"],
)
def test_a_meeting_that_cannot_be_is_explained_beside_its_box(
    session: Session, lorna: User, maliks: Episode, entry: PlanEntry, more: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as no:
        plan_meeting(session, maliks, lorna, replace(entry, **more), now=NOW)  # type: ignore[arg-type]
    assert no.value.field == field


def test_nothing_typed_is_lost_when_the_day_is_missing(browser: Browser, lorna: User, team: Team, page: str) -> None:
    client = browser(lorna)
    filled = typed_in(client, page, FORM) | {"day": "", "purpose": "How mornings are going."}
    answer = client.post(page, data=filled, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose the day" in answer.text
    assert "How mornings are going." in answer.text


@pytest.fixture
def imran_apart(session: Session, maliks: Episode, member: Member) -> FamilyMember:
    """The family has a safety flag, and Imran must not know how to reach Shazia."""
    session.get_one(Family, maliks.family_id).safety_flag = True
    contact = session.scalars(select(SafeContact).where(SafeContact.family_id == maliks.family_id)).one()
    contact.must_not_know = "Imran"
    session.commit()
    return member(maliks, "Imran")


def test_who_must_not_meet_is_said_and_asked_for(
    browser: Browser, session: Session, lorna: User, team: Team, page: str, imran_apart: FamilyMember
) -> None:
    client = browser(lorna)
    shown = client.get(page).text
    assert "Some of this family must not meet." in shown
    assert "Imran must not know how to reach Shazia." in shown
    filled = typed_in(client, page, FORM)
    assert str(imran_apart.id) not in filled["members"]
    both = filled | {"members": [*filled["members"], str(imran_apart.id)]}
    answer = client.post(page, data=both, headers=HTMX)
    assert answer.status_code == 422
    assert "say how everybody is kept safe" in answer.text
    assert client.post(page, data=both | {"safety_words": "Two rooms, Priya sits with Imran"}).status_code == 303
    assert session.scalars(select(TeamMeeting.safety_words)).all() == ["Two rooms, Priya sits with Imran"]


def test_whoever_lives_at_home_is_not_kept_apart_by_what_somebody_elsewhere_must_not_know(
    browser: Browser, session: Session, lorna: User, maliks: Episode, team: Team, page: str, imran_apart: FamilyMember
) -> None:
    imran_apart.lives_with_children = False
    session.add(
        SafeContact(family_id=maliks.family_id, member_id=imran_apart.id, must_not_know="Shazia’s address", made_at=NOW)
    )
    session.commit()
    filled, shown = typed_in(browser(lorna), page, FORM), browser(lorna).get(page).text
    assert "Shazia must not know" not in shown
    assert len(filled["members"]) == 3


def test_a_meeting_of_his_own_needs_no_such_words(
    session: Session, lorna: User, maliks: Episode, entry: PlanEntry, imran_apart: FamilyMember
) -> None:
    alone = replace(entry, member_ids=(imran_apart.id,))
    assert plan_meeting(session, maliks, lorna, alone, now=NOW).is_planned


def test_without_a_safety_flag_nobody_is_kept_apart(
    browser: Browser, session: Session, lorna: User, team: Team, page: str, imran_apart: FamilyMember, maliks: Episode
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = False
    session.commit()
    assert "must not meet" not in browser(lorna).get(page).text


def test_a_meeting_is_moved_and_its_earlier_time_is_kept(
    browser: Browser, session: Session, lorna: User, plan: Plan
) -> None:
    meeting, client = plan(), browser(lorna)
    address = f"/team-meetings/{meeting.id}/move"
    filled = typed_in(client, address, "move") | {"day": "2026-12-03", "why": "Ms Farrell has a trip"}
    for _ in range(2):
        assert client.post(address, data=filled).status_code == 303
    shown = words_of(client.get(f"/team-meetings/{meeting.id}").text)
    assert "Thu 3 Dec, 3:45pm, at school" in shown
    assert "From Tue 1 Dec, 3:45pm, at school: Ms Farrell has a trip." in shown
    assert count(session, TeamMeetingMove) == 1
    session.refresh(meeting)
    assert (meeting.state, meeting.starts_at) == (MeetingState.PLANNED, clock.moment(date(2026, 12, 3), time(15, 45)))


def test_a_move_needs_a_reason_and_another_time(session: Session, lorna: User, plan: Plan) -> None:
    meeting = plan()
    move = MoveEntry(id=uuid4(), day=DAY, at=time(15, 45), minutes=60, place="at school", why="A trip")
    with pytest.raises(Refused, match="That is when it is now"):
        move_meeting(session, meeting, lorna, move, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        move_meeting(session, meeting, lorna, replace(move, at=time(16), why=""), now=NOW)


def test_a_meeting_is_cancelled_with_a_reason_and_stays_to_be_read(
    browser: Browser, session: Session, lorna: User, plan: Plan, maliks: Episode
) -> None:
    meeting, client = plan(), browser(lorna)
    address = f"/team-meetings/{meeting.id}/cancel"
    assert client.post(address, data={"why": ""}).status_code == 422
    for _ in range(2):
        assert client.post(address, data={"why": "Ayaan is ill"}).status_code == 303
    assert "Ayaan is ill" in client.get(f"/team-meetings/{meeting.id}").text
    assert "Cancelled: Ayaan is ill" in client.get(f"/families/{maliks.family_id}/team-meetings").text
    session.refresh(meeting)
    with pytest.raises(Refused, match="no longer in the diary"):
        cancel_meeting(session, meeting, lorna, "Another reason", now=NOW)


def test_the_next_day_follows_from_the_last_meeting_by_the_clusters_weeks(
    browser: Browser,
    session: Session,
    lorna: User,
    maliks: Episode,
    held: TeamMeeting,
    page: str,
    later: Callable[[timedelta], object],
) -> None:
    later(timedelta(days=8))
    held.next_on = None
    session.add(Figure(cluster_id=maliks.cluster_id, key="team_meeting_weeks", value=2))
    session.commit()
    client = browser(lorna)
    assert typed_in(client, page, FORM)["day"] == (DAY + timedelta(weeks=2)).isoformat()
    assert "Every two weeks is usual." in client.get(page).text
    held.next_on = date(2027, 1, 12)
    session.commit()
    assert typed_in(client, page, FORM)["day"] == "2027-01-12"


def test_a_bank_holiday_is_no_day_to_propose(
    browser: Browser, session: Session, lorna: User, held: TeamMeeting, page: str, later: Callable[..., object]
) -> None:
    later(timedelta(days=8))
    held.next_on = date(2027, 1, 12)
    session.add(BankHoliday(on=held.next_on, name="A holiday"))
    session.commit()
    assert typed_in(browser(lorna), page, FORM)["day"] == "2027-01-13"


def test_no_meeting_is_planned_on_a_plan_that_has_ended(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    maliks: Episode,
    entry: PlanEntry,
    plan: Plan,
    page: str,
) -> None:
    meeting = plan()
    maliks.closed_on = TODAY
    session.commit()
    assert browser(priya).get(page).status_code == 404
    with pytest.raises(Refused, match="This plan has ended"):
        plan_meeting(session, maliks, lorna, replace(entry, id=uuid4()), now=NOW)
    with pytest.raises(Refused, match="This plan has ended"):
        cancel_meeting(session, meeting, lorna, "Ended", now=NOW)


def test_chloe_of_another_cluster_finds_no_meeting_and_priya_reads_it(
    browser: Browser, chloe: User, priya: User, plan: Plan, maliks: Episode
) -> None:
    meeting = plan()
    for address in (f"/team-meetings/{meeting.id}", f"/families/{maliks.family_id}/team-meetings"):
        assert browser(chloe).get(address).status_code == 404
        assert browser(priya).get(address).status_code == 200
