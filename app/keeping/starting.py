"""Before anybody is served: the database opens, keeps what it acknowledges, and its records are under our keys."""

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.actions import is_under_our_key
from app.core.db import check_database
from app.keeping import schema
from app.settings import Settings


class CannotStart(Exception):
    """Something that everything rests on is not as it must be; the words say what."""


def check_place(engine: Engine) -> str | None:
    """Which migration the database has had; raises CannotStart where it could not be relied on."""
    try:
        with Session(engine) as session:
            check_database(session)
            revision = schema.revision_of(session.connection())
    except DBAPIError as no:
        raise CannotStart(f"The database does not open: {_reason(no)} ({engine.url.render_as_string()})") from None
    except RuntimeError as no:
        raise CannotStart(str(no)) from None
    if revision is not None and not schema.known(engine, revision):
        raise CannotStart(f"The database was used by a newer version of Withy (its tables are as of {revision})")
    return revision


def check_ready(engine: Engine, settings: Settings) -> None:
    """Raise CannotStart unless people may be let in."""
    if check_place(engine) != schema.newest(engine):
        raise CannotStart("The tables are not those of this version of Withy: run flask --app wsgi migrate")
    with Session(engine, info={"audit_key": settings.keys.audit}) as session:
        if not is_under_our_key(session):
            raise CannotStart(
                "The audit trail was written with another key: put its audit.key back, or set WITHY_AUDIT_KEY"
            )


def _reason(no: DBAPIError) -> str:
    words = str(no.orig).partition("\n")[0]
    return "its key is another one, or it is damaged" if words == "file is not a database" else words
