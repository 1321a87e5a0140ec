"""The server's own clock: `flask clock`, a process beside gunicorn that does what nobody needs to ask for.

Several may run on one database: whatever is done is claimed in one transaction first. One that was stopped for a
while does at once what became due meanwhile. It beats after each round in which everything went well, and only
where there is a fresh beat do pages say that somebody looks out for anybody.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.core import clock
from app.desk.digest import send_digests
from app.home.actions import remind
from app.messages.actions import beat
from app.messages.post import Post
from app.messages.senders import senders_of
from app.offline.queries import phones_waiting
from app.settings import Settings
from app.visits.actions import raise_alarm
from app.visits.queries import watches_due
from app.web.session import session
from app.worries.actions import tell_deputies_of_unopened

log = logging.getLogger(__name__)

EVERY = 10.0  # seconds


@dataclass(kw_only=True)
class Clock:
    """One process of the clock."""

    post: Post
    id: UUID = field(default_factory=uuid4)
    began_at: datetime = field(default_factory=clock.now)

    def tick(self) -> bool:
        """Everything that is due, and the beat; whether all of it went well. Call it in an app context."""
        works = (self._late_back, self._unopened, self._remind, self._digest, self._post)
        went_well = all([self._do(one) for one in works])
        return went_well and self._do(self._beat)

    def _do(self, work: Callable[[], None]) -> bool:
        """One kind of work by itself: what goes wrong with it must not hold up the others."""
        try:
            work()
            session.commit()
        except Exception as error:
            session.rollback()
            # The place alone: what an error says may hold what somebody wrote.
            log.error("clock: %s while doing %s", type(error).__name__, work.__name__)
            return False
        return True

    def _late_back(self) -> None:
        for watch_id in watches_due(session, clock.now()):
            raise_alarm(session, watch_id, now=clock.now())
            session.commit()

    def _unopened(self) -> None:
        tell_deputies_of_unopened(session, clock.now())

    def _remind(self) -> None:
        remind(session, clock.now(), demo=self.post.demo)

    def _digest(self) -> None:
        def waiting(people: Collection[UUID], before: datetime) -> list[tuple[str, int]]:
            return [(owner.first_name, phone.waiting) for phone, owner in phones_waiting(session, people, before)]

        send_digests(session, clock.now(), waiting)

    def _post(self) -> None:
        self.post.send_due(session)

    def _beat(self) -> None:
        now = clock.now()
        sends = self.post.working(now)
        beat(session, self.id, began_at=self.began_at, sends=sends, now=now)


def run(app: Flask, own: Clock, *, every: float, beside: int, stop: threading.Event) -> None:
    """Tick until told to stop, or until the process it was started beside is gone."""
    while not stop.is_set() and beside in (0, os.getppid()):
        # A context of its own each time: a fresh session, and nothing kept from the last round.
        with app.app_context():
            own.tick()
        _wait(stop, every, beside)


def _wait(stop: threading.Event, every: float, beside: int) -> None:
    """Wait for the next round, in short pieces: a server that was killed must not leave its clock behind."""
    left = every
    while left > 0 and beside in (0, os.getppid()) and not stop.wait(min(left, 1.0)):
        left -= 1.0


@click.command("clock")
@click.option("--every", default=EVERY, show_default=True, help="Seconds between two rounds.")
@click.option("--beside", default=0, help="The process that started it: it ends with that one.")
@with_appcontext
def tick_on(every: float, beside: int) -> None:
    """Raise alarms, tell whoever is next, and send texts and emails, until stopped. Starts with gunicorn."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    settings = cast(Settings, app.extensions["withy"])
    stop = threading.Event()
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: stop.set())
    own = Clock(post=Post(senders=senders_of(settings.sending), demo=settings.demo))
    run(app, own, every=every, beside=beside, stop=stop)


COMMANDS = (tick_on,)
