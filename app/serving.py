"""How Withy is served: `gunicorn --config python:app.serving wsgi:app`."""

import gc
import logging

from flask import Flask
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from app.keeping.starting import CannotStart, check_ready
from app.settings import Settings
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


def when_ready(server: Arbiter) -> None:
    """Say where Withy can be found, once it can be."""
    address: str = server.cfg.bind[0]
    where = address if address.startswith("unix:") else f"http://{address}"
    logging.getLogger("gunicorn.error").warning("Withy is on %s (Ctrl-C stops it)", where)
