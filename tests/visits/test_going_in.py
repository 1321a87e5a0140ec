"""Somebody goes in to a visit alone and comes out again; nobody is told that they are watched when nobody is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.families.models import Address, Episode, RelatedStaff
from app.messages.actions import beat
from app.visits.actions import record_visit
from app.visits.actions.watching import LONGEST, SETTLES, due_to_raise
from app.visits.forms.watching import first_until, later, still_to_come
from app.visits.models import HowEnded, Visit, VisitState, Watch
from tests.cast import NOW, TODAY
from tests.offline.phones import TestPhone
from tests.reading import words_of
from tests.visits.told import met, no_answer, planned

Browser = Callable[..., FlaskClient]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(session: Session, maliks: Episode, lorna: User) -> Visit:
    """Today at 10:30, for an hour, at their home; the clock stands at 10."""
    made = planned(session, maliks, lorna, TODAY)
    made.address_id = session.query(Address).filter_by(family_id=maliks.family_id).one().id
    session.commit()
    return made


@pytest.fixture
def clock_runs(session: Session) -> None:
    """The server's clock has just beaten, and a sender answered it."""
    beat(session, uuid4(), began_at=NOW, sends="text email", now=NOW)
    session.commit()


def go_in(client: FlaskClient, visit: Visit, **says: str):
    said = {"watch_id": str(uuid4()), "until": "11:30", "buddy": ""} | says
    return client.post(f"/visits/{visit.id}/going-in", data=said)


def the_watch(session: Session) -> Watch:
    session.expire_all()
    return session.scalars(select(Watch)).one()


def test_one_tap_says_until_when_as_it_was_planned(
    browser: Browser, session: Session, lorna: User, visit: Visit, clock_runs: None
) -> None:
    page = words_of(browser(lorna).get("/today").text)
    assert "I’m going in" in page
    assert "Out by 11:30am. Only my supervisor is told" in page

    assert go_in(browser(lorna), visit).location == "/today"
    watch = the_watch(session)
    assert (watch.began_at, watch.expected_at) == (NOW, NOW + 90 * MINUTE)
    assert watch.raise_at == NOW + 105 * MINUTE


def test_today_says_that_she_is_in_until_when_and_who_is_told(
    browser: Browser, lorna: User, tom: User, visit: Visit, clock_runs: None
) -> None:
    client = browser(lorna)
    go_in(client, visit, buddy=str(tom.id))
    page = client.get("/today").text

    assert "You went in at 10am." in page
    assert "Out by <b>11:30am</b>" in page
    assert "Priya and Tom are told if you are not." in page
    assert "I’m out, all well" in page


def test_the_visit_note_offers_the_same_tap(browser: Browser, lorna: User, visit: Visit, clock_runs: None) -> None:
    client = browser(lorna)
    assert "I’m going in" in client.get(f"/visits/{visit.id}/record").text
    go_in(client, visit)
    assert "I’m out, all well" in client.get(f"/visits/{visit.id}/record").text


def test_a_visit_of_another_day_is_not_gone_in_to(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    tomorrow = planned(session, maliks, lorna, TODAY + timedelta(days=1))
    client = browser(lorna)

    assert "I’m going in" not in client.get(f"/visits/{tomorrow.id}/record").text
    assert "I’m going in" not in client.get(f"/today/{(TODAY + timedelta(days=1)).isoformat()}").text


def test_the_buddy_of_last_time_is_chosen_again(
    browser: Browser, session: Session, lorna: User, tom: User, visit: Visit
) -> None:
    client = browser(lorna)
    go_in(client, visit, buddy=str(tom.id))
    client.post(f"/visits/{visit.id}/out")
    page = client.get(f"/visits/{visit.id}/going-in").text

    assert f'<option selected value="{tom.id}">Tom Sugden</option>' in page
    assert "Tom Sugden is told too" in page


def test_the_same_tap_sent_twice_is_going_in_once(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    watch_id = str(uuid4())
    for _ in range(2):
        assert go_in(browser(lorna), visit, watch_id=watch_id).status_code == 303

    assert str(the_watch(session).id) == watch_id


def test_going_in_from_a_second_page_says_anew_until_when_and_who(
    browser: Browser, session: Session, lorna: User, tom: User, visit: Visit
) -> None:
    go_in(browser(lorna), visit)
    go_in(browser(lorna), visit, until="12:00", buddy=str(tom.id))

    watch = the_watch(session)
    assert (watch.expected_at, watch.buddy_id) == (NOW + timedelta(hours=2), tom.id)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("09:59", "That has passed"),
        ("14:01", "more than four hours away"),
        ("", "Add the time you expect to be out"),
        ("soon", "Check this time"),
    ],
)
def test_a_time_that_cannot_be_is_explained_beside_it_and_nothing_typed_is_lost(
    browser: Browser, session: Session, lorna: User, tom: User, visit: Visit, until: str, words: str
) -> None:
    answer = go_in(browser(lorna), visit, until=until, buddy=str(tom.id))

    assert answer.status_code == 422
    assert words in answer.text
    assert f'<option selected value="{tom.id}">' in answer.text
    assert session.scalar(select(func.count()).select_from(Watch)) == 0


def test_a_colleague_from_whom_the_family_is_kept_cannot_be_chosen(
    browser: Browser, session: Session, lorna: User, tom: User, visit: Visit, maliks: Episode
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=tom.id, named_at=NOW))
    session.commit()

    assert "Tom Sugden" not in browser(lorna).get(f"/visits/{visit.id}/going-in").text
    answer = go_in(browser(lorna), visit, buddy=str(tom.id))
    assert answer.status_code == 422


def test_somebody_of_another_cluster_cannot_be_the_buddy(
    browser: Browser, lorna: User, chloe: User, visit: Visit
) -> None:
    assert go_in(browser(lorna), visit, buddy=str(chloe.id)).status_code == 422


def test_nobody_goes_in_to_a_visit_that_is_written_down(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    record_visit(session, visit, lorna, no_answer(visit), now=NOW)
    session.commit()

    answer = go_in(browser(lorna), visit)
    assert answer.status_code == 422
    assert "written down already" in answer.text


def test_she_says_that_she_is_out_in_one_tap(browser: Browser, session: Session, lorna: User, visit: Visit) -> None:
    client = browser(lorna)
    go_in(client, visit)
    with clock.at(NOW + 60 * MINUTE):
        assert browser(lorna).post(f"/visits/{visit.id}/out").location == "/today"

    watch = the_watch(session)
    assert (watch.ended_at, watch.ended_how, watch.raise_at) == (NOW + 60 * MINUTE, HowEnded.OUT, None)
    assert session.scalars(select(Entry.action).where(Entry.about == "lone_watch")).all() == [
        "watch.start",
        "watch.end",
    ]


def test_saying_twice_that_she_is_out_keeps_the_first(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    client = browser(lorna)
    go_in(client, visit)
    for minutes in (60, 70):
        with clock.at(NOW + minutes * MINUTE):
            browser(lorna).post(f"/visits/{visit.id}/out")

    assert the_watch(session).ended_at == NOW + 60 * MINUTE


def test_saving_the_visit_note_says_that_she_is_out(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    go_in(browser(lorna), visit)
    session.expire_all()
    record_visit(session, session.get_one(Visit, visit.id), lorna, met(visit), now=NOW + 95 * MINUTE)
    session.commit()

    watch = the_watch(session)
    assert (watch.ended_how, watch.raise_at) == (HowEnded.RECORDED, None)


def test_a_note_that_somebody_else_saves_leaves_her_in_there(
    browser: Browser, session: Session, lorna: User, priya: User, visit: Visit
) -> None:
    go_in(browser(lorna), visit)
    session.expire_all()
    record_visit(session, session.get_one(Visit, visit.id), priya, met(visit), now=NOW + 95 * MINUTE)
    session.commit()

    assert the_watch(session).is_open


def test_a_visit_that_is_moved_while_she_is_in_there_leaves_her_in_there(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    client = browser(lorna)
    go_in(client, visit)
    visit.state = VisitState.MOVED
    session.commit()

    assert the_watch(session).is_open
    assert "I’m out, all well" in client.get("/today").text


def test_she_needs_longer(browser: Browser, session: Session, lorna: User, visit: Visit) -> None:
    client = browser(lorna)
    go_in(client, visit)
    assert 'value="12:00"' in client.get(f"/visits/{visit.id}/longer").text
    with clock.at(NOW + 80 * MINUTE):
        assert browser(lorna).post(f"/visits/{visit.id}/longer", data={"until": "12:00"}).location == "/today"

    watch = the_watch(session)
    assert (watch.expected_at, watch.raise_at) == (NOW + 120 * MINUTE, NOW + 135 * MINUTE)


def test_needing_longer_until_a_time_that_has_passed_is_explained(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    client = browser(lorna)
    go_in(client, visit)
    answer = client.post(f"/visits/{visit.id}/longer", data={"until": "09:00"})

    assert answer.status_code == 422
    assert "That has passed" in answer.text
    assert the_watch(session).expected_at == NOW + 90 * MINUTE


def test_whoever_is_out_already_and_needs_longer_is_told_that_nobody_looks_out(
    browser: Browser, lorna: User, visit: Visit
) -> None:
    client = browser(lorna)
    client.post(f"/visits/{visit.id}/longer", data={"until": "12:00"})

    assert "Nobody is looking out for you now" in client.get("/today").text


def test_without_a_clock_every_page_says_that_nobody_would_be_told_and_whom_to_ring(
    browser: Browser, lorna: User, visit: Visit
) -> None:
    client = browser(lorna)
    pages = ["/today", f"/visits/{visit.id}/going-in", f"/visits/{visit.id}/record"]
    for page in [client.get(page).text for page in pages]:
        assert "Withy can’t raise an alarm just now." in page
        assert "0113 496 0101" in page
    go_in(client, visit)
    for page in [client.get(page).text for page in pages]:
        assert "Withy can’t raise an alarm just now." in page
        assert "told if you are not" not in page


def test_the_supervisor_is_told_that_nobody_can_be_told(browser: Browser, priya: User, visit: Visit) -> None:
    assert "Withy can’t raise an alarm just now." in browser(priya).get("/team/today").text


def test_a_clock_that_stopped_a_while_ago_counts_as_none(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    beat(session, uuid4(), began_at=NOW, sends="text", now=NOW - 3 * MINUTE)
    session.commit()

    assert "Withy can’t raise an alarm just now." in browser(lorna).get("/today").text


def test_the_team_page_shows_who_is_out_until_when_and_where(
    browser: Browser, lorna: User, tom: User, priya: User, visit: Visit, clock_runs: None
) -> None:
    go_in(browser(lorna), visit, buddy=str(tom.id))
    page = browser(priya).get("/team/today").text

    assert "Out now" in page
    assert "Lorna, with the Malik family" in page
    assert "In since 10am, out by 11:30am" in page
    assert "Tom looks out too" in page


def test_the_buddy_sees_who_and_until_when_but_neither_the_name_nor_the_address(
    browser: Browser, lorna: User, tom: User, visit: Visit, clock_runs: None, session: Session
) -> None:
    go_in(browser(lorna), visit, buddy=str(tom.id))
    client = browser(tom)
    for page in (client.get("/today").text, client.get(f"/lone-working/{the_watch(session).id}").text):
        assert "Lorna" in page
        assert "out by 11:30am" in page
        assert "Malik" not in page
        assert "Hollin Bank" not in page


def test_a_colleague_who_is_not_the_buddy_finds_nothing(
    browser: Browser, session: Session, lorna: User, tom: User, chloe: User, marcus: User, visit: Visit
) -> None:
    go_in(browser(lorna), visit)
    for person in (tom, chloe, marcus):
        assert browser(person).get(f"/lone-working/{the_watch(session).id}").status_code == 404
        assert browser(person).post(f"/lone-working/{the_watch(session).id}", data={"kind": "safe"}).status_code == 404


def test_going_in_and_out_with_no_signal_keeps_the_times_of_the_phone(
    session: Session, lorna: User, visit: Visit, phone_of: Callable[[User], TestPhone]
) -> None:
    phone, watch_id = phone_of(lorna), str(uuid4())
    into = phone.save(
        f"/visits/{visit.id}/going-in", [("watch_id", watch_id), ("until", "11:30"), ("buddy", "")], at=NOW, lane="m"
    )
    out = phone.save(f"/visits/{visit.id}/out", [], at=NOW + 80 * MINUTE, lane="m")
    with clock.at(NOW + timedelta(hours=6)):
        assert [one["outcome"] for one in phone.send(into, out)] == ["kept", "kept"]

    watch = the_watch(session)
    assert (watch.began_at, watch.known_at) == (NOW, NOW + timedelta(hours=6))
    assert watch.ended_at == NOW + 80 * MINUTE


def test_nobody_is_told_between_the_pieces_of_what_a_phone_sends_late(
    session: Session, lorna: User, visit: Visit, phone_of: Callable[[User], TestPhone]
) -> None:
    phone = phone_of(lorna)
    into = phone.save(
        f"/visits/{visit.id}/going-in", [("watch_id", str(uuid4())), ("until", "11:30"), ("buddy", "")], at=NOW
    )
    late = NOW + timedelta(hours=6)
    with clock.at(late):
        phone.send(into)

    assert the_watch(session).raise_at == late + SETTLES


# A year and a half, both changes of the clocks among it.
moments = st.timedeltas(timedelta(0), timedelta(days=550)).map(lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since)
lengths = st.timedeltas(timedelta(0), timedelta(hours=8))


@given(moments, lengths, st.integers(0, 120), lengths)
def test_nobody_is_told_before_the_grace_is_over_nor_before_all_has_come_in(until, before, grace, after) -> None:
    for now in (until - before, until + after):
        due = due_to_raise(until, grace, now)
        assert due >= until + timedelta(minutes=grace)
        assert due >= now + SETTLES
        assert due in (until + timedelta(minutes=grace), now + SETTLES)


@given(moments, st.timedeltas(timedelta(minutes=15), timedelta(hours=4)), moments)
def test_what_one_tap_says_can_always_be_kept(begins, length, now) -> None:
    until = still_to_come(clock.local(first_until(begins, begins + length, now)).time(), now)
    assert timedelta(0) < until - now <= LONGEST + timedelta(hours=1)  # The clocks may change in between.


@given(moments, st.times())
def test_a_time_of_the_wall_clock_is_today_or_soon_after_midnight(at, wall) -> None:
    said = still_to_come(wall.replace(microsecond=0), at)
    assert clock.local(said).date() - clock.local(at).date() in (timedelta(0), timedelta(days=1))
    if clock.local(said).date() != clock.local(at).date():
        assert timedelta(0) < said - at <= LONGEST


def test_half_an_hour_more_is_counted_from_now_where_she_is_late() -> None:
    watch = Watch(expected_at=NOW)
    assert later(watch, NOW + 11 * MINUTE) == NOW + 45 * MINUTE
    assert later(watch, NOW - 11 * MINUTE) == NOW + 30 * MINUTE


def test_late_in_the_evening_a_time_after_midnight_is_the_next_day() -> None:
    at = clock.moment(date(2026, 11, 24), time(23, 40))
    assert still_to_come(time(0, 25), at) == clock.moment(date(2026, 11, 25), time(0, 25))
