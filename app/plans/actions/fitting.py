"""What no plan can hold, whoever writes it."""

from app.core.errors import Refused


def check_fits(field: str, words: str, most: int) -> None:
    """Raise Refused where words are longer than `most` characters, or hold what no database keeps."""
    if len(words) > most:
        raise Refused(field, f"Use at most {most:,} characters: there are {len(words):,}")
    if "\x00" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise Refused(field, "There is a character in this that can’t be kept: type it again instead of pasting it")
