"""Every address, for every kind of person, in every state of a record: expected by a table written by hand.

`who_may_do_what.csv` has a line for each address that is not public and a column for each person:
Y the page opens or the form is read, - it looks as if it were not there, r a cluster manager is asked
for a reason first. The table is never made from
the code: that is the point of it.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.families.models import Allocation, FamilyRestriction, RelatedStaff
from app.worries.models import Worry, WorryState
from tests.cast import NOW, TODAY
from tests.house.scene import PEOPLE, Scene, address_of

TABLE = Path(__file__).with_name("who_may_do_what.csv")
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))


def _about_the_family(app: Flask) -> Iterator[dict[str, str]]:
    for row in ROWS:
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == row["endpoint"])
        if any(name.endswith("_id") for name in rule.arguments) and row["family"] == "Y":
            yield row


def _opens(client: FlaskClient, row: dict[str, str], address: str) -> str:
    answer = client.open(address, method=row["method"])
    assert answer.status_code < 500, (row["endpoint"], answer.status_code)
    if answer.status_code == 303 and answer.location.endswith("/reason"):
        return "r"
    return "-" if answer.status_code in (401, 404) else "Y"


def test_the_table_speaks_of_every_address_and_no_other(app: Flask) -> None:
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].permission is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(row["endpoint"], row["method"]) for row in ROWS} == there


def test_each_person_opens_what_the_table_says_and_nothing_else(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    wrong = []
    for row in ROWS:
        address = address_of(app, row, scene.ids)
        for name, client in clients.items():
            if row["method"] == "GET" or row[name] == "-":
                got = _opens(client, row, address)
                if got != row[name]:
                    wrong.append((row["method"], row["endpoint"], name, got))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_stranger_is_asked_to_sign_in_everywhere(
    app: Flask, browser: Callable[..., FlaskClient], scene: Scene
) -> None:
    stranger = browser()
    open_doors = [
        row["endpoint"]
        for row in ROWS
        if stranger.open(address_of(app, row, scene.ids), method=row["method"]).status_code != 401
    ]
    assert open_doors == []


def test_what_is_not_there_looks_like_what_is_not_yours(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    for row in _about_the_family(app):
        absent = clients["elsewhere"].open(address_of(app, row, scene.absent), method=row["method"])
        forbidden = clients["elsewhere"].open(address_of(app, row, scene.ids), method=row["method"])
        assert absent.status_code == forbidden.status_code == 404, row["endpoint"]
        assert absent.data == forbidden.data, row["endpoint"]


def test_a_restricted_family_is_there_for_the_named_few_alone(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    scene.family.restricted = True
    session.add(FamilyRestriction(family_id=scene.family.id, user_id=scene.people["lead"].id, named_at=NOW))
    session.commit()
    for row in _about_the_family(app):
        address = address_of(app, row, scene.ids)
        for name, client in clients.items():
            if name != "lead":
                assert client.open(address, method=row["method"]).status_code == 404, (row["endpoint"], name)
        if row["method"] == "GET" and row["lead"] == "Y":
            assert _opens(clients["lead"], row, address) == "Y", row["endpoint"]


def test_staff_named_as_related_find_nothing_of_the_family(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    for name in PEOPLE:
        session.add(RelatedStaff(family_id=scene.family.id, user_id=scene.people[name].id, named_at=NOW))
    session.commit()
    for row in _about_the_family(app):
        address = address_of(app, row, scene.ids)
        for name, client in clients.items():
            assert client.open(address, method=row["method"]).status_code == 404, (row["endpoint"], name)


def test_a_closed_family_is_there_for_its_supervisor_and_no_longer_for_its_workers(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    yesterday = TODAY - timedelta(days=1)
    scene.episode.closed_on = yesterday
    session.get_one(Worry, scene.ids["worry_id"]).state = WorryState.CLOSED
    session.query(Allocation).filter_by(episode_id=scene.episode.id).update({"until_on": yesterday})
    session.commit()
    for row in _about_the_family(app):
        if row["method"] != "GET":
            continue
        address = address_of(app, row, scene.ids)
        for name in ("lead", "cover", "colleague", "elsewhere"):
            assert clients[name].get(address).status_code == 404, (row["endpoint"], name)
        if row["supervisor"] == "Y":
            assert clients["supervisor"].get(address).status_code < 500, row["endpoint"]


def test_every_look_at_a_family_leaves_a_trace(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    silent = []
    for row in _about_the_family(app):
        if row["method"] == "GET" and row["lead"] == "Y":
            before = session.query(Entry).count()
            clients["lead"].get(address_of(app, row, scene.ids))
            if session.query(Entry).count() == before:
                silent.append(row["endpoint"])
    assert silent == []
