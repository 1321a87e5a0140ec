"""Who supervises whom, who stands in, who is away."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Absence, Deputy, Supervision, User
from app.accounts.queries import deputies_of, is_away, supervised_ids, supervisor_of
from app.clusters.models import Cluster
from app.core.permissions import Role
from tests.accounts.conftest import trail
from tests.cast import TODAY

Browser = Callable[..., FlaskClient]
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def nadia(hire: Callable[..., User], beckside: Cluster) -> User:
    """The other supervisor of Beckside."""
    return hire("Nadia Rahman", Role.SUPERVISOR, beckside)


def line(other: User, from_on: date = TODAY, **more: str) -> dict[str, str]:
    return {"id": str(uuid4()), "other_id": str(other.id), "from_on": from_on.isoformat(), **more}


def away(from_on: date, until_on: date) -> dict[str, str]:
    return {"id": str(uuid4()), "from_on": from_on.isoformat(), "until_on": until_on.isoformat()}


def test_a_new_supervisor_takes_over_from_a_day_on(
    browser: Browser, session: Session, hazel: User, lorna: User, priya: User, nadia: User
) -> None:
    said = line(nadia, TOMORROW)
    assert browser(hazel).post(f"/people/{lorna.id}/supervisor", data=said).status_code == 303
    browser(hazel).post(f"/people/{lorna.id}/supervisor", data=said)

    assert supervisor_of(session, lorna.id, TODAY) == priya
    assert supervisor_of(session, lorna.id, TOMORROW) == nadia
    assert lorna.id not in session.scalars(supervised_ids(priya.id, TOMORROW)).all()
    assert len(trail(session, "line.supervise")) == 1


def test_a_line_put_in_later_for_earlier_days_leaves_the_next_one_alone(
    browser: Browser, session: Session, hazel: User, lorna: User, priya: User, nadia: User, delroy: User
) -> None:
    client, address = browser(hazel), f"/people/{lorna.id}/supervisor"
    client.post(address, data=line(nadia, TODAY + timedelta(days=10)))
    client.post(address, data=line(delroy, TODAY + timedelta(days=5)))

    found = [supervisor_of(session, lorna.id, TODAY + timedelta(days=n)) for n in (4, 5, 9, 10)]
    assert found == [priya, delroy, delroy, nadia]
    lines = session.scalars(select(Supervision).where(Supervision.worker_id == lorna.id)).all()
    assert sum(one.until_on is None for one in lines) == 1


def test_a_worker_a_stranger_or_oneself_does_not_supervise(
    browser: Browser, session: Session, hazel: User, lorna: User, tom: User, marcus: User
) -> None:
    for other in (tom, marcus, lorna):
        answer = browser(hazel).post(f"/people/{lorna.id}/supervisor", data=line(other))
        assert answer.status_code == 422
    assert len(session.scalars(select(Supervision).where(Supervision.worker_id == lorna.id)).all()) == 1


def test_priya_names_who_stands_in_for_her(
    browser: Browser, session: Session, priya: User, nadia: User, lorna: User
) -> None:
    answer = browser(priya).post(f"/people/{priya.id}/stand-ins", data=line(nadia, until_on=TOMORROW.isoformat()))

    assert answer.status_code == 303
    assert deputies_of(session, priya.id, TODAY) == [nadia]
    assert lorna.id in session.scalars(supervised_ids(nadia.id, TOMORROW)).all()
    assert deputies_of(session, priya.id, TOMORROW + timedelta(days=1)) == []


def test_a_stand_in_can_be_ended(browser: Browser, session: Session, priya: User, nadia: User) -> None:
    row = Deputy(supervisor_id=priya.id, deputy_id=nadia.id, from_on=YESTERDAY, until_on=None)
    session.add(row)
    session.commit()
    browser(priya).post(f"/people/{priya.id}/stand-ins/{row.id}/end")
    session.expire_all()

    assert deputies_of(session, priya.id, TODAY) == []
    assert deputies_of(session, priya.id, YESTERDAY) == [nadia]


def test_nobody_arranges_this_for_somebody_else_but_an_admin(
    browser: Browser, session: Session, priya: User, nadia: User, lorna: User, tom: User, hazel: User
) -> None:
    for person in (nadia, lorna, tom):
        client = browser(person)
        assert client.post(f"/people/{priya.id}/stand-ins", data=line(nadia)).status_code == 404
        assert client.post(f"/people/{priya.id}/days-away", data=away(TODAY, TODAY)).status_code == 404
    assert browser(lorna).get(f"/people/{lorna.id}/days-away").status_code == 404
    assert session.scalars(select(Deputy)).all() == []

    assert browser(hazel).post(f"/people/{lorna.id}/days-away", data=away(TODAY, TODAY)).status_code == 303
    session.expire_all()
    assert is_away(session, lorna.id, TODAY)


def test_priya_says_when_she_is_away_and_is_warned_that_nobody_stands_in(
    browser: Browser, session: Session, priya: User
) -> None:
    client, said = browser(priya), away(TOMORROW, TOMORROW + timedelta(days=3))
    assert client.get("/account/days-away").location == f"/people/{priya.id}/days-away"
    for _ in range(2):
        assert client.post(f"/people/{priya.id}/days-away", data=said).status_code == 303

    assert len(session.scalars(select(Absence)).all()) == 1
    assert not is_away(session, priya.id, TODAY)
    assert is_away(session, priya.id, TOMORROW)
    assert "Nobody stands in yet" in client.get(f"/people/{priya.id}/days-away").text


def test_she_is_back_early(browser: Browser, session: Session, priya: User) -> None:
    absence = Absence(user_id=priya.id, from_on=YESTERDAY, until_on=TOMORROW)
    session.add(absence)
    session.commit()
    browser(priya).post(f"/people/{priya.id}/days-away/{absence.id}/end")
    session.expire_all()

    assert is_away(session, priya.id, YESTERDAY)
    assert not is_away(session, priya.id, TODAY)


def test_days_the_wrong_way_round_are_explained_and_stay(browser: Browser, priya: User) -> None:
    answer = browser(priya).post(f"/people/{priya.id}/days-away", data=away(TOMORROW, TODAY))

    assert answer.status_code == 422
    assert "The last day must not be before the first" in answer.text
    assert f'value="{TOMORROW.isoformat()}"' in answer.text
