"""The first visit of the day, from Today to saved: on a phone and at a desk, with script and without."""

from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.notes.models import Note, NoteKind, Quote
from app.plans.models import GoalRating
from app.promises.models import Promise
from app.visits.models import Visit, VisitState
from app.worries.models import Worry
from tests.cast import TODAY
from tests.visits.told import last_week, planned

Open = Callable[..., Page]
Find = Callable[[Episode, str], FamilyMember]
WORDS = "It’s better when I sit by the driver. They don’t come down the front."
LINES = "Shazia walked with Ayaan to the stop all week. He went in four days of five."


@pytest.fixture
def visit(session: Session, lorna: User, tom: User, maliks: Episode, member: Find) -> Visit:
    """The visit of half past eight, with Tom, a week after the last; it is ten now."""
    last_week(session, maliks, lorna, member)
    visit = planned(session, maliks, lorna, TODAY, time(8, 30))
    visit.with_user_id = tom.id
    session.commit()
    return visit


def fill_in(page: Page) -> None:
    """Two numbers, a child's words, a promise; the next visit is offered already."""
    page.get_by_role("checkbox", name="the bus pass form").check()
    page.get_by_role("radio", name="We met").check()
    page.get_by_role("checkbox", name="Shazia", exact=True).check()
    page.get_by_role("checkbox", name="Tom, with you").check()
    page.get_by_role("checkbox", name="Seen Ayaan").check()
    page.get_by_role("checkbox", name="Alone").first.check()
    page.get_by_role("checkbox", name="School", exact=True).check()
    page.get_by_label("A few lines").fill(LINES)
    numbers = page.get_by_role("group", name="Shazia’s number today, 0 to 10")
    numbers.nth(0).get_by_role("radio", name="6").check()
    page.get_by_text("Add Ayaan’s number (last week 4)").click()
    page.get_by_role("group", name="Ayaan’s number today, 0 to 10").get_by_role("radio", name="5").check()
    page.get_by_role("checkbox", name="Walk to the stop together").check()
    page.get_by_role("radio", name="Ayaan said").first.check()
    page.get_by_label("Exactly what they said").first.fill(WORDS)
    page.get_by_label("My thinking").fill("The bus worries him more than school.")
    page.get_by_label("What", exact=True).fill("Post the bus pass form")
    page.get_by_label("By", exact=True).select_option(label="Fri 27 Nov")


def save(page: Page) -> None:
    """The big button of the dock."""
    page.locator(".dock").get_by_role("button", name="Save visit").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_first_visit_is_written_down_and_held(
    open_page: Open,
    session: Session,
    lorna: User,
    visit: Visit,
    member: Find,
    maliks: Episode,
    size: str,
    javascript: bool,
) -> None:
    page = open_page(size, lorna, javascript=javascript)
    page.goto(f"/visits/{visit.id}/record")
    fill_in(page)
    page.get_by_role("button", name="Add this").click()
    expect(page.locator("#promises summary")).to_contain_text("Post the bus pass form Lorna (me), by Fri 27 Nov")
    page.get_by_label("What", exact=True).last.fill("Ring Ms Farrell about the bus")
    save(page)

    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    expect(page.get_by_text("Held by Withy, 10am")).to_be_visible()
    expect(page.get_by_text("Tue 1 Dec, 8:30am")).to_be_visible()
    note = session.scalars(select(Note).where(Note.occurred_at == visit.starts_at)).one()
    numbers = session.execute(select(GoalRating.member_id, GoalRating.score).where(GoalRating.note_id == note.id)).all()
    assert dict(numbers) == {member(maliks, "Shazia").id: 6, member(maliks, "Ayaan").id: 5}
    assert session.scalars(select(Quote.words)).all() == [WORDS]
    assert len(session.scalars(select(Promise).where(Promise.source_id == note.id)).all()) == 2
    assert session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_no_answer_is_two_taps(phone: Open, session: Session, lorna: User, visit: Visit, javascript: bool) -> None:
    page = phone(lorna, javascript=javascript)
    page.goto(f"/visits/{visit.id}/record")
    expect(page.get_by_role("radio", name="No answer")).to_be_in_viewport()
    page.get_by_role("radio", name="No answer").check()
    expect(page.get_by_text("Which children did you see?")).to_be_hidden()
    save(page)

    expect(page.get_by_role("heading", name="No answer, saved")).to_be_visible()
    expect(page.get_by_text("Ring them, and try again.")).to_be_visible()
    kinds = session.scalars(select(Note.kind).order_by(Note.occurred_at)).all()
    assert kinds == [NoteKind.VISIT, NoteKind.NO_ANSWER]


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_what_is_wrong_is_said_above_and_beside_and_nothing_is_lost(
    phone: Open, lorna: User, visit: Visit, javascript: bool
) -> None:
    page = phone(lorna, javascript=javascript)
    page.goto(f"/visits/{visit.id}/record")
    fill_in(page)
    page.get_by_role("radio", name="A small worry, I’ll write it down").check()
    save(page)

    summary = page.get_by_role("alert").filter(has_text="One thing to put right")
    expect(summary).to_be_in_viewport()
    summary.get_by_role("link", name="Write what you saw or heard").click()
    expect(page.get_by_label("What did you see or hear?")).to_be_in_viewport()
    expect(page.get_by_label("What did you see or hear?")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Exactly what they said").first).to_have_value(WORDS)
    expect(page.get_by_label("A few lines")).to_have_value(LINES)
    expect(page.get_by_role("group", name="Ayaan’s number").get_by_role("radio", name="5")).to_be_checked()

    page.get_by_label("What did you see or hear?").fill("A cracked phone.")
    save(page)
    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    expect(page.get_by_text("You wrote down a worry")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_worry_for_today_shows_999_at_once_and_then_who_to_ring(
    phone: Open, session: Session, lorna: User, visit: Visit, javascript: bool
) -> None:
    page = phone(lorna, javascript=javascript)
    page.goto(f"/visits/{visit.id}/record")
    expect(page.get_by_role("link", name="Call 999")).to_be_hidden()
    page.get_by_role("radio", name="I need to talk to Priya today").check()
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    page.get_by_label("What did you see or hear?").fill("A cracked phone.")
    page.get_by_label("Their exact words").fill("He threw my phone.")
    page.get_by_label("About").select_option(label="Ayaan")
    page.get_by_role("radio", name="We met").check()
    page.get_by_role("checkbox", name="Seen Ayaan").check()
    save(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("This needs a person today")
    assert session.scalars(select(Worry.exact_words)).all() == ["He threw my phone."]


def test_more_words_are_asked_for_without_losing_any(phone: Open, lorna: User, visit: Visit) -> None:
    page = phone(lorna)
    page.goto(f"/visits/{visit.id}/record")
    fill_in(page)
    page.get_by_text("Somebody else said something too").click()
    page.get_by_label("Exactly what they said").nth(1).fill("I shouted once on Monday. Once.")
    page.get_by_role("button", name="Add more words").click()

    expect(page.get_by_label("Exactly what they said").nth(2)).to_be_focused()
    expect(page.get_by_label("Exactly what they said").nth(0)).to_have_value(WORDS)
    expect(page.get_by_label("Exactly what they said").nth(1)).to_have_value("I shouted once on Monday. Once.")
    expect(page.get_by_role("group", name="Ayaan’s number").get_by_role("radio", name="5")).to_be_checked()


def test_a_visit_is_written_down_with_the_keyboard_alone(
    desk: Open, session: Session, lorna: User, visit: Visit
) -> None:
    page = desk(lorna)
    page.goto(f"/visits/{visit.id}/record")
    _tab_to(page, "outcome-0")
    page.keyboard.press("Space")
    _tab_to(page, "present-0")
    page.keyboard.press("Space")
    _tab_to(page, "happened")
    page.keyboard.type("We talked over tea.")
    _tab_to(page, "numbers-0-score-0")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    _tab_to(page, "promises-0-what")
    page.keyboard.type("Bring the form")
    # Enter saves; it does not add a row.
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    score = session.scalars(select(GoalRating.score).where(GoalRating.note_id.is_not(None))).one()
    assert score == 6


def _tab_to(page: Page, box: str) -> None:
    """Press Tab until this box is reached; each box on the way must be in view, above the dock."""
    for _ in range(120):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect()
                const dock = document.querySelector(".dock").getBoundingClientRect()
                const inDock = document.activeElement.closest(".dock")
                return [document.activeElement.id, inDock || box.top < dock.top, box.height]
            }"""
        )
        assert where[1], f"{where[0]} is hidden behind the dock"
        if where[0] == box:
            return
    raise AssertionError(f"Tab never reached {box}")


def test_two_clicks_are_one_visit(desk: Open, session: Session, lorna: User, visit: Visit) -> None:
    page = desk(lorna)
    page.goto(f"/visits/{visit.id}/record")
    fill_in(page)
    page.locator(".dock").get_by_role("button", name="Save visit").dblclick()
    expect(page.get_by_role("heading", name="Visit saved")).to_be_visible()
    assert len(session.scalars(select(Note)).all()) == 2


@pytest.mark.parametrize("size", ["small", "phone", "desk"])
def test_every_page_of_visits_passes_axe_and_stays_within_the_screen(
    open_page: Open,
    no_axe_faults: Callable[[Page], None],
    session: Session,
    lorna: User,
    maliks: Episode,
    visit: Visit,
    size: str,
) -> None:
    page = open_page(size, lorna)
    coming = planned(session, maliks, lorna, TODAY, time(16))
    for address in (
        f"/families/{maliks.family_id}/visits/new",
        f"/families/{maliks.family_id}/visits/plan",
        f"/visits/{coming.id}/move",
        f"/visits/{coming.id}/cancel",
    ):
        page.goto(address)
        _fits(page)
        no_axe_faults(page)
    page.get_by_role("button", name="Cancel this visit").click()
    expect(page.get_by_role("alert")).to_be_visible()
    no_axe_faults(page)

    page.goto(f"/visits/{visit.id}/record")
    page.get_by_role("radio", name="I need to talk to Priya today").check()
    page.get_by_role("radio", name="Someone else said").first.check()
    page.get_by_label("What", exact=True).fill("Post the bus pass form")
    _fits(page)
    no_axe_faults(page)
    save(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    _fits(page)
    no_axe_faults(page)
    page.get_by_role("radio", name="No answer").check()
    page.get_by_role("radio", name="Nothing new").check()
    save(page)
    expect(page.get_by_role("heading", name="No answer, saved")).to_be_visible()
    _fits(page)
    no_axe_faults(page)


def _fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
