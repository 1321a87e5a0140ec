"""The documents name what there is, and no more."""

import re
from pathlib import Path

import app
from app.core.db import Base

ROOT = Path(__file__).parents[2]
WORDS = (ROOT / "docs" / "words.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()

NOT_ROOMS = {"static", "templates", "__pycache__"}
ROOMS = {path.name for path in Path(app.__path__[0]).iterdir() if path.is_dir()} - NOT_ROOMS


def _rows(heading: str) -> set[str]:
    section = WORDS.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE))


def test_the_glossary_names_every_room_and_no_other() -> None:
    assert _rows("Rooms") == ROOMS


def test_the_glossary_names_every_table_and_no_other() -> None:
    assert _rows("Tables") == {mapper.class_.__name__ for mapper in Base.registry.mappers}


def test_the_map_of_the_house_names_every_room() -> None:
    assert {room for room in ROOMS if f"`{room}`" not in ARCHITECTURE} == set()


def test_every_decision_is_listed_in_the_map() -> None:
    decisions = {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert {name for name in decisions if name not in ARCHITECTURE} == set()


def test_decisions_are_numbered_without_a_gap_and_begin_with_a_drawback() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages, start=1):
        assert re.match(rf"# {number}\. .+\n\n\*\*Drawback:\*\* ", page.read_text()), page.name
