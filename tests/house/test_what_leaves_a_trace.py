"""Every look at a record leaves one entry in the trail, and it is the right one: a table written by hand.

`what_leaves_a_trace.csv` has a line for each page of a family, and for each of its forms as it is when it is sent
empty: most come back and show the record again, which is a look too. `-` names nobody's record and leaves nothing.
That no *change* goes without an entry is watched in every test there is: see `tests/every_change.py`.
"""

import csv
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.actions import verify_chain
from app.audit.models import Entry
from tests.house.scene import PEOPLE, Scene, address_of

HERE = Path(__file__).parent
TABLE = list(csv.DictReader((HERE / "what_leaves_a_trace.csv").read_text().splitlines()))
WHO = {
    (row["method"], row["endpoint"]): row
    for row in csv.DictReader((HERE / "who_may_do_what.csv").read_text().splitlines())
}
# What the trail says of why each may look.
WHY = {"lead": "lead", "supervisor": "supervises", "manager": "none", "reason": "gave_reason"}
LOOKS = ("family.view", "note.view", "worry.view")
# Forms that are as good empty as full, and pages of rooms without records of families.
LEFT_OUT = ("accounts.", "clusters.")
GOOD_WHEN_EMPTY = {
    "families.address",
    "families.partner",
    "families.person",
    "families.safe_contact",
    "families.words",
    "families.end_cover",
    "families.restrict",
    "file_audits.draw_files",
    "home.shared",
    "home.make_code",
    "home.make_link",
    "home.stop_code",
    "home.pause",
    "home.go_on",
    "home.withdraw",
    "home.seen",
    "plans.steps_done",
    "supervision.keep_minutes",
    "supervision.keep_prepare",
    "supervision.keep_published",
    "supervision.take_off",
    "visits.start",
    "visits.out",
    "offline.keep_set_up",
    # These end somebody's sign-in, or put it on hold: nobody could go on down the table. See tests/offline.
    "offline.end_own_phone",
    "offline.end_team_phones",
    "offline.end_person_phones",
    "offline.hold",
}
# They leave two entries: about what is held, and about its family. See tests/offline.
LEAVE_TWO = {"offline.held_item", "offline.decide_held"}


def test_the_table_speaks_of_every_page_of_a_record_and_no_other() -> None:
    there = {(row["method"], row["endpoint"]) for row in TABLE}
    pages = {
        (method, endpoint)
        for method, endpoint in WHO
        if not endpoint.startswith(LEFT_OUT) and endpoint not in LEAVE_TWO
        if not (method == "POST" and endpoint in GOOD_WHEN_EMPTY)
    }
    assert there == pages


def _first_who_may(row: dict[str, str]) -> str:
    may = WHO[row["method"], row["endpoint"]]
    return next(name for name in PEOPLE if may[name] == "Y")


def _new_entries(session: Session, after: int) -> list[Entry]:
    session.rollback()
    return list(session.scalars(select(Entry).where(Entry.number > after).order_by(Entry.number)))


@pytest.mark.usefixtures("scene")
def test_each_look_leaves_exactly_one_entry_and_it_is_the_right_one(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    wrong, last = [], len(_new_entries(session, 0))
    for row in TABLE:
        who = _first_who_may(row)
        answer = clients[who].open(address_of(app, row, scene.ids), method=row["method"])
        assert answer.status_code < 400 or answer.status_code == 422, (row["endpoint"], answer.status_code)
        entries = _new_entries(session, last)
        last += len(entries)
        if [_said(entry) for entry in entries] != _expected(row, who, scene):
            wrong.append((row["method"], row["endpoint"], [_said(entry) for entry in entries]))
    assert not wrong, "\n".join(map(str, wrong))
    assert verify_chain(session).findings == []


def _expected(row: dict[str, str], who: str, scene: Scene) -> list[tuple[object, ...]]:
    if row["action"] == "-":
        return []
    family_id: UUID | None = scene.ids["family_id"] if row["whose"] else None
    about_id = scene.ids[row["record"]] if row["record"] else None
    why = WHY[who] if row["action"] in LOOKS else "worker" if row["action"] == "watch.view" else ""
    return [(scene.people[who].id, row["action"], row["about"], about_id, family_id, why, True)]


def _said(entry: Entry) -> tuple[object, ...]:
    on_a_device = entry.sign_in_id is not None
    return (entry.actor_id, entry.action, entry.about, entry.about_id, entry.family_id, entry.relation, on_a_device)


def test_what_could_not_be_found_leaves_nothing(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    before = len(_new_entries(session, 0))
    for row in TABLE:
        if row["whose"]:
            clients["elsewhere"].open(address_of(app, row, scene.ids), method=row["method"])
    assert _new_entries(session, before) == []
