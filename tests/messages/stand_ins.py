"""Stand-ins on this machine: a Notify that checks each request as the real one does, and a mail server."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message as Letter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"withy_test-{SERVICE}-{SECRET}"
TEXTS, EMAILS = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3", "f33517ff-2a88-4f6e-b855-c550268ce08a"
TAKEN, TAKEN_IN_SILENCE = 201, 0


@dataclass
class NotifyStandIn:
    """What it took. `answers` are numbers to answer with instead, in order, before it behaves again.

    An answer of 0 takes the message and closes the connection without a word.
    """

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    unsigned: int = 0
    came: threading.Event = field(default_factory=threading.Event)

    def words(self) -> list[tuple[str, str]]:
        """To whom, and what, in order."""
        return [
            (one.get("phone_number") or one["email_address"], one["personalisation"]["words"]) for one in self.taken
        ]

    def take(self, said: dict[str, Any]) -> int:
        """Take a message, or do not: the number to answer with."""
        code = self.answers.pop(0) if self.answers else TAKEN
        if code in (TAKEN, TAKEN_IN_SILENCE):
            self.taken.append(said)
            self.came.set()
        return code


class _NotifyDoor(BaseHTTPRequestHandler):
    @property
    def state(self) -> NotifyStandIn:
        return self.server.state  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        if self._is_signed():
            reference = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
            found = [one for one in self.state.taken if one["reference"] == reference]
            self._answer(200, {"notifications": found, "links": {}})

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._is_signed():
            return
        code = self.state.take(said)
        if code == TAKEN:
            self._answer(code, {"id": SERVICE, "reference": said["reference"], "content": {}})
        elif code != TAKEN_IN_SILENCE:
            self._answer(code, {"status_code": code, "errors": [{"error": "No", "message": "no"}]})

    def _is_signed(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET):
                return True
        except TokenError:
            pass
        self.state.unsigned += 1
        said = {"error": "AuthError", "message": "Invalid token: API key not found"}
        self._answer(403, {"status_code": 403, "errors": [said]})
        return False

    def _answer(self, code: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class MailStandIn:
    """The letters it took. `refuses` are addresses it does not know; `busy`: it takes nothing just now."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    busy: bool = False
    came: threading.Event = field(default_factory=threading.Event)


class _MailDoor(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        state: MailStandIn = self.server.state  # type: ignore[attr-defined]
        self._say("421 not now" if state.busy else "220 stand-in")
        while line := self.rfile.readline().decode().strip():
            word, _, rest = line.partition(" ")
            if word.upper() == "DATA":
                self._take(state)
            elif word.upper() == "RCPT" and any(one in rest for one in state.refuses):
                self._say("550 nobody of that name")
            else:
                self._say("221 bye" if word.upper() == "QUIT" else "250 ok")

    def _take(self, state: MailStandIn) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line.removeprefix(".") if line.startswith("..") else line)
        state.letters.append(message_from_string("\n".join(lines)))
        state.came.set()
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def notify_stand_in() -> Iterator[NotifyStandIn]:
    """Run a Notify on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _NotifyDoor)
    state = NotifyStandIn(url=f"http://127.0.0.1:{server.server_port}")
    server.state = state  # type: ignore[attr-defined]
    with _running(server):
        yield state


@contextmanager
def mail_stand_in() -> Iterator[MailStandIn]:
    """Run a mail server on a free port, as RFC 5321 has it."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailDoor)
    server.daemon_threads = True
    state = MailStandIn(port=server.server_address[1])
    server.state = state  # type: ignore[attr-defined]
    with _running(server):
        yield state
