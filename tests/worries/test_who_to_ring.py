"""The numbers to ring, by time of day: on the worry’s own page and for everyone who is signed in."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import BankHoliday
from app.core import clock
from app.families.models import Episode, RelatedStaff
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Worry
from tests.cast import NOW

Browser = Callable[..., FlaskClient]
NUMBERS = re.compile(r'href="tel:([+\d]+)"')
PRIYA, NINES, DUTY, NIGHT = "+441134960101", "999", "+441134960110", "+441134960119"

OFFICE = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday
EVENING = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)  # a Friday


@pytest.fixture(autouse=True)
def christmas(session: Session) -> None:
    """Christmas Day is a bank holiday."""
    if session.get(BankHoliday, date(2026, 12, 25)) is None:
        session.add(BankHoliday(on=date(2026, 12, 25), name="Christmas Day"))
        session.commit()


def _numbers(page: str) -> list[str]:
    return list(dict.fromkeys(NUMBERS.findall(page)))


def test_a_supervisor_who_is_related_to_the_family_is_not_to_be_rung_about_it(
    browser: Browser, session: Session, lorna: User, priya: User, beth: User, maliks: Episode
) -> None:
    beth.phone = "01134960103"
    address = f"/families/{maliks.family_id}/worries/new"
    assert PRIYA in _numbers(browser(lorna).get(address).text)

    session.add(RelatedStaff(family_id=maliks.family_id, user_id=priya.id, named_at=NOW))
    session.commit()
    assert _numbers(browser(lorna).get(address).text)[:2] == ["+441134960103", NINES]


@pytest.mark.parametrize("path", ["/who-to-ring", "worry"])
@pytest.mark.parametrize(
    ("at", "order"),
    [
        (OFFICE, [PRIYA, NINES, DUTY, NIGHT]),
        (EVENING, [PRIYA, NINES, NIGHT, DUTY]),
        (SATURDAY, [PRIYA, NINES, NIGHT, DUTY]),
        (CHRISTMAS, [PRIYA, NINES, NIGHT, DUTY]),
    ],
    ids=["office hours", "from 5pm", "weekend", "bank holiday"],
)
def test_the_supervisor_comes_first_then_999_then_whoever_answers_now(
    browser: Browser, lorna: User, worry: Worry, at: datetime, order: list[str], path: str
) -> None:
    with clock.at(at):
        page = browser(lorna).get(path if path.startswith("/") else f"/worries/{worry.id}").text

    assert _numbers(page) == order


def test_a_supervisor_who_is_away_is_not_the_one_big_button(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    beth: User,
    away: Callable[[User], None],
) -> None:
    beth.phone = "01134960103"
    session.commit()
    away(priya)

    page = browser(lorna).get("/who-to-ring").text

    assert _numbers(page) == ["+441134960103", NINES, DUTY, NIGHT, PRIYA]
    assert "Your supervisor. Away today" in page


def test_while_the_supervisor_is_away_the_deputy_who_was_told_is_the_big_button_of_the_worry(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    beth: User,
    maliks: Episode,
    said: Callable[..., WorryEntry],
    away: Callable[[User], None],
) -> None:
    beth.phone, beth.name = "01134960103", "Zoe Lund"  # after Priya by name as well
    away(priya)
    worry = raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)
    session.commit()

    page = browser(lorna).get(f"/worries/{worry.id}").text

    assert re.search(r'class="btn go big" href="tel:([+\d]+)"', page).group(1) == "+441134960103"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["lorna", "priya", "delroy", "hazel", "noor"])
def test_everyone_who_is_signed_in_finds_the_numbers(
    browser: Browser, request: pytest.FixtureRequest, name: str
) -> None:
    page = browser(request.getfixturevalue(name)).get("/who-to-ring")

    assert page.status_code == 200
    assert NINES in _numbers(page.text)


def test_a_stranger_does_not(browser: Browser) -> None:
    assert NINES not in _numbers(browser().get("/who-to-ring").text)


def test_priya_rings_lorna_first_and_decides(browser: Browser, priya: User, worry: Worry) -> None:
    page = browser(priya).get(f"/worries/{worry.id}").text

    assert _numbers(page)[0] == "+447700900150"
    assert "Decide what happens" in page
    assert "You decide today," in page
    assert "You ring Priya" not in page
