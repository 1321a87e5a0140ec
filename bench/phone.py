"""`python -m bench phone`: what saving, opening and sending cost on a slow phone, beside PouchDB in the same browser.

The phone is Chromium slowed four times, on the "Slow 4G" of its own tools (562 ms a request, 1.44 Mbit/s down,
675 kbit/s up). The server is the application as it ships. Ours and the peer take turns in one run.
"""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, CDPSession, Page, Request, sync_playwright

from app.core import clock
from bench import beside
from tests.offline.kit import Kit, lornas_kit
from tests.serving.served import demo_server

COUNTS = (20, 100, 200)
OPENED = 9
LETTERS = 1_000  # of one note
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
SLOWER = 4
WORDS = Path(__file__).parents[1] / "app" / "static" / "vendor" / "words.txt"

# Save so many notes one by one, and send them in one go on a connection that is there.
OURS = """async ({ notes, family, day }) => {
    const base = document.querySelector("script[type=module][src$='app.js']").src.replace(/app\\.js$/, "offline/")
    const { save, drain } = await import(`${base}outbox.js`)
    const { vault } = await import(`${base}vault.js`)
    const { get } = await import(`${base}store.js`)
    const { keys } = vault
    const { key } = await get("meta", "server")
    let release
    const until = new Promise(done => { release = done })
    const holding = navigator.locks.request("withy-outbox", () => until)
    const puts = []
    for (const happened of notes) {
        const boxes = Object.entries({
            id: crypto.randomUUID(), promise_id: crypto.randomUUID(), family, kind: "note", day, time: "00:01",
            happened, readers: "team",
        })
        const said = { address: "/contacts/new", boxes, written_at: new Date().toISOString() }
        const began = performance.now()
        await save(keys, key, crypto.randomUUID(), said, { title: "A note", icon: "pen", family })
        puts.push(performance.now() - began)
    }
    await fetch("/sync/hello")
    const began = performance.now()
    release()
    const outcome = await drain(keys.owner, { keys })
    return { puts, outcome, took: performance.now() - began }
}"""
THEIRS = """async ({ notes }) => {
    const name = `beside-${crypto.randomUUID()}`
    const db = new PouchDB(name)
    const puts = []
    for (const happened of notes) {
        const began = performance.now()
        await db.put({ _id: crypto.randomUUID(), happened })
        puts.push(performance.now() - began)
    }
    await fetch("/db/")
    const began = performance.now()
    const said = await db.replicate.to(`${location.origin}/db`)
    const took = performance.now() - began
    await db.destroy()
    return { puts, outcome: said.ok && said.docs_written === notes.length ? "done" : "not all", took }
}"""

# Fetch what the phone keeps: from nothing, then with nothing changed. The worker's own fetching has been waited for.
FETCH = """async () => {
    const base = document.querySelector("script[type=module][src$='app.js']").src.replace(/app\\.js$/, "offline/")
    const { forgetPages, prefetch } = await import(`${base}pages.js`)
    const { vault } = await import(`${base}vault.js`)
    const { keys } = vault
    performance.setResourceTimingBufferSize(5000)
    const fetched = async () => {
        performance.clearResourceTimings()
        const began = performance.now()
        const pages = await prefetch(keys)
        const took = performance.now() - began
        const asked = performance.getEntriesByType("resource")
        return { pages, took, requests: asked.length, bytes: asked.reduce((sum, one) => sum + one.transferSize, 0) }
    }
    await forgetPages(keys.owner)
    return [await fetched(), await fetched()]
}"""


@dataclass
class Sent:
    """One go: how long each save took (ms), how long sending all took (s), in how many requests and bytes."""

    puts: list[float]
    seconds: float
    requests: int
    bytes: int


@dataclass
class Bench:
    """The phone with both pages open."""

    kit: Kit
    page: Page
    other: Page
    beside: beside.Beside
    family: str
    chance: Random

    def notes(self, count: int, marker: str) -> list[str]:
        """Notes of about a kilobyte, in words of English."""
        words = WORDS.read_text().split()
        return [f"{marker} {i} {' '.join(self.chance.choices(words, k=LETTERS))}"[:LETTERS] for i in range(count)]

    def ours(self, count: int) -> Sent:
        """Through the outbox; each must be on the server then."""
        marker = uuid4().hex[:12]
        sent: list[Request] = []

        def count_it(asked: Request) -> None:
            if asked.url.endswith("/sync/outbox"):
                sent.append(asked)

        self.page.on("request", count_it)
        said = {"notes": self.notes(count, marker), "family": self.family, "day": f"{clock.today():%Y-%m-%d}"}
        found = self.page.evaluate(OURS, said)
        self.page.remove_listener("request", count_it)
        held = len(self.kit.held(marker))
        if found["outcome"] != "done" or held != count:
            raise RuntimeError(f"{found['outcome']}: {held} of {count} arrived")
        return _sent(found, len(sent), sum(len(one.post_data_buffer or b"") for one in sent))

    def theirs(self, count: int) -> Sent:
        """Through PouchDB; each must have arrived then."""
        self.beside.clear()
        found = self.other.evaluate(THEIRS, {"notes": self.notes(count, "")})
        if found["outcome"] != "done" or len(self.beside.held) != count:
            raise RuntimeError(f"{found['outcome']}: {len(self.beside.held)} of {count} arrived")
        return _sent(found, self.beside.requests - 1, self.beside.bytes)


def _sent(found: dict[str, Any], requests: int, size: int) -> Sent:
    return Sent(puts=found["puts"], seconds=found["took"] / 1000, requests=requests, bytes=size)


def run(rounds: int) -> None:
    """Measure and print."""
    beside.fetch_library()
    with tempfile.TemporaryDirectory() as folder, beside.serving() as peer, _phone(Path(folder)) as kit:
        bench = _bench(kit, peer)
        for slow in (False, True):
            _throttle(kit.phone.context, [bench.page, bench.other], slow=slow)
            print(f"\n{'Slow 4G, CPU x4' if slow else 'no throttle'}", flush=True)
            _sending(bench, rounds)
        _fetching(bench)
        _opening(kit)


def _bench(kit: Kit, peer: beside.Beside) -> Bench:
    family = kit.families()[0]
    other = kit.phone.context.new_page()
    other.goto(peer.address)
    kit.page.wait_for_timeout(5_000)  # Until it has fetched what it keeps.
    return Bench(kit, kit.page, other, peer, family, Random(26))


def _throttle(context: BrowserContext, pages: list[Page], *, slow: bool) -> None:
    for page in pages:
        session: CDPSession = context.new_cdp_session(page)
        if slow:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _sending(bench: Bench, rounds: int) -> None:
    print(
        f"{'notes':>6}{'':10}{'put p50':>9}{'p95 ms':>8}{'sent s':>8}{'requests':>9}{'bytes':>9}{'put':>7}{'sync':>6}"
    )
    for count in COUNTS:
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(bench.ours(count))
            theirs.append(bench.theirs(count))
        ratios = _middle(ours).puts[0] / _middle(theirs).puts[0], _middle(ours).seconds / _middle(theirs).seconds
        for name, rows in (("ours", ours), ("PouchDB", theirs)):
            mid, more = _middle(rows), f"{ratios[0]:7.2f}{ratios[1]:6.2f}" if name == "ours" else ""
            puts = f"{mid.puts[0]:9.1f}{mid.puts[1]:8.1f}"
            print(f"{count:6}  {name:8}{puts}{mid.seconds:8.2f}{mid.requests:9}{mid.bytes:9,}{more}", flush=True)


def _middle(rows: list[Sent]) -> Sent:
    puts = [one for row in rows for one in row.puts]
    return Sent(
        puts=[statistics.median(puts), statistics.quantiles(puts, n=20)[-1]],
        seconds=statistics.median(row.seconds for row in rows),
        requests=rows[0].requests,
        bytes=rows[0].bytes,
    )


def _fetching(bench: Bench) -> None:
    """What it takes to keep a caseload on the same slow phone."""
    print(f"\n{'what is kept, Slow 4G, CPU x4':32}{'pages':>7}{'requests':>10}{'bytes':>11}{'s':>8}")
    for name, one in zip(("from nothing", "nothing changed"), bench.page.evaluate(FETCH), strict=True):
        print(f"  {name:30}{one['pages']:7}{one['requests']:10}{one['bytes']:11,}{one['took'] / 1000:8.1f}", flush=True)


def _opening(kit: Kit) -> None:
    """With the server gone: how long pages take to open, and a note to be saved, on the same slow phone."""
    kit.server.kill()
    family, page = kit.families()[0], kit.page
    kit.page.goto("/today")
    opened = {path: [_open(page, path) for _ in range(OPENED)] for path in ("/today", f"/families/{family}")}
    print("\nserver gone, CPU x4: ms, middle and longest of", OPENED)
    for path, times in opened.items():
        name = "a family" if "families" in path else "Today"
        print(f"  {name + ' opens':24}{statistics.median(times):7.0f}{max(times):7.0f}", flush=True)
    saved = [_save(kit, family, number) for number in range(OPENED)]
    print(f"  {'tap Save to “saved”':24}{statistics.median(saved):7.0f}{max(saved):7.0f}", flush=True)


def _open(page: Page, path: str) -> float:
    page.goto(path)
    took: float = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    return took


def _save(kit: Kit, family: str, number: int) -> float:
    kit.open_call(family, f"Note {number}")
    began = float(kit.page.evaluate("performance.timeOrigin + performance.now()"))
    kit.save()
    kit.saved_here()
    return float(kit.page.evaluate("performance.timeOrigin + performance.now()")) - began


@contextmanager
def _phone(folder: Path) -> Iterator[Kit]:
    """Lorna's phone, set up, straight on the server."""
    with demo_server(folder / "instance") as server, sync_playwright() as playwright:
        straight: Any = _Straight(f"http://localhost:{server.port}")
        with lornas_kit(playwright, folder, straight, server) as made:
            yield made


@dataclass
class _Straight:
    """In place of a network that can fail."""

    address: str
