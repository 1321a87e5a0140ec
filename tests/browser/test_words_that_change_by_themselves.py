"""A page that lies on a phone says today, tomorrow's date and "8 days late" from the phone's own clock, as we would."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.web import days
from app.web.filters import capital

STATIC = Path(__file__).parents[2] / "app" / "static" / "js"
# Winter, summer, the hours around midnight, and both days on which the clocks change.
NOWS = [
    datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    datetime(2026, 7, 7, 23, 30, tzinfo=UTC),
    datetime(2026, 7, 7, 22, 59, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
]
DISTANCES = [*range(-40, 41), -366, -365, 365, 366]


def module(name: str) -> str:
    """A script of ours as an address of its own, what it imports inside it."""
    words = (STATIC / name).read_text(encoding="utf-8")
    words = words.replace('"../days.js"', f'"{module("days.js")}"') if name != "days.js" else words
    return "data:text/javascript;base64," + base64.b64encode(words.encode()).decode()


@pytest.fixture(params=["Europe/London", "America/New_York", "Asia/Karachi"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page on a phone that stands in one place or another."""
    context = chromium.new_context(timezone_id=request.param)
    yield context.new_page()
    context.close()


def every_way(now: datetime) -> Iterator[tuple[str, str, str, str]]:
    """Every way of saying, at every distance: its name, of what, whose name, and our words."""
    today = days.local(now).date()
    for distance in DISTANCES:
        day = today + timedelta(days=distance)
        moment = now + timedelta(days=distance, minutes=37 * distance)
        for made in (
            days.day_said(day, today),
            days.short_said(day, today),
            days.on_said(day, today),
            days.late_said(day, today),
            days.due_said(day, today),
            days.later_said(day, today),
            days.hello_said(day, now, "Lorna"),
            days.when_said(moment, today),
            days.at_said(moment, today),
            days.time_said(moment),
            days.open_said(now - timedelta(minutes=7 * abs(distance) ** 2), now),
        ):
            if made:
                yield read(made)


def read(made: str) -> tuple[str, str, str, str]:
    """What a <time> of ours says, and of what."""
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', made))
    words = made.split(">", 1)[1].removesuffix("</time>")
    return attributes["data-says"], attributes["datetime"], attributes.get("data-who", ""), words


SAY = """async ([address, asked, now]) => {
  const { inWords } = await import(address)
  return asked.map(([says, machine, who]) => inWords(says, machine, new Date(now), who))
}"""


def test_server_and_script_say_the_same_at_every_distance(page: Page) -> None:
    for now in NOWS:
        ours = list(every_way(now))
        theirs = page.evaluate(SAY, [module("days.js"), [one[:3] for one in ours], now.isoformat()])
        differ = [(*one, words) for one, words in zip(ours, theirs, strict=True) if one[3] != words]
        assert differ == [], now


def test_words_that_begin_a_sentence_do_so_on_any_day(page: Page) -> None:
    asked = [["Day", "2026-11-24", ""], ["When", "2026-11-25T10:30:00Z", ""], ["Late", "2026-11-16", ""]]
    said = page.evaluate(SAY, [module("days.js"), asked, "2026-11-24T10:00:00Z"])
    assert said == ["Today", "Wed 25 Nov, 10:30am", "8 days late"]


def test_what_was_today_is_a_date_on_the_next_day_and_what_is_not_ours_stays(page: Page) -> None:
    made = capital(days.day_said(date(2026, 11, 24), date(2026, 11, 24)))
    page.clock.set_fixed_time(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    page.set_content(
        f"<p>{made}</p><p><time datetime='2026-11-24' data-says='moon'>full moon</time></p>"
        "<select><option value='2026-11-25' data-says='Day'>Wed 25 Nov</option></select>"
    )
    page.evaluate(
        "async address => { const { sayDays } = await import(address); sayDays(document) }",
        module("elements/said-days.js"),
    )
    assert page.locator("p").all_inner_texts() == ["Tue 24 Nov", "full moon"]
    assert page.evaluate("document.querySelector('option').label") == "Today"


WHEN = """async ([address, moments, now]) => {
  const { when } = await import(address)
  return moments.map(moment => when(moment, new Date(now)))
}"""


def test_when_something_was_saved_is_said_by_the_hour_where_the_work_is(page: Page) -> None:
    moments = ["2026-07-07T23:05:00Z", "2026-07-07T22:30:00Z", "2026-07-06T22:30:00Z", "2026-07-02T17:10:00Z"]
    said = page.evaluate(WHEN, [module("offline/words.js"), moments, "2026-07-07T23:30:00Z"])
    assert said == ["12:05am", "yesterday, 11:30pm", "Mon 6 Jul, 11:30pm", "Thu 2 Jul, 6:10pm"]


SET = "async address => { const { setNow } = await import(address); setNow(document) }"
BOXES = """
<input type="date" id="day" value="2026-11-24" data-now="0" data-round="1">
<input type="time" id="time" value="09:00" data-now="0" data-round="1">
<input type="time" id="began" value="08:00" data-now="-60" data-round="5">
<input type="time" id="ended" value="09:00" data-now="0" data-round="5">
<input type="hidden" id="again" value="2026-12-01T08:00" data-now="10020" data-round="5">
<input type="time" id="typed" value="09:00" data-now="0" data-round="1">
<input type="date" id="other" value="2026-11-24">
<time datetime="2026-11-24T09:00:00Z" data-now="-60" data-round="5" data-says="when">today, 8am</time>
"""


def boxes_at(page: Page, now: datetime) -> dict[str, Any]:
    """What the boxes of a kept page hold when it is opened at this moment, with one typed into before."""
    page.clock.set_fixed_time(now)
    page.set_content(BOXES)
    page.fill("#typed", "07:15")
    page.evaluate(SET, module("offline/now.js"))
    held: dict[str, Any] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('input')].map(box => [box.id, box.value]))"
    )
    return held | {"said": page.evaluate("document.querySelector('time').dateTime")}


def test_boxes_that_begin_as_this_moment_do_so_when_a_kept_page_is_opened(page: Page) -> None:
    assert boxes_at(page, datetime(2026, 11, 26, 15, 43, 20, tzinfo=UTC)) == {
        "day": "2026-11-26",
        "time": "15:43",
        "began": "14:40",
        "ended": "15:40",
        "again": "2026-12-03T14:40",
        "typed": "07:15",
        "other": "2026-11-24",
        "said": "2026-11-26T14:40:00.000Z",
    }
