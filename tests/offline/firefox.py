"""The core path in Firefox, by its own protocol (WebDriver BiDi): `make firefox`. Not part of `make test`.

Lorna sets her phone up, reads and writes with no signal, the battery dies, she opens it again; the note arrives once.
"""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

from tests.offline.faults import DROP_BEFORE, Network
from tests.offline.kit import Kit
from tests.offline.real import PASSPHRASE
from tests.serving.served import Server, demo_server

PATIENCE = 60  # seconds
MARKER = "kurtyna7731"


class Firefox:
    """One page of a Firefox on a profile."""

    def __init__(self, profile: Path, address: str) -> None:
        self.profile, self.address = profile, address
        self.start()

    def start(self) -> None:
        """Open it, and take hold of its page."""
        for name in ("lock", ".parentlock", "WebDriverBiDiServer.json"):
            (self.profile / name).unlink(missing_ok=True)
        line = ["firefox-esr", "--headless", "--remote-debugging-port=0", "--profile", str(self.profile), "--no-remote"]
        self.process = subprocess.Popen(
            line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        told = self.profile / "WebDriverBiDiServer.json"
        until(lambda: told.exists() and told.read_text().strip())
        where = json.loads(told.read_text())
        self.socket: WebSocket = create_connection(
            f"ws://{where['ws_host']}:{where['ws_port']}/session", timeout=PATIENCE, suppress_origin=True
        )
        self.asked = 0
        self.tell("session.new", capabilities={})
        self.page = self.tell("browsingContext.getTree")["contexts"][0]["context"]

    def tell(self, method: str, **said: object) -> dict[str, Any]:
        """One command."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": said}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.asked:
                if "error" in answer:
                    raise RuntimeError(answer["message"])
                result: dict[str, Any] = answer["result"]
                return result

    def go(self, path: str) -> None:
        """Open an address."""
        self.tell("browsingContext.navigate", context=self.page, url=self.address + path, wait="complete")

    def ask(self, expression: str) -> Any:
        """What the page answers: text, number or yes and no."""
        said = self.tell(
            "script.evaluate",
            expression=expression,
            target={"context": self.page},
            awaitPromise=True,
            userActivation=True,
        )
        if said["type"] == "exception":
            raise RuntimeError(said["exceptionDetails"]["text"])
        return said["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until it is so."""
        until(lambda: self.ask(expression), expression)

    def fill(self, selector: str, words: str) -> None:
        """Type into a box, as far as scripts of the page can tell."""
        self.ask(
            f"(() => {{ const box = document.querySelector({selector!r}); box.value = {json.dumps(words)};"
            " box.dispatchEvent(new Event('input', { bubbles: true })) })()"
        )

    def click(self, selector: str) -> None:
        """Click on it, once it is there."""
        self.until(f"Boolean(document.querySelector({selector!r}))")
        self.ask(f"document.querySelector({selector!r}).click()")

    def kill(self) -> None:
        """The battery dies."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def found(self, words: str) -> list[str]:
        """Files of the profile with these words."""
        shapes = [words.encode(), words.encode("utf-16-le")]
        files = (file for file in self.profile.rglob("*") if file.is_file())
        return [file.name for file in files if any(shape in file.read_bytes() for shape in shapes)]


def until(ask: Callable[[], Any], what: str = "it") -> None:
    """Wait for it."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            if ask():
                return
        except RuntimeError:
            pass  # On its way to another address.
        time.sleep(0.2)
    raise TimeoutError(f"It never came to be so: {what}")


def set_up(firefox: Firefox) -> str:
    """Lorna signs in and sets the phone up; her five words."""
    firefox.go("/sign-in")
    firefox.fill("[name=email]", "lorna@withy.example")
    firefox.fill("[name=password]", PASSPHRASE)
    firefox.click("main form button")
    firefox.until("location.pathname === '/today'")
    firefox.go("/phone/set-up")
    firefox.until("Boolean(document.querySelector('[data-five] li:last-child b')?.textContent)")
    words: str = firefox.ask("[...document.querySelectorAll('[data-five] b')].map(one => one.textContent).join(' ')")
    firefox.click("main input[type=checkbox]")
    firefox.ask("[...document.querySelectorAll('button')].find(one => one.textContent.includes('Finish')).click()")
    firefox.until("location.pathname === '/phone/ready'")
    return words


def unlock(firefox: Firefox, words: str) -> None:
    """With the five words."""
    firefox.until("Boolean(document.querySelector('#words'))")
    firefox.until("!document.querySelector('[data-name]').textContent.endsWith('again')")
    firefox.fill("#words", words)
    firefox.ask("document.querySelector('#words').form.requestSubmit()")
    firefox.until("!document.querySelector('#words')")


def core_path(firefox: Firefox, network: Network, server: Server) -> None:
    """Raises where anything is not as it should be."""
    words = set_up(firefox)
    print("set up")
    firefox.go("/families")
    family: str = firefox.ask(
        "[...document.querySelectorAll('main a')].map(one => one.pathname.match(/^.families.([0-9a-f-]{36})$/)?.[1])"
        ".find(Boolean)"
    )
    network.faults["/"] = DROP_BEFORE
    for path in ("/today", "/families", f"/families/{family}"):
        firefox.go(path)
        assert firefox.ask("Boolean(document.documentElement.dataset.keptAt)"), f"{path} was not kept"
    print("Today, the list and a family open with no signal")
    firefox.go(f"/contacts/new?family={family}")
    firefox.until("Boolean(document.querySelector('#contact [name=outbox]'))")
    firefox.click("#contact [name=kind][value=note]")
    firefox.fill("#contact [name=happened]", f"Shazia rang. {MARKER}")
    firefox.until("document.querySelector('[data-draft=contact]').textContent.includes('Draft saved')")
    firefox.ask("document.querySelector('#contact').requestSubmit()")
    firefox.until("location.pathname === '/phone/saved'")
    firefox.kill()
    print("saved, and the battery died")
    assert firefox.found(MARKER) == [], "the words lie on the disk"
    firefox.start()
    firefox.go("/phone/waiting")
    unlock(firefox, words)
    firefox.until("!document.querySelector('[data-group=waits]').hidden")
    network.faults.clear()
    firefox.click("[data-try]")
    firefox.until("!document.querySelector('[data-nothing]').hidden")
    held = Kit(firefox, network, server).held(MARKER)  # type: ignore[arg-type]
    assert len(held) == 1, f"held {len(held)} times"
    print("opened again, and it arrived once")


def main() -> None:
    """Everything it needs, for one run."""
    if shutil.which("firefox-esr") is None:
        sys.exit("Firefox is not here. Please run:  sudo apt-get install firefox-esr")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        demo_server(Path(folder) / "instance") as server,
    ):
        network = Network(server.port)
        profile = Path(folder) / "profile"
        profile.mkdir()
        firefox = Firefox(profile, network.address)
        try:
            core_path(firefox, network, server)
        finally:
            firefox.kill()
            network.close()


if __name__ == "__main__":
    main()
