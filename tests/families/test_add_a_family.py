"""A supervisor or a manager adds a family, and chooses its lead worker."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import Cluster, Figure, School
from app.core import clock
from app.families.models import (
    YARNS,
    Address,
    AddressKnownTo,
    Allocation,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    FamilyRestriction,
    SafeContact,
    WarningNote,
)
from app.families.queries import family_seen_by
from tests.accounts.conftest import sign_in, with_password
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.families.filled_in import boxes_of, typed_in
from tests.reading import words_of

# The same in each process of a test run: it is part of a test's name.
NOT_THERE = "5e0f1a52-3c0e-4a53-9c8e-0d1b6f6f7a10"

Browser = Callable[..., FlaskClient]
Said = dict[str, Any]


@pytest.fixture
def said(lorna: User) -> Said:
    """The Bells as Priya types them: Donna and Kai, with Lorna to lead."""
    return {
        "id": str(uuid4()),
        "name": "Bell",
        "going_well": "Donna reads to them both most nights.",
        "hopes": "Bedtime without a fight, most nights.",
        **person(0, "Donna", "mum", "1992-01-20", parental_responsibility="y", lives_with_children="y"),
        **person(1, "Kai", "child", "2017-04-05", lives_with_children="y"),
        "lines": "3 Thistle Row",
        "postcode": "ls00 0aa",
        "phone": "07700 900161",
        "call_ok": "y",
        "good_times": "10am to 2pm",
        "agreed": "yes",
        "agreed_on": "2026-11-19",
        "how": "spoken",
        "children_asked": "y",
        "talk_to-0-agency": "school",
        "talk_to-0-answer": "yes",
        "talk_to-1-agency": "housing",
        "talk_to-1-answer": "no",
        "talk_to-2-agency": "gp",
        "warning": "Big friendly dog. Donna shuts him in the yard.",
        "warning_kind": "dog",
        "agreed_with": "Donna and Priya",
        "until_on": "2027-02-24",
        "opened_on": "2026-11-24",
        "lead": str(lorna.id),
        "why_lead": "She knows the school.",
    }


def person(place: int, known_as: str, relationship: str, born_on: str, **more: str) -> Said:
    """One block of the form."""
    boxes = {"id": str(uuid4()), "known_as": known_as, "relationship": relationship, "born_on": born_on, **more}
    return {f"people-{place}-{box}": words for box, words in boxes.items()}


def families(session: Session) -> list[Family]:
    session.expire_all()
    return list(session.scalars(select(Family)).all())


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def add(browser: Browser, who: User, said: Said, **more: Any) -> Any:
    return browser(who).post("/families/new", data=said, **more)


def test_priya_adds_the_bells_with_all_that_she_knows(
    browser: Browser, session: Session, priya: User, lorna: User, said: Said
) -> None:
    answer = add(browser, priya, said)

    assert answer.status_code == 303
    [bells] = families(session)
    assert answer.location == f"/families/{bells.id}"
    assert (bells.name, bells.going_well, bells.hopes) == ("Bell", said["going_well"], said["hopes"])
    assert bells.added_by_id == priya.id
    donna, kai = session.scalars(select(FamilyMember).order_by(FamilyMember.position)).all()
    assert (donna.known_as, donna.relationship_words, donna.is_child, donna.parental_responsibility) == (
        "Donna",
        "Mum",
        False,
        True,
    )
    assert (kai.known_as, kai.born_on, kai.is_child) == ("Kai", date(2017, 4, 5), True)
    home = session.scalars(select(Address)).one()
    assert (home.lines, home.postcode) == ("3 Thistle Row", "LS00 0AA")
    assert donna.address_id == kai.address_id == home.id
    contact = session.scalars(select(SafeContact)).one()
    assert (contact.member_id, contact.phone) == (donna.id, "07700900161")
    assert (contact.call_ok, contact.text_ok, contact.voicemail_ok) == (True, False, False)
    warning = session.scalars(select(WarningNote)).one()
    assert (warning.kind.value, warning.agreed_with, warning.until_on) == ("dog", "Donna and Priya", date(2027, 2, 24))


def test_the_plan_runs_for_the_clusters_weeks_and_lorna_leads_from_its_first_day(
    browser: Browser, session: Session, priya: User, lorna: User, said: Said
) -> None:
    add(browser, priya, said)

    episode = session.scalars(select(Episode)).one()
    assert (episode.opened_on, episode.ends_on, episode.weeks) == (TODAY, date(2027, 5, 25), 26)
    lead = session.scalars(select(Allocation)).one()
    assert (lead.user_id, lead.from_on, lead.until_on, lead.reason) == (lorna.id, TODAY, None, "She knows the school.")
    assert family_seen_by(session, lorna, episode.family_id, NOW) is not None


def test_agreeing_to_the_work_and_to_sharing_are_kept_apart(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    add(browser, priya, said)

    answers = session.scalars(select(Consent).order_by(Consent.kind, Consent.agency)).all()
    assert [(one.kind, one.agency, one.agreed) for one in answers] == [
        (ConsentKind.TALK_TO, "Housing", False),
        (ConsentKind.TALK_TO, "School", True),
        (ConsentKind.WORK, "", True),
    ]
    assert {one.given_on for one in answers} == {date(2026, 11, 19)}


def test_not_yet_agreed_is_kept_as_no_answer(browser: Browser, session: Session, priya: User, said: Said) -> None:
    add(browser, priya, said | {"agreed": "not_yet", "talk_to-0-answer": "", "talk_to-1-answer": ""})

    assert count(session, Consent) == 0
    assert count(session, Family) == 1


def test_a_child_by_another_word_is_one_of_the_children(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    more = person(2, "Robbie", "other", "2019-03-02", is_child="y") | person(3, "Nan", "grandma", "")
    assert add(browser, priya, said | more).status_code == 303

    people = session.scalars(select(FamilyMember).order_by(FamilyMember.position)).all()
    assert [one.known_as for one in people if one.is_child] == ["Kai", "Robbie"]


def test_names_and_a_lead_worker_are_enough(browser: Browser, session: Session, priya: User, lorna: User) -> None:
    least = {
        "id": str(uuid4()),
        "name": "Bell",
        **person(0, "Donna", "mum", ""),
        "opened_on": "2026-11-24",
        "lead": str(lorna.id),
        "why_lead": "She has room.",
    }

    assert add(browser, priya, least).status_code == 303
    assert count(session, FamilyMember) == 1
    assert count(session, Address) == count(session, SafeContact) == count(session, WarningNote) == 0


def test_whoever_lives_elsewhere_is_not_told_the_address_unless_somebody_says_so(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    wes = person(2, "Wes", "dad", "1990-01-01", parental_responsibility="y")
    nan = person(3, "Pat", "grandma", "", may_know_address="y")
    add(browser, priya, said | wes | nan)

    told = select(FamilyMember.known_as).join(AddressKnownTo, AddressKnownTo.member_id == FamilyMember.id)
    assert set(session.scalars(told)) == {"Donna", "Kai", "Pat"}
    lives_there = session.scalars(select(FamilyMember.known_as).where(FamilyMember.address_id.is_not(None)))
    assert set(lives_there) == {"Donna", "Kai"}


def test_the_reference_is_the_clusters_code_and_chance(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    add(browser, priya, said)

    [bells] = families(session)
    assert re.fullmatch(r"BK-[2346789CDFGHJKMPQRTVWX]{6}", bells.reference)


def test_a_workers_families_get_yarns_that_differ(
    browser: Browser, session: Session, priya: User, said: Said, maliks: Episode
) -> None:
    for _ in range(len(YARNS) - 1):
        ids = {box: str(uuid4()) for box in said if box == "id" or box.endswith("-id")}
        assert add(browser, priya, said | ids | {"different": "y"}).status_code == 303

    assert sorted(family.yarn for family in families(session)) == sorted(YARNS)


def test_the_same_form_sent_twice_adds_one_family(browser: Browser, session: Session, priya: User, said: Said) -> None:
    for _ in range(2):
        assert add(browser, priya, said).status_code == 303

    assert count(session, Family) == count(session, Episode) == count(session, Allocation) == 1


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("hopes", "Something else"),
        ("people-1-surname", "Bell-Shaw"),
        ("lines", "5 Thistle Row"),
        ("phone", "07700900177"),
        ("warning", "No dog any more"),
        ("why_lead", "She has time"),
        ("talk_to-0-answer", "no"),
        ("restricted", "y"),
    ],
)
def test_other_words_under_a_used_id_are_refused_not_lost(
    browser: Browser, session: Session, priya: User, said: Said, box: str, words: str
) -> None:
    add(browser, priya, said)
    answer = add(browser, priya, said | {box: words})

    assert answer.status_code == 422
    assert "open a new one" in answer.text
    kept = boxes_of(answer.text, "add-family")[box]
    assert kept in (words, [words])


class TestMorePeople:
    def test_one_more_block_comes_and_nothing_typed_is_lost(
        self, browser: Browser, session: Session, priya: User, said: Said
    ) -> None:
        answer = add(browser, priya, said | {"more": "person"})

        assert answer.status_code == 422
        assert 'name="people-2-known_as"' in answer.text
        for words in ("Donna reads to them", "Kai", "3 Thistle Row", "Big friendly dog", "She knows the school."):
            assert words in answer.text
        assert "to put right" not in answer.text
        assert count(session, Family) == 0

    def test_one_more_agency_comes_with_its_own_yes_and_no(self, browser: Browser, priya: User, said: Said) -> None:
        answer = add(browser, priya, said | {"more": "agency", "more_agency": "police"})

        assert 'name="talk_to-3-agency"' in answer.text
        assert 'value="police"' in answer.text
        assert 'name="talk_to-1-answer" type="radio" value="no"' in answer.text.replace("checked ", "")

    def test_an_empty_block_is_nobody(self, browser: Browser, session: Session, priya: User, said: Said) -> None:
        empty = person(2, "", "", "", lives_with_children="y", language="English")

        assert add(browser, priya, said | empty).status_code == 303
        assert count(session, FamilyMember) == 2

    def test_a_block_with_anything_in_it_needs_a_name(self, browser: Browser, priya: User, said: Said) -> None:
        answer = add(browser, priya, said | person(2, "", "", "2020-01-01"))

        assert answer.status_code == 422
        assert "Add the name they like to be called" in answer.text
        assert "Say who they are" in answer.text

    def test_there_is_no_more_room_after_twenty(self, browser: Browser, priya: User, said: Said) -> None:
        for place in range(2, 20):
            said |= person(place, f"Cousin {place}", "other", "")
        answer = add(browser, priya, said | {"more": "person"})

        assert 'name="people-19-known_as"' in answer.text
        assert 'name="people-20-known_as"' not in answer.text
        assert "Add another person" not in answer.text


class TestWrong:
    @pytest.mark.parametrize(
        ("box", "typed", "words"),
        [
            ("name", "", "Add the family’s name"),
            ("people-0-known_as", "", "Add the name they like to be called"),
            ("people-1-born_on", "2061-05-04", "Check the date of birth. It’s in the future"),
            ("people-1-born_on", "1066-05-04", "Check the year"),
            ("people-1-born_on", "31/2/2016", "Check this date"),
            ("people-1-relationship", "somebody-made-up", "Choose from the list"),
            ("people-1-school", NOT_THERE, "Choose from the list"),
            ("phone", "ring me", "Check the number"),
            ("phone", "", "Add the number that is OK to use"),
            ("review_on", "2026-11-23", "Choose today or a later day"),
            ("agreed_on", "", "Add the day they said yes"),
            ("agreed_on", "2026-11-25", "Choose today or a day before it"),
            ("how", "", "Say how they told you"),
            ("agreed_with", "", "Say who agreed it"),
            ("until_on", "", "Say until when"),
            ("until_on", "2026-11-23", "Choose today or a later day"),
            ("lines", "", "Add the address"),
            ("opened_on", "2026-11-25", "Choose today or a day before it"),
            ("opened_on", "", "Add the first day of the plan"),
            ("lead", "", "Choose who leads"),
            ("lead", NOT_THERE, "Choose from the list"),
            ("why_lead", "", "Say why this person"),
            ("name", "x" * 121, "Use 120 letters or fewer"),
            ("going_well", "x" * 4001, "Use 4000 letters or fewer"),
            ("people-0-known_as", "x" * 81, "Use 80 letters or fewer"),
            ("id", "not-an-id", "This page is out of date"),
        ],
    )
    def test_it_says_what_to_do_and_keeps_all_that_was_typed(
        self, browser: Browser, session: Session, priya: User, said: Said, box: str, typed: str, words: str
    ) -> None:
        answer = add(browser, priya, said | {box: typed})

        assert answer.status_code == 422
        assert words in answer.text
        assert "to put right" in answer.text
        assert box == "id" or f'id="{box}-e"' in answer.text  # beside its own box
        for kept in ("Bedtime without a fight, most nights.", "10am to 2pm", "Big friendly dog"):
            assert kept in answer.text
        assert count(session, Family) == 0

    def test_with_script_only_the_form_comes_back(self, browser: Browser, priya: User, said: Said) -> None:
        answer = add(browser, priya, said | {"name": ""}, headers=HTMX)

        assert answer.text.lstrip().startswith("<form")

    def test_a_date_may_be_typed_as_people_write_it(
        self, browser: Browser, session: Session, priya: User, said: Said
    ) -> None:
        add(browser, priya, said | {"people-1-born_on": "5/4/2017"})

        assert session.scalars(select(FamilyMember.born_on).where(FamilyMember.known_as == "Kai")).one() == date(
            2017, 4, 5
        )


class TestWhoMayAdd:
    @pytest.mark.parametrize("who", ["lorna", "hazel", "noor"])
    def test_others_find_no_such_page(
        self, request: pytest.FixtureRequest, browser: Browser, session: Session, said: Said, who: str
    ) -> None:
        client = browser(request.getfixturevalue(who))

        assert client.get("/families/new").status_code == 404
        assert client.post("/families/new", data=said).status_code == 404
        assert count(session, Family) == 0

    def test_a_stranger_is_asked_to_sign_in(self, browser: Browser, session: Session, said: Said) -> None:
        assert browser().post("/families/new", data=said).status_code in (302, 303, 401)
        assert count(session, Family) == 0

    def test_a_manager_adds_one_and_goes_back_to_the_cluster(
        self, browser: Browser, session: Session, delroy: User, said: Said
    ) -> None:
        answer = add(browser, delroy, said)

        assert (answer.status_code, answer.location) == (303, "/team")
        assert count(session, Family) == 1

    def test_a_lead_worker_of_another_cluster_cannot_be_chosen(
        self, browser: Browser, session: Session, priya: User, chloe: User, said: Said
    ) -> None:
        assert add(browser, priya, said | {"lead": str(chloe.id)}).status_code == 422
        assert count(session, Family) == 0

    def test_the_choice_of_lead_workers_says_how_much_room_each_has(
        self, browser: Browser, session: Session, priya: User, lorna: User, tom: User, chloe: User, maliks: Episode
    ) -> None:
        lorna.caseload_target = 1
        session.commit()
        page = browser(priya).get("/families/new").text

        assert "1 family, full" in page
        assert "no families, room for 6" in page
        assert page.index("Tom Sugden") < page.index("Lorna Ackroyd") < page.index("Priya Nair")
        assert "Chloe Marsh" not in page

    def test_a_plan_ends_soon_within_the_weeks_that_the_cluster_keeps_for_the_ending(
        self, browser: Browser, session: Session, priya: User, beckside: Cluster, maliks: Episode
    ) -> None:
        session.add(Figure(cluster_id=beckside.id, key="ending_week", value=8))
        session.commit()

        assert "1 plan ends within 18 weeks" in browser(priya).get("/families/new").text

    def test_somebody_who_left_is_not_offered(
        self, browser: Browser, session: Session, priya: User, tom: User, said: Said
    ) -> None:
        tom.left_on = TODAY
        session.commit()

        assert "Tom Sugden" not in browser(priya).get("/families/new").text
        assert add(browser, priya, said | {"lead": str(tom.id)}).status_code == 422


class TestKnownAlready:
    def test_a_family_with_the_same_name_is_shown_before_anything_is_saved(
        self, browser: Browser, session: Session, priya: User, maliks: Episode, said: Said
    ) -> None:
        answer = add(browser, priya, said | {"name": "malik"})

        assert answer.status_code == 422
        assert "We may know this family already" in answer.text
        assert f"/families/{maliks.family_id}/details" in answer.text
        assert count(session, Family) == 1

    @pytest.mark.parametrize(
        "typed",
        [{"people-1-known_as": "ayaan", "people-1-born_on": "2015-02-11"}, {"phone": "07700 900 142"}],
        ids=["the same child", "the same number"],
    )
    def test_so_is_one_with(
        self, browser: Browser, priya: User, maliks: Episode, said: Said, typed: dict[str, str]
    ) -> None:
        assert "We may know this family already" in add(browser, priya, said | typed).text

    def test_a_child_of_the_same_name_with_another_birthday_is_somebody_else(
        self, browser: Browser, priya: User, maliks: Episode, said: Said
    ) -> None:
        typed = {"people-1-known_as": "Ayaan", "people-1-born_on": "2015-02-12"}

        assert add(browser, priya, said | typed).status_code == 303

    def test_priya_says_that_it_is_a_different_family_and_adds_it(
        self, browser: Browser, session: Session, priya: User, maliks: Episode, said: Said
    ) -> None:
        assert add(browser, priya, said | {"name": "Malik", "different": "y"}).status_code == 303
        assert count(session, Family) == 2

    @pytest.mark.parametrize("state", ["another cluster", "another team", "restricted", "related"])
    def test_a_family_she_may_not_find_is_not_given_away(
        self,
        browser: Browser,
        session: Session,
        relate: Callable[..., None],
        restrict: Callable[..., None],
        priya: User,
        lorna: User,
        maliks: Episode,
        bells: Episode,
        said: Said,
        state: str,
    ) -> None:
        if state == "another team":
            lead = session.scalars(select(Allocation).where(Allocation.episode_id == maliks.id)).one()
            lead.user_id = said_by(session, "asha").id
        elif state == "restricted":
            restrict(maliks, lorna)
        elif state == "related":
            relate(priya, maliks)
        session.commit()
        name = "Bell" if state == "another cluster" else "Malik"
        answer = add(browser, priya, said | {"name": name})

        assert answer.status_code == 303
        assert count(session, Family) == 3

    def test_a_manager_is_led_to_the_page_that_asks_for_a_reason(
        self, browser: Browser, delroy: User, maliks: Episode, said: Said
    ) -> None:
        answer = add(browser, delroy, said | {"name": "Malik"})

        assert f"/families/{maliks.family_id}/reason" in answer.text


def said_by(session: Session, name: str) -> User:
    """A worker whom nobody supervises."""
    cluster = session.scalars(select(Cluster).where(Cluster.code == "BK")).one()
    person = User(email=f"{name}@withy.example", name=name, role="family_support_worker", cluster_id=cluster.id)
    person.created_at = NOW
    session.add(person)
    session.flush()
    return person


def test_a_restricted_family_begins_with_whoever_added_it_and_the_lead_worker(
    browser: Browser, session: Session, priya: User, lorna: User, delroy: User, said: Said
) -> None:
    add(browser, priya, said | {"restricted": "y", "safety_flag": "y"})

    [bells] = families(session)
    assert (bells.restricted, bells.safety_flag) == (True, True)
    assert set(session.scalars(select(FamilyRestriction.user_id))) == {priya.id, lorna.id}
    assert family_seen_by(session, lorna, bells.id, NOW) is not None


def test_a_school_of_the_cluster_can_be_chosen(
    browser: Browser, session: Session, priya: User, beckside: Cluster, said: Said
) -> None:
    school = School(name="Beckside Primary", cluster_id=beckside.id)
    session.add(school)
    session.commit()
    add(browser, priya, said | {"people-1-school": str(school.id)})

    assert session.scalars(select(FamilyMember.school_id).where(FamilyMember.known_as == "Kai")).one() == school.id


def test_every_step_leaves_its_trace(browser: Browser, session: Session, priya: User, said: Said) -> None:
    add(browser, priya, said)

    [bells] = families(session)
    trail = session.scalars(select(Entry).where(Entry.family_id == bells.id).order_by(Entry.number)).all()
    assert {entry.actor_id for entry in trail} == {priya.id}
    assert [entry.action for entry in trail] == [
        "family.add",
        "address.add",
        "safe_contact.change",
        "consent.record",
        "consent.record",
        "consent.record",
        "warning.add",
        "episode.open",
        "allocation.lead",
    ]
    assert not any("Bell" in entry.reason + entry.about for entry in trail)


def test_the_page_says_when_the_plan_ends_and_by_when_to_make_contact(browser: Browser, priya: User) -> None:
    page = browser(priya).get("/families/new").text

    assert "26 weeks from today end <b>Tue 25 May 2027</b>" in words_of(page)
    assert "First contact by <b>Tue 1 Dec</b>" in words_of(page)
    assert "Draft saved" not in page


def test_the_family_is_named_as_people_say_it(browser: Browser, session: Session, priya: User, said: Said) -> None:
    add(browser, priya, said | {"name": "The Bell family"})

    assert [family.title for family in families(session)] == ["The Bell family"]


def test_the_first_day_may_lie_in_the_past(browser: Browser, session: Session, priya: User, said: Said) -> None:
    add(browser, priya, said | {"opened_on": "2026-11-02"})

    episode = session.scalars(select(Episode)).one()
    assert episode.ends_on - episode.opened_on == timedelta(days=182)
    assert session.scalars(select(Allocation.from_on)).one() == date(2026, 11, 2)


def test_ids_of_another_familys_people_cannot_be_taken_over(
    browser: Browser,
    session: Session,
    priya: User,
    maliks: Episode,
    member: Callable[[Episode, str], FamilyMember],
    said: Said,
) -> None:
    shazia = member(maliks, "Shazia")
    answer = add(browser, priya, said | {"people-0-id": str(shazia.id)})

    assert answer.status_code == 422
    assert isinstance(shazia.id, UUID)
    session.expire_all()
    assert session.get_one(FamilyMember, shazia.id).family_id == maliks.family_id


def test_a_form_sent_after_the_sign_in_ended_comes_back_with_every_person(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    with_password(session, priya)
    client = browser(priya)
    more = person(2, "Maisie", "child", "2021-08-14", lives_with_children="y")
    with clock.at(NOW + timedelta(minutes=31)):
        assert client.post("/families/new", data=said | more).status_code == 401
        back = sign_in(client, priya).location
        typed = typed_in(client, back, "add-family")

        assert [typed[f"people-{place}-known_as"] for place in range(3)] == ["Donna", "Kai", "Maisie"]
        assert (typed["people-1-relationship"], typed["lead"], typed["phone"]) == (
            "child",
            [said["lead"]],
            "07700900161",
        )
        assert typed["people-2-id"] == more["people-2-id"]
        assert client.post("/families/new", data=typed).status_code == 303
    assert count(session, FamilyMember) == 3


def test_two_presses_at_the_same_moment_add_one_family(
    browser: Browser, session: Session, priya: User, said: Said
) -> None:
    clients = [browser(priya) for _ in range(2)]
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda client: client.post("/families/new", data=said).status_code, clients))

    assert answers == [303, 303]
    assert count(session, Family) == count(session, Episode) == count(session, Allocation) == 1
