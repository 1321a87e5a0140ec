"""Bytes of a page and of what comes with it: as they are, and as a proxy would send them."""

import gzip
import re
import shutil
import subprocess
from dataclasses import dataclass

from bench.visitors import Visitor, send

STYLE = re.compile(rb'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"')
SCRIPT = re.compile(rb'<script[^>]+src="([^"]+)"|<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"')
BROTLI = "const z=require('zlib');process.stdout.write(z.brotliCompressSync(require('fs').readFileSync(0)))"


@dataclass(frozen=True)
class Weight:
    """Bytes as they are, with gzip 6, and with brotli 11 where Node.js is there to do it."""

    raw: int
    gzip: int
    brotli: int | None

    def __add__(self, other: "Weight") -> "Weight":
        both = None if self.brotli is None or other.brotli is None else self.brotli + other.brotli
        return Weight(self.raw + other.raw, self.gzip + other.gzip, both)

    @property
    def sent(self) -> int:
        """What goes over the air at best."""
        return self.gzip if self.brotli is None else self.brotli


def weigh(body: bytes) -> Weight:
    """The weight of one answer."""
    return Weight(len(body), len(gzip.compress(body, 6)), _brotli(body))


def first_view(visitor: Visitor, page: str) -> tuple[Weight, Weight, Weight]:
    """HTML, CSS and JavaScript of a page that somebody opens for the first time."""
    html = send(visitor.app, visitor.environ(visitor.addresses[page])).body
    styles = [found.decode() for found in STYLE.findall(html)]
    scripts = list(dict.fromkeys((one or other).decode() for one, other in SCRIPT.findall(html)))
    return weigh(html), _all(visitor, styles), _all(visitor, scripts)


def _all(visitor: Visitor, addresses: list[str]) -> Weight:
    total = Weight(0, 0, 0)
    for address in addresses:
        answer = send(visitor.app, visitor.environ(address))
        if answer.status != 200:
            raise LookupError(f"{address} answered {answer.status}")
        total += weigh(answer.body)
    return total


def _brotli(body: bytes) -> int | None:
    node = shutil.which("node")
    if node is None:
        return None
    return len(subprocess.run([node, "-e", BROTLI], input=body, capture_output=True, check=True).stdout)
