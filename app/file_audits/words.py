"""What file audits say in a line; and which counts are said to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.file_audits.models import Said
from app.file_audits.queries import Found

SAID_WORDS: Mapping[str, str] = {
    Said.YES: "Yes",
    Said.PARTLY: "Partly",
    Said.NO: "No",
    Said.NOT_HERE: "Does not apply",
}
# Beyond the team no smaller count is said (domain.md, matrix: cells under 5 hidden).
LEAST_SAID = 5
QUARTERS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question: how many files said what, and of how many the two readers said different things."""

    question: str
    counts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What was found in one quarter of a year."""

    words: str
    rows: Sequence[Row]


def quarters_of(found: Sequence[Found], *, within: bool) -> list[Quarter]:
    """Found quarter by quarter; `within`: for the team itself, which is told small counts too.

    There are no totals: with one, a hidden count could be worked out.
    """
    return [
        Quarter(
            words=f"{QUARTERS[number - 1]} {year}",
            rows=[
                Row(
                    question=one.words,
                    counts=[_count(many, within=within) for many in (*(one.agreed[key] for key in Said), one.differed)],
                )
                for one in ones
            ],
        )
        for (year, number), ones in groupby(found, key=lambda one: one.quarter)
    ]


def _count(many: int, *, within: bool) -> str:
    return str(many) if within or many >= LEAST_SAID else f"under {LEAST_SAID}"
