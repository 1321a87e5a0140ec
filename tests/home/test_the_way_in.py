"""A code on paper opens one person's page once; four numbers of their own open it again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import Episode, FamilyMember
from app.home.actions import make_link, stop_code
from app.home.codes import DIGITS, Link, new_paper_code
from app.home.models import OwnPage, OwnPhone, PaperCode
from tests.cast import NOW
from tests.home.conftest import NUMBERS, OwnClient, bare

Member = Callable[[Episode, str], FamilyMember]
CodeFor = Callable[[FamilyMember], str]
PageOf = Callable[..., OwnClient]
Later = Callable[[timedelta], datetime]
DEAD = "That code doesn’t open anything"


def test_a_code_is_words_and_numbers_that_read_out_clearly() -> None:
    one, two, three, four, five, six = new_paper_code().split()
    assert all(word.isalpha() and word.isupper() for word in (one, three, four, six))
    assert set(two + five) <= set(DIGITS)
    assert new_paper_code() != new_paper_code()


def test_shazia_types_it_as_it_comes_and_chooses_her_numbers(
    phone: Callable[[], OwnClient], code_for: CodeFor, member: Member, maliks: Episode
) -> None:
    code, hers = code_for(member(maliks, "Shazia")), phone()
    assert "Hello. Type your code" in hers.look()
    assert hers.redeem(code.lower().replace(" ", "  ")).location == "/our-plan/numbers"
    assert hers.client.post("/our-plan/numbers", data={"numbers": "2222"}).status_code == 422
    hers.client.post("/our-plan/numbers", data={"numbers": NUMBERS})
    assert "Hello Shazia" in hers.look()


@pytest.mark.parametrize("why", ["never was", "used", "stopped", "too old"])
def test_a_dead_code_says_the_same_whatever_became_of_it(
    phone: Callable[[], OwnClient],
    code_for: CodeFor,
    member: Member,
    maliks: Episode,
    session: Session,
    lorna: User,
    later: Later,
    statements: list[str],
    why: str,
) -> None:
    shazia, code = member(maliks, "Shazia"), "FERRY 24 CABIN MANGO 63 STORK"
    never = phone().redeem(code)
    if why != "never was":
        code = code_for(shazia)
    if why == "used":
        phone().redeem(code)
    elif why == "stopped":
        stop_code(session, shazia, lorna, now=NOW)
        session.commit()
    elif why == "too old":
        later(timedelta(days=3))
    statements.clear()
    answer = phone().redeem(code)
    asked = [one.partition(" SET ")[0] for one in statements]
    statements.clear()
    phone().redeem("FERRY 24 CABIN MANGO 63 STORK")
    # The same work, so that nobody can tell by the time it takes.
    assert asked == [one.partition(" SET ")[0] for one in statements]
    assert answer.status_code == never.status_code == 422
    assert DEAD in answer.text
    assert bare(answer.text).replace(code, "") == bare(never.text).replace("FERRY 24 CABIN MANGO 63 STORK", "")


def test_a_new_code_stops_the_one_before(
    phone: Callable[[], OwnClient], code_for: CodeFor, member: Member, maliks: Episode
) -> None:
    first, _ = code_for(member(maliks, "Shazia")), code_for(member(maliks, "Shazia"))
    assert phone().redeem(first).status_code == 422


def test_looking_at_the_address_spends_nothing(
    phone: Callable[[], OwnClient], code_for: CodeFor, member: Member, maliks: Episode
) -> None:
    code = code_for(member(maliks, "Shazia"))
    for _ in range(10):
        phone().client.get("/our-plan", headers={"User-Agent": "a link preview"})
    assert phone().redeem(code).status_code == 303


def test_the_code_itself_is_kept_nowhere(code_for: CodeFor, member: Member, maliks: Episode, session: Session) -> None:
    code = code_for(member(maliks, "Shazia"))
    [row] = session.scalars(select(PaperCode)).all()
    assert code not in str(vars(row))
    assert "".join(code.split()) not in str(vars(row))


def test_after_half_an_hour_it_asks_for_the_four_numbers(
    page_of: PageOf, member: Member, maliks: Episode, later: Later
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    later(timedelta(minutes=31))
    assert "Type your four numbers" in hers.look()
    wrong = hers.client.post("/our-plan/numbers", data={"numbers": "1111"})
    assert wrong.status_code == 422
    assert "Those aren’t your numbers" in wrong.text
    hers.client.post("/our-plan/numbers", data={"numbers": NUMBERS})
    assert "Hello Shazia" in hers.look()


def test_after_two_weeks_the_phone_is_forgotten(page_of: PageOf, member: Member, maliks: Episode, later: Later) -> None:
    hers = page_of(member(maliks, "Shazia"))
    later(timedelta(days=15))
    assert "Hello. Type your code" in hers.look()


def test_whoever_guesses_the_numbers_must_wait_longer_and_longer(
    page_of: PageOf, member: Member, maliks: Episode, later: Later
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    later(timedelta(minutes=31))
    answers = [hers.client.post("/our-plan/numbers", data={"numbers": f"{n:04}"}).text for n in range(9)]
    assert "Please wait a minute" in answers[-1]
    # Also with the right ones, until the wait is over.
    assert hers.client.post("/our-plan/numbers", data={"numbers": NUMBERS}).status_code == 422


def test_leaving_quickly_shuts_it_and_going_back_shows_nothing(
    page_of: PageOf, member: Member, maliks: Episode
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    assert hers.client.post("/our-plan/leave").status_code == 204
    assert "Shazia" not in hers.look()
    assert "This page is closed." in hers.look()
    assert "Type your four numbers" in hers.client.get("/our-plan?open=1").text


def test_one_person_withdraws_alone_and_at_once_on_every_phone(
    page_of: PageOf, member: Member, maliks: Episode, session: Session
) -> None:
    first, second = page_of(member(maliks, "Shazia")), page_of(member(maliks, "Shazia"))
    imrans = page_of(member(maliks, "Imran"))
    first.client.post("/our-plan/stop")
    assert "Hello. Type your code" in first.look()
    assert "Hello. Type your code" in second.look()
    assert "Hello Imran" in imrans.look()
    session.expire_all()
    assert session.get_one(OwnPage, member(maliks, "Shazia").id).withdrawn_at is not None
    assert {row.ended_at is None for row in session.scalars(select(OwnPhone))} == {True, False}
    assert session.scalars(select(Entry.actor_id).where(Entry.action == "own_page.withdraw")).all() == [None]


def test_the_way_in_sets_no_cookie_of_staff_and_is_never_kept(page_of: PageOf, member: Member, maliks: Episode) -> None:
    hers = page_of(member(maliks, "Shazia"))
    answer = hers.client.get("/our-plan")
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = hers.client.get_cookie("our-plan")
    assert cookie
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    # It opens nothing that is staff's.
    assert hers.client.get("/today").status_code == 401


def test_a_phone_on_which_no_numbers_were_chosen_in_time_opens_nothing(
    phone: Callable[[], OwnClient], code_for: CodeFor, member: Member, maliks: Episode, later: Later
) -> None:
    hers = phone()
    hers.redeem(code_for(member(maliks, "Shazia")))
    later(timedelta(minutes=31))
    assert "Hello. Type your code" in hers.look()
    hers.client.post("/our-plan/numbers", data={"numbers": NUMBERS})
    assert "Hello. Type your code" in hers.look()


def test_whoever_ended_their_page_can_have_it_again(
    page_of: PageOf, member: Member, maliks: Episode, session: Session
) -> None:
    shazia = member(maliks, "Shazia")
    before = page_of(shazia)
    before.client.post("/our-plan/stop")
    assert "Hello Shazia" in page_of(shazia).look()
    # What was ended stays ended: only the new phone opens it.
    assert "Hello. Type your code" in before.look()
    assert len(session.scalars(select(Entry).where(Entry.action == "own_page.withdraw")).all()) == 1


@pytest.fixture
def link_for(session: Session, lorna: User, member: Member, maliks: Episode) -> Link:
    """A square that Shazia scans, and the numbers that Lorna tells her."""
    made = make_link(session, member(maliks, "Shazia"), lorna, now=NOW)
    session.commit()
    return made


def by_link(own: OwnClient, link: Link, told: str) -> int:
    """Type the numbers on the page that the link opened."""
    return own.client.post("/our-plan/code", data={"link": link.secret, "code": told}).status_code


def test_a_link_opens_with_the_numbers_that_were_told_and_once(phone: Callable[[], OwnClient], link_for: Link) -> None:
    told = f"{link_for.told[:2]} {link_for.told[2:4]} {link_for.told[4:]}"
    assert by_link(phone(), link_for, told) == 303
    assert by_link(phone(), link_for, told) == 422


def test_neither_the_link_nor_the_numbers_open_anything_alone(phone: Callable[[], OwnClient], link_for: Link) -> None:
    hers = phone()
    assert by_link(hers, link_for, "222222") == 422
    assert hers.redeem(link_for.told).status_code == 422
    assert hers.redeem(link_for.secret).status_code == 422
    assert (
        f'value="{link_for.secret}"'
        in hers.client.post("/our-plan/code", data={"link": link_for.secret, "code": ""}).text
    )


def test_whoever_has_the_link_alone_cannot_try_all_numbers(
    phone: Callable[[], OwnClient], link_for: Link, code_for: CodeFor, member: Member, maliks: Episode
) -> None:
    for guess in range(10):
        assert by_link(phone(), link_for, f"{222222 + guess}") == 422
    assert by_link(phone(), link_for, link_for.told) == 422
    # Nobody is locked out by it: another way in opens.
    assert phone().redeem(code_for(member(maliks, "Shazia"))).status_code == 303


def test_the_square_stands_in_one_answer_and_its_address_asks_for_nothing(
    browser: Callable[..., FlaskClient], lorna: User, member: Member, maliks: Episode
) -> None:
    shazia = member(maliks, "Shazia")
    here = f"/families/{maliks.family_id}/own-pages/{shazia.id}"
    shown = browser(lorna).post(f"{here}/link")
    assert shown.status_code == 200
    assert "Say these numbers out loud" in shown.text
    assert "A code waits" in browser(lorna).get(here).text
