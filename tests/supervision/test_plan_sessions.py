"""A supervisor says how a group meets and who is in it, and puts its sessions in the diary."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, User
from app.audit.models import Entry
from app.clusters.models import BankHoliday, Label
from app.core.errors import Refused
from app.core.permissions import Role
from app.families.models import Episode
from app.supervision.actions import GroupEntry, SessionsEntry, cancel_session, plan_sessions, save_group
from app.supervision.models import SupervisionGroup, SupervisionMember, SupervisionSession
from app.supervision.queries import Seat, members_on, seat_seen_by, seats_from
from app.supervision.working import WAYS
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import typed_in
from tests.reading import words_of
from tests.supervision.conftest import DAY

Browser = Callable[..., FlaskClient]


def test_priyas_group_begins_with_the_workers_she_supervises(
    browser: Browser, session: Session, priya: User, lorna: User, tom: User, kwame: User
) -> None:
    filled = typed_in(browser(priya), "/supervision/group", "group")
    assert set(filled["member_ids"]) == {str(lorna.id), str(tom.id)}
    assert str(kwame.id) not in filled["member_ids"]
    said = filled | {"at": "14:00", "place": "Beckside Children’s Centre"}
    assert browser(priya).post("/supervision/group", data=said).status_code == 303
    made = session.scalars(select(SupervisionGroup)).one()
    assert (made.every_weeks, made.minutes, made.at) == (2, 120, time(14))
    assert session.scalars(select(Entry.action).where(Entry.action == "supervision.group")).all()


def test_a_group_without_a_place_comes_back_with_what_was_typed(browser: Browser, priya: User, lorna: User) -> None:
    filled = typed_in(browser(priya), "/supervision/group", "group") | {"at": "14:05", "place": ""}
    answer = browser(priya).post("/supervision/group", data=filled, headers=HTMX)
    assert answer.status_code == 422
    assert "Say where it is" in answer.text
    assert "14:05" in answer.text


def test_who_leaves_the_group_was_in_it_until_yesterday_and_comes_to_no_session_after(
    session: Session, priya: User, tom: User, usual: GroupEntry, group: SupervisionGroup, planned: SupervisionSession
) -> None:
    assert [one.session.id for one in seats_from(session, tom, NOW, NOW)] == [planned.id]
    without = replace(usual, member_ids=usual.member_ids - {tom.id})
    save_group(session, priya, without, now=NOW + timedelta(days=1))
    assert seats_from(session, tom, NOW, NOW + timedelta(days=1)) == []
    line = session.scalars(select(SupervisionMember).where(SupervisionMember.user_id == tom.id)).one()
    assert line.until_on == TODAY
    assert tom in members_on(session, group.id, TODAY)


def test_nobody_of_another_cluster_is_in_the_group(
    session: Session, priya: User, chloe: User, usual: GroupEntry
) -> None:
    with pytest.raises(Refused, match="of your cluster"):
        save_group(session, priya, replace(usual, member_ids=frozenset({chloe.id})), now=NOW)


def test_sessions_repeat_as_the_group_does_and_a_day_off_is_moved_to_a_working_day(
    session: Session, priya: User, group: SupervisionGroup, when: SessionsEntry
) -> None:
    session.add(BankHoliday(on=date(2026, 12, 17), name="A day off"))
    session.commit()
    made = plan_sessions(session, group, priya, replace(when, how_many=3), now=NOW)
    assert [one.on for one in made] == [DAY, date(2026, 12, 18), date(2026, 12, 31)]
    again = plan_sessions(session, group, priya, replace(when, how_many=3), now=NOW)
    assert again[0] is made[0]
    assert len(session.scalars(select(SupervisionSession)).all()) == 3


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"day": TODAY - timedelta(days=1)}, "has passed"),
        ({"day": TODAY + timedelta(days=400)}, "Check the year"),
        ({"place": ""}, "Say where"),
        ({"way": "shouting"}, "way of working"),
        ({"facilitator_id": uuid4()}, "colleague of your cluster"),
        ({"minutes": 900}, "300 minutes"),
    ],
)
def test_a_session_that_cannot_be_is_not_planned(
    session: Session, priya: User, group: SupervisionGroup, when: SessionsEntry, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        plan_sessions(session, group, priya, replace(when, **more), now=NOW)
    assert session.scalars(select(SupervisionSession)).all() == []


def test_the_next_session_is_proposed_as_many_weeks_on_as_the_group_meets(
    browser: Browser, priya: User, planned: SupervisionSession
) -> None:
    client = browser(priya)
    filled = typed_in(client, "/supervision/plan", "plan")
    assert (filled["day"], filled["at"]) == ("2026-12-17", "14:00")
    answer = client.post("/supervision/plan", data=filled)
    assert answer.status_code == 303
    assert "Thu 17 Dec, 2pm" in words_of(client.get(answer.location).text)


def test_lorna_finds_the_session_and_another_clusters_worker_and_supervisor_do_not(
    browser: Browser,
    lorna: User,
    chloe: User,
    marcus: User,
    delroy: User,
    planned: SupervisionSession,
) -> None:
    address = f"/supervision/sessions/{planned.id}"
    assert "Thu 3 Dec, 2pm" in words_of(browser(lorna).get("/supervision").text)
    assert browser(lorna).get(address).status_code == 200
    for person in (chloe, marcus, delroy):
        assert browser(person).get(address).status_code == 404
    assert "3 Dec" not in browser(chloe).get("/supervision").text


def test_a_worker_of_the_group_runs_nothing(browser: Browser, lorna: User, planned: SupervisionSession) -> None:
    client = browser(lorna)
    for address in ("/supervision/group", "/supervision/plan", f"/supervision/sessions/{planned.id}/cancel"):
        assert client.get(address).status_code == 404
    assert client.post(f"/supervision/sessions/{planned.id}/publish").status_code == 404


def test_a_supervisor_who_stands_in_runs_the_session_for_those_days_alone(
    session: Session, hire: Callable[..., User], priya: User, planned: SupervisionSession, beckside: Any
) -> None:
    nadia = hire("Nadia Rehman", Role.SUPERVISOR, beckside)
    assert seat_seen_by(session, nadia, planned.id, NOW) is None
    session.add(Deputy(supervisor_id=priya.id, deputy_id=nadia.id, from_on=TODAY, until_on=TODAY))
    session.commit()
    found = seat_seen_by(session, nadia, planned.id, NOW)
    assert found
    assert found.runs
    assert seat_seen_by(session, nadia, planned.id, NOW + timedelta(days=1)) is None


def test_a_session_is_called_off_with_a_reason_and_leaves_the_diary(
    browser: Browser, session: Session, priya: User, lorna: User, seat: Seat
) -> None:
    address = f"/supervision/sessions/{seat.session.id}/cancel"
    assert browser(priya).post(address, data={"why": ""}).status_code == 422
    assert browser(priya).post(address, data={"why": "Half of us are ill"}).status_code == 303
    assert "Half of us are ill" in browser(lorna).get(f"/supervision/sessions/{seat.session.id}").text
    assert seats_from(session, lorna, NOW, NOW) == []
    session.expire_all()
    with pytest.raises(Refused, match="no longer in the diary"):
        cancel_session(session, seat, priya, "Another reason", now=NOW)


def test_each_way_of_working_says_its_roles_steps_and_minutes(browser: Browser, lorna: User) -> None:
    shown = words_of(browser(lorna).get("/supervision/ways").text)
    for words in ("Quick round, 3 minutes", "Three columns", "Signs of Safety group", "Bells that ring, 45 minutes"):
        assert words in shown
    for way in WAYS.values():
        assert all(stage.name in shown and stage.minutes > 0 for stage in way.stages)
        assert all(role.name in shown for role in way.roles)
    assert "Perpetuating" in shown
    assert "What keeps it going" in shown


def test_a_cluster_words_the_six_ps_and_hides_a_way_for_itself(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    mine = {"cluster_id": maliks.cluster_id, "position": 1}
    session.add(Label(kind="rethink", key="perpetuating", words="What feeds it", hidden=False, **mine))
    session.add(Label(kind="ways_of_working", key="bells", words="Bells that ring", hidden=True, **mine))
    session.commit()
    shown = words_of(browser(lorna).get("/supervision/ways").text)
    assert "What feeds it" in shown
    assert "Bells that ring" not in shown
