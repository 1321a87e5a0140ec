"""Two addresses for machines: is it up, and what did a browser refuse to run."""

import logging

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.web.permissions import public
from app.web.session import session

log = logging.getLogger(__name__)


@public
def health() -> ResponseReturnValue:
    """200 while the database answers; an error otherwise. Says nothing else."""
    session.execute(text("SELECT 1"))
    return {"ok": True}


@public
def csp_report() -> ResponseReturnValue:
    """Note which directive a page broke. Never the address it was on, nor anything of its text."""
    said = request.get_json(force=True, silent=True)
    report = said.get("csp-report", {}) if isinstance(said, dict) else {}
    directive = str(report.get("effective-directive", "")) if isinstance(report, dict) else ""
    log.warning("content policy: %s", "".join(letter for letter in directive[:40] if letter.isalpha() or letter == "-"))
    return "", 204


def init_health(app: Flask) -> None:
    """Open both addresses."""
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/csp-report", view_func=csp_report, methods=["POST"])
    # A browser sends its report by itself, without a token of ours.
    app.extensions["csrf"].exempt(csp_report)
