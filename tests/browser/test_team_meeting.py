"""Lorna plans and writes down a meeting on her phone, and prints its minutes on one page."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import FamilyMember, Partner
from app.promises.actions import PromiseEntry
from app.team_meetings.actions import AdditionEntry, RecordEntry, Said, add_to_minutes, record_meeting
from app.team_meetings.forms.recording import MOST_AGREED, WHAT_LENGTH
from app.team_meetings.models import ADDITION_LENGTH, BOTH_LENGTH, WORDS_LENGTH, MeetingState, TeamMeeting
from app.team_meetings.queries import around
from tests.chromium import SIZES, axe_faults
from tests.demo_data import Demo

Open = Callable[..., Page]


def is_readable(page: Page) -> None:
    for size in ("phone", "small"):
        wide, high = SIZES[size]
        page.set_viewport_size({"width": wide, "height": high})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, size
    assert axe_faults(page) == []


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("javascript", [True, False])
def test_lorna_plans_it_and_writes_it_down(
    demo: Demo, open_page: Open, later: Callable[[timedelta], object], javascript: bool
) -> None:
    page = open_page("phone", demo.person("Lorna"), javascript=javascript)
    page.goto(f"/families/{demo.family('Tesfaye').id}")
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.get_by_role("link", name="Plan a meeting").click()
    page.get_by_label("What is it for?").fill("Starting at the new school.")
    page.get_by_role("button", name="Put it in the diary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The next meeting")
    address = page.url
    later(timedelta(days=80))
    # The stopped clock of her phone moves on with the server's.
    page = open_page("phone", demo.person("Lorna"), javascript=javascript)
    page.goto(address)
    page.get_by_role("link", name="Write it down").click()
    page.get_by_role("button", name="Keep the minutes").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick who of the family came")
    page.get_by_label("Selam came").check()
    page.get_by_label("What Selam said").fill("I know the way there now.")
    page.get_by_label("What", exact=True).first.fill("Walk there with Yonas")
    page.get_by_label("Who", exact=True).first.select_option("Selam")
    if javascript:
        is_readable(page)
    page.get_by_role("button", name="Keep the minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we said and agreed")
    page.get_by_role("link", name="The minutes, one page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our meeting")
    expect(page.get_by_text("I know the way there now.")).to_be_visible()


def test_the_minutes_of_the_maliks_are_one_page_of_a4(demo: Demo, session: Session, phone: Open) -> None:
    held = session.scalars(select(TeamMeeting).where(TeamMeeting.state == MeetingState.HELD)).one()
    page = phone(demo.person("Lorna"))
    page.goto(f"/team-meetings/{held.id}/minutes")
    assert page.title() == "Our meeting – Withy"
    assert pages_of(page.pdf(format="A4", prefer_css_page_size=False)) == 1
    is_readable(page)


@pytest.mark.parametrize("share", [0.15, 0.3, 0.45, 0.6, 0.8, 1])
def test_however_much_was_said_it_is_one_page(
    demo: Demo, session: Session, phone: Open, later: Callable[[timedelta], object], share: float
) -> None:
    """Every box full, eight people, and three lines added: the words get smaller, never more pages."""
    lorna = demo.person("Lorna")
    meeting = session.scalars(select(TeamMeeting).where(TeamMeeting.state == MeetingState.PLANNED)).one()
    there = around(session, demo.family("Malik"), clock.today())

    def words(most: int) -> str:
        return ("We talked about it for a while. " * 20)[: round(most * share)].strip()

    def said_by(people: Sequence[FamilyMember | Partner]) -> tuple[Said, ...]:
        return tuple(Said(person_id=one.id, came=True, words=words(WORDS_LENGTH)) for one in people)

    agreed = [PromiseEntry(id=uuid4(), what=words(WHAT_LENGTH), owner_user_id=lorna.id) for _ in range(MOST_AGREED)]
    said = RecordEntry(
        id=uuid4(),
        family=said_by(there.members),
        partners=said_by(there.may_be_asked),
        going_well=words(BOTH_LENGTH),
        worries=words(BOTH_LENGTH),
        agreed=tuple(agreed),
    )
    later(timedelta(days=30))
    record_meeting(session, meeting, lorna, said, now=clock.now())
    for _ in range(3):
        line = AdditionEntry(id=uuid4(), words=words(ADDITION_LENGTH))
        add_to_minutes(session, meeting, lorna, line, now=clock.now())
    session.commit()
    page = phone(lorna)
    page.goto(f"/team-meetings/{meeting.id}/minutes")
    assert pages_of(page.pdf(format="A4", prefer_css_page_size=False)) == 1
