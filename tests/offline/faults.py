"""A network between a phone and the server that can go wrong in every way a real one does."""

import json
import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from app.offline.sealing import GZIP

END = b"\r\n\r\n"
PORTAL = b"<!doctype html><title>Free Wi-Fi</title><p>Please accept our terms."
# What the network does with a request whose address begins so.
PASS, DROP_BEFORE, DROP_AFTER, TRUNCATE, BLACK_HOLE = "pass", "drop before", "drop after", "truncate", "black hole"
PORTAL_PAGE, PORTAL_ELSEWHERE = "portal", "portal elsewhere"
SLOW, TOO_MUCH, TOO_LONG, KILL_BEFORE, KILL_AFTER = "slow", "too much", "too long", "kill before", "kill after"
MOST_BYTES = 5_000  # of one request: more than any short note needs
LONG = 4.0  # seconds that a slow network takes: longer than anybody is made to look at "saving"


def _answer(status: str, body: bytes, kind: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


@dataclass
class Network:
    """Listens for a browser, passes each request on to the server, and answers as it is told to."""

    server_port: int
    faults: dict[str, str] = field(default_factory=dict)
    # Addresses that were asked for, as they came.
    asked: list[str] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)
    # Ends the server at once, in the middle of what it does.
    kill_server: Callable[[], None] = lambda: None
    closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._held: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        """Where a browser finds it. A secure context only under this name."""
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        """Stop listening, and let go of what hangs."""
        self.closed.set()
        self._listening.close()
        for one in self._held:
            one.close()

    def wait_for(self, start: str, count: int = 1) -> None:
        """Until addresses that begin so were asked for this often."""
        with self.more:
            assert self.more.wait_for(lambda: sum(one.startswith(start) for one in self.asked) >= count, 20), self.asked

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        with suppress(OSError, ValueError):
            request, path = self._read(browser)
            fault = next((how for start, how in self.faults.items() if path.startswith(start)), PASS)
            if fault == BLACK_HOLE:
                self._held.append(browser)
                return
            self._do(fault, browser, request)
        browser.close()

    def _read(self, browser: socket.socket) -> tuple[bytes, str]:
        """One whole request, asking the server to close after it."""
        data = b""
        while END not in data:
            data += browser.recv(65536) or self._gone()
        head, _, body = data.partition(END)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        wanted = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        while len(body) < wanted:
            body += browser.recv(65536) or self._gone()
        path = lines[0].split(b" ")[1].decode()
        with self.more:
            self.asked.append(path)
            self.more.notify_all()
        return b"\r\n".join([*lines, b"Connection: close"]) + END + body, path

    def _gone(self) -> bytes:
        raise OSError("the browser hung up")

    def _do(self, fault: str, browser: socket.socket, request: bytes) -> None:
        if fault == PORTAL_PAGE:
            browser.sendall(_answer("200 OK", PORTAL))
        elif fault == PORTAL_ELSEWHERE:
            browser.sendall(_answer(f"302 Found\r\nLocation: {self.address}/terms", PORTAL))
        elif fault.isdigit():
            browser.sendall(_answer(f"{fault} Fault", json.dumps({"app": "withy"}).encode(), "application/json"))
        elif self._is_too_much(fault, request):
            browser.sendall(_answer("413 Request Entity Too Large", b"<h1>413</h1>"))
        elif fault == KILL_BEFORE:
            self.kill_server()
        elif fault != DROP_BEFORE:
            self._pass_on(fault, browser, request)

    def _is_too_much(self, fault: str, request: bytes) -> bool:
        if fault == TOO_LONG:
            return len(request) > MOST_BYTES
        body = request.partition(END)[2]
        return fault == TOO_MUCH and zlib.decompress(body, GZIP).count(b'"sealed"') > 1

    def _pass_on(self, fault: str, browser: socket.socket, request: bytes) -> None:
        """The server is asked; what becomes of its answer is another matter."""
        if fault == SLOW:
            self.closed.wait(LONG)
        answer = self._ask_server(request)
        if fault == KILL_AFTER:
            self.kill_server()
        elif fault == TRUNCATE:
            browser.sendall(answer[: len(answer) - 20])
        elif fault != DROP_AFTER:
            browser.sendall(answer)

    def _ask_server(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.server_port), 20) as server:
            server.sendall(request)
            parts = []
            while part := server.recv(65536):
                parts.append(part)
            return b"".join(parts)
