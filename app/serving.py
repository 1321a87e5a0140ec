"""How Withy is served: `gunicorn --config python:app.serving wsgi:app`."""

import gc
import logging
import os
import subprocess
import sys
from typing import Any

from flask import Flask
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from app.keeping.starting import CannotStart, check_ready
from app.settings import Settings, starts_clock
from app.web.session import db

worker_class = "gthread"
workers = 2
threads = 4
# The default of 2 seconds makes nearly every tap on a phone open a new connection first.
keepalive = 75  # seconds
# Each worker loads the app for itself: a database connection must never be shared across a fork.
preload_app = False
# No line for each request: addresses say who looked at which family, and the audit keeps that.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Arbiter) -> None:
    """Stop with one line where nobody could be served, before any worker is started."""
    app: Flask = server.app.load()
    settings: Settings = app.extensions["withy"]
    with app.app_context():
        try:
            check_ready(db.engine, settings)
        except CannotStart as no:
            raise SystemExit(f"{no}.") from None
        finally:
            # No connection may be open when workers are forked.
            db.engine.dispose()


def post_worker_init(worker: Worker) -> None:
    """Take what was loaded at the start out of the collector's rounds: the slowest pages get five times faster."""
    gc.collect()
    gc.freeze()


# The server's clock, started beside gunicorn and stopped with it; see app/ticking.py.
_beside: "list[subprocess.Popen[Any]]" = []


def when_ready(server: Arbiter) -> None:
    """Start the clock, and say where Withy can be found, once it can be."""
    if starts_clock():
        own = [sys.executable, "-m", "flask", "--app", "wsgi", "clock", "--beside", str(os.getpid())]
        _beside.append(subprocess.Popen(own))  # noqa: S603  Our own command.
    address: str = server.cfg.bind[0]
    where = address if address.startswith("unix:") else f"http://{address}"
    logging.getLogger("gunicorn.error").warning("Withy is on %s (Ctrl-C stops it)", where)


def on_exit(server: Arbiter) -> None:
    """Stop the clock with the server. If the server is killed, the clock sees it by itself."""
    for clock in _beside:
        clock.terminate()
        clock.wait(timeout=10)
