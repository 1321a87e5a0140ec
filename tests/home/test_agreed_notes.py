"""What a worker and a family agree happened stands on the page of whoever it is for; put right, both are kept."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import Episode, Family, FamilyMember
from app.home.models import AgreedNote, Share
from tests.cast import TODAY
from tests.families.filled_in import boxes_of
from tests.home.conftest import OwnClient, bare

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
Browser = Callable[..., FlaskClient]
WORDS = "We talked about the bus. It was a hard week."
BETTER = "We talked about the bus. It was a long week."


@pytest.fixture
def write(browser: Browser, lorna: User, maliks: Episode) -> Callable[..., TestResponse]:
    """Lorna writes down what they agree: `write([shazia])`."""

    def send(readers: list[FamilyMember], words: str = WORDS, **more: object) -> TestResponse:
        said = {"id": str(uuid4()), "happened_on": TODAY.isoformat(), "words": words}
        chosen = {"people": [str(person.id) for person in readers]}
        address = f"/families/{maliks.family_id}/agreed-notes"
        return browser(lorna).post(address, data=said | chosen | {name: str(value) for name, value in more.items()})

    return send


def test_shazia_reads_it_and_whoever_it_is_not_for_sees_no_gap(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, write: Callable[..., TestResponse]
) -> None:
    hers, his = page_of(member(maliks, "Shazia")), page_of(member(maliks, "Imran"))
    before = bare(his.look())
    assert write([member(maliks, "Shazia")]).status_code == 303
    page = hers.look()
    assert "What we wrote down" in page
    assert WORDS in page
    assert "Lorna wrote this with you." in page
    assert [one["words"] for one in hers.client.get("/our-plan/copy").json["written"]] == [WORDS]  # type: ignore[index]
    assert bare(his.look()) == before


def test_put_right_the_new_words_stand_and_the_old_are_kept(
    page_of: PageOf,
    browser: Browser,
    session: Session,
    lorna: User,
    member: Member,
    maliks: Episode,
    write: Callable[..., TestResponse],
) -> None:
    shazia, imran = member(maliks, "Shazia"), member(maliks, "Imran")
    write([shazia])
    first = session.scalars(select(AgreedNote)).one()
    address = f"/families/{maliks.family_id}/agreed-notes?instead_of={first.id}"
    boxes = boxes_of(browser(lorna).get(address).text, "agreed")
    assert (boxes["words"], boxes["instead_of"]) == (WORDS, str(first.id))
    assert write([shazia, imran], BETTER, instead_of=first.id).status_code == 303
    hers, his = page_of(shazia).look(), page_of(imran).look()
    assert hers.index(BETTER) < hers.index("What it said before") < hers.index(WORDS)
    # It was never for Imran before.
    assert BETTER in his
    assert WORDS not in his
    assert session.get_one(AgreedNote, first.id).words == WORDS
    trail = session.scalars(select(Entry.action).where(Entry.action.like("agreed_note.%")).order_by(Entry.number))
    assert list(trail) == ["agreed_note.write", "agreed_note.put_right"]
    staff = browser(lorna).get(f"/families/{maliks.family_id}/agreed-notes").text
    assert staff.index(BETTER) < staff.index(WORDS)


def test_grown_ups_at_home_are_ticked_first_and_nobody_where_there_is_a_safety_flag(
    browser: Browser, session: Session, lorna: User, member: Member, maliks: Episode
) -> None:
    address = f"/families/{maliks.family_id}/agreed-notes"
    grown_ups = {str(member(maliks, name).id) for name in ("Shazia", "Imran")}
    boxes = boxes_of(browser(lorna).get(address).text, "agreed")
    assert set(boxes["people"]) == grown_ups
    session.get_one(Family, maliks.family_id).safety_flag = True
    session.commit()
    page = browser(lorna).get(address).text
    assert "Safety flag is on." in page
    assert not boxes_of(page, "agreed").get("people")


def test_with_a_safety_flag_it_is_seen_by_whoever_was_chosen_under_it_alone(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, write: Callable[..., TestResponse]
) -> None:
    shazia = member(maliks, "Shazia")
    hers = page_of(shazia)
    write([shazia])
    session.get_one(Family, maliks.family_id).safety_flag = True
    session.commit()
    # What was written before there was a flag is off, until it is turned on.
    assert WORDS not in hers.look()
    write([shazia], BETTER)
    assert BETTER in hers.look()
    assert [row.shared for row in session.scalars(select(Share))] == [True]


def test_lorna_turns_it_off_for_one_person_on_the_list_of_what_they_see(
    page_of: PageOf,
    browser: Browser,
    lorna: User,
    member: Member,
    maliks: Episode,
    write: Callable[..., TestResponse],
) -> None:
    shazia = member(maliks, "Shazia")
    write([shazia])
    address = f"/families/{maliks.family_id}/own-pages/{shazia.id}"
    boxes = boxes_of(browser(lorna).get(address).text, "share")
    kept = [one for one in boxes["on"] if not one.startswith("agreed:")]
    assert len(kept) == len(boxes["on"]) - 1
    browser(lorna).post(f"{address}/shared", data=boxes | {"on": kept})
    assert WORDS not in page_of(shazia).look()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"words": ""}, "Write what you both agree happened"),
        ({"words": "x" * 2001}, "Use at most 2,000 characters"),
        ({"happened_on": "2026-12-24"}, "between the start of the plan and today"),
        ({"happened_on": ""}, "Add the day"),
        ({"instead_of": UUID(int=7)}, "is not on this plan"),
        ({"people": UUID(int=7)}, "Choose people of this family"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(
    session: Session,
    member: Member,
    maliks: Episode,
    write: Callable[..., TestResponse],
    more: dict[str, object],
    why: str,
) -> None:
    answer = write([member(maliks, "Shazia")], **({"words": WORDS} | more))  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert why in answer.text
    assert str(more.get("words", WORDS)) in answer.text
    assert session.scalars(select(AgreedNote)).all() == []


def test_it_is_for_somebody(session: Session, write: Callable[..., TestResponse]) -> None:
    answer = write([])
    assert answer.status_code == 422
    assert "Choose who it is for" in answer.text
    assert session.scalars(select(AgreedNote)).all() == []


def test_the_same_form_twice_is_one(
    session: Session, member: Member, maliks: Episode, write: Callable[..., TestResponse]
) -> None:
    at = uuid4()
    for _ in range(2):
        assert write([member(maliks, "Shazia")], id=at).status_code == 303
    assert write([member(maliks, "Shazia")], BETTER, id=at).status_code == 422
    assert [one.words for one in session.scalars(select(AgreedNote))] == [WORDS]


def test_an_offices_words_are_named_and_saved_all_the_same(
    browser: Browser, lorna: User, member: Member, maliks: Episode, write: Callable[..., TestResponse]
) -> None:
    assert write([member(maliks, "Shazia")], "Kai said “I disclose”. We engage.").status_code == 303
    page = browser(lorna).get(f"/families/{maliks.family_id}/agreed-notes").text
    assert "“engage”: a family may not know this word." in page
    assert "“disclose”" not in page
