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

URN, LOCAL_AUTHORITY, NAME = "URN", "LA (name)", "EstablishmentName"
STATUS, PHASE = "EstablishmentStatus (name)", "PhaseOfEducation (name)"
POSTCODE, PHONE = "Postcode", "TelephoneNum"
COLUMNS = (URN, LOCAL_AUTHORITY, NAME, STATUS, PHASE, POSTCODE, PHONE)

NO_PHASE = "Not applicable"
OPEN = {"Open", "Open, but proposed to close"}
KNOWN = OPEN | {"Closed", "Proposed to open"}
NAME_LENGTH = 200
PHONE_WITHOUT_ZERO = 10  # digits, where a spreadsheet took the first 0 for nothing


@dataclass(frozen=True, kw_only=True)
class SchoolLine:
    """A school as the file tells of it."""

    urn: str
    name: str
    local_authority: str
    phase: str
    postcode: str
    phone: str
    closed: bool


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
    """The schools of one local authority; raises NotTheFile where a column is missing."""
    found = SchoolsFile()
    urns: set[str] = set()
    for number, row in _rows(file):
        place = row[LOCAL_AUTHORITY]
        if place.casefold() != local_authority.strip().casefold():
            found.elsewhere[place] += 1
        elif why := _why_bad(row, urns):
            found.bad.append(BadLine(number=number, words=why))
        elif row[STATUS] != "Proposed to open":
            urns.add(row[URN])
            found.schools.append(_school(row))
    return found


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding=_encoding(file), newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise NotTheFile(f"This is not the list of schools: it has no column {', '.join(missing)}")
        for row in reader:
            yield reader.line_num, {name: row[name].strip() for name in COLUMNS}


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


def _why_bad(row: dict[str, str], urns: set[str]) -> str:
    if not (row[URN].isascii() and row[URN].isdigit()) or len(row[URN]) not in (5, 6):
        return f"{row[URN]!r} is no URN (5 or 6 digits)"
    if row[URN] in urns:
        return f"URN {row[URN]} stands in the file twice"
    if not row[NAME] or len(row[NAME]) > NAME_LENGTH:
        return f"a school needs a name of at most {NAME_LENGTH} letters"
    if row[STATUS] not in KNOWN:
        return f"{row[STATUS]!r} is no status we know"
    return ""


def _school(row: dict[str, str]) -> SchoolLine:
    return SchoolLine(
        urn=row[URN],
        name=row[NAME],
        local_authority=row[LOCAL_AUTHORITY],
        phase="" if row[PHASE] == NO_PHASE else row[PHASE][:60],
        postcode=row[POSTCODE][:10].upper(),
        phone=_phone(row[PHONE]),
        closed=row[STATUS] not in OPEN,
    )


def _phone(words: str) -> str:
    digits = "".join(sign for sign in words if sign.isdigit())
    return f"0{digits}" if len(digits) == PHONE_WITHOUT_ZERO and digits[0] != "0" else words[:30]
