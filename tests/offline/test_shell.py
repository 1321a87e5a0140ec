"""What every phone may fetch, signed in or not: the worker, the files it needs, what a home screen shows. No family."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

Browser = Callable[..., FlaskClient]


def test_the_worker_is_two_lines_that_name_the_build(app: Flask, browser: Browser) -> None:
    answer = browser().get("/sw.js")
    build = app.jinja_env.globals["build"]
    assert answer.text.count("\n") == 2
    assert f'import "/static/{build}/js/offline/worker.js"' in answer.text
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")


def test_every_file_of_the_shell_is_there_and_every_script_imports_one_of_them(browser: Browser) -> None:
    files = browser().get("/sync/shell").get_json()["files"]
    missing = []
    for address in files:
        answer = browser().get(address, buffered=True)
        assert answer.status_code == 200, address
        if address.endswith(".js"):
            folder = address.rsplit("/", 1)[0]
            for name in re.findall(r'(?:from|import)\(? ?"(\.[^"]+)"', answer.text):
                parts: list[str] = []
                for part in f"{folder}/{name}".split("/"):
                    if part == "..":
                        parts.pop()
                    elif part != ".":
                        parts.append(part)
                if "/".join(parts) not in files:
                    missing.append((address, name))
    assert missing == []


def test_a_home_screen_shows_withy_and_begins_on_today(browser: Browser, lorna: object) -> None:
    answer = browser().get("/manifest.webmanifest")
    said = answer.get_json()
    assert answer.mimetype == "application/manifest+json"
    assert (said["name"], said["start_url"], said["display"]) == ("Withy", "/today", "standalone")
    assert {icon["purpose"] for icon in said["icons"]} >= {"any", "maskable"}
    for icon in said["icons"]:
        assert browser().get(icon["src"], buffered=True).mimetype == icon["type"]
    assert 'rel="manifest"' in browser(lorna).get("/today").text
    assert 'rel="manifest"' not in browser().get("/sign-in").text
