"""How two versions of a text differ: only the sentences that do, with the words that do in them marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words of a text, and whether they differ from the other version's."""

    words: str
    differs: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """One part that was put right: the sentences that differ, now and before."""

    part: str
    now: Sequence[Piece]
    before: Sequence[Piece]


def changes_between(part: str, now: str, before: str) -> Change:
    """The sentences that differ, with the words that differ in them marked."""
    come, gone = _sentences_that_differ(_sentences(now), _sentences(before))
    return Change(part=part, now=_marked(come, gone), before=_marked(gone, come))


def _sentences_that_differ(now: list[str], before: list[str]) -> tuple[str, str]:
    """Each side's own sentences. What both begin and end with is left off first: most of a long note."""
    begins = _same_at_start(now, before)
    now, before = now[begins:], before[begins:]
    ends = _same_at_start(now[::-1], before[::-1])
    now, before = now[: len(now) - ends], before[: len(before) - ends]
    # Its junk rule keeps this quick on long texts that repeat themselves.
    blocks = [block for block in SequenceMatcher(a=before, b=now).get_opcodes() if block[0] != "equal"]
    gone = "".join("".join(before[a:b]) for _, a, b, _, _ in blocks)
    come = "".join("".join(now[c:d]) for _, _, _, c, d in blocks)
    return come, gone


def _same_at_start(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _marked(words: str, other: str) -> list[Piece]:
    mine, theirs = re.findall(r"\S+\s*", words), re.findall(r"\S+\s*", other)
    bare_mine, bare_theirs = [word.strip() for word in mine], [word.strip() for word in theirs]
    pieces = [
        Piece(words="".join(mine[c:d]), differs=what != "equal")
        for what, _, _, c, d in SequenceMatcher(a=bare_theirs, b=bare_mine).get_opcodes()
        if d > c
    ]
    if any(not piece.differs for piece in pieces):
        return pieces
    # Where all of it is new, marking every word would mark nothing.
    return [Piece(words=words.strip(), differs=False)] if words.strip() else []


def _sentences(words: str) -> list[str]:
    return re.findall(r".+?(?:[.!?](?:\s+|$)|\n+|$)", words, flags=re.DOTALL)
