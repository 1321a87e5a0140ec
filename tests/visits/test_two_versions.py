"""Two people change one visit without knowing of each other: both are kept, and the choice is a person's."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import AllocationKind, Episode
from app.notes.models import Note
from app.visits.models import Visit, VisitState
from tests.cast import TODAY, allocation
from tests.visits.told import planned
from tests.visits.typed import Said, typed

Browser = Callable[..., FlaskClient]
TUESDAY = date(2026, 12, 1)


@pytest.fixture
def moved_by_tom(browser: Browser, session: Session, lorna: User, tom: User, maliks: Episode) -> tuple[str, Said]:
    """Lorna has the form open, for Thursday; Tom, who covers for her, moves the visit to Wednesday at 4pm."""
    session.add(allocation(maliks.id, tom.id, TODAY, TODAY + timedelta(days=20), AllocationKind.COVER))
    session.commit()
    address = f"/visits/{planned(session, maliks, lorna, TUESDAY).id}/move"
    lornas = typed(browser(lorna).get(address).text, {"day": "2026-12-03", "at": "15:30", "reason": "family_asked"})
    toms = browser(tom)
    assert (
        toms.post(address, data=typed(toms.get(address).text, {"day": "2026-12-02", "at": "16:00"})).status_code == 303
    )
    return address, lornas


def diary(session: Session) -> list[str]:
    session.expire_all()
    rows = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED).order_by(Visit.starts_at))
    return [f"{row.starts_at:%a %d %H:%M}" for row in rows]


def trail(session: Session) -> list[str]:
    return list(session.scalars(select(Entry.action).where(Entry.action.startswith("visit."))))


def test_both_times_are_shown_with_whose_they_are_and_nothing_is_moved(
    browser: Browser, session: Session, lorna: User, moved_by_tom: tuple[str, Said]
) -> None:
    address, said = moved_by_tom
    answer = browser(lorna).post(address, data=said)

    assert answer.status_code == 422
    for words in (
        "Two versions",
        "Yours:",
        "Thu 3 Dec, 3:30pm",
        "Tom’s:",
        "Wed 2 Dec, 4pm",
        "Choose which time is right",
    ):
        assert words in answer.text
    assert diary(session) == ["Wed 02 16:00"]


def test_lorna_keeps_her_own_and_toms_stays_in_the_history(
    browser: Browser, session: Session, lorna: User, moved_by_tom: tuple[str, Said]
) -> None:
    address, said = moved_by_tom
    page = browser(lorna).post(address, data=said).text
    answers = [browser(lorna).post(address, data=typed(page, {"which": "mine"})) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert diary(session) == ["Thu 03 15:30"]
    assert len(session.scalars(select(Visit).where(Visit.state == VisitState.MOVED)).all()) == 2
    assert trail(session).count("visit.move") == 2


def test_lorna_leaves_it_as_tom_moved_it_and_hers_stays_in_the_history(
    browser: Browser, session: Session, lorna: User, moved_by_tom: tuple[str, Said]
) -> None:
    address, said = moved_by_tom
    client = browser(lorna)
    page = client.post(address, data=said).text
    answers = [client.post(address, data=typed(page, {"which": "theirs"})) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "It stays on Wed 2 Dec, 4pm" in client.get(answers[0].location).text
    assert diary(session) == ["Wed 02 16:00"]
    hers = session.scalars(select(Visit).where(Visit.planned_by_id == lorna.id, Visit.state == VisitState.MOVED)).all()
    assert "Thu 03 15:30" in {f"{one.starts_at:%a %d %H:%M}" for one in hers}
    assert trail(session).count("visit.leave") == 1


def test_both_chose_the_same_time_and_nobody_is_asked(
    browser: Browser, session: Session, lorna: User, moved_by_tom: tuple[str, Said]
) -> None:
    address, said = moved_by_tom
    said["day"], said["at"] = "2026-12-02", "16:00"
    assert browser(lorna).post(address, data=said).status_code == 303
    assert diary(session) == ["Wed 02 16:00"]


def test_a_cancelled_visit_that_was_moved_meanwhile_says_where_it_is_now(
    browser: Browser, lorna: User, moved_by_tom: tuple[str, Said]
) -> None:
    address = moved_by_tom[0].replace("/move", "/cancel")
    page = browser(lorna).post(
        address, data={"id": moved_by_tom[1]["id"], "cancelled_by": "family", "reason": "family_ill"}
    )

    assert page.status_code == 422
    assert "Wed 2 Dec, 4pm" in page.text
    assert "Cancel that one instead" in page.text


@pytest.fixture
def written(browser: Browser, session: Session, lorna: User, maliks: Episode) -> tuple[Visit, Said]:
    """This morning's visit, and Lorna's note of it: they met."""
    visit = planned(session, maliks, lorna, TODAY, time(9))
    says = {"outcome": "met", "present": "other", "others": "Nani", "happened": "We looked at the photographs."}
    return visit, typed(browser(lorna).get(f"/visits/{visit.id}/record").text, says)


@pytest.mark.parametrize("state", [VisitState.MOVED, VisitState.CANCELLED])
def test_they_met_although_the_office_had_changed_it_and_the_note_is_kept(
    browser: Browser, session: Session, lorna: User, maliks: Episode, written: tuple[Visit, Said], state: VisitState
) -> None:
    visit, said = written
    visit.state = state
    if state is VisitState.MOVED:
        visit.moved_to_id = planned(session, maliks, lorna, TUESDAY).id
    session.commit()
    answers = [browser(lorna).post(f"/visits/{visit.id}/record", data=said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    session.expire_all()
    assert visit.state is state
    assert [one.place for one in session.scalars(select(Visit).where(Visit.state == VisitState.MET))] == [visit.place]
    assert len(session.scalars(select(Note)).all()) == 1


def test_a_visit_that_somebody_wrote_down_first_can_be_kept_beside_theirs(
    browser: Browser, session: Session, lorna: User, tom: User, written: tuple[Visit, Said]
) -> None:
    visit, said = written
    address = f"/visits/{visit.id}/record"
    assert browser(lorna).post(address, data=said | {"happened": "Somebody else’s words."}).status_code == 303
    said["id"], said["began"], said["ended"] = "11111111-2222-4333-8444-555555555555", "09:15", "09:50"
    page = browser(lorna).post(address, data=said)

    assert page.status_code == 422
    assert "Somebody wrote this visit down first" in page.text
    assert "Keep what I wrote too, beside it" in page.text
    assert "9:15am to 9:50am, at home" in page.text
    again = typed(page.text, {"beside": "y"})
    assert [browser(lorna).post(address, data=again).status_code for _ in range(2)] == [303, 303]
    assert len(session.scalars(select(Note)).all()) == 2
    assert len(session.scalars(select(Visit).where(Visit.state == VisitState.MET)).all()) == 2


@pytest.mark.parametrize("what", ["record", "move", "cancel"])
def test_a_form_that_came_back_opens_again_whatever_has_become_of_the_visit(
    browser: Browser, session: Session, lorna: User, maliks: Episode, what: str
) -> None:
    visit = planned(session, maliks, lorna, TUESDAY)
    visit.state = VisitState.MOVED
    visit.moved_to_id = planned(session, maliks, lorna, date(2026, 12, 8)).id
    session.commit()

    assert browser(lorna).get(f"/visits/{visit.id}/{what}").status_code == 302
    page = browser(lorna).get(f"/visits/{visit.id}/{what}?again=1")
    assert page.status_code == 200
    assert f'action="/visits/{visit.id}/{what}"' in page.text
