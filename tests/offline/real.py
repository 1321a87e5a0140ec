"""A real phone: Chromium with a profile of its own, a network that can fail, and the server as it ships."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import Error as PageError

from tests.chromium import A_WHILE
from tests.offline.faults import Network
from tests.serving.served import Server

PASSPHRASE = "walking beside you 26"
PRF = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
    "isUserVerified": True,
}


class RealPhone:
    """One phone in somebody's hand. `words` are its five, once it was set up."""

    def __init__(self, playwright: Playwright, folder: Path, network: Network, server: Server) -> None:
        self.playwright, self.folder, self.network, self.server = playwright, folder, network, server
        self.words = ""
        self.context: BrowserContext = self._open()
        self.page: Page = self.context.pages[0]

    def _open(self) -> BrowserContext:
        context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            viewport={"width": 390, "height": 844},
            base_url=self.network.address,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(A_WHILE)
        return context

    def go(self, path: str) -> Page:
        """Open an address as if it were typed; again, where the page was just going somewhere by itself."""
        for _ in range(3):
            with suppress(PageError):
                self.page.goto(path, wait_until="load")
                return self.page
            self.page.wait_for_timeout(500)
        self.page.goto(path, wait_until="load")
        return self.page

    def sign_in(self, first_name: str) -> None:
        """Come in as somebody of the demo."""
        self.go("/sign-in")
        self.page.get_by_label("Work email").fill(f"{first_name}@withy.example")
        self.page.get_by_label("Password").fill(PASSPHRASE)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/today*")

    def sign_in_here(self, first_name: str) -> None:
        """The same, on a phone that is somebody else's: it stays shut, wherever they are led."""
        self.go("/sign-in")
        self.page.get_by_label("Work email").fill(f"{first_name}@withy.example")
        self.page.get_by_label("Password").fill(PASSPHRASE)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_label("Your five words").wait_for()

    def set_up(self, *, finger: bool = False) -> None:
        """Set it up, as its page asks."""
        if finger:
            self.add_authenticator()
        self.go("/phone/set-up")
        if finger:
            self.page.get_by_role("button", name="Use fingerprint or face").click()
            self.page.get_by_text("The quickest way to open Withy").wait_for()
            self.page.locator("[data-step=finger] .tag").wait_for()
        self.page.locator("[data-five] b").last.filter(has_text="").wait_for()
        self.page.wait_for_function("() => document.querySelector('[data-five] li:last-child b').textContent")
        self.words = " ".join(self.page.locator("[data-five] b").all_inner_texts())
        self.page.get_by_label("I have written them down").check()
        self.page.get_by_role("button", name="Finish").click()
        self.page.wait_for_url("**/phone/ready", timeout=60_000)

    def add_authenticator(self) -> None:
        """A fingerprint reader whose finger is always there."""
        self.reader = self.context.new_cdp_session(self.page)
        self.reader.send("WebAuthn.enable")
        self.reader_id = self.reader.send("WebAuthn.addVirtualAuthenticator", {"options": PRF})["authenticatorId"]

    def somebody_elses_finger(self) -> None:
        """The reader says from now on that it does not know this finger."""
        self.reader.send("WebAuthn.setUserVerified", {"authenticatorId": self.reader_id, "isUserVerified": False})

    def unlock(self) -> None:
        """With the five words; then what was asked for is there."""
        self.page.get_by_label("Your five words").fill(self.words)
        self.page.get_by_role("button", name="Open", exact=True).click()
        self.page.get_by_label("Your five words").wait_for(state="detached")

    def kill(self) -> None:
        """The battery dies: the browser and all its processes, at once."""
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if f"--user-data-dir={self.folder}" in place.read_bytes().decode(errors="replace"):
                    os.kill(int(place.parent.name), signal.SIGKILL)
        with suppress(Exception):
            self.context.close()

    def on_again(self) -> None:
        """The same phone, opened anew."""
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.context = self._open()
        self.page = self.context.pages[0]

    def found_in_profile(self, words: str) -> list[str]:
        """Files of the profile that hold these words, in any way a browser writes text."""
        shapes = [words.encode(), words.encode("utf-16-le")]
        return [
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and any(shape in file.read_bytes() for shape in shapes)
        ]


MakePhone = Callable[[], RealPhone]
