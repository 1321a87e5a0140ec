"""One ledger says who said they would do what, where it was said, and what became of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember, Partner
from app.promises.actions import PromiseEntry, SettleEntry, promise, settle
from app.promises.models import Promise, PromiseState
from app.promises.queries import Whose, ledger_of
from app.promises.words import kept_words, of_whom
from tests.cast import NOW, TODAY

Browser = Callable[..., FlaskClient]


@pytest.fixture
def promised(session: Session, lorna: User, maliks: Episode) -> Callable[..., Promise]:
    """Somebody says that they will do something: `promised("Bring the form", owner_user_id=lorna.id)`."""

    def make(what: str, *, source: str = "note", **owner: Any) -> Promise:
        entry = PromiseEntry(id=uuid4(), what=what, due_on=TODAY, **owner)
        return promise(session, maliks, lorna, entry, source=source, source_id=None, now=NOW)

    return make


@pytest.fixture
def ledger(
    session: Session,
    lorna: User,
    maliks: Episode,
    promised: Callable[..., Promise],
    member: Callable[..., FamilyMember],
) -> Callable[[], Any]:
    """Four promises: two of Lorna's that have an answer, one of Shazia's, one of the school's."""
    teacher = Partner(family_id=maliks.family_id, name="Ms Hargreaves", job="Head of year")
    session.add(teacher)
    session.flush()
    kept = promised("Bring the bus pass form", owner_user_id=lorna.id)
    late = promised("Ring housing", owner_user_id=lorna.id)
    promised("Bags by the door", source="review", owner_member_id=member(maliks, "Shazia").id)
    promised("A seat near the door", source="team_meeting", owner_partner_id=teacher.id)
    settle(session, kept, lorna, SettleEntry(state=PromiseState.KEPT), now=NOW + timedelta(hours=1))
    settle(session, late, lorna, SettleEntry(state=PromiseState.NOT_KEPT, why="They were shut"), now=NOW)
    session.commit()
    return lambda: ledger_of(session, maliks.family_id)


def test_ours_theirs_and_others_are_told_apart(ledger: Callable[[], Any]) -> None:
    every = ledger()
    assert {whose: [one.line.what for one in of_whom(every, whose)] for whose in Whose} == {
        Whose.OURS: ["Bring the bus pass form", "Ring housing"],
        Whose.THEIRS: ["Bags by the door"],
        Whose.PARTNERS: ["A seat near the door"],
    }


def test_only_what_has_an_answer_is_counted(ledger: Callable[[], Any]) -> None:
    assert [kept_words(ledger(), whose) for whose in Whose] == ["Kept 1 of 2.", "", ""]


def test_lorna_reads_it_from_the_familys_page(
    browser: Browser, lorna: User, maliks: Episode, ledger: Callable[[], Any]
) -> None:
    here = f"/families/{maliks.family_id}/promises"
    assert f'href="{here}"' in browser(lorna).get(f"/families/{maliks.family_id}").text
    page = browser(lorna).get(here).text
    where = ("Agreed at a goal review", "Agreed at a meeting with the team around them")
    for words in ("Kept 1 of 2.", "They were shut", *where):
        assert words in page


def test_with_no_promise_it_says_so(browser: Browser, lorna: User, maliks: Episode) -> None:
    assert "No promises yet" in browser(lorna).get(f"/families/{maliks.family_id}/promises").text
