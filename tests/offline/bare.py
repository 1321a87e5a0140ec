"""Chromium with a hand on one page only: nobody else is attached, and its service worker lives and dies by itself."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websocket import WebSocket, create_connection

PATIENCE = 60  # seconds for anything of the browser


class BareChromium:
    """A browser on a profile that lies there, with its first page at hand."""

    def __init__(self, profile: Path) -> None:
        port_file = profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        line = [
            shutil.which("chromium") or "/usr/bin/chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
        ]
        line += ["--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.port = _until(lambda: port_file.read_text().splitlines()[0] if port_file.exists() else None)
        page = _until(lambda: next((one for one in self.targets() if one["type"] == "page"), None))
        self.page: WebSocket = create_connection(page["webSocketDebuggerUrl"], timeout=PATIENCE)
        self.asked = 0

    def targets(self) -> list[dict[str, str]]:
        """The pages and workers that live."""
        with urlopen(f"http://127.0.0.1:{self.port}/json", timeout=PATIENCE) as answer:
            found: list[dict[str, str]] = json.load(answer)
        return found

    def workers(self) -> int:
        """How many service workers live."""
        return sum(one["type"] == "service_worker" for one in self.targets())

    def tell(self, method: str, **said: object) -> dict[str, Any]:
        """One command to the page."""
        self.asked += 1
        self.page.send(json.dumps({"id": self.asked, "method": method, "params": said}))
        while True:
            answer: dict[str, Any] = json.loads(self.page.recv())
            if answer.get("id") == self.asked:
                return answer.get("result", {})

    def ask(self, expression: str) -> Any:
        """What the page answers."""
        answer = self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return answer.get("result", {}).get("value")

    def until(self, expression: str) -> None:
        """Wait until the page answers with something that is so."""
        _until(lambda: self.ask(expression))

    def close(self) -> None:
        """Let go, and end it."""
        self.page.close()
        self.process.terminate()
        self.process.wait(PATIENCE)


def _until(ask: Any) -> Any:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if found := ask():
            return found
        time.sleep(0.2)
    raise TimeoutError("it never came to be so")
