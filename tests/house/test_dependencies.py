"""What Withy is built on is named, explained and pinned."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = ["requirements.txt", "tests/requirements.txt", ".ci/npm.txt"]
NAME = re.compile(r"[A-Za-z0-9._-]+")
PIN = re.compile(
    r"^[a-z0-9.-]+==\S+( ;[^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+(    # .*\n)*", re.MULTILINE
)


def asked_for() -> set[str]:
    """The names in pyproject.toml and package.json."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    python = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["test"],
        *project["dependency-groups"]["npm"],
    ]
    browser = json.loads((ROOT / "package.json").read_text())
    names = {found[0] for line in python if (found := NAME.match(line))}
    return names | set(browser["dependencies"]) | set(browser["devDependencies"])


def test_each_library_we_ask_for_is_explained_and_no_other():
    page = (ROOT / "docs" / "dependencies.md").read_text()

    explained = set(re.findall(r"^\| ([a-z0-9._-]+) \|", page, re.MULTILINE)) - {"library"}

    assert explained == asked_for()


@pytest.mark.parametrize("path", PINS)
def test_each_pin_has_hashes_and_no_address(path):
    pins = (ROOT / path).read_text()

    left_over = PIN.sub("", re.sub(r"\A(#.*\n)+", "", pins))

    assert left_over.strip() == ""
    assert "//" not in pins


def test_the_tests_run_on_what_is_served():
    served, tested = (
        set(re.findall(r"^[a-z0-9.-]+==[^ ]+", (ROOT / path).read_text(), re.MULTILINE)) for path in PINS[:2]
    )

    assert served < tested


@pytest.mark.parametrize("folder", [".", "bench"])
def test_the_browser_libraries_have_hashes_and_no_address(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]

    brought = [package for path, package in packages.items() if path]

    assert brought
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in brought)
