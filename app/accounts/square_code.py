"""Square codes (QR) as drawings that a template can write without trusting any markup."""

from dataclasses import dataclass

import segno

QUIET = 4  # the width of the empty frame that readers need, in modules


@dataclass(frozen=True, kw_only=True)
class SquareCode:
    """A square of `size` modules a side, frame included, and the path of its dark ones."""

    size: int
    path: str


def square_code(words: str) -> SquareCode:
    """The code of these words, readable with up to 15 % of it smudged (level M)."""
    rows = segno.make(words, error="m", micro=False).matrix
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return SquareCode(size=len(rows) + 2 * QUIET, path=path)
