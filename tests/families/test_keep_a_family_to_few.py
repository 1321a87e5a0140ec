"""Restricted families, staff who are related, and a manager's reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.actions import unrelate_staff
from app.families.models import AllocationKind, Episode, Family, FamilyRestriction, ReasonedLook, RelatedStaff
from app.families.queries import reasoned_look_of
from tests.cast import NOW, TODAY, allocation
from tests.families.conftest import Finds
from tests.families.filled_in import typed_in
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
REASON = "The school rang me about Ayaan"


def url(episode: Episode, page: str) -> str:
    return f"/families/{episode.family_id}/{page}"


def named(session: Session, episode: Episode) -> set[Any]:
    session.expire_all()
    rows = select(FamilyRestriction.user_id).where(FamilyRestriction.family_id == episode.family_id)
    return set(session.scalars(rows))


def keep_to(browser: Browser, who: User, episode: Episode, *people: User, restricted: str = "only") -> Any:
    typed = {"restricted": restricted, "named": [str(person.id) for person in people]}
    client, page = browser(who), url(episode, "restriction")
    return client.post(page, data=typed_in(client, page) | typed)


def actions(session: Session, episode: Episode) -> list[str]:
    rows = select(Entry.action).where(Entry.family_id == episode.family_id).order_by(Entry.number)
    return list(session.scalars(rows))


class TestRestricting:
    def test_only_the_named_find_it_from_then_on(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, delroy: User, maliks: Episode
    ) -> None:
        answer = keep_to(browser, priya, maliks, priya, lorna)

        assert answer.status_code == 303
        assert named(session, maliks) == {priya.id, lorna.id}
        assert finds(lorna, maliks)
        assert finds(priya, maliks)
        assert browser(delroy).get(url(maliks, "reason")).status_code == 404
        assert sorted(set(actions(session, maliks))) == ["family.restrict", "family.view", "restriction.name"]
        assert actions(session, maliks).count("restriction.name") == 2

    def test_the_lead_worker_must_be_named(
        self, browser: Browser, session: Session, priya: User, lorna: User, maliks: Episode
    ) -> None:
        answer = keep_to(browser, priya, maliks, priya)

        assert answer.status_code == 422
        assert "Lorna Ackroyd works with this family: name Lorna too" in answer.text
        assert named(session, maliks) == set()
        assert session.get_one(Family, maliks.family_id).restricted is False

    def test_so_must_whoever_covers_today_or_later(
        self, browser: Browser, session: Session, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        later = TODAY + timedelta(days=3)
        session.add(allocation(maliks.id, tom.id, later, later, AllocationKind.COVER))
        session.commit()

        assert "name Tom too" in keep_to(browser, priya, maliks, priya, lorna).text
        assert keep_to(browser, priya, maliks, priya, lorna, tom).status_code == 303

    def test_nobody_takes_themselves_off(
        self, browser: Browser, session: Session, priya: User, lorna: User, maliks: Episode
    ) -> None:
        keep_to(browser, priya, maliks, priya, lorna)
        answer = keep_to(browser, priya, maliks, lorna)

        assert answer.status_code == 422
        assert "You can’t take yourself off" in answer.text
        assert priya.id in named(session, maliks)

    def test_opened_to_everybody_again_the_names_go(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, maliks: Episode
    ) -> None:
        keep_to(browser, priya, maliks, priya, lorna)
        answer = keep_to(browser, priya, maliks, restricted="all")

        assert answer.status_code == 303
        assert named(session, maliks) == set()
        assert session.get_one(Family, maliks.family_id).restricted is False
        assert actions(session, maliks)[-1] == "family.unrestrict"

    def test_the_page_shows_how_it_is_now(self, browser: Browser, priya: User, lorna: User, maliks: Episode) -> None:
        assert typed_in(browser(priya), url(maliks, "restriction"))["restricted"] == ["all"]
        keep_to(browser, priya, maliks, priya, lorna)
        boxes = typed_in(browser(priya), url(maliks, "restriction"))

        assert boxes["restricted"] == ["only"]
        assert set(boxes["named"]) == {str(priya.id), str(lorna.id)}

    def test_of_two_who_name_people_at_once_the_second_sees_whom_the_first_named(
        self, browser: Browser, session: Session, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        client, page = browser(priya), url(maliks, "restriction")
        typed = typed_in(client, page)
        keep_to(browser, priya, maliks, priya, lorna, tom)
        late = {"restricted": "only", "named": [str(person.id) for person in (priya, lorna)]}
        answer = client.post(page, data=typed | late)

        assert answer.status_code == 422
        assert "Ticked now: Lorna Ackroyd, Priya Nair, Tom Sugden" in answer.text
        assert named(session, maliks) == {priya.id, lorna.id, tom.id}

    def test_people_of_another_cluster_cannot_be_named(
        self, browser: Browser, session: Session, priya: User, lorna: User, chloe: User, maliks: Episode
    ) -> None:
        assert keep_to(browser, priya, maliks, priya, lorna, chloe).status_code == 422
        assert named(session, maliks) == set()

    def test_the_same_choice_twice_leaves_one_trace(
        self, browser: Browser, session: Session, priya: User, lorna: User, maliks: Episode
    ) -> None:
        for _ in range(2):
            keep_to(browser, priya, maliks, priya, lorna)

        assert actions(session, maliks).count("family.restrict") == 1
        assert actions(session, maliks).count("restriction.name") == 2

    @pytest.mark.parametrize("page", ["restriction", "related-staff"])
    @pytest.mark.parametrize("who", ["lorna", "tom", "marcus", "hazel", "noor"])
    def test_nobody_else_opens_these_pages(
        self, request: pytest.FixtureRequest, browser: Browser, session: Session, maliks: Episode, who: str, page: str
    ) -> None:
        client = browser(request.getfixturevalue(who))

        assert client.get(url(maliks, page)).status_code == 404
        assert client.post(url(maliks, page), data={"restricted": "only"}).status_code == 404
        assert session.get_one(Family, maliks.family_id).restricted is False


class TestRelatedStaff:
    def relate(self, browser: Browser, who: User, episode: Episode, person: User, **typed: str) -> Any:
        said = {"user_id": str(person.id), "words": "Shazia’s cousin"} | typed
        return browser(who).post(url(episode, "related-staff"), data=said)

    def test_tom_is_named_and_never_finds_it(
        self, browser: Browser, session: Session, finds: Finds, priya: User, tom: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY, TODAY, AllocationKind.COVER))
        assert finds(tom, maliks)
        answer = self.relate(browser, priya, maliks, tom)

        assert answer.status_code == 303
        assert not finds(tom, maliks)
        row = session.scalars(select(RelatedStaff)).one()
        assert (row.user_id, row.words, row.named_by_id) == (tom.id, "Shazia’s cousin", priya.id)
        assert actions(session, maliks) == ["related.name"]

    def test_the_lead_workers_access_ends_at_once_and_the_page_says_who_leads_must_be_chosen(
        self, browser: Browser, session: Session, priya: User, lorna: User, maliks: Episode
    ) -> None:
        lornas = browser(lorna)
        assert lornas.get(url(maliks, "details")).status_code == 200
        self.relate(browser, priya, maliks, lorna)

        assert lornas.get(url(maliks, "details")).status_code == 404
        page = browser(priya).get(url(maliks, "details")).text
        assert "Nobody leads this family now." in page
        assert "Choose who does" in page

    def test_a_name_given_by_mistake_is_taken_away_by_somebody_else(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, maliks: Episode
    ) -> None:
        self.relate(browser, priya, maliks, lorna)
        answer = browser(priya).post(url(maliks, f"related-staff/{lorna.id}/removal"))

        assert answer.status_code == 303
        assert finds(lorna, maliks)
        assert actions(session, maliks)[-1] == "related.unname"

    def test_nobody_takes_their_own_name_away(
        self, browser: Browser, session: Session, priya: User, relate: Callable[..., None], maliks: Episode
    ) -> None:
        relate(priya, maliks)

        assert browser(priya).post(url(maliks, f"related-staff/{priya.id}/removal")).status_code == 404
        with pytest.raises(Refused, match="Somebody else"):
            unrelate_staff(session, session.get_one(Family, maliks.family_id), priya, priya.id, now=NOW)
        assert session.scalar(select(func.count()).select_from(RelatedStaff)) == 1

    def test_a_supervisor_may_name_herself_and_is_shut_out_with_the_next_page(
        self, browser: Browser, priya: User, maliks: Episode
    ) -> None:
        client = browser(priya)
        answer = self.relate(browser, priya, maliks, priya)

        assert answer.status_code == 303
        assert client.get(url(maliks, "details")).status_code == 404

    def test_naming_twice_changes_nothing(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode
    ) -> None:
        self.relate(browser, priya, maliks, tom)
        assert self.relate(browser, priya, maliks, tom).status_code == 422

        assert session.scalar(select(func.count()).select_from(RelatedStaff)) == 1

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"user_id": ""}, "Choose who it is"),
            ({"user_id": str(uuid4())}, "Choose from the list"),
            ({"words": "x" * 201}, "Use 200 letters or fewer"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, browser: Browser, priya: User, tom: User, maliks: Episode, typed: dict[str, str], words: str
    ) -> None:
        answer = self.relate(browser, priya, maliks, tom, **typed)

        assert answer.status_code == 422
        assert words in answer.text

    def test_the_details_page_does_not_tell_a_worker_who_is_related(
        self, browser: Browser, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        self.relate(browser, priya, maliks, tom)

        assert "Tom Sugden" not in browser(lorna).get(url(maliks, "details")).text
        assert "Tom Sugden" in browser(priya).get(url(maliks, "related-staff")).text


class TestAReason:
    def give(self, client: FlaskClient, episode: Episode, **typed: str) -> Any:
        said = {"id": str(uuid4()), "reason": REASON} | typed
        return client.post(url(episode, "reason"), data=said)

    def test_delroy_opens_the_maliks_for_an_hour(
        self, browser: Browser, session: Session, delroy: User, maliks: Episode
    ) -> None:
        client = browser(delroy)
        assert client.get(url(maliks, "details")).location == url(maliks, "reason")
        assert "asks for a reason first" in client.get(url(maliks, "reason")).text
        answer = self.give(client, maliks)

        assert (answer.status_code, answer.location) == (303, f"/families/{maliks.family_id}")
        assert client.get(url(maliks, "details")).status_code == 200
        look = reasoned_look_of(session, delroy, maliks.family_id, NOW)
        assert look is not None
        assert (look.reason, look.until_at) == (REASON, NOW + timedelta(minutes=60))
        with clock.at(NOW + timedelta(minutes=61)):
            assert browser(delroy).get(url(maliks, "details")).location == url(maliks, "reason")
            assert reasoned_look_of(session, delroy, maliks.family_id, clock.now()) is None

    def test_the_reason_stands_in_the_trail_and_others_can_read_it(
        self, browser: Browser, session: Session, delroy: User, lorna: User, maliks: Episode
    ) -> None:
        client = browser(delroy)
        self.give(client, maliks)
        client.get(url(maliks, "details"))

        given, look = session.scalars(select(Entry).where(Entry.actor_id == delroy.id).order_by(Entry.number)).all()
        assert (given.action, given.reason, given.relation) == ("family.reason", REASON, "gave_reason")
        assert (look.action, look.relation) == ("family.view", "gave_reason")
        page = browser(lorna).get(url(maliks, "details")).text
        assert f"Delroy Grant opened this family with a reason, today, 10am: {REASON}" in words_of(page)

    def test_nineteen_letters_are_too_few_and_twenty_are_enough(
        self, browser: Browser, session: Session, delroy: User, maliks: Episode
    ) -> None:
        client = browser(delroy)
        short = self.give(client, maliks, reason="  " + "x" * 19 + "  ")
        assert short.status_code == 422
        assert "at least 20 letters" in short.text
        assert session.scalar(select(func.count()).select_from(ReasonedLook)) == 0

        assert self.give(client, maliks, reason="x" * 20).status_code == 303

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"reason": ""}, "Say why"),
            ({"reason": "x" * 501}, "Use 500 letters or fewer"),
            ({"id": "x"}, "out of date"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, browser: Browser, delroy: User, maliks: Episode, typed: dict[str, str], words: str
    ) -> None:
        answer = self.give(browser(delroy), maliks, **typed)

        assert answer.status_code == 422
        assert words in answer.text
        assert typed.get("reason", REASON) in answer.text

    def test_sent_twice_it_is_one_look(self, browser: Browser, session: Session, delroy: User, maliks: Episode) -> None:
        client, own = browser(delroy), str(uuid4())
        for _ in range(2):
            assert self.give(client, maliks, id=own).status_code == 303

        assert session.scalar(select(func.count()).select_from(ReasonedLook)) == 1

    def test_once_open_the_page_that_asks_leads_to_the_family(
        self, browser: Browser, delroy: User, maliks: Episode
    ) -> None:
        client = browser(delroy)
        self.give(client, maliks)

        assert client.get(url(maliks, "reason")).location == f"/families/{maliks.family_id}"

    @pytest.mark.parametrize("state", ["restricted", "related", "another cluster"])
    def test_no_reason_opens_what_is_kept_from_him(
        self,
        browser: Browser,
        session: Session,
        restrict: Callable[..., None],
        relate: Callable[..., None],
        delroy: User,
        lorna: User,
        maliks: Episode,
        bells: Episode,
        state: str,
    ) -> None:
        episode = bells if state == "another cluster" else maliks
        if state == "restricted":
            restrict(maliks, lorna)
        elif state == "related":
            relate(delroy, maliks)
        client = browser(delroy)

        assert client.get(url(episode, "reason")).status_code == 404
        assert self.give(client, episode).status_code == 404
        assert client.get(url(episode, "details")).status_code == 404
        assert session.scalar(select(func.count()).select_from(ReasonedLook)) == 0

    @pytest.mark.parametrize("who", ["lorna", "priya", "tom", "hazel", "noor"])
    def test_others_have_no_such_page(
        self, request: pytest.FixtureRequest, browser: Browser, maliks: Episode, who: str
    ) -> None:
        client = browser(request.getfixturevalue(who))

        assert client.get(url(maliks, "reason")).status_code == 404
        assert self.give(client, maliks).status_code == 404
