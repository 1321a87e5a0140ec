"""Whether this is the demo."""

from typing import cast

from flask import current_app

from app.settings import Settings


def is_demo() -> bool:
    """From the demo nothing need be sent: pages say so."""
    return cast(Settings, current_app.extensions["withy"]).demo
