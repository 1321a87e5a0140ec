"""What docs/offline-faults.md says is tried has a test of that name, and every case of others has a line."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "offline-faults.md").read_text()
NAMED = re.compile(r"`([a-z_/]+\.py)::(test_[a-z0-9_]+)`")
# Of the list of how others have failed: numbered from one.
CASES = 52


def test_each_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 40
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text()]
    assert missing == []


def test_each_case_of_others_has_a_line() -> None:
    table = PAGE.partition("## Failures of others")[2]
    numbers = [int(one) for cell in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for one in cell.split(",")]
    assert sorted(numbers) == list(range(1, CASES + 1))
