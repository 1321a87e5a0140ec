"""Whoever works with a family keeps what is known of it up to date, one page for each thing."""

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
from app.clusters.models import Figure, School
from app.families.models import (
    Address,
    AddressKnownTo,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    Partner,
    SafeContact,
    WarningNote,
)
from app.families.queries import consents_of, safe_contacts_of, warnings_of
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.databases import Statements
from tests.families.filled_in import boxes_of, typed_in
from tests.reading import words_of

# The same in each process of a test run: it is part of a test's name.
NOT_THERE = "5e0f1a52-3c0e-4a53-9c8e-0d1b6f6f7a10"

Browser = Callable[..., FlaskClient]
Find = Callable[[Episode, str], FamilyMember]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def at(episode: Episode, *parts: object) -> str:
    """An address under a family's details."""
    return "/".join([f"/families/{episode.family_id}/details", *map(str, parts)])


def trail(session: Session, episode: Episode) -> list[str]:
    rows = select(Entry.action).where(Entry.family_id == episode.family_id).order_by(Entry.number)
    return list(session.scalars(rows))


def change(browser: Browser, who: User, url: str, **typed: Any) -> Any:
    """Open the page, type, and save."""
    client = browser(who)
    return client.post(url, data=typed_in(client, url) | typed)


class TestTheDetailsPage:
    def test_lorna_reads_all_that_is_known(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        page = browser(lorna).get(at(maliks)).text

        for words in ("Shazia Malik", "Mum, 36", "22 Hollin Bank Street", "07700 900142", "Lorna Ackroyd"):
            assert words in page
        assert "Known to Shazia, Imran, Ayaan and Hiba, and to nobody else in the family" in page
        assert "<title>A family’s details – Withy</title>" in page

    def test_the_page_says_whom_to_ring_at_each_childs_school(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        school = School(name="Beckside Primary School", phone="01134960201", safeguarding_lead="Mrs Okoro")
        session.add(school)
        session.flush()
        for name in ("Ayaan", "Hiba"):
            member(maliks, name).school_id = school.id
        session.commit()
        shown = browser(lorna).get(at(maliks)).text.split("Their schools")[1]

        assert "Safeguarding lead: Mrs Okoro" in shown
        assert shown.count("0113 496 0201") == 1

    def test_each_look_leaves_its_trace_with_the_reason_it_was_allowed(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode
    ) -> None:
        for person in (lorna, priya):
            browser(person).get(at(maliks))

        looks = session.scalars(select(Entry).where(Entry.action == "family.view").order_by(Entry.number)).all()
        assert [(look.actor_id, look.about, look.relation) for look in looks] == [
            (lorna.id, "details", "lead"),
            (priya.id, "details", "supervises"),
        ]

    def test_it_costs_the_same_however_much_is_written_down(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, statements: Statements, member: Find
    ) -> None:
        client, costs = browser(lorna), []
        for _ in range(2):
            client.get(at(maliks))  # The first look of a minute also notes that the device was used.
            statements.clear()
            client.get(at(maliks))
            costs.append(len([one for one in statements if "FROM" in one]))
            for n in range(12):
                person = FamilyMember(family_id=maliks.family_id, known_as=f"Cousin {n}", relationship_words="Child")
                session.add(person)
                session.add(Partner(family_id=maliks.family_id, name=f"Teacher {n}"))
            session.commit()

        assert costs[0] == costs[1]
        assert costs[0] <= 12 + 5  # and the sign-in, the look's own relation and the audit chain

    def test_an_admin_meets_no_such_page(self, browser: Browser, hazel: User, maliks: Episode) -> None:
        assert browser(hazel).get(at(maliks)).status_code == 404

    def test_a_manager_with_a_reason_reads_but_is_offered_nothing_to_change(
        self, browser: Browser, delroy: User, maliks: Episode
    ) -> None:
        client = browser(delroy)
        client.post(
            f"/families/{maliks.family_id}/reason",
            data={"id": str(uuid4()), "reason": "The school rang me about Ayaan"},
        )
        page = client.get(at(maliks)).text

        assert "Open for you until 11am" in page
        assert "Change these words" not in page
        assert client.get(at(maliks, "words")).status_code == 404


class TestWords:
    def test_going_well_and_hopes_are_kept(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        answer = change(browser, lorna, at(maliks, "words"), going_well="They laugh a lot.", safety_flag="y")

        assert (answer.status_code, answer.location) == (303, f"/families/{maliks.family_id}/details#words")
        session.expire_all()
        family = session.get_one(Family, maliks.family_id)
        assert (family.going_well, family.safety_flag) == ("They laugh a lot.", True)
        entry = session.scalars(select(Entry).where(Entry.action == "family.change")).one()
        assert entry.reason == "going_well, safety_flag"

    def test_the_same_words_sent_twice_are_one_change(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        client, url = browser(lorna), at(maliks, "words")
        typed = typed_in(client, url) | {"hopes": "Mornings without shouting."}
        for _ in range(2):
            assert client.post(url, data=typed).status_code == 303

        assert trail(session, maliks).count("family.change") == 1


class TestPeople:
    def test_somebody_is_added(self, browser: Browser, session: Session, lorna: User, maliks: Episode) -> None:
        change(
            browser,
            lorna,
            at(maliks, "people", "new"),
            known_as="Nani",
            relationship_words="Grandma",
            born_on="1958-02-02",
            language="Urdu",
        )

        nani = session.scalars(select(FamilyMember).where(FamilyMember.known_as == "Nani")).one()
        assert (nani.relationship_words, nani.language, nani.is_child) == ("Grandma", "Urdu", False)
        assert nani.position == 4

    def test_a_child_is_one_of_the_children(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(browser, lorna, at(maliks, "people", "new"), known_as="Zara", relationship_words="Child")

        assert session.scalars(select(FamilyMember.is_child).where(FamilyMember.known_as == "Zara")).one()

    def test_a_name_and_a_birthday_are_put_right_and_the_trail_says_which(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        ayaan = member(maliks, "Ayaan")
        answer = change(browser, lorna, at(maliks, "people", ayaan.id), surname="Malik-Khan", born_on="12/2/2015")

        assert answer.status_code == 303
        session.expire_all()
        assert (ayaan.surname, ayaan.born_on, ayaan.is_child) == ("Malik-Khan", date(2015, 2, 12), True)
        entry = session.scalars(select(Entry).where(Entry.action == "person.change")).one()
        assert (entry.about_id, entry.reason) == (ayaan.id, "born_on, surname")

    def test_a_day_can_be_taken_away_again(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        ayaan = member(maliks, "Ayaan")
        change(browser, lorna, at(maliks, "people", ayaan.id), born_on="")

        session.expire_all()
        assert ayaan.born_on is None

    def test_somebody_who_left_stays_readable_and_can_come_back(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        imran = member(maliks, "Imran")
        url = at(maliks, "people", imran.id)
        change(browser, lorna, url, left_on="2026-11-20")
        page = browser(lorna).get(at(maliks)).text
        assert "No longer part of the family" in words_of(page)
        assert "until Fri 20 Nov" in words_of(page)

        change(browser, lorna, url, left_on="")
        assert "No longer part of the family" not in words_of(browser(lorna).get(at(maliks)).text)

    def test_words_that_the_list_has_no_longer_stay_chosen(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        shazia = member(maliks, "Shazia")
        shazia.relationship_words = "Amma"
        session.commit()
        change(browser, lorna, at(maliks, "people", shazia.id), about="Best after 9am")

        session.expire_all()
        assert shazia.relationship_words == "Amma"

    @pytest.mark.parametrize(
        ("box", "typed", "words"),
        [
            ("known_as", " ", "Add the name they like to be called"),
            ("relationship_words", "", "Say who they are"),
            ("born_on", "2026-11-25", "It’s in the future"),
            ("born_on", "1901-01-01", "It’s too long ago"),
            ("about", "x" * 201, "Use 200 letters or fewer"),
            ("left_on", "2026-11-25", "Choose today or a day before it"),
            ("school_id", NOT_THERE, "Choose from the list"),
            ("address_id", NOT_THERE, "Choose from the list"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_box(
        self,
        browser: Browser,
        lorna: User,
        maliks: Episode,
        member: Find,
        box: str,
        typed: str,
        words: str,
    ) -> None:
        answer = change(browser, lorna, at(maliks, "people", member(maliks, "Ayaan").id), **{box: typed})

        assert answer.status_code == 422
        assert words in answer.text
        assert f'id="{box}-e"' in answer.text

    def test_people_of_another_family_are_not_there(
        self, browser: Browser, lorna: User, maliks: Episode, bells: Episode, member: Find
    ) -> None:
        kai = member(bells, "Kai")

        assert browser(lorna).get(at(maliks, "people", kai.id)).status_code == 404
        assert browser(lorna).post(at(maliks, "people", kai.id), data={"known_as": "X"}).status_code == 404

    def test_with_script_the_form_alone_comes_back_and_then_the_browser_is_sent_on(
        self, browser: Browser, lorna: User, maliks: Episode, member: Find
    ) -> None:
        client, url = browser(lorna), at(maliks, "people", member(maliks, "Ayaan").id)
        typed = typed_in(client, url)

        wrong = client.post(url, data=typed | {"known_as": ""}, headers=HTMX)
        assert wrong.status_code == 422
        assert wrong.text.lstrip().startswith("<form")
        good = client.post(url, data=typed, headers=HTMX)
        assert good.headers["HX-Redirect"].endswith("#people")


class TestTwoAtOnce:
    """Whoever comes second sees what the first wrote, and nothing is written over unseen."""

    def test_both_words_stand_on_the_page_and_the_second_decides(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode
    ) -> None:
        url, lornas = at(maliks, "words"), browser(lorna)
        typed = typed_in(lornas, url)
        change(browser, priya, url, hopes="Priya’s words")
        answer = lornas.post(url, data=typed | {"hopes": "Lorna’s words"})

        assert answer.status_code == 422
        assert "somebody else changed this meanwhile. It says “Priya’s words” now" in answer.text
        assert boxes_of(answer.text)["hopes"] == "Lorna’s words"
        again = lornas.post(url, data=boxes_of(answer.text))
        assert again.status_code == 303
        session.expire_all()
        assert session.get_one(Family, maliks.family_id).hopes == "Lorna’s words"

    def test_a_box_that_the_second_left_alone_takes_what_the_first_wrote(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, member: Find
    ) -> None:
        hiba = member(maliks, "Hiba")
        url, lornas = at(maliks, "people", hiba.id), browser(lorna)
        typed = typed_in(lornas, url)
        change(browser, priya, url, born_on="2019-05-04", parental_responsibility="y")
        answer = lornas.post(url, data=typed | {"about": "Loves swimming"})

        assert answer.status_code == 422
        assert "Here is how it stands now" in answer.text
        kept = boxes_of(answer.text)
        assert (kept["born_on"], kept["about"]) == ("2019-05-04", "Loves swimming")
        assert kept["parental_responsibility"] == ["y"]
        assert lornas.post(url, data=kept).status_code == 303
        session.refresh(hiba)
        assert (hiba.born_on, hiba.about) == (date(2019, 5, 4), "Loves swimming")

    def test_of_two_presses_at_the_same_moment_one_is_kept_and_the_other_asked(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, member: Find
    ) -> None:
        hiba = member(maliks, "Hiba")
        url, clients = at(maliks, "people", hiba.id), [browser(lorna), browser(priya)]
        typed = [typed_in(client, url) | {"about": words} for client, words in zip(clients, "LP", strict=True)]
        with ThreadPoolExecutor() as both:
            codes = list(
                both.map(lambda one: one[0].post(url, data=one[1]).status_code, zip(clients, typed, strict=True))
            )

        assert sorted(codes) == [303, 422]
        session.refresh(hiba)
        assert hiba.about == "LP"[codes.index(303)]

    def test_who_may_know_an_address_is_not_opened_again_by_a_page_that_is_out_of_date(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, member: Find
    ) -> None:
        imran, home = member(maliks, "Imran"), session.scalars(select(Address)).one()
        change(browser, priya, at(maliks, "people", imran.id), address_id="")
        url, lornas = at(maliks, "addresses", home.id), browser(lorna)
        typed = typed_in(lornas, url)
        known = [one for one in typed["known_to"] if one != str(imran.id)]
        change(browser, priya, url, known_to=known)
        answer = lornas.post(url, data=typed | {"postcode": "LS00 0ZZ"})

        assert answer.status_code == 422
        assert str(imran.id) not in boxes_of(answer.text)["known_to"]
        assert lornas.post(url, data=boxes_of(answer.text)).status_code == 303
        session.expire_all()
        assert home.postcode == "LS00 0ZZ"
        assert session.get(AddressKnownTo, (home.id, imran.id)) is None

    def test_a_first_safe_contact_does_not_end_one_made_meanwhile_unseen(
        self, browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, member: Find
    ) -> None:
        hiba = member(maliks, "Hiba")
        url, lornas = at(maliks, "safe-contacts", hiba.id), browser(lorna)
        typed = typed_in(lornas, url)
        change(browser, priya, url, must_not_know="Her uncle")
        answer = lornas.post(url, data=typed | {"good_times": "After school"})

        assert answer.status_code == 422
        assert "It says “Her uncle” now" in answer.text


class TestHomes:
    def test_a_second_home_is_known_only_to_those_who_are_ticked(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        imran = member(maliks, "Imran")
        change(
            browser,
            lorna,
            at(maliks, "addresses", "new"),
            household="Dad’s flat",
            lines="Flat 2, 9 Mill Road",
            postcode="ls00 0ab",
            known_to=[str(imran.id)],
        )

        flat = session.scalars(select(Address).where(Address.household == "Dad’s flat")).one()
        assert flat.postcode == "LS00 0AB"
        assert session.scalars(select(AddressKnownTo.member_id).where(AddressKnownTo.address_id == flat.id)).all() == [
            imran.id
        ]

    def test_nobody_is_ticked_unless_somebody_ticks_them(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(browser, lorna, at(maliks, "addresses", "new"), household="Refuge", lines="Not to be told")

        refuge = session.scalars(select(Address).where(Address.household == "Refuge")).one()
        told = select(func.count()).where(AddressKnownTo.address_id == refuge.id)
        assert session.scalar(told) == 0
        assert "Nobody in the family may be told" in browser(lorna).get(at(maliks)).text

    def test_an_address_is_taken_from_somebody_who_must_not_know_it(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        home = session.scalars(select(Address)).one()
        imran = member(maliks, "Imran")
        imran.address_id = None
        session.commit()
        rest = [str(member(maliks, name).id) for name in ("Shazia", "Ayaan", "Hiba")]
        change(browser, lorna, at(maliks, "addresses", home.id), known_to=rest)

        assert imran.id not in session.scalars(select(AddressKnownTo.member_id)).all()
        entry = session.scalars(select(Entry).where(Entry.action == "address.change")).one()
        assert entry.reason == "known_to"

    def test_whoever_lives_there_cannot_be_kept_from_it(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        home = session.scalars(select(Address)).one()
        answer = change(browser, lorna, at(maliks, "addresses", home.id), known_to=[])

        assert answer.status_code == 422
        assert "lives there" in answer.text

    def test_moving_somebody_to_an_address_lets_them_know_it(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        flat = Address(family_id=maliks.family_id, household="Nan’s", lines="4 Oak Court")
        session.add(flat)
        session.commit()
        hiba = member(maliks, "Hiba")
        change(browser, lorna, at(maliks, "people", hiba.id), address_id=str(flat.id))

        assert session.get(AddressKnownTo, (flat.id, hiba.id)) is not None

    def test_a_home_that_has_ended_is_one_where_they_lived_before(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        home = session.scalars(select(Address)).one()
        change(browser, lorna, at(maliks, "addresses", home.id), until_on="2026-11-23")

        now, before = browser(lorna).get(at(maliks)).text.split("Where they lived before")
        assert "22 Hollin Bank Street" not in now
        assert "22 Hollin Bank Street, LS00 0AA. Until Mon 23 Nov" in words_of(before)
        change(browser, lorna, at(maliks, "addresses", home.id), until_on="")
        assert "lived before" not in browser(lorna).get(at(maliks)).text

    def test_people_of_another_family_cannot_be_told(
        self, browser: Browser, lorna: User, maliks: Episode, bells: Episode, member: Find
    ) -> None:
        answer = change(
            browser,
            lorna,
            at(maliks, "addresses", "new"),
            lines="1 Street",
            known_to=[str(member(bells, "Donna").id)],
        )

        assert answer.status_code == 422


class TestSafeContact:
    def test_a_change_is_a_new_row_and_the_old_one_ends(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        shazia = member(maliks, "Shazia")
        change(
            browser,
            lorna,
            at(maliks, "safe-contacts", shazia.id),
            phone="07700 900 199",
            text_ok="y",
            call_ok=[],
            must_not_know="Her brother",
        )

        rows = session.scalars(select(SafeContact).where(SafeContact.member_id == shazia.id)).all()
        old, new = sorted(rows, key=lambda row: row.ended_at is None)
        assert (old.phone, old.ended_at) == ("07700900142", NOW)
        assert (new.phone, new.call_ok, new.text_ok, new.must_not_know) == ("07700900199", False, True, "Her brother")
        assert [row.id for row in safe_contacts_of(session, [maliks.family_id])] == [new.id]
        now, before = browser(lorna).get(at(maliks)).text.split("What held before")
        assert ("07700 900142" in now, "07700 900142" in before) == (False, True)

    def test_sent_twice_it_is_one_change(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        client, url = browser(lorna), at(maliks, "safe-contacts", member(maliks, "Shazia").id)
        typed = typed_in(client, url) | {"good_times": "after 9am"}
        for _ in range(2):
            assert client.post(url, data=typed).status_code == 303

        assert session.scalar(select(func.count()).select_from(SafeContact)) == 2

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"phone": "her mum’s"}, "Check the number"),
            ({"phone": "", "call_ok": "y"}, "Add the number that is OK to use"),
            ({"email": "not an email"}, "Check the email"),
            ({"review_on": "2026-11-23"}, "Choose today or a later day"),
            ({"must_not_know": "x" * 201}, "Use 200 letters or fewer"),
        ],
    )
    def test_what_cannot_be_is_explained(
        self, browser: Browser, lorna: User, maliks: Episode, member: Find, typed: dict[str, str], words: str
    ) -> None:
        answer = change(browser, lorna, at(maliks, "safe-contacts", member(maliks, "Shazia").id), **typed)

        assert answer.status_code == 422
        assert words in answer.text

    def test_when_it_is_time_to_ask_again_the_page_says_so(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        contact = session.scalars(select(SafeContact)).one()
        contact.review_on = YESTERDAY
        session.commit()

        assert "Ask again, due Mon 23 Nov" in words_of(browser(lorna).get(at(maliks)).text)


@pytest.mark.parametrize("page", ["safe-contacts", "warnings/new", "agreements/new", "sharing/new"])
def test_the_day_to_ask_again_is_as_many_weeks_away_as_the_cluster_says(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, page: str
) -> None:
    session.add(Figure(cluster_id=maliks.cluster_id, key="look_again_weeks", value=4))
    session.commit()
    url = at(maliks, page, *([member(maliks, "Shazia").id] if page == "safe-contacts" else []))

    assert "2026-12-22" in typed_in(browser(lorna), url).values()


class TestKeepInMind:
    def test_it_says_until_when_and_who_agreed(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(
            browser,
            lorna,
            at(maliks, "warnings", "new"),
            words="Visit in pairs",
            kind="pairs",
            why="A row with a neighbour",
            agreed_with="Priya",
            until_on="2026-12-08",
        )

        page = browser(lorna).get(at(maliks)).text
        assert "Visit in pairs" in words_of(page)
        assert "Until Tue 8 Dec. Agreed with Priya, today." in words_of(page)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"words": ""}, "Say what a visitor should know"),
            ({"agreed_with": ""}, "Say who agreed it"),
            ({"until_on": ""}, "Say until when"),
            ({"until_on": "2026-11-23"}, "Choose today or a later day"),
            ({"words": "x" * 201}, "Use 200 letters or fewer"),
        ],
    )
    def test_it_is_not_kept_without_them(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, typed: dict[str, str], words: str
    ) -> None:
        good = {"words": "A dog", "agreed_with": "Shazia", "until_on": "2026-12-08"}
        answer = change(browser, lorna, at(maliks, "warnings", "new"), **(good | typed))

        assert answer.status_code == 422
        assert words in answer.text
        assert session.scalar(select(func.count()).select_from(WarningNote)) == 0

    def test_it_can_end_early_and_stays_in_the_record(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(
            browser, lorna, at(maliks, "warnings", "new"), words="A dog", agreed_with="Shazia", until_on="2026-12-08"
        )
        dog = session.scalars(select(WarningNote)).one()
        for _ in range(2):
            assert change(browser, lorna, at(maliks, "warnings", dog.id, "end")).status_code == 303

        session.expire_all()
        assert dog.ended_at == NOW
        assert warnings_of(session, [maliks.family_id], TODAY) == []
        assert trail(session, maliks).count("warning.end") == 1
        before = browser(lorna).get(at(maliks)).text.split("What we kept in mind before")[1]
        assert "A dog" in before

    def test_it_holds_to_the_end_of_its_last_day(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(
            browser, lorna, at(maliks, "warnings", "new"), words="A dog", agreed_with="Shazia", until_on="2026-12-08"
        )

        assert len(warnings_of(session, [maliks.family_id], date(2026, 12, 8))) == 1
        assert warnings_of(session, [maliks.family_id], date(2026, 12, 9)) == []


class TestWhatTheyAgreed:
    def agree(self, browser: Browser, lorna: User, episode: Episode, person: FamilyMember, **typed: Any) -> Any:
        kind = "sharing" if "agency" in typed else "agreements"
        said = {"member_id": str(person.id), "agreed": "yes", "how": "Said it, face to face"}
        return change(browser, lorna, at(episode, kind, "new"), **(said | typed))

    def test_each_persons_answer_stands_by_itself(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        for name in ("Shazia", "Imran"):
            self.agree(browser, lorna, maliks, member(maliks, name))
        imran = member(maliks, "Imran")
        theirs = session.scalars(select(Consent).where(Consent.member_id == imran.id)).one()
        answer = change(browser, lorna, at(maliks, "consents", theirs.id, "withdrawal"))

        assert answer.status_code == 303
        standing = consents_of(session, maliks.family_id)
        assert [one.member_id for one in standing] == [member(maliks, "Shazia").id]
        session.expire_all()
        assert theirs.withdrawn_at == NOW
        assert "consent.withdraw" in trail(session, maliks)

    def test_taking_back_sharing_leaves_working_with_us(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        shazia = member(maliks, "Shazia")
        self.agree(browser, lorna, maliks, shazia)
        self.agree(browser, lorna, maliks, shazia, agency="School")
        school = session.scalars(select(Consent).where(Consent.agency == "School")).one()
        change(browser, lorna, at(maliks, "consents", school.id, "withdrawal"))

        assert [one.kind for one in consents_of(session, maliks.family_id)] == [ConsentKind.WORK]

    def test_a_new_answer_to_the_same_question_ends_the_old_one_only(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
    ) -> None:
        shazia, imran = member(maliks, "Shazia"), member(maliks, "Imran")
        self.agree(browser, lorna, maliks, shazia, agency="School")
        self.agree(browser, lorna, maliks, shazia, agency="GP")
        self.agree(browser, lorna, maliks, imran, agency="School")
        self.agree(browser, lorna, maliks, shazia, agency="School", agreed="no")

        standing = {(one.member_id, one.agency): one.agreed for one in consents_of(session, maliks.family_id)}
        assert standing == {(shazia.id, "School"): False, (shazia.id, "GP"): True, (imran.id, "School"): True}
        assert "Answers taken back or given anew" in browser(lorna).get(at(maliks)).text

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"member_id": ""}, "Say whose answer it is"),
            ({"agreed": ""}, "Choose yes or no"),
            ({"given_on": ""}, "Add the day they said so"),
            ({"given_on": "2026-11-25"}, "Choose today or a day before it"),
            ({"how": ""}, "Say how they told you"),
            ({"agency": ""}, "Choose who it is about"),
            ({"ask_again_on": "2026-11-23"}, "Choose today or a later day"),
            ({"words": "x" * 301}, "Use 300 letters or fewer"),
        ],
    )
    def test_an_answer_says_whose_when_and_how(
        self,
        browser: Browser,
        session: Session,
        lorna: User,
        maliks: Episode,
        member: Find,
        typed: dict[str, str],
        words: str,
    ) -> None:
        answer = self.agree(browser, lorna, maliks, member(maliks, "Shazia"), **({"agency": "School"} | typed))

        assert answer.status_code == 422
        assert words in answer.text
        assert session.scalar(select(func.count()).select_from(Consent)) == 0

    def test_an_answer_of_another_family_is_not_there(
        self,
        browser: Browser,
        session: Session,
        lorna: User,
        chloe: User,
        maliks: Episode,
        bells: Episode,
        member: Find,
    ) -> None:
        self.agree(browser, chloe, bells, member(bells, "Donna"))
        donnas = session.scalars(select(Consent)).one()

        assert browser(lorna).post(at(maliks, "consents", donnas.id, "withdrawal")).status_code == 404
        session.expire_all()
        assert donnas.withdrawn_at is None


class TestTheTeamAround:
    def test_ms_farrell_joins_and_leaves(
        self, browser: Browser, session: Session, lorna: User, maliks: Episode
    ) -> None:
        change(
            browser,
            lorna,
            at(maliks, "partners", "new"),
            name="Ms Farrell",
            job="Pastoral lead",
            organisation="Kirkfield High",
            kind="school",
            phone="0113 496 0118",
        )
        farrell = session.scalars(select(Partner)).one()
        assert (farrell.phone, farrell.kind) == ("01134960118", "school")
        assert "Pastoral lead, Kirkfield High" in browser(lorna).get(at(maliks)).text

        change(browser, lorna, at(maliks, "partners", farrell.id), until_on="2026-11-23")
        assert "Ms Farrell" not in browser(lorna).get(at(maliks)).text
        assert trail(session, maliks)[-2:] == ["partner.change", "family.view"]

    @pytest.mark.parametrize(
        ("typed", "words"),
        [({"name": ""}, "Add their name"), ({"phone": "office"}, "Check the number"), ({"kind": "x"}, "from the list")],
    )
    def test_what_is_missing_is_said(
        self, browser: Browser, lorna: User, maliks: Episode, typed: dict[str, str], words: str
    ) -> None:
        answer = change(browser, lorna, at(maliks, "partners", "new"), **({"name": "Dr Osei"} | typed))

        assert answer.status_code == 422
        assert words in answer.text


PAGES = [
    "words",
    "people/new",
    "addresses/new",
    "warnings/new",
    "agreements/new",
    "sharing/new",
    "partners/new",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["tom", "chloe", "marcus", "hazel", "noor", "delroy"])
def test_nobody_else_opens_or_changes_anything(
    request: pytest.FixtureRequest, browser: Browser, session: Session, maliks: Episode, who: str, page: str
) -> None:
    client = browser(request.getfixturevalue(who))
    before = trail(session, maliks)

    assert client.get(at(maliks, page)).status_code == 404
    assert client.post(at(maliks, page), data={"id": str(uuid4()), "name": "X"}).status_code == 404
    assert trail(session, maliks) == before


@pytest.mark.parametrize("page", PAGES)
def test_a_family_that_is_not_there_looks_like_one_that_is_not_yours(
    browser: Browser, lorna: User, bells: Episode, page: str
) -> None:
    client = browser(lorna)
    absent = client.get(f"/families/{uuid4()}/details/{page}")
    foreign = client.get(at(bells, page))

    assert (absent.status_code, absent.text) == (foreign.status_code, foreign.text)
    assert absent.status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_opening_a_page_leaves_its_trace(
    browser: Browser, session: Session, lorna: User, maliks: Episode, page: str
) -> None:
    assert browser(lorna).get(at(maliks, page)).status_code == 200
    look = session.scalars(select(Entry).where(Entry.family_id == maliks.family_id)).one()
    assert (look.action, look.relation, isinstance(look.actor_id, UUID)) == ("family.view", "lead", True)
