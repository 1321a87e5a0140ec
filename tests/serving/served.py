"""The application as it ships, under gunicorn, with people who write to it over HTTP; it can be killed any time."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import UUID, uuid4

from app.settings import KEY_NAMES, key_variable
from tests.databases import KEYS

ROOT = Path(__file__).parents[2]
WAIT = 60  # seconds for anything that must happen: a busy machine is slow, a broken one is stuck
HIDDEN = re.compile(r'name="(csrf_token)"[^>]* value="([^"]+)"')


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """What the environment says to an instance in this folder: the demo, with the keys of the tests."""
    keys = {key_variable(name): getattr(KEYS, name).hex() for name in KEY_NAMES}
    told = {"PATH": os.environ["PATH"], "WITHY_INSTANCE": str(folder), "WITHY_DEMO": "1"}
    return told | keys | ({"DATABASE_URL": url} if url else {})


def flask(told: dict[str, str], *command: str) -> str:
    """Type a command; it must work."""
    done = type_command(told, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def demo_server(folder: Path) -> Iterator["Server"]:
    """The application as it ships, on demo data of today, answering."""
    told = environment(folder)
    flask(told, "migrate")
    flask(told, "seed")
    server = Server(told)
    server.start()
    Phone(server.port).until_answered("GET", "/health")
    yield server
    server.kill()


def type_command(told: dict[str, str], *command: str, room: int | None = None) -> subprocess.CompletedProcess[str]:
    """Type a command, perhaps on a disk on which no file grows beyond so many bytes."""
    line = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    if room is not None:
        line = ["prlimit", f"--fsize={room}", *line]
    return subprocess.run(line, cwd=ROOT, env=told, capture_output=True, text=True, timeout=WAIT, check=False)


class Server:
    """gunicorn with our own settings, in a group of its own that one signal reaches."""

    def __init__(self, told: dict[str, str], wsgi: str = "wsgi:app") -> None:
        self.told, self.wsgi = told, wsgi
        # Where the code lies: another folder holds another version of it.
        self.root = ROOT
        # Held for good, so that it comes back under the same address after it was killed.
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. People try again by themselves until it answers."""
        line = [sys.executable, "-m", "gunicorn", "--config", "python:app.serving", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*line, self.wsgi], cwd=self.root, env=self.told, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Kill the master and every worker at once, in the middle of whatever they do."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(WAIT)
            self.process = None

    def let_files_grow_to(self, most: int) -> None:
        """As on a disk that is full: no file of the server grows beyond so many bytes, from now on."""
        assert self.process is not None
        group = str(self.process.pid)
        for place in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                # After the name in brackets: state, parent, group.
                if place.read_text().rpartition(")")[2].split()[2] == group:
                    resource.prlimit(int(place.parent.name), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@dataclass
class Phone:
    """A browser without script: it keeps its cookies and tries again where no answer came."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def ask(self, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request: its status, where it leads, its page. Raises OSError or HTTPException where no answer came."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            body = urlencode(said | {"csrf_token": self.csrf}) if said is not None else None
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {"Cookie": cookies} | kind)
            answer = connection.getresponse()
            page = answer.read().decode()
            for set_to in answer.msg.get_all("Set-Cookie", []):
                name, _, value = set_to.partition(";")[0].partition("=")
                self.cookies[name] = value
            if found := HIDDEN.search(page):
                self.csrf = found[2]
            return answer.status, answer.getheader("Location", ""), page
        finally:
            connection.close()

    def until_answered(self, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str, str]:
        """The same, again and again while nobody answers."""
        waiting = threading.Event()
        for _ in range(WAIT * 20):
            try:
                return self.ask(method, path, said)
            except (OSError, HTTPException):
                waiting.wait(0.05)
        raise TimeoutError(f"{path} was not answered")

    def sign_in(self, email: str, passphrase: str) -> None:
        """Come in as somebody of the demo."""
        self.until_answered("GET", "/sign-in")
        status, _, page = self.ask("POST", "/sign-in", {"email": email, "password": passphrase, "next": ""})
        assert status == 303, page
        self.until_answered("GET", "/contacts/new")


@dataclass
class Written:
    """What the writers of one run were told is kept, and any answer they did not expect."""

    run: str = field(default_factory=lambda: uuid4().hex[:8])
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def keep(self, note_id: UUID, words: str) -> None:
        """The server said it is kept."""
        with self.more:
            self.acknowledged[note_id] = words
            self.more.notify_all()

    def wait_for(self, count: int) -> None:
        """Until so many are kept."""
        with self.more:
            assert self.more.wait_for(lambda: len(self.acknowledged) >= count or self.refused, WAIT), "nothing is kept"


class Writer(threading.Thread):
    """Somebody who logs calls one after the other, and sends each again until it is answered.

    One answer in ten gets lost on the way back: what was kept is then sent a second time.
    """

    def __init__(
        self, number: int, phone: Phone, call: dict[str, str], written: Written, done: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.phone, self.call, self.written, self.done = number, phone, call, written, done
        self.chance = Random(number)

    def run(self) -> None:
        count = 0
        while not self.done.is_set():
            count += 1
            note_id, words = uuid4(), f"{self.written.run}: {self.number} writes line {count}."
            said = self.call | {"id": str(note_id), "promise_id": str(uuid4()), "happened": words}
            if self.chance.random() < 0.1:
                self.phone.until_answered("POST", "/contacts/new", said)
            status, to, page = self.phone.until_answered("POST", "/contacts/new", said)
            if status != 303 or not to.startswith("/families/"):
                with self.written.more:
                    self.written.refused.append((status, page))
                    self.written.more.notify_all()
                return
            self.written.keep(note_id, words)


def a_call(page: str, nth: int) -> dict[str, str]:
    """What the form of a contact sends about the nth family of its page, but for words and ids."""
    day, time = (re.search(rf'name="{name}"[^>]* value="([^"]+)"', page) for name in ("day", "time"))
    families = re.findall(r'name="family"[^>]* value="([^"]+)"', page)
    assert day is not None
    assert time is not None
    family = families[nth % len(families)]
    return {"family": family, "kind": "note", "readers": "team", "day": day[1], "time": time[1]}


__all__ = ["Phone", "Server", "Writer", "Written", "a_call", "environment", "flask", "type_command"]
