"""Visits are planned weekly in one go, moved and cancelled; what stands in the way is shown, not forbidden."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import BankHoliday
from app.core import clock
from app.families.models import Address, AllocationKind, Episode, RelatedStaff
from app.notes.models import Note, NoteKind
from app.visits.models import CancelledBy, Visit, VisitState
from tests.cast import NOW, TODAY, allocation
from tests.conftest import HTMX
from tests.visits.told import planned
from tests.visits.typed import Said, typed

Browser = Callable[..., FlaskClient]
TUESDAY = date(2026, 12, 1)


@pytest.fixture
def plan(browser: Browser, lorna: User, maliks: Episode) -> Callable[..., tuple[str, Said]]:
    """Ask for weekly visits from a day on, as Lorna: the page that comes back, and the form on it."""

    def ask(**says: str) -> tuple[str, Said]:
        client, address = browser(lorna), f"/families/{maliks.family_id}/visits/plan"
        said = typed(client.get(address).text, {"first_on": "2026-12-01", "at": "10:30", "weeks": "3"} | says)
        page = client.post(address, data=said).text
        return page, typed(page)

    return ask


def diary(session: Session) -> list[str]:
    """The visits still planned, as the clock on the wall shows them."""
    rows = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED).order_by(Visit.starts_at))
    return [f"{clock.local(row.starts_at):%a %d %b %H:%M}" for row in rows]


def test_the_days_are_shown_first_and_then_put_in_the_diary(
    browser: Browser, session: Session, lorna: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    page, said = plan()
    assert "Tue 1 Dec, 10:30am. Week 10" in page
    assert diary(session) == []

    answer = browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said)
    assert answer.location == f"/families/{maliks.family_id}"
    assert diary(session) == ["Tue 01 Dec 10:30", "Tue 08 Dec 10:30", "Tue 15 Dec 10:30"]


def test_days_that_do_not_suit_are_left_out(
    browser: Browser, session: Session, lorna: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    _, said = plan()
    said.setlist("days", ["2026-12-01", "2026-12-15"])
    browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said)

    assert diary(session) == ["Tue 01 Dec 10:30", "Tue 15 Dec 10:30"]


def test_a_changed_mind_shows_the_new_days_before_they_are_kept(
    browser: Browser, session: Session, lorna: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    _, said = plan()
    said["at"] = "15:30"
    answer = browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said, headers=HTMX)

    assert "3:30pm. Week 10" in answer.text
    assert diary(session) == []


def test_a_plan_sent_twice_is_kept_once(
    browser: Browser, session: Session, lorna: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    _, said = plan()
    for _ in range(2):
        assert browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said).status_code == 303

    assert len(diary(session)) == 3


def test_a_bank_holiday_is_said_and_not_ticked(session: Session, plan: Callable[..., tuple[str, Said]]) -> None:
    session.add(BankHoliday(on=date(2026, 12, 8), name="A day off"))
    session.commit()
    page, said = plan()

    assert "Bank holiday: A day off" in page
    assert said.getlist("days") == ["2026-12-01", "2026-12-15"]


def test_a_clash_is_shown_and_not_forbidden(
    session: Session, lorna: User, maliks: Episode, bells: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    session.add(allocation(bells.id, lorna.id, TODAY, kind=AllocationKind.COVER))
    session.commit()
    _in_the_diary_of(session, planned(session, bells, lorna, TUESDAY, time(11)), lorna)
    planned(session, maliks, lorna, date(2026, 12, 8), time(9, 45))
    page, said = plan()

    assert "In the diary then: the Bell family, 11am to noon" in page
    assert "In the diary then: this family, already, 9:45am to 10:45am" in page
    assert len(said.getlist("days")) == 3


def test_a_clash_with_a_family_that_is_kept_from_somebody_names_nobody(
    session: Session, lorna: User, bells: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    _in_the_diary_of(session, planned(session, bells, lorna, TUESDAY, time(11)), lorna)
    session.add(RelatedStaff(family_id=bells.family_id, user_id=lorna.id, named_at=NOW))
    session.commit()
    page, _ = plan()

    assert "In the diary then: another visit, 11am to noon" in page
    assert "Bell" not in page


def _in_the_diary_of(session: Session, visit: Visit, worker: User) -> None:
    visit.worker_id = worker.id
    session.commit()


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"first_on": ""}, "Choose the day of the first visit"),
        ({"first_on": "9999-12-31", "at": "23:30"}, "Check the year"),
        ({"at": ""}, "Add the time"),
        ({"at": "late"}, "Check the time"),
        ({"weeks": "0"}, "Choose from 1 week to the end of the plan"),
        ({"weeks": "30"}, "The plan ends on Mon 29 Mar 2027: choose at most 17"),
        ({"weeks": "many"}, "Write the number of weeks in figures"),
        ({"place": "on the moon"}, "Choose from the list"),
        ({"minutes": "7"}, "Choose from the list"),
        ({"minutes": "soon"}, "Choose from the list"),
        ({"address": str(NOW)}, "Choose from the list"),
        ({"with_user": str(NOW)}, "Choose from the list"),
        ({"interpreter": "x" * 121}, "Use at most 120 characters: there are 121"),
    ],
    ids=lambda value: "" if isinstance(value, str) else ", ".join(f"{k}={v[:20]}" for k, v in value.items()),
)
def test_a_plan_that_cannot_be_is_explained(
    session: Session, plan: Callable[..., tuple[str, Said]], says: dict[str, str], words: str
) -> None:
    page, said = plan(**says)
    assert words in page
    assert {name: said[name] for name in says if name not in ("place", "minutes", "address", "with_user")} == {
        name: value for name, value in says.items() if name not in ("place", "minutes", "address", "with_user")
    }
    assert diary(session) == []


def test_a_day_that_has_passed_is_explained_when_it_is_to_be_kept(
    browser: Browser, lorna: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    _, said = plan(first_on="2026-11-24", at="09:00", weeks="1")
    answer = browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said)
    assert "That has passed: choose a day and time to come" in answer.text


def test_who_comes_too_the_address_and_an_interpreter_stand_with_each_visit(
    browser: Browser, session: Session, lorna: User, tom: User, maliks: Episode, plan: Callable[..., tuple[str, Said]]
) -> None:
    home = session.scalars(select(Address).where(Address.family_id == maliks.family_id)).one()
    words = "Tom is meeting you outside at 10:25am"
    _, said = plan(with_user=str(tom.id), with_words=words, interpreter="Urdu interpreter booked")
    assert said["address"] == str(home.id)
    browser(lorna).post(f"/families/{maliks.family_id}/visits/plan", data=said)

    visits = session.scalars(select(Visit)).all()
    assert {(one.with_user_id, one.with_words, one.interpreter, one.address_id) for one in visits} == {
        (tom.id, words, "Urdu interpreter booked", home.id)
    }


def test_a_visit_is_moved_to_another_day(browser: Browser, session: Session, lorna: User, maliks: Episode) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    client, address = browser(lorna), f"/visits/{visit.id}/move"
    said = typed(client.get(address).text, {"day": "2026-12-03", "at": "15:30", "reason": "family_asked"})
    answers = [client.post(address, data=said) for _ in range(2)]

    assert {answer.location for answer in answers} == {f"/families/{maliks.family_id}"}
    assert diary(session) == ["Thu 03 Dec 15:30"]


def test_what_was_agreed_for_the_old_time_is_put_right_with_the_move(
    browser: Browser, session: Session, lorna: User, tom: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    visit.with_user_id, visit.with_words = tom.id, "Tom is meeting you outside at 10:25am"
    visit.interpreter = "Urdu interpreter booked"
    session.commit()
    client, address = browser(lorna), f"/visits/{visit.id}/move"
    page = client.get(address).text
    assert "Tom is meeting you outside at 10:25am" in page
    assert page.count("This was for the old time") == 2

    said = typed(page, {"day": "2026-12-03", "at": "15:30", "with_words": "Tom comes at 3:25pm", "interpreter": ""})
    assert client.post(address, data=said).status_code == 303
    session.expire_all()
    moved = session.get_one(Visit, visit.moved_to_id)
    assert (moved.with_user_id, moved.with_words, moved.interpreter) == (tom.id, "Tom comes at 3:25pm", "")
    assert visit.interpreter == "Urdu interpreter booked"


def test_a_move_asks_about_nobody_who_was_not_coming(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    assert "This was for the old time" not in browser(lorna).get(f"/visits/{visit.id}/move").text


def test_a_slip_in_the_year_of_a_move_is_explained(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    client, address = browser(lorna), f"/visits/{visit.id}/move"
    answer = client.post(address, data=typed(client.get(address).text, {"day": "9999-12-31", "at": "23:30"}))

    assert answer.status_code == 422
    assert "Check the year" in answer.text


def test_moving_onto_another_visit_asks_first(browser: Browser, session: Session, lorna: User, maliks: Episode) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    planned(session, maliks, lorna, date(2026, 12, 3), time(15))
    client, address = browser(lorna), f"/visits/{visit.id}/move"
    said = typed(client.get(address).text, {"day": "2026-12-03", "at": "15:30"})
    first = client.post(address, data=said)

    assert first.status_code == 422
    assert "This family, already, 3pm to 4pm" in first.text
    assert "Move it anyway" in first.text
    assert client.post(address, data=typed(first.text)).status_code == 303
    assert diary(session) == ["Thu 03 Dec 15:00", "Thu 03 Dec 15:30"]


def test_a_visit_is_cancelled_with_who_and_why_and_told_in_the_notes(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    client, address = browser(lorna), f"/visits/{visit.id}/cancel"
    said = typed(client.get(address).text, {"cancelled_by": "worker", "reason": "worker_ill"})
    pages = [client.post(address, data=said, follow_redirects=True).text for _ in range(2)]

    assert all("Cancelled visit, saved" in page for page in pages)
    session.expire_all()
    assert (visit.state, visit.cancelled_by, visit.reason) == (VisitState.CANCELLED, CancelledBy.WORKER, "worker_ill")
    assert session.scalars(select(Note.kind)).all() == [NoteKind.CANCELLED]


def test_a_visit_is_not_cancelled_without_a_reason(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    client, address = browser(lorna), f"/visits/{visit.id}/cancel"
    answer = client.post(address, data=typed(client.get(address).text, {"reason_words": "Snow on the hill"}))

    assert answer.status_code == 422
    for words in ("Say who can’t make it", "Choose a reason from the list", "Snow on the hill"):
        assert words in answer.text


@pytest.mark.parametrize("what", ["move", "cancel"])
def test_a_visit_that_is_over_is_neither_moved_nor_cancelled(
    browser: Browser, session: Session, lorna: User, maliks: Episode, what: str
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    said = typed(
        browser(lorna).get(f"/visits/{visit.id}/{what}").text,
        {"day": "2026-12-03", "cancelled_by": "family", "reason": "family_ill"},
    )
    visit.state = VisitState.MET
    session.commit()

    assert browser(lorna).get(f"/visits/{visit.id}/{what}").location == f"/visits/{visit.id}/record"
    assert browser(lorna).post(f"/visits/{visit.id}/{what}", data=said).status_code == 422


def test_a_closed_plan_takes_no_visits(browser: Browser, session: Session, lorna: User, maliks: Episode) -> None:
    maliks.closed_on = TODAY
    session.commit()
    for what in ("plan", "new"):
        assert browser(lorna).get(f"/families/{maliks.family_id}/visits/{what}").status_code == 404
