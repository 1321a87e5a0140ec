"""The caseload on whatever is held in the hand or stands on the desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, Family

# The right edge of the widest state, and of the card it stands in.
EDGES = """() => {
    const right = one => Math.round(one.getBoundingClientRect().right)
    const tags = [...document.querySelectorAll(".team .tag")]
    return [Math.max(...tags.map(right)), right(document.querySelector("section.card"))]
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_every_state_stays_inside_its_card(
    phone: Callable[..., Page], session: Session, priya: User, maliks: Episode, width: int
) -> None:
    session.get_one(Family, maliks.family_id).name = "Whitaker-Lawal"
    session.commit()
    page = phone(priya)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/team")

    state, card = page.evaluate(EDGES)

    assert state < card
    assert page.evaluate("document.documentElement.scrollWidth") <= width
