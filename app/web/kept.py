"""Pages that a phone may keep and show without a signal: marked on the view, and told apart by what they say."""

import hashlib
import re
from collections.abc import Callable
from typing import TypeVar

import flask
from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from app.core.looks import fetching_phone, what_is_shown
from app.web.forms import words_kept
from app.web.sentences import attributes
from app.web.session import session

View = TypeVar("View", bound=Callable[..., object])

# What a phone says of a page that it fetches by itself.
PREFETCH = "X-Withy-Prefetch"
OK = 200
TAG = 32  # hex digits of a page's ETag
# A box whose value is made anew each time, or is the present moment: a token, a new thing's id, today's date.
BOX = re.compile(r'<input [^>]*(?:name="csrf_token"|\bdata-fresh\b|\bdata-now\b)[^>]*>')
VALUE = re.compile(r' value="[^"]*"')
# Words that script says anew from the phone's own clock. The day they are about counts, unless it is this moment.
SAID = re.compile(r"(<time [^>]*\bdata-says=[^>]*>)[^<]*</time>")
MOMENT = re.compile(r"<time [^>]*\bdata-now\b[^>]*>")


def keep_offline(view: View) -> View:
    """Let a phone keep this page, encrypted. Reading it must change nothing but the trail."""
    view.keep_offline = True  # type: ignore[attr-defined]
    return view


def is_kept(endpoint: str | None) -> bool:
    """Whether the page at this endpoint may be kept."""
    return hasattr(current_app.view_functions.get(endpoint or ""), "keep_offline")


def tag_of(page: str, build: str) -> str:
    """The same for pages that say the same, whatever their tokens, new ids, present moment and build."""
    said = BOX.sub(lambda box: VALUE.sub("", box[0]), page)
    said = MOMENT.sub("<time>", SAID.sub(r"\1</time>", said)).replace(f"/static/{build}/", "/static/")
    return hashlib.sha256(said.encode()).hexdigest()[:TAG]


def what_is_here() -> str:
    """Attributes that let a phone say later what was read; none on a page that is not kept."""
    shown = what_is_shown(session) if is_kept(request.endpoint) else None
    if shown is None:
        return ""
    page = f"{shown.about} {shown.about_id}" if shown.about_id else shown.about
    return attributes({"data-family": shown.family_id or "", "data-page": page})


def now_box(minutes: int = 0, round_to: int = 1) -> dict[str, str]:
    """Marks a box that begins as this moment (or as many minutes from it), so that a kept page can set it anew.

    Nothing where the box holds what somebody typed.
    """
    if request.method != "GET" or words_kept():
        return {}
    return {"data-now": str(minutes), "data-round": str(round_to)}


def news() -> list[str]:
    """What is to be said to somebody once. Not to a phone that fetches a page; and a page that says it is not kept."""
    if fetching_phone(session):
        return []
    said = flask.get_flashed_messages()
    if said:
        g.said_once = True
    return said  # type: ignore[return-value]


def init_kept(app: Flask) -> None:
    """Say on each page whose it is, and on one that may be kept what to tell it by."""
    app.jinja_env.globals.update(what_is_here=what_is_here, now_box=now_box, get_flashed_messages=news)

    @app.after_request
    def mark(answer: Response) -> Response:
        view = current_app.view_functions.get(request.endpoint or "")
        # Nobody is looked up for a public page.
        if getattr(view, "permission", None) is None or not current_user.is_authenticated:
            return answer
        answer.headers["X-Withy-User"] = str(current_user.id)
        once = "said_once" in g or words_kept()
        if request.method == "GET" and answer.status_code == OK and hasattr(view, "keep_offline") and not once:
            answer.headers["X-Withy-Keep"] = "1"
            answer.set_etag(tag_of(answer.get_data(as_text=True), str(app.jinja_env.globals["build"])))
            answer.make_conditional(request)
        return answer
