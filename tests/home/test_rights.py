"""What we keep and what somebody may ask of us stands on a page of its own, in their language, and nobody else's."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.actions import ChoiceEntry, set_list
from app.clusters.lists import LISTS
from app.clusters.models import Cluster
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.home.models import FamilyWord, LanguageCheck, OwnPage
from app.home.said import COMPLAIN_TO
from tests.home.conftest import OwnClient

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
RIGHTS = "/our-plan/rights"


def test_shazia_is_told_what_we_keep_and_what_she_may_ask(page_of: PageOf, member: Member, maliks: Episode) -> None:
    hers = page_of(member(maliks, "Shazia"))
    assert RIGHTS in hers.look()
    page = hers.client.get(RIGHTS).text
    for words in ("What we keep", "Put it right", "Have a copy", "I want to stop", "Say that you are not happy"):
        assert words in page
    assert "Ask to talk to the manager of the team" in page
    assert "Information Commissioner’s Office" in page
    assert "0303 123 1113" in page
    assert 'href="/our-plan/copy"' in page


def test_it_is_in_her_language_and_where_to_complain_is_too(
    page_of: PageOf, session: Session, hazel: User, member: Member, maliks: Episode
) -> None:
    read_by = LanguageCheck(
        tag="pl", checked_by="Iwona", checked_on=clock.today(), recorded_at=clock.now(), recorded_by_id=hazel.id
    )
    session.add(read_by)
    session.commit()
    hers = page_of(member(maliks, "Shazia"))
    hers.client.get("/our-plan/language/pl")
    page = hers.client.get(RIGHTS).text
    assert "Poproś o rozmowę z osobą, która kieruje zespołem" in page
    assert "What we keep" not in page


def test_a_clusters_own_words_say_where_to_complain(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, delroy: User
) -> None:
    cluster = session.get_one(Cluster, maliks.cluster_id)
    where = ChoiceEntry(key="manager", words="100% of it to the office: 0113 496 0123", position=1, hidden=False)
    set_list(session, cluster, delroy, "complaints", [where], now=clock.now())
    session.commit()
    page = page_of(member(maliks, "Shazia")).client.get(RIGHTS).text
    assert "100% of it to the office: 0113 496 0123" in page
    assert "Ask to talk to the manager of the team" not in page


def test_the_words_that_are_translated_are_those_a_cluster_begins_with() -> None:
    assert list(LISTS["complaints"].defaults.values()) == [COMPLAIN_TO]


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_where_only_the_numbers_to_ring_are_left_it_is_not_there_either(
    page_of: PageOf, session: Session, member: Member, maliks: Episode, state: str
) -> None:
    shazia = member(maliks, "Shazia")
    hers = page_of(shazia)
    if state == "paused":
        session.get_one(OwnPage, shazia.id).paused_at = clock.now()
    else:
        maliks.closed_on = clock.today()
    session.commit()
    assert hers.client.get(RIGHTS).location == "/our-plan"
    assert RIGHTS not in hers.look()


def test_nothing_is_sent_from_a_page_that_was_paused_meanwhile(
    page_of: PageOf, session: Session, member: Member, maliks: Episode
) -> None:
    shazia = member(maliks, "Shazia")
    hers = page_of(shazia)
    session.get_one(OwnPage, shazia.id).paused_at = clock.now()
    session.commit()
    form = {"id": str(uuid4()), "about": "put_right", "words": "It was not so."}
    answer = hers.client.post("/our-plan/word", data=form)
    assert answer.status_code == 422
    assert "What we keep" not in answer.text
    assert session.scalars(select(FamilyWord)).all() == []


def test_nobody_reads_it_without_opening_their_own_page(phone: Callable[[], OwnClient]) -> None:
    assert phone().client.get(RIGHTS).location == "/our-plan"
