"""Real Chromium on the real application: a server on a free port, a phone, a desk, and what no page may do."""

import logging
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect
from playwright.sync_api import Error as PageError
from werkzeug.serving import make_server

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, which public bodies must meet, and each earlier level within it.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Chromium writes a form that came back (422) to the console; it is an answer, not a fault.
AN_ANSWER = "status of 422"
# Milliseconds until something that should show is given up on: five words alone take a slow machine some seconds.
PATIENCE = 20_000
# The same for what a browser does by itself and in its own time, such as bringing in another worker.
A_WHILE = 90_000
NO_ANSWER = 5_000  # milliseconds after which a question to a page is asked anew
expect.set_options(timeout=PATIENCE)
SIZES = {"phone": (390, 844), "desk": (1280, 900), "small": (320, 640)}


def open_chromium(playwright: Playwright) -> Browser:
    """The system's own Chromium. The sandbox needs rights that a container does not give."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def wait_until(page: Page, asks: str, *, patience: int = A_WHILE) -> None:
    """Ask the page, again and again, until what this function answers is so.

    Playwright's own wait takes the promise of an async function for a yes, and its `evaluate` waits for ever for one
    that is never kept: a worker that died with the question answers nothing.
    """
    in_time = f"() => Promise.race([({asks})(), new Promise(done => setTimeout(done, {NO_ANSWER}, false))])"
    ends = time.monotonic() + patience / 1000
    while time.monotonic() < ends:
        with suppress(PageError):  # It may be on its way to another address.
            if page.evaluate(in_time):
                return
        page.wait_for_timeout(200)
    raise AssertionError(f"It never came to be so: {asks}")


@contextmanager
def serving(app: Flask, tls: SSLContext | None = None) -> Iterator[str]:
    """The application on a free port, in a thread of this process: the stopped clock holds for it too."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Chromium:
    """One browser for all tests; each page stands in a context of its own, and its complaints are kept."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, size: str, cookie: tuple[str, str] | None, *, javascript: bool = True) -> Page:
        """A page of this size ("phone", "desk", "small"), with somebody's cookie or a stranger's."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE)
        if cookie is not None:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": self.address}])
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.contexts.append(context)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # The content policy speaks here too.
        if message.type == "error" and AN_ANSWER not in message.text:
            self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def close(self) -> None:
        """Close every page of a test, and fail it for what they complained of."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        complaints, self.complaints = self.complaints, []
        assert not complaints, "\n".join(complaints)


def cookie_of(app: Flask, token: str) -> tuple[str, str]:
    """The cookie of a sign-in, as the application would set it."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return app.config["SESSION_COOKIE_NAME"], serializer.dumps({"_user_id": token})


def axe_faults(page: Page, schemes: Sequence[str] = ("light", "dark")) -> list[str]:
    """What axe finds on the page as it stands, in both themes: each fault with its place."""
    found = []
    if schemes and not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        answer = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
        for fault in answer["violations"]:
            places = [f"{node['target']} {node['failureSummary']}" for node in fault["nodes"]]
            found.append(f"{scheme}: {fault['id']} ({fault['help']}): {places}")
    # axe leaves empty style attributes behind, which htmx would copy and the content policy refuse.
    page.evaluate("document.querySelectorAll('[style=\"\"]').forEach(one => one.removeAttribute('style'))")
    page.emulate_media(color_scheme="light")
    return found


__all__ = ["Chromium", "axe_faults", "cookie_of", "open_chromium", "serving"]
