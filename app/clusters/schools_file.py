"""Reading the Department for Education's list of schools, as it can be downloaded.

"Get information about schools" (GIAS) gives a CSV file of every establishment in England,
"edubasealldata". Its encoding is Windows-1252; people open and save it in other programs, so UTF-8
is read too. Only the columns named here are used.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marshmallow import ValidationError

from app.clusters.actions.schools import SchoolLine
from app.clusters.schemas import COLUMNS, PROPOSED, SchoolRowSchema


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that cannot be used: its number in the file, and why."""

    number: int
    words: str


@dataclass
class SchoolsFile:
    """What a file holds for one local authority. `elsewhere` counts the other ones' lines, by name."""

    schools: list[SchoolLine] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    elsewhere: Counter[str] = field(default_factory=Counter)


class NotTheFile(ValueError):
    """The file is not the list of schools; its words say why."""


def read_schools(file: Path, local_authority: str) -> SchoolsFile:
    """The schools of one local authority; raises NotTheFile where a column is missing or a line is no CSV."""
    found, schema = SchoolsFile(), SchoolRowSchema()
    urns: set[str] = set()
    for number, row in _rows(file):
        place = row["LA (name)"].strip()
        if place.casefold() != local_authority.strip().casefold():
            found.elsewhere[place] += 1
            continue
        try:
            school = schema.load(row)
        except ValidationError as error:
            found.bad.append(BadLine(number=number, words=_first_words(error)))
            continue
        if school.urn in urns:
            found.bad.append(BadLine(number=number, words=f"URN {school.urn} stands in the file twice"))
        elif row["EstablishmentStatus (name)"].strip() != PROPOSED:
            urns.add(school.urn)
            found.schools.append(school)
    return found


def _first_words(error: ValidationError) -> str:
    """The first thing wrong with a row, in words."""
    return str(next(iter(error.messages_dict.values()))[0])


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding=_encoding(file), newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise NotTheFile(f"This is not the list of schools: it has no column {', '.join(missing)}")
        try:
            for row in reader:
                yield reader.line_num, {name: row[name] or "" for name in COLUMNS}
        except csv.Error as no:
            raise NotTheFile(f"Line {reader.line_num + 1} cannot be read ({no})") from no


def _encoding(file: Path) -> str:
    for name in ("utf-8-sig", "cp1252"):
        try:
            with file.open(encoding=name) as lines:
                for _ in lines:
                    pass
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"
