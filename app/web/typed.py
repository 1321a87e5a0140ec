"""What someone had typed when a form could not be taken: shown on the error page, to be copied."""

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

SECRET = ("password", "token", "code")
SHORTEST = 20  # letters; shorter things are quicker to write again


def typed() -> list[str]:
    """The longer words of the form that was sent, in its order; never a password or a code.

    Going back does not bring them up again: note forms tell the browser not to remember them.
    """
    if request.method != "POST":
        return []
    try:
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [words for name, words in sent if _is_writing(name, words.strip())]


def _is_writing(name: str, words: str) -> bool:
    secret = any(part in name for part in SECRET)
    return len(words) > SHORTEST and " " in words and not secret


def init_typed(app: Flask) -> None:
    """Let error pages show it."""
    app.jinja_env.globals["typed"] = typed
