"""The grid of roles and verbs, as a safeguarding lead last read it. A change of power shows here."""

from pathlib import Path

from app.core.permissions import GRID, Can, Role

AGREED = Path(__file__).with_name("roles_and_verbs.txt")


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
