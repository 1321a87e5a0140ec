"""One database session a request, from Flask-SQLAlchemy-Lite; a proxy so that routes read plainly."""

from inspect import iscoroutinefunction
from typing import cast

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from app.core import db as cellar
from app.settings import Settings

db = SQLAlchemy(session_options={"expire_on_commit": False})

session = cast(Session, LocalProxy(lambda: db.session))


def init_session(app: Flask, settings: Settings, *, threads: int = 8) -> None:
    """Open the database that the settings name, and check that it keeps what it acknowledges."""
    options = cellar.engine_options(settings.database_url, settings.keys.database, threads)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": settings.database_url, **options}}
    db.init_app(app)
    # We open no async sessions. Closing none of them would start an event loop for each request: a third of
    # a millisecond.
    ends = app.teardown_appcontext_funcs
    ends[:] = [end for end in ends if not iscoroutinefunction(end)]
    with app.app_context():
        cellar.prepare(db.engine, settings.keys.database)
        # Actions know no settings: the audit's key, and the one that seals fields, come with the session.
        db.sessionmaker.configure(info={"audit_key": settings.keys.audit, "field_key": settings.keys.field})
