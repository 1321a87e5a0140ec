"""The clock as a process of its own, on a real database: `flask clock`, alone, twice at once, and beside gunicorn."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode
from app.messages.models import ClockBeat, Message, MessageState
from app.settings import KEY_NAMES, key_variable
from app.visits.actions import GoInEntry, go_in
from app.visits.models import Watch
from tests.cast import NOW, TODAY
from tests.databases import KEYS, Backend
from tests.messages.stand_ins import EMAILS, KEY, TEXTS, NotifyStandIn, notify_stand_in
from tests.visits.told import planned

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds
QUICK = ["--every", "0.2"]


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    """A Notify of our own."""
    with notify_stand_in() as made:
        yield made


@pytest.fixture
def surroundings(backend: Backend, notify: NotifyStandIn) -> dict[str, str]:
    """The environment of a process that works on the test's own database."""
    url = backend.app.config["SQLALCHEMY_ENGINES"]["default"]["url"]
    own = {key_variable(name): getattr(KEYS, name).hex() for name in KEY_NAMES}
    own |= {"WITHY_INSTANCE": str(backend.folder), "WITHY_HTTPS": "0", "WITHY_DEMO": ""}
    own |= {"WITHY_NOTIFY_KEY": KEY, "WITHY_NOTIFY_URL": notify.url, "DATABASE_URL": ""}
    own |= {"WITHY_NOTIFY_TEXT_TEMPLATE": TEXTS, "WITHY_NOTIFY_EMAIL_TEMPLATE": EMAILS}
    return os.environ | own | ({} if backend.name == "sqlite" else {"DATABASE_URL": url.replace("+psycopg", "")})


@pytest.fixture
def late(session: Session, maliks: Episode, lorna: User, tom: User) -> Watch:
    """Lorna should have been out twenty minutes ago, by the real clock."""
    visit = planned(session, maliks, lorna, TODAY)
    entry = GoInEntry(id=uuid4(), until=NOW + timedelta(hours=1), buddy_id=tom.id)
    watch = go_in(session, visit, lorna, entry, at=NOW, now=NOW)
    real = datetime.now(UTC)
    watch.expected_at, watch.raise_at = real - timedelta(minutes=20), real - timedelta(minutes=5)
    session.commit()
    return watch


@contextmanager
def running(words: list[str], surroundings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=surroundings, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)


def wait_for(what: Callable[[], bool]) -> None:
    """Look again and again until it is so."""
    tick, end = threading.Event(), datetime.now(UTC) + timedelta(seconds=PATIENCE)
    while not what():
        assert datetime.now(UTC) < end, "it never came to be"
        tick.wait(0.05)


def beats(session: Session) -> list[datetime]:
    session.rollback()
    return list(session.scalars(select(ClockBeat.at)))


def test_two_clocks_on_one_database_tell_each_person_once(
    session: Session, late: Watch, surroundings: dict[str, str], notify: NotifyStandIn
) -> None:
    clock = ["flask", "--app", "wsgi", "clock", *QUICK]
    with running(clock, surroundings) as one, running(clock, surroundings) as other:
        assert notify.came.wait(PATIENCE)
        wait_for(lambda: len(beats(session)) == 2 and len(notify.taken) >= 4)
        seen = datetime.now(UTC)
        # Each goes round a few times more.
        wait_for(lambda: all(at > seen + timedelta(seconds=1) for at in beats(session)))

    assert (one.returncode, other.returncode) == (0, 0)
    told = sorted(to for to, _ in notify.words())
    assert told == ["01134960101", "07700900151", "priya.nair@withy.example", "tom.sugden@withy.example"]
    assert all(words.startswith("Lorna should have been back 20 minutes ago") for _, words in notify.words())
    session.rollback()
    assert set(session.scalars(select(Message.state))) == {MessageState.SENT}
    assert session.scalars(select(Watch.rounds)).one() == 1


def test_the_beat_says_what_the_clock_can_send(
    session: Session, late: Watch, surroundings: dict[str, str], notify: NotifyStandIn
) -> None:
    with running(["flask", "--app", "wsgi", "clock", *QUICK], surroundings):
        wait_for(lambda: len(beats(session)) == 1)

    assert session.scalars(select(ClockBeat.sends)).one() == "text email"


def test_a_clock_whose_server_is_gone_ends_by_itself(surroundings: dict[str, str], late: Watch) -> None:
    with running(["flask", "--app", "wsgi", "clock", "--beside", "1"], surroundings) as process:
        assert process.wait(PATIENCE) == 0


@pytest.mark.usefixtures("durable")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_the_clock_starts_with_the_server_and_ends_with_it(
    session: Session, late: Watch, surroundings: dict[str, str], how: signal.Signals
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["gunicorn", "--config", "python:app.serving", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    with running(words, surroundings) as server:
        wait_for(lambda: len(beats(session)) == 1)
        clock = clock_of(server.pid)
        server.send_signal(how)
        wait_for(lambda: is_gone(clock))


def clock_of(server: int) -> int:
    """The process that the server started beside itself."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return next(int(pid) for pid in children if b"--beside" in Path(f"/proc/{pid}/cmdline").read_bytes())


def is_gone(pid: int) -> bool:
    """Whether a process is there no more; one that nobody has asked after is as good as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
