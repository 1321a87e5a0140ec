"""Shazia opens her own page on her own phone, gives a number, and leaves it quickly when somebody walks in."""

import re
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import FamilyMember
from app.home.actions import AgreedEntry, make_code, make_link, write_agreed
from app.plans.models import Goal
from tests.chromium import SIZES, axe_faults
from tests.demo_data import Demo

WEATHER = "https://www.bbc.co.uk/weather"
Open = Callable[..., Page]


@pytest.fixture
def own(demo: Demo, session: Session, open_page: Open) -> Callable[..., Page]:
    """The phone of one of the Maliks, who has just typed a code and chosen four numbers: `own("Ayaan")`."""

    def open_own(name: str, *, javascript: bool = True) -> Page:
        family = demo.family("Malik")
        person = session.query(FamilyMember).filter_by(family_id=family.id, known_as=name).one()
        code = make_code(session, person, demo.person("Lorna"), now=clock.now())
        session.commit()
        page = open_page("phone", None, javascript=javascript)
        page.goto("/our-plan")
        page.get_by_label("Your code").fill(code.lower())
        page.get_by_role("button", name="Open my page").click()
        page.get_by_label("Four numbers").fill("2739")
        page.get_by_role("button", name="Open my page").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello {name}")
        return page

    return open_own


@pytest.fixture
def hers(own: Callable[..., Page]) -> Callable[..., Page]:
    """Shazia's."""
    return partial(own, "Shazia")


def is_readable(page: Page) -> None:
    for size in ("phone", "desk", "small"):
        wide, high = SIZES[size]
        page.set_viewport_size({"width": wide, "height": high})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, size
        assert axe_faults(page, {"phone": ("light", "dark"), "desk": ("light",)}.get(size, ())) == []
    assert page.title() in ("My page", "Page")
    assert page.locator("link[rel=manifest]").count() == 0


def test_every_page_of_hers_can_be_read_by_everyone(hers: Callable[..., Page]) -> None:
    page = hers()
    is_readable(page)
    page.get_by_role("link", name="What we keep, and what you can ask").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we keep, and what you can ask")
    is_readable(page)
    page.context.clear_cookies()
    page.goto("/our-plan")
    is_readable(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_she_gives_a_number_by_a_face(hers: Callable[..., Page], javascript: bool) -> None:
    page = hers(javascript=javascript)
    goal = page.locator("article").filter(has=page.locator("form")).first
    goal.locator("label", has_text="8").click()
    goal.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("It is sent.")


@pytest.mark.parametrize("javascript", [True, False])
def test_she_asks_for_something_to_be_put_right(hers: Callable[..., Page], javascript: bool) -> None:
    page = hers(javascript=javascript)
    page.get_by_role("link", name="What we keep, and what you can ask").click()
    right = page.get_by_role("region", name="Put it right")
    right.locator("summary").click()
    right.get_by_label("What is not right?").fill("It says that I shouted. I did not.")
    right.get_by_role("button", name="Send").click()
    expect(right.get_by_role("status")).to_contain_text("It is sent.")


@pytest.mark.parametrize("javascript", [True, False])
def test_ayaan_lets_his_mum_see_a_goal_of_his(
    own: Callable[..., Page], demo: Demo, session: Session, javascript: bool
) -> None:
    episode, lorna = demo.episode("Malik"), demo.person("Lorna")
    ayaan = session.query(FamilyMember).filter_by(family_id=episode.family_id, known_as="Ayaan").one()
    goal = session.query(Goal).filter_by(episode_id=episode.id).order_by(Goal.position).first()
    assert goal is not None
    goal.owner_member_id, goal.private, goal.words = ayaan.id, True, "Sit by the driver."
    agreed = AgreedEntry(
        id=uuid4(), happened_on=clock.today(), words="We talked about the bus.", member_ids=frozenset({ayaan.id})
    )
    write_agreed(session, episode, lorna, agreed, now=clock.now())
    session.commit()
    his = own("Ayaan", javascript=javascript)
    card = his.get_by_role("article", name="Sit by the driver.")
    card.get_by_text("Who can see this goal?").first.click()
    card.get_by_label("The people at home").check()
    if javascript:
        is_readable(his)
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("status")).to_contain_text("It is done.")
    expect(his.get_by_role("region", name="What we wrote down")).to_contain_text("We talked about the bus.")
    expect(own("Shazia").get_by_text("Sit by the driver.")).to_be_visible()


@pytest.mark.parametrize("by", ["button", "keys"])
def test_she_leaves_and_whoever_goes_back_finds_nothing(hers: Callable[..., Page], by: str) -> None:
    page = hers()
    page.context.route(WEATHER, lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    if by == "button":
        page.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Weather")
    page.go_back()
    expect(page.get_by_text("Shazia")).to_have_count(0)
    page.goto("/our-plan")
    expect(page.get_by_text("This page is closed.")).to_be_visible()
    is_readable(page)
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type your four numbers")
    is_readable(page)
    page.get_by_label("Four numbers").fill("2739")
    page.get_by_role("button", name="Open my page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Shazia")


def test_the_sheet_for_the_fridge_is_one_page_of_a4(hers: Callable[..., Page]) -> None:
    page = hers()
    page.get_by_role("link", name="Print my plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    is_readable(page)
    paper = page.pdf(format="A4", prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_a_link_is_read_from_what_stands_after_its_sign_and_leaves_the_address(
    demo: Demo, session: Session, open_page: Open
) -> None:
    shazia = session.query(FamilyMember).filter_by(family_id=demo.family("Malik").id, known_as="Shazia").one()
    link = make_link(session, shazia, demo.person("Lorna"), now=clock.now())
    session.commit()
    page = open_page("phone", None)
    page.goto(f"/our-plan#{link.secret}")
    expect(page.get_by_label("The six numbers you were told")).to_be_focused()
    assert link.secret not in page.url
    is_readable(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.type("222222")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code doesn’t open anything")
    page.get_by_label("The six numbers you were told").fill(link.told)
    page.get_by_role("button", name="Open my page").click()
    page.get_by_label("Four numbers").fill("2739")
    page.get_by_role("button", name="Open my page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Shazia")


def test_a_square_to_scan_holds_the_link_and_can_be_read_by_everyone(
    demo: Demo, session: Session, open_page: Open
) -> None:
    shazia = session.query(FamilyMember).filter_by(family_id=demo.family("Malik").id, known_as="Shazia").one()
    page = open_page("phone", demo.person("Lorna"))
    page.goto(f"/families/{shazia.family_id}/own-pages/{shazia.id}")
    page.get_by_role("button", name="Show a square to scan").click()
    expect(page.get_by_role("img", name="A square to scan with a phone’s camera")).to_be_visible()
    assert axe_faults(page) == []
