"""How many SQL statements a page sends: its own, and apart from them the session's and the audit's."""

import re
from collections import Counter
from typing import Any

from sqlalchemy import event

from app.web.session import db
from bench.instance import Instance
from bench.visitors import Visitor, send

SESSION = re.compile(r"FROM sign_in\b|UPDATE sign_in\b")
# The chain's end, its lock, the new entry, and by which relationship somebody looks.
AUDIT = re.compile(r"audit_entry|pg_advisory|AS rank\b")


def count(instance: Instance, visitor: Visitor, page: str) -> Counter[str]:
    """Statements of one view of a page, by what they are for."""
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    with instance.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    send(instance.app, visitor.environ(visitor.addresses[page]))
    event.remove(engine, "before_cursor_execute", listen)
    return Counter("session" if SESSION.search(one) else "audit" if AUDIT.search(one) else "own" for one in heard)
