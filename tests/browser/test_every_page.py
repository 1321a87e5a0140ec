"""Every page there is, with the demo's families on it, as somebody meets it who may open it.

The addresses come from the table of who may do what, so that a new page is looked at from its first day.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.every_page import SHOWN, WHO
from tests.chromium import SIZES, axe_faults
from tests.demo_data import Demo


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: row["endpoint"])
def test_a_page_can_be_read_by_everyone(
    row: dict[str, str], demo: Demo, address_of: Callable[[str], str], open_page: Callable[..., Page]
) -> None:
    person = demo.person(next(name for column, name in WHO.items() if row[column] == "Y"))
    page = open_page("phone", person)
    answer = page.goto(address_of(row["endpoint"]))
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert "Malik" not in page.title()
    for size in ("phone", "desk", "small"):
        wide, high = SIZES[size]
        page.set_viewport_size({"width": wide, "height": high})
        needs = page.evaluate("document.documentElement.scrollWidth")
        assert needs <= wide, f"{size} scrolls sideways: {needs}"
        # Colours do not depend on the width: the dark is looked at once.
        assert axe_faults(page, {"phone": ("light", "dark"), "desk": ("light",)}.get(size, ())) == []
