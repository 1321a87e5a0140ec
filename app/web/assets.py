"""Static files under one hashed address a build, so that a browser may keep them for good."""

import hashlib
import re
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory
from flask.typing import ResponseReturnValue

from app.web.permissions import public

STATIC = Path(__file__).parent.parent / "static"
STYLES = "css/app.css"
A_YEAR = 31_536_000  # seconds
BUILD_LENGTH = 16  # hex digits of the hash
IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)


def build_of(tree: Path) -> str:
    """A name for what the static files hold: the same files give the same name on every host."""
    content = hashlib.sha256()
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        content.update(path.relative_to(tree).as_posix().encode() + b"\0")
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()[:BUILD_LENGTH]


def joined_styles(tree: Path) -> str:
    """The style sheet with each file it imports written out in its place, in order, without comments.

    Addresses inside the files count from the css folder, where the joined file is served.
    """
    folder = (tree / STYLES).parent
    sheet = (tree / STYLES).read_text(encoding="utf-8")
    joined = IMPORT.sub(lambda found: (folder / found[1]).read_text(encoding="utf-8"), sheet)
    return COMMENT.sub("", joined)


def init_assets(app: Flask) -> None:
    """Serve the static tree under its build's name; templates say static("js/app.js")."""
    build, styles = build_of(STATIC), joined_styles(STATIC)

    @public
    def static(asked: str, filename: str) -> ResponseReturnValue:
        if asked != build:
            abort(404)
        answer = _styles(styles) if filename == STYLES else send_from_directory(STATIC, filename)
        answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return answer

    def address(filename: str) -> str:
        # As url_for would, which is dear: a page draws a hundred icons, and each asks.
        return f"{request.script_root}/static/{build}/{filename}"

    app.add_url_rule("/static/<asked>/<path:filename>", endpoint="static", view_func=static)
    app.jinja_env.globals["static"] = address
    app.jinja_env.globals["build"] = build


def _styles(styles: str) -> Response:
    return Response(styles, mimetype="text/css")
