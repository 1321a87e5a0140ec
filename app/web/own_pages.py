"""Addresses that came from outside: only pages of our own are ever gone to."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

MOST = 500  # characters


def own_page(address: str) -> str | None:
    """The path, with its query, of a page of ours that can be opened; nothing for any other address.

    A whole address must name this host; a path must begin with a single stroke.
    """
    if len(address) > MOST or "\\" in address or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (request.scheme, request.host):
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    try:
        current_app.url_map.bind(request.host).match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
