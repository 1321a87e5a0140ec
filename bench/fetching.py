"""`python -m bench fetch`: what a phone costs that keeps a caseload: at first, unchanged, after a note, a day later."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import perf_counter
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from app.accounts.models import SignIn, User
from app.core import clock
from app.families.models import Episode
from app.notes.actions import NoteEntry, write_note
from app.notes.models import NoteKind
from app.offline.actions import set_up_phone
from app.offline.caseload import caseload_of
from app.web.session import db
from bench import city
from bench.instance import NOW, Instance, databases, settle
from bench.visitors import Visitor, send, workers

FAMILIES = 15
PREFETCH = {"X-Withy-Prefetch": "1"}


@dataclass(kw_only=True)
class Cost:
    """What was asked and answered."""

    requests: int = 0
    statements: int = 0
    bytes: int = 0
    packed: int = 0
    seconds: float = 0.0
    same: int = 0


@dataclass
class Kept:
    """What lies on the phone: each page's version and tag."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)


def run(kinds: list[str], size: str, under: str | None) -> None:
    """A worker with fifteen families in a city of this size, on each kind of database."""
    for kind in kinds:
        with databases(kind, under) as made, clock.at(NOW), patch.object(city, "FAMILIES_EACH", FAMILIES):
            instance = made.make(size)
            city.load(instance, city.SIZES[size])
            settle()
            _measure(instance)


def _measure(instance: Instance) -> None:
    person = workers(instance, 1, 1)[0]
    person = replace(person, cookie=f"{person.cookie}; withy-deliver={_phone(instance)}")
    kept = Kept()
    print(f"\n{instance.name:28}{'requests':>9}{'304':>6}{'SQL':>7}{'bytes':>11}{'gzip':>10}{'seconds':>9}", flush=True)
    _print("the whole caseload", _fetch(instance, person, kept))
    _print("nothing changed", _fetch(instance, person, kept))
    _write(instance)
    _print("one note written", _fetch(instance, person, kept))
    with clock.at(NOW + timedelta(hours=20)):
        _print("the next day", _fetch(instance, person, kept))


def _print(what: str, cost: Cost) -> None:
    print(
        f"{what:28}{cost.requests:9}{cost.same:6}{cost.statements:7}{cost.bytes:11,}{cost.packed:10,}"
        f"{cost.seconds:9.2f}",
        flush=True,
    )


def _fetch(instance: Instance, person: Visitor, kept: Kept) -> Cost:
    """As `static/js/offline/pages.js` does, one after the other."""
    cost = Cost()
    with _counting(instance, cost):
        began = perf_counter()
        listed = _ask(instance, person, "/sync/manifest", {}, cost).json
        for address, version in listed["pages"]:
            known, tag = kept.pages.get(address, ("", ""))
            if known == version:
                continue
            answer = _ask(instance, person, address, PREFETCH | ({"If-None-Match": tag} if tag else {}), cost)
            kept.pages[address] = (version, dict(answer.headers).get("ETag", tag))
        cost.seconds = perf_counter() - began
    return cost


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer."""

    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        """What it says to a machine."""
        return json.loads(self.body)


def _ask(instance: Instance, person: Visitor, address: str, headers: dict[str, str], cost: Cost) -> Said:
    path, _, query = address.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers={"Cookie": person.cookie, **headers}).get_environ()
    answer = send(instance.app, environ)
    if answer.status not in (200, 304):
        raise LookupError(f"{address} answered {answer.status}")
    cost.requests += 1
    cost.same += answer.status == 304
    cost.bytes += len(answer.body)
    cost.packed += len(gzip.compress(answer.body)) if answer.body else 0
    return Said(headers=answer.headers, body=answer.body)


@contextmanager
def _counting(instance: Instance, cost: Cost) -> Iterator[None]:
    def listen(*_: Any) -> None:
        cost.statements += 1

    with instance.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield
    event.remove(engine, "before_cursor_execute", listen)


def _worker(session: Session) -> User:
    return session.scalars(select(User).where(User.email == "u0.c0@bench.example")).one()


def _phone(instance: Instance) -> str:
    with instance.app.app_context(), db.sessionmaker() as session:
        person = _worker(session)
        sign_in = session.scalars(select(SignIn).where(SignIn.user_id == person.id)).first()
        if sign_in is None:
            raise LookupError("no sign-in")
        made = set_up_phone(session, person, sign_in, "A phone", 3, now=NOW)
        session.commit()
        return made.deliver


def _write(instance: Instance) -> None:
    with instance.app.app_context(), db.sessionmaker() as session:
        person = _worker(session)
        walk = caseload_of(session, person, NOW).walks[0]
        entry = NoteEntry(id=uuid4(), kind=NoteKind.NOTE, occurred_at=NOW, happened="The bus pass came.")
        write_note(session, session.get_one(Episode, walk.episode_id), person, entry, now=NOW)
        session.commit()
