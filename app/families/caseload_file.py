"""Reading a team's spreadsheet, saved as CSV: one row for each person of each family.

docs/caseload_import.md describes the columns for whoever fills them in. What stands in a cell is kept as
it is, whatever it begins with: nothing here reads it as a formula.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.families.actions.reaching import is_phone, plain_phone

YES = {"yes", "y", "true", "1", "x"}
NO = {"no", "n", "false", "0", ""}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
YEARS = range(1900, 2101)
# Ten digits without the first 0, which a spreadsheet took for a number.
WITHOUT_ZERO = r"[1-9]\d{9}"


class NotTheFile(ValueError):
    """The file cannot be read as a caseload; its words say why."""


class BadCell(ValueError):
    """A cell that cannot be used; its words say why."""


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that cannot be used: its number in the file, whom it is about, and why."""

    number: int
    who: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row. Names of columns are names of fields; `number` is its line in the file."""

    number: int
    family_ref: str
    family_name: str = ""
    opened_on: date | None = None
    lead_worker: str = ""
    why_lead_worker: str = ""
    going_well: str = ""
    hopes: str = ""
    member_ref: str = ""
    known_as: str
    surname: str = ""
    relationship: str
    one_of_the_children: bool = False
    date_of_birth: date | None = None
    language: str = ""
    interpreter: bool = False
    parental_responsibility: bool = False
    lives_with_children: bool = False
    school: str = ""
    household: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    call_ok: bool = False
    text_ok: bool = False
    voicemail_ok: bool = False
    good_times: str = ""
    must_not_know: str = ""
    works_with_us: bool | None = None
    talk_to: str = ""
    do_not_talk_to: str = ""
    agreed_on: date | None = None
    agreed_how: str = ""

    @property
    def who(self) -> str:
        """Whom the line is about, for a message to whoever has the file."""
        return f"{self.known_as}, family {self.family_ref}"

    @property
    def member_key(self) -> str:
        """What tells this person from the others of the family, in this file and the next."""
        return f"ref {self.member_ref}" if self.member_ref else f"name {self.known_as.casefold()}"


NAMES = [one.name for one in fields(Line) if one.name != "number"]
NEEDED_IN_EACH_ROW = ("family_ref", "known_as", "relationship")
NEEDED = ("family_ref", "family_name", "opened_on", "lead_worker", "known_as", "relationship")


@dataclass
class CaseloadFile:
    """What a file holds: its good lines, its bad ones, and the columns that nobody reads."""

    lines: list[Line] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_caseload(file: Path) -> CaseloadFile:
    """Every line of the file; raises NotTheFile where it is no CSV or a needed column is missing."""
    found = CaseloadFile()
    for number, cells in _rows(_text(file), found):
        if not any(words for words in cells.values() if isinstance(words, str)):
            continue
        who = f"{cells.get('known_as') or 'Somebody'}, family {cells.get('family_ref') or 'without a family_ref'}"
        problems, said = _read(cells)
        if problems:
            found.bad.extend(BadLine(number=number, who=who, words=words) for words in problems)
        else:
            found.lines.append(Line(number=number, **said))
    if not found.lines and not found.bad:
        raise NotTheFile("There is nobody in this file")
    return found


def _text(file: Path) -> str:
    raw = file.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise NotTheFile("This is no plain CSV file: in your spreadsheet choose “Save as”, “CSV UTF-8”")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotTheFile("The letters in this file cannot be read: save it as “CSV UTF-8”")


def _rows(text: str, found: CaseloadFile) -> Iterator[tuple[int, dict[str | None, Any]]]:
    """Each row by the names of the header, with the line on which it begins."""
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
        _check_names(names, found)
        begins = reader.line_num + 1
        for row in reader:
            cells: dict[str | None, Any] = dict(zip(names, (cell.strip() for cell in row), strict=False))
            if len(row) > len(names):
                cells[None] = row[len(names) :]
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as no:
        raise NotTheFile(
            f"Line {reader.line_num} cannot be read ({no}): is there a quotation mark without its pair?"
        ) from no


def _check_names(names: list[str], found: CaseloadFile) -> None:
    if missing := [name for name in NEEDED if name not in names]:
        raise NotTheFile(f"There is no column {', '.join(missing)}. The first line must hold the columns’ names")
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise NotTheFile(f"The column {', '.join(twice)} is there twice")
    found.unread = [name for name in names if name not in NAMES and name]


def _read(cells: dict[str | None, Any]) -> tuple[list[str], dict[str, Any]]:
    """What is wrong with a row, and what it says."""
    problems: list[str] = []
    said: dict[str, Any] = {}
    if None in cells:
        problems.append("it has more cells than the first line: is there a comma outside quotation marks?")
    for name in NAMES:
        words = cells.get(name) or ""
        if name in NEEDED_IN_EACH_ROW and not words:
            problems.append(f"{name} is empty")
        try:
            said[name] = READERS.get(name, str)(words)
        except BadCell as no:
            problems.append(f"{name} is {words!r}: {no}")
    return problems, said


def _day(words: str) -> date | None:
    if not words:
        return None
    for shape in DAYS:
        try:
            day = datetime.strptime(words, shape).date()  # noqa: DTZ007  A day has no time zone.
        except ValueError:
            continue
        if day.year in YEARS:
            return day
    raise BadCell("write a date like 27/03/2016 or 2016-03-27")


def _yes(words: str) -> bool:
    if words.lower() in YES:
        return True
    if words.lower() in NO:
        return False
    raise BadCell("write yes or no")


def _answer(words: str) -> bool | None:
    return _yes(words) if words else None


def _phone(words: str) -> str:
    bare = plain_phone(words)
    if words and not is_phone(words):
        raise BadCell("write a number like 07700 900142")
    return f"0{bare}" if re.fullmatch(WITHOUT_ZERO, bare) else bare


READERS: dict[str, Callable[[str], Any]] = {
    "opened_on": _day,
    "date_of_birth": _day,
    "agreed_on": _day,
    "one_of_the_children": _yes,
    "interpreter": _yes,
    "parental_responsibility": _yes,
    "lives_with_children": _yes,
    "call_ok": _yes,
    "text_ok": _yes,
    "voicemail_ok": _yes,
    "works_with_us": _answer,
    "phone": _phone,
}
