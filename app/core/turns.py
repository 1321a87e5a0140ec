"""Writers to SQLite take turns, in every thread and process: nobody waits long while others get on.

SQLite alone lets whoever cannot write sleep and try again, longer each time, while those who come later
go first: the slowest of a hundred saves then takes ten times as long. A turn is a lock on the database's
folder (never on its file: closing that would drop SQLite's own locks), and the kernel gives it up with
the process that held it.
"""

import fcntl
import os
import re
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

TURN = "turn"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|BEGIN|CREATE|ALTER|DROP)\b", re.IGNORECASE)


def take_turns(engine: Engine) -> None:
    """Make each transaction of this engine wait for its turn before it first writes."""
    folder = os.path.dirname(engine.url.database or "") or "."

    @event.listens_for(engine, "before_cursor_execute")
    def wait(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if TURN not in connection.info and WRITES.match(statement):
            connection.info[TURN] = _wait(folder)

    @event.listens_for(engine, "checkin")
    def give_back(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        # After the commit, the rollback, or whatever went wrong: a connection always comes back.
        if (turn := entry.info.pop(TURN, None)) is not None:
            os.close(turn)


def _wait(folder: str) -> int:
    turn = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
    except BaseException:
        os.close(turn)
        raise
    return turn
