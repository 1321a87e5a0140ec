"""The trail is one chain: whatever is changed, missing or cut off is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note, verify_chain
from app.audit.models import Entry
from app.audit.queries import end_of_chain, entries_about, lookers_at
from app.families.models import Episode
from app.web.session import db
from tests.cast import NOW


@pytest.fixture
def ten_looks(session: Session, lorna: User, maliks: Episode) -> None:
    """Lorna opened the Maliks' page ten times, a minute apart."""
    for minute in range(10):
        at = NOW + timedelta(minutes=minute)
        note(session, lorna, "family.view", about="family", family_id=maliks.family_id, relation="lead", now=at)
    session.commit()


@pytest.fixture
def without_triggers(session: Session) -> Callable[[], None]:
    """Somebody with the keys of the database takes its guards away."""

    def drop() -> None:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
        else:
            session.execute(text("DROP TRIGGER audit_entry_no_update"))
            session.execute(text("DROP TRIGGER audit_entry_no_delete"))
        session.commit()

    return drop


@pytest.mark.usefixtures("ten_looks")
def test_a_chain_that_nobody_touched_is_whole(session: Session) -> None:
    verdict = verify_chain(session, [end_of_chain(session, NOW)])
    assert (verdict.count, verdict.findings) == (10, [])


@pytest.mark.usefixtures("ten_looks")
@pytest.mark.parametrize(
    "change", [update(Entry).where(Entry.number == 4).values(relation="cover"), delete(Entry).where(Entry.number == 4)]
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(session: Session, change: object) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(change)  # type: ignore[call-overload]


@pytest.mark.usefixtures("ten_looks")
def test_an_entry_changed_behind_the_triggers_is_found_at_its_own_row(
    session: Session, without_triggers: Callable[[], None]
) -> None:
    without_triggers()
    session.execute(update(Entry).where(Entry.number == 4).values(relation="supervisor"))
    found = verify_chain(session).findings
    assert [finding.number for finding in found] == [4]
    assert "changed" in found[0].words


@pytest.mark.usefixtures("ten_looks")
def test_an_entry_taken_out_of_the_middle_is_found(session: Session, without_triggers: Callable[[], None]) -> None:
    without_triggers()
    session.execute(delete(Entry).where(Entry.number.in_([4, 5])))
    assert [finding.words for finding in verify_chain(session).findings] == ["Entries 4 to 5 are missing"]


@pytest.mark.usefixtures("ten_looks")
def test_two_entries_that_changed_places_are_found(session: Session, without_triggers: Callable[[], None]) -> None:
    without_triggers()
    for old, new in ((4, 99), (5, 4), (99, 5)):
        session.execute(update(Entry).where(Entry.number == old).values(number=new))
    assert {finding.number for finding in verify_chain(session).findings} == {4, 5}


@pytest.mark.usefixtures("ten_looks")
def test_a_chain_cut_short_looks_whole_until_it_is_held_against_what_was_published(
    session: Session, without_triggers: Callable[[], None]
) -> None:
    published = end_of_chain(session, NOW)
    without_triggers()
    session.execute(delete(Entry).where(Entry.number > 7))
    assert verify_chain(session).findings == []
    assert [finding.number for finding in verify_chain(session, [published]).findings] == [8]


@pytest.mark.usefixtures("ten_looks")
def test_a_chain_written_anew_with_the_stolen_key_is_not_the_published_one(
    session: Session, lorna: User, without_triggers: Callable[[], None]
) -> None:
    published = end_of_chain(session, NOW)
    without_triggers()
    session.execute(delete(Entry))
    for _ in range(12):
        note(session, lorna, "family.view", about="family", now=NOW)
    assert [finding.number for finding in verify_chain(session, [published]).findings] == [10]


def test_many_people_at_once_keep_one_chain(app: Flask, session: Session, lorna: User) -> None:
    people, looks = 6, 12
    together = Barrier(people)

    def look() -> None:
        together.wait()
        for _ in range(looks):
            with app.app_context(), db.sessionmaker() as own:
                note(own, lorna, "family.view", about="family", now=NOW)
                own.commit()

    with ThreadPoolExecutor(people) as pool:
        for done in [pool.submit(look) for _ in range(people)]:
            done.result()
    verdict = verify_chain(session)
    assert (verdict.count, verdict.findings) == (people * looks, [])


def test_a_look_inside_a_savepoint_still_waits_for_its_turn(app: Flask, session: Session, lorna: User) -> None:
    """A savepoint begins a transaction in SQLite without the write lock: the chain must not fork there."""
    people = 4
    together = Barrier(people)

    def look() -> None:
        together.wait()
        with app.app_context(), db.sessionmaker() as own:
            for _ in range(5):
                with own.begin_nested():
                    note(own, lorna, "family.view", about="family", now=NOW)
                own.commit()

    with ThreadPoolExecutor(people) as pool:
        for done in [pool.submit(look) for _ in range(people)]:
            done.result()
    assert verify_chain(session).findings == []


@pytest.mark.usefixtures("ten_looks")
def test_a_look_that_came_to_nothing_leaves_no_gap(session: Session, lorna: User) -> None:
    note(session, lorna, "family.view", about="family", now=NOW)
    session.rollback()
    note(session, lorna, "family.view", about="family", now=NOW)
    session.commit()
    verdict = verify_chain(session)
    assert (verdict.count, verdict.findings) == (11, [])


@pytest.mark.usefixtures("ten_looks")
def test_it_can_be_said_who_looked_at_the_maliks(session: Session, lorna: User, priya: User, maliks: Episode) -> None:
    later = NOW + timedelta(hours=1)
    note(session, priya, "family.view", about="family", family_id=maliks.family_id, relation="supervisor", now=later)
    note(session, priya, "day.view", about="day", now=later)
    session.commit()
    assert [(looker.actor_id, looker.times) for looker in lookers_at(session, maliks.family_id)] == [
        (priya.id, 1),
        (lorna.id, 10),
    ]
    assert lookers_at(session, maliks.family_id)[0].last_at == later
    assert entries_about(session, maliks.family_id, most=3)[0].actor_id == priya.id
