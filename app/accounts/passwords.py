"""Passwords: which ones will do, and how they are kept.

Rules: NIST SP 800-63B-4 (15 characters and more, nothing easy to guess, no rules of composition,
paste allowed) and the OWASP minimum for Argon2id (19 MiB, 2 passes, 1 lane).
"""

import re
import unicodedata
from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

LEAST, MOST = 15, 200  # characters
# How much must remain once everything that people often use is taken out.
LEAST_LEFT = 8

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Each hash takes 19 MiB: a flood of sign-ins waits in line instead of filling the memory.
_turns = BoundedSemaphore(2)
# The hash of a password that nobody knows. Checked where there is no account, so that both take as long.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$Z/Zp2orVhwlUQJE35XXumw$j07sjBZI7CSDbp1jr4BrElJQbWwjmw9uz1jnL97LTP8"

COMMON_WORDS = """
    password passwort passphrase passcode secret letmein welcome hello admin administrator login user guest
    master changeme default temp temporary test testing demo example sample account access system server
    iloveyou loveyou love lovely sunshine princess prince queen king angel baby babygirl sweetheart darling
    superman batman spiderman pokemon starwars dragon monkey tiger lion horse pony kitten kitty puppy doggy
    football liverpool arsenal chelsea everton manchester united city rovers rugby cricket
    summer winter spring autumn christmas easter birthday holiday
    monday tuesday wednesday thursday friday saturday sunday today tomorrow
    january february march april june july august september october november december
    purple orange yellow green blue black white silver golden rainbow flower butterfly chocolate cookie
    banana apple cheese pizza coffee computer internet google facebook whatsapp instagram microsoft windows
    office office365 outlook iphone samsung android phone mobile laptop
    mother father mummy daddy family sister brother nanny grandma children child
    freedom forever whatever nothing trustno shadow michael jessica charlie thomas george oliver harry
    england london britain british
    correcthorsebatterystaple correct battery staple
    leeds leedsunited yorkshire westyorkshire bradford headingley armley beeston harehills roundhay morley
    council citycouncil withy willow cluster earlyhelp early help support worker familysupport supervisor
    supervision caseload safeguarding social care school nursery teacher
    abc123 qwerty asdf zxcv qaz wsx edc
"""
COMMON = frozenset(COMMON_WORDS.split())

RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb")
RUN = 4  # so many in a row are one that people often use
SWAPS = str.maketrans("013457$@!", "oleastsai")


def problem_with(password: str, about: Iterable[str] = ()) -> str:
    """Why this password will not do, in words for whoever chose it; nothing where it will.

    `about` holds what can be known of the person and the place: names, email, cluster.
    """
    said = _one_form(password)
    if len(said) < LEAST:
        return f"Use at least {LEAST} characters"
    if len(said) > MOST:
        return f"Use at most {MOST} characters"
    known = {_letters(word) for words in about for word in [words, *re.split(r"[\W\d_]+", words)]}
    easy = sorted({word for word in known if len(word) > 2} | COMMON, key=lambda word: (-len(word), word))  # noqa: PLR2004
    if min(len(_left_of(form, easy)) for form in _spellings(said)) < LEAST_LEFT:
        return (
            "This is too easy to guess. Leave out names, places, words that many people use "
            "(such as “password”) and runs such as 12345"
        )
    return ""


def hash_password(password: str) -> str:
    """What the database keeps."""
    with _turns:
        return _hasher.hash(_one_form(password))


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password behind the hash. Takes as long where there is none."""
    with _turns:
        try:
            _hasher.verify(kept or NOBODYS, _one_form(password)[:MOST])
        except VerifyMismatchError:
            return False
        return kept is not None


def is_old_hash(kept: str) -> bool:
    """Whether it was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)


def _one_form(password: str) -> str:
    """The same characters whichever keyboard made them (Unicode NFC)."""
    return unicodedata.normalize("NFC", password)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words.casefold())


def _spellings(password: str) -> tuple[str, str]:
    """As typed, and with the usual swaps undone (p4ssw0rd)."""
    plain = password.casefold()
    return _letters(plain), _letters(plain.translate(SWAPS))


def _left_of(text: str, easy: Iterable[str]) -> str:
    """What is left of the text without easy words, runs, years and repetition."""
    for word in easy:
        text = text.replace(word, " ")
    text = re.sub(r"(19|20)\d\d", " ", text)
    for run in _runs():
        text = text.replace(run, " ")
    text = re.sub(r"(.)\1\1+", r"\1", text.replace(" ", ""))
    return re.sub(r"^(.+?)\1+$", r"\1", text)


def _runs() -> Iterable[str]:
    """Every run of neighbours on the keyboard or in the alphabet, both ways round, the longest first."""
    both_ways = [row for run in RUNS for row in (run, run[::-1])]
    for length in range(max(map(len, RUNS)), RUN - 1, -1):
        for row in both_ways:
            yield from (row[start : start + length] for start in range(len(row) - length + 1))
