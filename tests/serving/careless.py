"""Servers with a bug planted in them, to see the harness find it: `gunicorn "tests.serving.careless:too_soon()"`."""

import io
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from flask import Flask

from app import create_app

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


def too_soon() -> Flask:
    """Says that a note is kept while it is still in memory, and keeps it when the next one comes."""
    waiting, turn = deque[Environ](), threading.Lock()

    def careless(whole: Application, environ: Environ, start: Start) -> Iterable[bytes]:
        with turn:
            waiting.append(_with(environ, _said(environ)))
            while len(waiting) > 1:
                list(whole(waiting.popleft(), lambda *_: None))
        start("303 SEE OTHER", [("Location", "/families/somewhere"), ("Content-Length", "0")])
        return [b""]

    return _for_notes(careless)


def twice() -> Flask:
    """Gives each note that arrives an id of its own: what is sent again is another note."""

    def careless(whole: Application, environ: Environ, start: Start) -> Iterable[bytes]:
        return whole(_with(environ, _said(environ) | {"id": str(uuid4())}), start)

    return _for_notes(careless)


def _for_notes(careless: Callable[[Application, Environ, Start], Iterable[bytes]]) -> Flask:
    app = create_app()
    whole = app.wsgi_app

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        is_a_note = (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/contacts/new")
        return careless(whole, environ, start) if is_a_note else whole(environ, start)

    app.wsgi_app = answer  # type: ignore[method-assign]
    return app


def _said(environ: Environ) -> dict[str, str]:
    return dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()))


def _with(environ: Environ, said: dict[str, str]) -> Environ:
    body = urlencode(said).encode()
    return environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
