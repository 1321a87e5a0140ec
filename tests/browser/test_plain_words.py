"""The page names an office's word while it is typed, also with no signal to the server, and is never in the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import Goal, GoalStatus
from app.web.assets import STATIC
from app.web.plain_words import LIST, plain_hints
from tests.chromium import axe_faults
from tests.demo_data import Demo

Open = Callable[..., Page]
WORDS = [line.split(",")[0] for line in (STATIC / LIST).read_text().splitlines()[1:]]
TEXTS = [
    "Mum to engage. Dad to bring Kai",
    "Kai said “I don’t engage”. Ask at the TAF, and disclose it",
    "the sen tence, a taf, Regularly, non-engagement",
    "De-escalate the presenting needs; Parents to comply with boundaries",
    "I want Mum to come to show day",
    *(f"Ask about {word.replace('*', 'ing')} now" for word in WORDS if word[0] != "^"),
    *(f"{word[1:]} ring" for word in WORDS if word[0] == "^"),
]


@pytest.fixture
def goal(demo: Demo, session: Session) -> Goal:
    """A goal of the Maliks, which Lorna is working on with them."""
    episode = demo.episode("Malik")
    wanted = select(Goal).where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
    return session.scalars(wanted.order_by(Goal.id)).first()  # type: ignore[return-value]


def test_lorna_sees_a_plainer_word_and_saves_all_the_same(open_page: Open, demo: Demo, goal: Goal) -> None:
    page = open_page("phone", demo.person("Lorna"))
    page.goto(f"/goals/{goal.id}")
    page.get_by_text("Add a step").click()
    page.get_by_label("Step", exact=True).fill("Mum to engage with the club")
    hint = page.locator("#new-step plain-words")
    expect(hint).to_contain_text("“engage”: a family may not know this word. Perhaps “take part”.")
    expect(hint).to_contain_text("“Mum to …” sounds like an order.")
    assert axe_faults(page, ("light", "dark")) == []
    page.get_by_role("button", name="Add this step").click()
    expect(page.locator("#steps[data-saved]")).to_contain_text("Mum to engage with the club")


def test_without_script_it_is_said_on_the_page_that_comes_after(open_page: Open, demo: Demo, goal: Goal) -> None:
    page = open_page("phone", demo.person("Lorna"), javascript=False)
    page.goto(f"/goals/{goal.id}")
    page.get_by_text("Add a step").click()
    page.get_by_label("Step", exact=True).fill("Kai to engage with the club")
    page.get_by_role("button", name="Add this step").click()
    expect(page.locator("#steps")).to_contain_text("“engage”: a family may not know this word. Perhaps “take part”.")


def test_the_page_and_the_server_name_the_same_words(open_page: Open, demo: Demo, goal: Goal) -> None:
    page = open_page("phone", demo.person("Lorna"))
    page.goto(f"/goals/{goal.id}")
    page.get_by_text("Add a step").click()
    box, hint = page.get_by_label("Step", exact=True), page.locator("#new-step plain-words")
    for text in TEXTS:
        box.fill(text)
        box.evaluate("box => document.querySelector('#new-step plain-words').look()")
        expect(hint).to_have_text("\n".join(plain_hints(text)))
