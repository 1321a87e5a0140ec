"""Words of an office that a family may not know, where a worker writes what a family will read. Never a rule: a hint.

The list is `static/plain-words.csv`, a word and a plainer one; `js/elements/plain-words.js` reads it too, and looks in
the same way. `*` stands for any ending, `^` for the beginning of a sentence; a word in capitals is looked for in
capitals alone. What stands between quotation marks is somebody's own, and is passed over.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache

from flask import Flask

from app.web.assets import STATIC

LIST = "plain-words.csv"
SAYS = "“{word}”: a family may not know this word. Perhaps “{plainer}”."
SAYS_OF_A_BEGINNING = "“{word} …” sounds like an order. Perhaps “{plainer}”."
MOST = 3  # more would be a telling-off
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@cache
def hard_words() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """How each word of the list is found, what to say of it, and what is plainer."""
    with (STATIC / LIST).open(encoding="utf-8", newline="") as file:
        return tuple((_found_by(row["word"]), _says(row["word"]), row["plainer"]) for row in csv.DictReader(file))


def plain_hints(text: str | None) -> list[str]:
    """What to say of the first few words of this text that a family may not know, in the list's order."""
    return list(_hints(QUOTED.sub(" ", text or "")))[:MOST]


def _hints(text: str) -> Iterator[str]:
    for word, says, plainer in hard_words():
        if found := word.search(text):
            yield says.format(word=found[1], plainer=plainer)


def _found_by(word: str) -> re.Pattern[str]:
    begins = r"(?:^|[.!?;\n]\s*)" if word.startswith("^") else r"(?<![\w-])"
    letters = re.escape(word.removeprefix("^")).replace(r"\*", "[a-z]*")
    return re.compile(rf"{begins}({letters})(?![\w-])", 0 if word.isupper() else re.IGNORECASE)


def _says(word: str) -> str:
    return SAYS_OF_A_BEGINNING if word.startswith("^") else SAYS


def init_plain_words(app: Flask) -> None:
    """Let templates say the same hints, and tell the page what to say."""
    app.jinja_env.filters["plain_hints"] = plain_hints
    app.jinja_env.globals["plain_words"] = {
        "list": LIST, "most": MOST, "says": SAYS, "begins": SAYS_OF_A_BEGINNING,
    }  # fmt: skip
