"""A page as somebody reads it: days without the marks that let script say them anew."""

import re

TIME = re.compile(r"</?time\b[^>]*>")


def words_of(page: str) -> str:
    """The page with its days and moments as plain words."""
    return TIME.sub("", page)
