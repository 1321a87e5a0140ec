"""Scripts written into a family's record never run: in no field, on no page.

Each text of each family of the demo is a script, in the ways in which one may be slipped in. Were one to run it would
leave a mark on the window; were the content policy to stop one it would complain, and a complaint fails a test too.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.browser.every_page import SHOWN, WHO
from tests.demo_data import Demo
from tests.house.planted_words import plant

SLIPPED_IN = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "' autofocus onfocus=window.ran=1 x='",
    "</textarea></title><script>window.ran=1</script>",
    "javascript:window.ran=1",
    "<a href=javascript:window.ran=1>x</a>",
    "{{ [].constructor.constructor('window.ran=1')() }}",
    "<div hx-on:load=window.ran=1 hx-get=/ hx-trigger=load>",
    "<style>@import url(https://evil.example)</style>",
)


@pytest.fixture
def scripts_everywhere(ids: dict[str, UUID], session: Session) -> None:
    """A script in every field that is long enough for it, each in its turn; the ids are looked up by name before."""
    plant(session, lambda number: SLIPPED_IN[number % len(SLIPPED_IN)])


@pytest.mark.usefixtures("scripts_everywhere")
def test_what_a_family_said_is_never_run(
    demo: Demo, address_of: Callable[[str], str], open_page: Callable[..., Page]
) -> None:
    pages = {column: open_page("phone", demo.person(name)) for column, name in WHO.items()}
    ran, escaped = [], 0
    for row in SHOWN:
        page = pages[next(column for column in WHO if row[column] == "Y")]
        answer = page.goto(address_of(row["endpoint"]))
        assert answer is not None
        assert answer.status == 200, row["endpoint"]
        escaped += answer.text().count("window.ran=1")
        # Focus, and opening what is folded, wake what waits for them.
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.evaluate("document.querySelectorAll('input, textarea, a').forEach(one => one.focus())")
        if page.evaluate("window.ran"):
            ran.append(row["endpoint"])
    assert ran == []
    assert escaped > len(SHOWN)
