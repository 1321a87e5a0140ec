"""Pages for when something is not there, or went wrong. Forbidden and absent look alike."""

import logging
from uuid import uuid4

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.web.typed import init_typed

log = logging.getLogger(__name__)

PAGES = {400, 404, 409, 413, 429}


def init_errors(app: Flask) -> None:
    """Answer errors in our own words."""
    init_typed(app)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(Exception, _unknown)


def _known(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code in (301, 302, 303, 304, 307, 308):
        return error
    code = 404 if code in (403, 405) else code
    page = f"errors/{code}.html" if code in PAGES else "errors/400.html"
    return render_template(page), code


def _stale(error: CSRFError) -> ResponseReturnValue:
    # The accounts room may know whose page it was, and keep what was typed for them.
    keep = current_app.extensions.get("withy_stale_form")
    answer: ResponseReturnValue | None = keep() if keep else None
    return answer or (render_template("errors/400.html"), 400)


def _unknown(error: Exception) -> ResponseReturnValue:
    # The number joins what the person saw to the log. The log holds the place, never a body.
    number = uuid4().hex[:8]
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("error %s: %s at %s", number, type(error).__name__, " < ".join(reversed(frames[-6:])))
    return render_template("errors/500.html", number=number), 500
