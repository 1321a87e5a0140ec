"""Ways in: codes on paper, which read out clearly and are never taken for each other; and links with numbers told."""

import hmac
import secrets
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

LIST = Path(__file__).parents[1] / "static" / "vendor" / "words.txt"
SHORTEST, LONGEST = 4, 6  # letters
DIGITS = "23456789"


@cache
def ordinary_words() -> tuple[str, ...]:
    """Short words of everyday English: of the list that phones take their five words from."""
    words = LIST.read_text(encoding="utf-8").split()
    return tuple(word for word in words if word.isalpha() and SHORTEST <= len(word) <= LONGEST)


def new_paper_code() -> str:
    """RIVER 42 LAMP OTTER 73 PLUM: four words of about 11 bits and four digits of three, 57 bits."""
    words = [secrets.choice(ordinary_words()).upper() for _ in range(4)]
    numbers = ["".join(secrets.choice(DIGITS) for _ in range(2)) for _ in range(2)]
    return f"{words[0]} {numbers[0]} {words[1]} {words[2]} {numbers[1]} {words[3]}"


def mark_of(key: bytes, code: str) -> str:
    """What the database keeps of a code, however it was typed: big or small letters, spaces or none."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(key, f"paper code\x1f{typed}".encode(), sha256).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way in by a link: its secret stands after the #, which no server and no scanner is sent; numbers are told."""

    secret: str
    told: str

    @property
    def code(self) -> str:
        """Both together, which is what opens it."""
        return f"{self.secret}{self.told}"


def new_link() -> Link:
    """80 bits in the link, and six numbers of eight that are said aloud, 18 bits."""
    told = "".join(secrets.choice(DIGITS) for _ in range(6))
    return Link(secret=secrets.token_hex(10), told=told)
