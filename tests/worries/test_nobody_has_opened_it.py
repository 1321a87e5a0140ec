"""While nobody who was told has opened a worry, the next people are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import Cluster, Figure
from app.families.models import Episode, RelatedStaff
from app.web.session import db
from app.worries.actions import tell_deputies_of_unopened
from app.worries.models import WhyTold, Worry, WorryState, WorryTold
from tests.cast import NOW


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def told(session: Session, at: datetime) -> list[tuple[str, WhyTold]]:
    rows = tell_deputies_of_unopened(session, at)
    session.commit()
    return [(session.get_one(User, row.user_id).name, row.why) for row in rows]


def test_nobody_else_is_told_before_the_set_time(session: Session, worry: Worry, beth: User) -> None:
    assert told(session, after(14)) == []


def test_the_deputy_is_told_after_fifteen_minutes_and_told_once(session: Session, worry: Worry, beth: User) -> None:
    assert told(session, after(15)) == [("Beth Lund", WhyTold.DEPUTY_UNOPENED)]
    assert told(session, after(16)) == []
    assert "worry.tell" in session.scalars(select(Entry.action)).all()


def test_the_managers_are_told_when_the_deputy_does_not_open_it_either(
    session: Session, worry: Worry, beth: User, delroy: User
) -> None:
    told(session, after(15))

    assert told(session, after(29)) == []
    assert told(session, after(30)) == [("Delroy Grant", WhyTold.MANAGER_UNOPENED)]
    assert told(session, after(60)) == []


def test_another_supervisor_is_told_when_no_manager_opens_it_either(
    session: Session, worry: Worry, delroy: User, jo: User
) -> None:
    told(session, after(15))

    assert told(session, after(29)) == []
    assert told(session, after(30)) == [("Jo Hale", WhyTold.NEARBY_UNOPENED)]
    assert told(session, after(60)) == []


def test_where_there_is_no_deputy_the_manager_is_told(session: Session, worry: Worry, delroy: User) -> None:
    assert told(session, after(15)) == [("Delroy Grant", WhyTold.MANAGER_UNOPENED)]


def test_nobody_else_is_told_once_the_supervisor_has_opened_it(
    session: Session, worry: Worry, priya: User, beth: User
) -> None:
    session.get_one(WorryTold, (worry.id, priya.id)).opened_at = after(5)
    session.commit()

    assert told(session, after(60)) == []


def test_nobody_else_is_told_of_what_is_decided(session: Session, worry: Worry, beth: User) -> None:
    worry.state = WorryState.CLOSED
    session.commit()

    assert told(session, after(60)) == []


def test_a_deputy_who_is_related_to_the_family_is_passed_over(
    session: Session, worry: Worry, maliks: Episode, beth: User, delroy: User
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=beth.id, named_at=NOW))
    session.commit()

    assert told(session, after(15)) == [("Delroy Grant", WhyTold.MANAGER_UNOPENED)]


@pytest.mark.parametrize(("minutes", "people"), [(29, 0), (30, 1)])
def test_the_cluster_sets_the_time(
    session: Session, worry: Worry, beckside: Cluster, beth: User, minutes: int, people: int
) -> None:
    session.add(Figure(cluster_id=beckside.id, key="worry_unopened_minutes", value=30))
    session.commit()

    assert len(told(session, after(minutes))) == people


def test_a_worry_that_reached_nobody_is_told_as_soon_as_there_is_somebody(
    session: Session, worry: Worry, hire: Callable[..., User], delroy: User
) -> None:
    session.query(WorryTold).delete()
    session.commit()

    assert told(session, after(15)) == [("Delroy Grant", WhyTold.MANAGER_UNOPENED)]


def test_several_pages_opened_at_the_same_moment_tell_the_deputy_once(
    app: Flask, session: Session, worry: Worry, beth: User
) -> None:
    def look(_: int) -> int:
        with app.app_context(), db.sessionmaker() as own:
            told = len(tell_deputies_of_unopened(own, after(15)))
            own.commit()
            return told

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(look, range(6))) == 1
