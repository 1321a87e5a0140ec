"""Somebody is not out in time: the server's clock tells the supervisor and the buddy, until somebody answers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Absence, Deputy, Supervision, User
from app.audit.models import Entry
from app.clusters.models import Cluster, Figure
from app.core import clock
from app.core.permissions import Role
from app.families.models import Address, Episode, Family, FamilyRestriction, RelatedStaff
from app.messages.models import Channel, ClockBeat, Message, MessageState
from app.messages.post import Post
from app.ticking import Clock
from app.visits.actions import GoInEntry, come_out, go_in, need_longer, raise_alarm
from app.visits.models import HowEnded, Visit, Watch
from app.worries.models import Urgency, Worry, WorryTold
from tests.cast import LONG_AGO, NOW, TODAY
from tests.visits.told import planned

Browser = Callable[..., FlaskClient]
Tick = Callable[[int], None]
MINUTE = timedelta(minutes=1)
UNTIL = NOW + 45 * MINUTE  # 10:45


def after(minutes: int) -> datetime:
    """So many minutes after she should have been out."""
    return UNTIL + minutes * MINUTE


@pytest.fixture
def watch(session: Session, maliks: Episode, lorna: User, tom: User) -> Watch:
    """Lorna is with the Maliks until 10:45, and Tom looks out."""
    visit = planned(session, maliks, lorna, TODAY)
    visit.address_id = session.query(Address).filter_by(family_id=maliks.family_id).one().id
    entry = GoInEntry(id=uuid4(), until=UNTIL, buddy_id=tom.id)
    made = go_in(session, visit, lorna, entry, at=NOW, now=NOW)
    session.commit()
    return made


@pytest.fixture
def tick(app: Flask, session: Session) -> Tick:
    """One round of the server's clock, so many minutes after she should have been out."""
    own = Clock(post=Post(senders={}, demo=True))

    def go(minutes: int) -> None:
        with clock.at(after(minutes)), app.app_context():
            assert own.tick()
        session.expire_all()

    return go


def texts(session: Session) -> list[tuple[str, str]]:
    """Every text: to whom, and what it begins with; by name."""
    rows = session.scalars(
        select(Message).where(Message.channel == Channel.TEXT).order_by(Message.made_at, Message.key)
    )
    names = {one.id: one.first_name for one in session.scalars(select(User))}
    return sorted((names[row.person_id], row.words.partition(".")[0]) for row in rows if row.person_id)


def rounds(session: Session) -> int:
    return session.scalars(select(Watch.rounds)).one()


def test_nobody_is_told_while_there_is_time_or_grace(session: Session, watch: Watch, tick: Tick) -> None:
    tick(-10)
    tick(14)

    assert texts(session) == []


def test_the_supervisor_and_the_buddy_are_told_by_text_and_email(session: Session, watch: Watch, tick: Tick) -> None:
    tick(15)

    said = "Lorna should have been back 15 minutes ago, at 10:45"
    assert texts(session) == [("Priya", said), ("Tom", said)]
    assert len(session.scalars(select(Message).where(Message.channel == Channel.EMAIL)).all()) == 2
    assert "watch.raise" in session.scalars(select(Entry.action)).all()


def test_no_family_is_in_the_words(session: Session, watch: Watch, tick: Tick, maliks: Episode) -> None:
    tick(15)
    for message in session.scalars(select(Message)):
        said = f"{message.subject} {message.words} {message.key}"
        assert message.words == (
            "Lorna should have been back 15 minutes ago, at 10:45. Please ring them on 07700900150. "
            "Then say so in Withy, or we ask again in 10 minutes."
        )
        for word in ("Malik", "Hollin", "LS00", "Ackroyd", "family", "visit", "child", str(maliks.family_id)):
            assert word not in said


def test_they_are_told_again_every_ten_minutes_until_somebody_answers(
    session: Session, watch: Watch, tick: Tick
) -> None:
    for minutes in range(15, 46):
        tick(minutes)

    assert rounds(session) == 4
    assert len(texts(session)) == 8


def test_a_cluster_chooses_its_own_times(session: Session, watch: Watch, tick: Tick, beckside: Cluster) -> None:
    session.add(Figure(cluster_id=beckside.id, key="lone_again_minutes", value=3))
    session.commit()
    for minutes in range(15, 22):
        tick(minutes)

    assert rounds(session) == 3


def test_a_clock_that_was_stopped_for_an_hour_tells_them_at_once_and_once(
    session: Session, watch: Watch, tick: Tick
) -> None:
    tick(75)
    said = "Lorna should have been back 1 hour and 15 minutes ago, at 10:45"
    assert texts(session) == [("Priya", said), ("Tom", said)]
    tick(84)
    assert rounds(session) == 1
    tick(85)
    assert rounds(session) == 2


def test_several_clocks_at_once_tell_them_once(app: Flask, session: Session, watch: Watch, tick: Tick) -> None:
    clocks = [Clock(post=Post(senders={}, demo=True)) for _ in range(4)]

    def go(own: Clock) -> None:
        with app.app_context():
            own.tick()

    with clock.at(after(15)), ThreadPoolExecutor(4) as rounds_:
        list(rounds_.map(go, clocks))

    session.expire_all()
    assert rounds(session) == 1
    assert len(texts(session)) == 2
    assert session.scalars(select(Entry.action)).all().count("watch.raise") == 1


def test_where_the_supervisor_is_away_the_deputy_is_told_too(
    session: Session, watch: Watch, tick: Tick, priya: User, hire: Callable[..., User], beckside: Cluster
) -> None:
    beth = hire("Beth Lund", Role.SUPERVISOR, beckside, phone="0113 496 0104")
    session.add(Absence(user_id=priya.id, from_on=TODAY, until_on=TODAY))
    session.add(Deputy(supervisor_id=priya.id, deputy_id=beth.id, from_on=TODAY, until_on=None))
    session.commit()
    tick(15)

    assert [name for name, _ in texts(session)] == ["Beth", "Priya", "Tom"]


def test_where_nobody_supervises_her_the_managers_are_told(
    session: Session, watch: Watch, tick: Tick, lorna: User, delroy: User
) -> None:
    session.query(Supervision).filter_by(worker_id=lorna.id).update({"until_on": LONG_AGO})
    delroy = session.get_one(User, delroy.id)
    delroy.phone = "0113 496 0102"
    session.commit()
    tick(15)

    assert [name for name, _ in texts(session)] == ["Delroy", "Tom"]


def test_a_buddy_who_has_left_is_not_told(session: Session, watch: Watch, tick: Tick, tom: User) -> None:
    session.get_one(User, tom.id).left_on = TODAY
    session.commit()
    tick(15)

    assert [name for name, _ in texts(session)] == ["Priya"]


def test_somebody_without_a_number_is_looked_for_all_the_same(
    session: Session, watch: Watch, tick: Tick, lorna: User
) -> None:
    session.get_one(User, lorna.id).phone = ""
    session.commit()
    tick(15)

    assert "We have no number for them: please find out." in session.scalars(select(Message.words)).all()[0]


def test_that_nobody_could_be_told_is_in_the_trail_and_on_the_page(
    session: Session, watch: Watch, tick: Tick, lorna: User, browser: Browser, delroy: User
) -> None:
    session.query(Supervision).filter_by(worker_id=lorna.id).update({"until_on": LONG_AGO})
    session.get_one(Watch, watch.id).buddy_id = None
    session.get_one(User, delroy.id).left_on = TODAY
    session.commit()
    tick(15)

    assert session.scalars(select(Entry.reason).where(Entry.action == "watch.raise")).all() == ["nobody to tell"]


def test_whoever_spoke_to_her_says_so_and_everybody_hears_that_it_is_over(
    session: Session, watch: Watch, tick: Tick, browser: Browser, tom: User
) -> None:
    tick(15)
    with clock.at(after(17)):
        answer = browser(tom).post(f"/lone-working/{watch.id}", data={"kind": "safe"})
    assert answer.status_code == 303
    for minutes in range(18, 60):
        tick(minutes)

    ended = session.get_one(Watch, watch.id)
    assert (ended.ended_at, ended.ended_how, ended.rounds) == (after(17), HowEnded.SPOKEN, 1)
    assert ("Priya", "Tom has spoken to Lorna, who is safe") in texts(session)
    assert [name for name, words in texts(session) if "spoken" in words] == ["Priya"]
    [entry] = session.scalars(select(Entry).where(Entry.action == "watch.safe"))
    assert (entry.actor_id, entry.at) == (tom.id, after(17))


def test_whoever_deals_with_it_is_named_and_nobody_is_told_for_half_an_hour(
    session: Session, watch: Watch, tick: Tick, browser: Browser, priya: User
) -> None:
    tick(15)
    with clock.at(after(16)):
        browser(priya).post(f"/lone-working/{watch.id}", data={"kind": "dealing"})
        assert "Priya is dealing with it, 11:01am." in browser(priya).get("/team/today").text
    for minutes in range(17, 46):
        tick(minutes)
    assert rounds(session) == 1

    tick(46)
    assert rounds(session) == 2


def test_a_button_pressed_twice_is_one_answer(
    session: Session, watch: Watch, tick: Tick, browser: Browser, priya: User
) -> None:
    tick(15)
    for minutes in (16, 17):
        with clock.at(after(minutes)):
            browser(priya).post(f"/lone-working/{watch.id}", data={"kind": "dealing"})

    session.expire_all()
    assert session.scalars(select(Entry.action)).all().count("watch.dealing") == 1
    assert session.get_one(Watch, watch.id).raise_at == after(46)


def test_a_press_of_no_button_is_explained(watch: Watch, tick: Tick, browser: Browser, priya: User) -> None:
    with clock.at(after(16)):
        answer = browser(priya).post(f"/lone-working/{watch.id}", data={})
    assert answer.status_code == 422
    assert "Press one of the buttons" in answer.text


def test_nobody_answers_about_somebody_who_is_not_late(watch: Watch, browser: Browser, priya: User) -> None:
    answer = browser(priya).post(f"/lone-working/{watch.id}", data={"kind": "safe"})

    assert answer.status_code == 422
    assert "is not late yet" in answer.text


def test_she_comes_out_late_and_everybody_who_was_told_hears_it(
    session: Session, watch: Watch, tick: Tick, lorna: User
) -> None:
    tick(15)
    visit = session.get_one(Visit, watch.visit_id)
    come_out(session, visit, lorna, at=after(20), now=after(20))
    session.commit()
    tick(30)

    assert [name for name, words in texts(session) if words == "Lorna is out and well"] == ["Priya", "Tom"]


def test_she_comes_out_in_time_and_nobody_hears_anything(
    session: Session, watch: Watch, tick: Tick, lorna: User
) -> None:
    come_out(session, session.get_one(Visit, watch.visit_id), lorna, at=after(-5), now=after(-5))
    session.commit()
    tick(60)

    assert texts(session) == []


def test_what_was_not_sent_yet_is_taken_back_once_she_is_out(
    app: Flask, session: Session, watch: Watch, lorna: User
) -> None:
    # The sender was out of order: nobody must hear an hour later that she is late.
    raise_alarm(session, watch.id, now=after(15))
    come_out(session, session.get_one(Visit, watch.visit_id), lorna, at=after(16), now=after(16))
    session.commit()

    alarms = session.scalars(select(Message.state).where(Message.subject == "Please ring Lorna")).all()
    assert set(alarms) == {MessageState.WITHDRAWN}


def test_needing_longer_calls_it_off_until_the_new_time(
    session: Session, watch: Watch, tick: Tick, lorna: User
) -> None:
    tick(15)
    visit = session.get_one(Visit, watch.visit_id)
    need_longer(session, visit, lorna, after(45), at=after(16), now=after(16))
    session.commit()
    tick(59)
    assert rounds(session) == 1
    assert ("Priya", "Lorna is well and stays until 11:30") in texts(session)

    tick(60)
    assert rounds(session) == 2
    assert ("Tom", "Lorna should have been back 15 minutes ago, at 11:30") in texts(session)


def test_the_phone_is_dead_and_the_page_says_where_who_was_told_and_whom_to_call(
    session: Session, watch: Watch, tick: Tick, browser: Browser, priya: User
) -> None:
    tick(15)
    with clock.at(after(27)):
        page = browser(priya).get("/team/today").text

    assert "Lorna should have finished 27 minutes ago." in page
    assert "With the Malik family, 22 Hollin Bank Street, LS00 0AA." in page
    assert "Tom, their buddy, would have been told at 11am" in page
    assert 'href="tel:+447700900150"' in page
    assert 'href="tel:+447700900151"' in page
    assert "Nothing needs you now" not in page


def test_once_she_is_late_the_buddy_is_told_the_address_and_each_look_is_in_the_trail(
    session: Session, watch: Watch, tick: Tick, browser: Browser, tom: User, maliks: Episode
) -> None:
    with clock.at(after(5)):
        for page in ("/today", f"/lone-working/{watch.id}"):
            shown = browser(tom).get(page).text
            assert "22 Hollin Bank Street" in shown
            assert "Malik" not in shown

    looks = session.scalars(select(Entry).where(Entry.action == "watch.view", Entry.actor_id == tom.id)).all()
    assert [(one.relation, one.family_id) for one in looks] == [("buddy", maliks.family_id)] * 2


def test_a_supervisor_from_whom_the_family_is_kept_hears_that_she_is_late_and_not_where(
    session: Session, watch: Watch, tick: Tick, browser: Browser, priya: User, maliks: Episode, lorna: User
) -> None:
    family = session.get_one(Family, maliks.family_id)
    family.restricted = True
    session.add(FamilyRestriction(family_id=family.id, user_id=lorna.id, named_at=NOW))
    session.add(RelatedStaff(family_id=family.id, user_id=priya.id, named_at=NOW))
    session.commit()
    tick(15)
    with clock.at(after(16)):
        page = browser(priya).get("/team/today").text

    assert "Lorna should have finished 16 minutes ago." in page
    assert "Malik" not in page
    assert "Hollin Bank" not in page


def test_alarms_that_are_over_stay_on_the_page_for_the_day(
    session: Session, watch: Watch, tick: Tick, browser: Browser, tom: User, priya: User
) -> None:
    tick(15)
    with clock.at(after(16)):
        browser(tom).post(f"/lone-working/{watch.id}", data={"kind": "safe"})
        page = browser(priya).get("/team/today").text
        assert "Late back today, and safe" in page
        assert "Tom spoke to Lorna at 11:01am. They are safe." in page
        assert "has spoken to Lorna: they are safe" in browser(priya).get(f"/lone-working/{watch.id}").text
    with clock.at(after(16) + timedelta(days=1)):
        assert "Late back today" not in browser(priya).get("/team/today").text


def test_a_manager_sees_who_is_late_in_the_cluster_and_another_cluster_sees_nothing(
    watch: Watch, browser: Browser, delroy: User, marcus: User
) -> None:
    with clock.at(after(16)):
        assert "Lorna should have finished 16 minutes ago." in browser(delroy).get("/team/today").text
        assert "Lorna" not in browser(marcus).get("/team/today").text


def test_the_clock_tells_the_next_people_of_a_worry_too(
    session: Session, maliks: Episode, lorna: User, priya: User, tick: Tick, delroy: User
) -> None:
    worry = Worry(
        id=uuid4(),
        family_id=maliks.family_id,
        episode_id=maliks.id,
        urgency=Urgency.TODAY,
        raised_by_id=lorna.id,
        raised_at=NOW,
        recorded_at=NOW,
        occurred_at=NOW,
        saw_or_heard="A cracked phone.",
    )
    session.add(worry)
    session.flush()
    session.add(WorryTold(worry_id=worry.id, user_id=priya.id, why="supervisor", told_at=NOW))
    session.commit()
    tick(-30)

    assert session.scalars(select(WorryTold.user_id).where(WorryTold.user_id == delroy.id)).all() == [delroy.id]


def test_what_goes_wrong_with_one_kind_of_work_holds_up_no_other_and_stops_the_beat(
    app: Flask, session: Session, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Clock(post=Post(senders={}, demo=True))

    def broken() -> None:
        raise ValueError("out of order")

    broken.__name__ = "_unopened"
    own._unopened = broken  # type: ignore[method-assign]
    with clock.at(after(15)), app.app_context():
        assert own.tick() is False

    session.expire_all()
    assert rounds(session) == 1
    assert session.scalars(select(ClockBeat)).all() == []
