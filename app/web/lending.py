"""What a room lends to the pages of rooms below it, which may not import it: they ask by name, and do without."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app


def lend(app: Flask, name: str, give: Callable[..., Any]) -> None:
    """Let pages below ask for this."""
    app.extensions[f"withy_lent_{name}"] = give


def lent(name: str, *about: object, otherwise: Any = None) -> Any:
    """What is lent under this name; `otherwise` where no room lends it."""
    give = current_app.extensions.get(f"withy_lent_{name}")
    return give(*about) if give else otherwise
