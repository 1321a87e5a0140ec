"""The grid of roles and verbs, as a safeguarding lead last read it. A change of power shows here."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.permissions import GRID, Can, Role
from tests.house.scene import Scene, address_of

AGREED = Path(__file__).with_name("roles_and_verbs.txt")
TABLE = list(csv.DictReader(Path(__file__).with_name("who_may_do_what.csv").read_text().splitlines()))


def _grid() -> str:
    lines = []
    for verb in Can:
        roles = ", ".join(role.value for role in Role if verb in GRID[role])
        lines.append(f"{verb.name}: {roles}")
    return "\n".join(lines) + "\n"


def test_the_grid_is_the_one_that_was_agreed() -> None:
    assert _grid() == AGREED.read_text()


def test_an_admin_and_an_auditor_do_no_casework() -> None:
    casework = {Can.FAMILY_READ, Can.NOTE_WRITE, Can.VISIT_RECORD, Can.WORRY_DECIDE, Can.DAY_READ, Can.TEAM_READ}
    assert not GRID[Role.ADMIN] & casework
    assert not GRID[Role.AUDITOR] & casework


def test_every_verb_of_a_role_is_one_that_a_page_or_form_asks_for(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken out of the grid, a verb shuts something that the table of who may do what says is open."""
    unasked = []
    for role, verbs in list(GRID.items()):
        people = [name for name, person in scene.people.items() if person.role is role]
        for verb in sorted(verbs):
            asked = [(row, name) for row in TABLE if _verb(app, row) is verb for name in people if row[name] == "Y"]
            if not asked:
                unasked.append((role, verb))
                continue
            row, name = asked[0]
            with monkeypatch.context() as grid:
                grid.setitem(GRID, role, verbs - {verb})
                answer = clients[name].open(address_of(app, row, scene.ids), method=row["method"])
            assert answer.status_code == 404, (role, verb)
    # A manager decides where the supervisor raised the worry, or is away: see tests/worries/test_decide.py.
    assert unasked == [(Role.MANAGER, Can.WORRY_DECIDE)]


def test_a_verb_that_a_role_has_not_opens_nothing_of_its_pages(app: Flask, scene: Scene) -> None:
    """Given to a role, a verb opens something to it that the table says is shut: so the table would tell."""
    unheard = [
        (role, verb)
        for role in Role
        for verb in Can
        if verb not in GRID[role]
        and not any(
            row[name] == "-"
            for row in TABLE
            if _verb(app, row) is verb
            for name, person in scene.people.items()
            if person.role is role
        )
    ]
    assert unheard == []


def _verb(app: Flask, row: dict[str, str]) -> Can | None:
    verb: Can | None = app.view_functions[row["endpoint"]].permission  # type: ignore[attr-defined]
    return verb
