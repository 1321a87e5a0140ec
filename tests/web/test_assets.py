"""Static files: one name a build, kept by browsers for good, and everything the pages ask for is there."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.web.assets import STATIC, build_of, init_assets, joined_styles

APP = Path(__file__).parents[2] / "app"
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
STYLES = sorted((STATIC / "css").rglob("*.css"))


@pytest.fixture(scope="module")
def client():
    app = Flask(__name__, static_folder=None)
    init_assets(app)
    return app.test_client()


@pytest.fixture(scope="module")
def build(client):
    return client.application.jinja_env.globals["build"]


def address(client, name: str) -> str:
    with client.application.test_request_context():
        return client.application.jinja_env.globals["static"](name)


def test_a_browser_may_keep_a_file_for_good(client):
    answer = client.get(address(client, "icons/icons.svg"), buffered=True)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "image/svg+xml"


def test_scripts_are_sent_as_scripts(client):
    answer = client.get(address(client, "js/app.js"), buffered=True)

    assert answer.mimetype in {"text/javascript", "application/javascript"}


def test_a_file_of_another_build_is_not_there(client):
    assert client.get("/static/0123456789abcdef/icons/icons.svg").status_code == 404


@pytest.mark.parametrize("name", ["../settings.py", "%2e%2e/settings.py", "css/../../settings.py", "no.css", ""])
def test_nothing_outside_the_static_files_is_served(client, build, name):
    assert client.get(f"/static/{build}/{name}").status_code == 404


def test_the_styles_are_one_file_in_the_order_of_their_layers(client):
    answer = client.get(address(client, "css/app.css"))
    layers = re.findall(r"^@layer ([a-z]+) \{", answer.text, re.MULTILINE)
    named = re.search(r"@layer ([a-z, ]+);", answer.text)[1].split(", ")

    assert answer.mimetype == "text/css"
    assert "@import" not in answer.text
    assert sorted(layers, key=named.index) == layers
    assert set(layers) == set(named)


def test_every_style_sheet_is_part_of_the_one_file():
    imported = re.findall(r'@import url\("([^"]+)"\)', (STATIC / "css/app.css").read_text(encoding="utf-8"))

    written = {sheet.relative_to(STATIC / "css").as_posix() for sheet in STYLES} - {"app.css"}
    assert set(imported) == written
    assert len(imported) == len(set(imported))


def test_the_styles_ask_only_for_files_that_are_there(client):
    asked = re.findall(r'url\("([^"]+)"\)', joined_styles(STATIC))

    assert asked
    for name in asked:
        assert (STATIC / "css" / name).resolve().is_file(), name


def test_the_pages_ask_only_for_files_that_are_there():
    asked = {
        name
        for page in TEMPLATES
        for name in re.findall(r"static\(['\"]([^'\"]+)['\"]\)", page.read_text(encoding="utf-8"))
        if not name.startswith("vendor/")
    }

    assert asked
    for name in asked:
        assert (STATIC / name).is_file(), name


def test_every_icon_a_page_names_is_in_the_sprite():
    sprite = (STATIC / "icons/icons.svg").read_text(encoding="utf-8")
    drawn = re.findall(r'<symbol id="i-([a-z0-9]+)"', sprite)
    named = {
        name for page in TEMPLATES for name in re.findall(r'\bicon\("([a-z0-9]+)"', page.read_text(encoding="utf-8"))
    }

    assert len(drawn) == len(set(drawn))
    assert named <= set(drawn)


def test_a_build_is_named_for_what_its_files_hold(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("a {}")
    first = build_of(tmp_path)
    (tmp_path / "css" / "a.css").write_text("a { }")
    second = build_of(tmp_path)
    (tmp_path / "css" / "a.css").rename(tmp_path / "css" / "b.css")

    assert len({first, second, build_of(tmp_path)}) == 3
    assert re.fullmatch(r"[0-9a-f]{16}", first)


def test_two_hosts_with_the_same_files_give_the_same_name(tmp_path):
    for host in ("one", "two"):
        (tmp_path / host).mkdir()
        for name in ("b.js", "a.js") if host == "one" else ("a.js", "b.js"):
            (tmp_path / host / name).write_text(name)

    assert build_of(tmp_path / "one") == build_of(tmp_path / "two")


def test_no_style_and_no_script_is_written_into_a_page():
    """The content policy would drop it: style attributes, style elements, inline handlers and data: addresses."""
    for page in TEMPLATES:
        words = re.sub(r"\{[%#{].*?[%#}]\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)", words), page.name
        assert "data:" not in words, page.name
    assert "data:" not in joined_styles(STATIC)
