"""Codes that people read, copy and type: capitals and digits that cannot be taken for each other."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP = 4  # characters, of nearly 5 bits each


def new_code(groups: int) -> str:
    """A random code. Six groups are 118 bits, seven 138: too many to guess, so a plain hash will do."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def hash_code(code: str) -> str:
    """What the database keeps of a code, with or without the lines and in small letters or capitals."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()
