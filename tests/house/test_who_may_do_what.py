"""Every address, for every kind of person, in every state of a record: expected by a table written by hand.

`who_may_do_what.csv` has a line for each address that is not public and a column for each person: Y the page opens or
the form is read, - it looks as if it were not there, r a cluster manager is asked for a reason first.
`who_may_do_what_when_closed.csv` is the same for a family whose plan has closed. The tables are never made from the
code: that is the point of them.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.families.models import Allocation, FamilyRestriction, RelatedStaff
from app.worries.models import Worry, WorryState
from tests.cast import NOW, TODAY
from tests.house.scene import PEOPLE, Scene, address_of

TABLE = Path(__file__).with_name("who_may_do_what.csv")
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
CLOSED = list(csv.DictReader(TABLE.with_name("who_may_do_what_when_closed.csv").read_text().splitlines()))


# Forms about something of one's own, which the scene has not: their tests are in tests/accounts.
OF_ONES_OWN = {
    "accounts.end_device",
    "accounts.end_days_away",
    "accounts.end_stand_in",
    "accounts.new_recovery_codes",
    "offline.looks",
    "offline.keep_set_up",
    "offline.end_own_phone",
    "offline.end_team_phones",
    "offline.end_person_phones",
    "offline.decide_held",
    "offline.hold",
}
# Sent once, there is nothing left to send them about.
ENDS_IT = ("families.unrelate", "supervision.take_off", "accounts.sign_out")


def _about_the_family(app: Flask) -> Iterator[dict[str, str]]:
    for row in ROWS:
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == row["endpoint"])
        if any(name.endswith("_id") for name in rule.arguments) and row["family"] == "Y":
            yield row


def _ends_it(row: dict[str, str]) -> int:
    """Those that end something come last, in this order: whoever has signed out sends nothing more."""
    return ENDS_IT.index(row["endpoint"]) if row["endpoint"] in ENDS_IT else -1


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


def test_each_form_is_read_from_whoever_the_table_says(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    forms = [row for row in ROWS if row["method"] == "POST" and row["endpoint"] not in OF_ONES_OWN]
    wrong = []
    for row in sorted(forms, key=_ends_it):
        address = address_of(app, row, scene.ids)
        may = [name for name in PEOPLE if row[name] == "Y"]
        for name in may[:1] if row["endpoint"] in ENDS_IT else may:
            if _opens(clients[name], row, address) != "Y":
                wrong.append((row["endpoint"], name))
    assert wrong == []


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
    """To whoever may not open it, whatever their role and place: the same status, the same bytes, the same headers."""
    told_apart = []
    for row in _about_the_family(app):
        for name in (name for name in PEOPLE if row[name] == "-"):
            absent = clients[name].open(address_of(app, row, scene.absent), method=row["method"])
            forbidden = clients[name].open(address_of(app, row, scene.ids), method=row["method"])
            assert absent.status_code == 404, (row["endpoint"], name)
            if (absent.status, absent.data, absent.headers) != (forbidden.status, forbidden.data, forbidden.headers):
                told_apart.append((row["method"], row["endpoint"], name))
    assert told_apart == []


def test_whoever_may_open_a_family_finds_nothing_where_there_is_none(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    for row in _about_the_family(app):
        address = address_of(app, row, scene.absent)
        for name in (name for name in PEOPLE if row[name] != "-"):
            assert clients[name].open(address, method=row["method"]).status_code == 404, (row["endpoint"], name)


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


def test_naming_somebody_for_a_restricted_family_gives_them_nothing_that_they_had_not(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    """State can only take away: with everybody named, the table holds as it stands."""
    scene.family.restricted = True
    session.add_all(
        FamilyRestriction(family_id=scene.family.id, user_id=person.id, named_at=NOW)
        for person in scene.people.values()
    )
    session.commit()
    wrong = [
        (row["endpoint"], name)
        for row in _about_the_family(app)
        for name, client in clients.items()
        if row["method"] == "GET" and _opens(client, row, address_of(app, row, scene.ids)) != row[name]
    ]
    assert wrong == []


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


def test_a_closed_family_opens_for_whom_the_other_table_says_and_nobody_else(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    """Who finds a closed family is decided in docs/decisions/0010-who-finds-a-closed-family.md."""
    yesterday = TODAY - timedelta(days=1)
    scene.episode.closed_on = yesterday
    session.get_one(Worry, scene.ids["worry_id"]).state = WorryState.CLOSED
    session.query(Allocation).filter_by(episode_id=scene.episode.id).update({"until_on": yesterday})
    session.commit()
    assert [(row["method"], row["endpoint"]) for row in CLOSED] == [
        (row["method"], row["endpoint"]) for row in _about_the_family(app)
    ]
    wrong = []
    for row in CLOSED:
        address = address_of(app, row, scene.ids)
        for name, client in clients.items():
            if row["endpoint"] in ENDS_IT and row["method"] == "POST" and row[name] == "Y":
                continue
            if (got := _opens(client, row, address)) != row[name]:
                wrong.append((row["method"], row["endpoint"], name, got))
    assert not wrong, "\n".join(map(str, wrong))
