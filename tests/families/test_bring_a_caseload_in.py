"""`flask import-caseload`: a team's spreadsheet comes in whole, or not at all."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import Cluster, Label, School
from app.families.caseload_file import NAMES
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    SafeContact,
)
from app.families.queries import family_seen_by
from tests.cast import NOW

DOCS = Path(__file__).parents[2] / "docs"
Row = dict[str, str]
Bring = Callable[..., Result]


def donna(**more: str) -> Row:
    """Donna's row, which also says what holds of her family."""
    said = {
        "family_ref": "101",
        "family_name": "Bell",
        "opened_on": "02/11/2026",
        "lead_worker": "lorna.ackroyd@withy.example",
        "known_as": "Donna",
        "surname": "Bell",
        "relationship": "Mum",
        "date_of_birth": "20/01/1992",
        "lives_with_children": "yes",
        "parental_responsibility": "yes",
        "address": "3 Thistle Row",
        "postcode": "ls00 0aa",
        "phone": "07700 900161",
        "call_ok": "yes",
        "works_with_us": "yes",
        "talk_to": "School; GP",
        "do_not_talk_to": "Housing",
        "agreed_on": "2026-10-29",
        "agreed_how": "Said it, face to face",
    }
    return said | more


def kai(**more: str) -> Row:
    """Kai's row, with nothing of the family but its number."""
    said = {
        "family_ref": "101",
        "known_as": "Kai",
        "relationship": "Child",
        "date_of_birth": "5/4/2017",
        "lives_with_children": "yes",
        "address": "3 Thistle Row",
        "postcode": "LS00 0AA",
    }
    return said | more


def as_csv(rows: list[Row], delimiter: str = ",", names: list[str] | None = None) -> str:
    out = io.StringIO()
    columns = names or list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def bring(app: Flask, tmp_path: Path, lorna: User) -> Bring:
    """Write rows (or text, or bytes) into a file and run the command on it."""

    def run(said: list[Row] | str | bytes, *options: str) -> Result:
        file = tmp_path / "caseload.csv"
        text = as_csv(said) if isinstance(said, list) else said
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return app.test_cli_runner().invoke(args=["import-caseload", str(file), *options])

    return run


def count(session: Session, kind: type[Any]) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_the_bells_come_in_with_their_people_plan_and_lead_worker(bring: Bring, session: Session, lorna: User) -> None:
    done = bring([donna(), kai()])

    assert (done.exit_code, done.output) == (0, "1 family and 2 people brought in.\n")
    bells = session.scalars(select(Family)).one()
    assert bells.title == "The Bell family"
    first, second = session.scalars(select(FamilyMember).order_by(FamilyMember.position)).all()
    assert (first.full_name, first.relationship_words, first.born_on) == ("Donna Bell", "Mum", date(1992, 1, 20))
    assert (second.known_as, second.is_child, second.language) == ("Kai", True, "English")
    episode = session.scalars(select(Episode)).one()
    assert (episode.opened_on, episode.ends_on) == (date(2026, 11, 2), date(2027, 5, 3))
    assert session.scalars(select(Allocation.user_id)).one() == lorna.id
    assert family_seen_by(session, lorna, bells.id, NOW) is not None


def test_one_household_has_one_address_which_those_who_live_there_know(bring: Bring, session: Session) -> None:
    wes = {
        "family_ref": "101",
        "known_as": "Wes",
        "relationship": "Dad",
        "household": "Dad’s flat",
        "address": "Flat 2, 9 Mill Road",
    }
    assert bring([donna(), kai(), wes]).exit_code == 0

    homes = {home.household: home for home in session.scalars(select(Address))}
    assert set(homes) == {"Home", "Dad’s flat"}
    assert homes["Home"].postcode == "LS00 0AA"
    told = session.execute(
        select(Address.household, FamilyMember.known_as)
        .join(AddressKnownTo, AddressKnownTo.address_id == Address.id)
        .join(FamilyMember, FamilyMember.id == AddressKnownTo.member_id)
    )
    assert sorted(tuple(row) for row in told) == [("Dad’s flat", "Wes"), ("Home", "Donna"), ("Home", "Kai")]


def test_safe_contact_and_both_kinds_of_consent_come_in(bring: Bring, session: Session) -> None:
    bring([donna(must_not_know="Craig", good_times="10am to 2pm"), kai()])

    contact = session.scalars(select(SafeContact)).one()
    assert (contact.phone, contact.call_ok, contact.text_ok) == ("07700900161", True, False)
    assert (contact.must_not_know, contact.good_times) == ("Craig", "10am to 2pm")
    answers = session.scalars(select(Consent).order_by(Consent.kind, Consent.agency)).all()
    assert [(one.kind, one.agency, one.agreed) for one in answers] == [
        (ConsentKind.TALK_TO, "GP", True),
        (ConsentKind.TALK_TO, "Housing", False),
        (ConsentKind.TALK_TO, "School", True),
        (ConsentKind.WORK, "", True),
    ]
    assert {(one.given_on, one.how) for one in answers} == {(date(2026, 10, 29), "Said it, face to face")}


def test_an_answer_that_nobody_asked_for_is_not_made_up(bring: Bring, session: Session) -> None:
    bring([donna(works_with_us="", talk_to="", do_not_talk_to="", agreed_on="")])

    assert count(session, Consent) == 0


class TestChildren:
    def test_a_son_does_not_come_in_as_a_grown_up_whom_nobody_asks_to_see_alone(
        self, bring: Bring, session: Session
    ) -> None:
        done = bring([donna(), kai(relationship="Son")])

        assert done.exit_code == 1
        assert "Line 3 (Kai, family 101): relationship is 'Son': write one of the cluster’s words: Mum, Dad, Child" in (
            done.stderr
        )
        assert count(session, Family) == 0

    @pytest.mark.parametrize(
        ("relationship", "ticked", "is_child"),
        [("child", "", True), ("Stepson", "yes", True), ("Stepson", "", False)],
    )
    def test_a_word_of_the_clusters_own_may_mean_a_child(
        self,
        bring: Bring,
        session: Session,
        beckside: Cluster,
        relationship: str,
        ticked: str,
        *,
        is_child: bool,
    ) -> None:
        session.add(Label(cluster_id=beckside.id, kind="relationships", key="stepson", words="Stepson"))
        session.commit()
        assert bring([donna(), kai(relationship=relationship, one_of_the_children=ticked)]).exit_code == 0

        row = session.scalars(select(FamilyMember).where(FamilyMember.known_as == "Kai")).one()
        assert (row.relationship_words, row.is_child) == (relationship.capitalize(), is_child)


class TestTwice:
    def test_the_same_file_adds_nothing_the_second_time(self, bring: Bring, session: Session) -> None:
        rows = [donna(), kai()]
        bring(rows)
        kinds = (Family, FamilyMember, Address, SafeContact, Consent, Episode, Allocation, Entry)
        before = [count(session, kind) for kind in kinds]
        done = bring(rows)

        assert done.output == "no families and no people brought in. 2 people known already, left as they are.\n"
        assert [count(session, kind) for kind in kinds] == before

    def test_a_new_baby_joins_the_family_that_is_known(self, bring: Bring, session: Session) -> None:
        bring([donna(), kai()])
        done = bring([donna(), kai(), kai(known_as="Reuben", date_of_birth="1/11/2026")])

        assert "no families and 1 person brought in" in done.output
        assert count(session, FamilyMember) == 3
        assert count(session, Family) == count(session, Episode) == 1

    def test_what_was_changed_in_withy_is_left_as_it_is(self, bring: Bring, session: Session) -> None:
        bring([donna()])
        person = session.scalars(select(FamilyMember)).one()
        person.surname = "Bell-Smith"
        session.commit()
        bring([donna(date_of_birth="21/1/1992")])

        session.expire_all()
        assert (person.surname, person.born_on) == ("Bell-Smith", date(1992, 1, 20))

    def test_the_same_number_in_another_cluster_is_another_family(
        self, bring: Bring, session: Session, chloe: User
    ) -> None:
        bring([donna()], "--cluster", "BK")
        bring([donna(lead_worker="chloe.marsh@withy.example")], "--cluster", "tm")

        assert count(session, Family) == 2

    def test_two_of_one_name_are_told_apart_by_their_own_numbers(self, bring: Bring, session: Session) -> None:
        old, young = kai(known_as="Tom", member_ref="1"), kai(known_as="Tom", member_ref="2")
        for _ in range(2):
            assert bring([donna(), old, young]).exit_code == 0

        assert count(session, FamilyMember) == 3


class TestAllOrNothing:
    def test_each_bad_row_is_named_with_its_line_and_reason_and_nothing_comes_in(
        self, bring: Bring, session: Session
    ) -> None:
        sykes = donna(family_ref="102", family_name="Sykes", lead_worker="nobody@withy.example", known_as="Ann")
        done = bring([donna(), kai(date_of_birth="31/2/2017"), kai(known_as="", relationship=""), sykes])

        assert done.exit_code == 1
        assert done.output.splitlines() == [
            "Line 3 (Kai, family 101): date_of_birth is '31/2/2017': write a date like 27/03/2016 or 2016-03-27.",
            "Line 4 (Somebody, family 101): known_as is empty.",
            "Line 4 (Somebody, family 101): relationship is empty.",
            "Line 5 (Ann, family 102): lead_worker is 'nobody@withy.example': nobody at Beckside has this work email.",
            "Error: 3 lines to put right. Nothing was brought in.",
        ]
        assert count(session, Family) == count(session, FamilyMember) == count(session, Entry) == 0

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (donna(opened_on=""), "opened_on is empty in every row of this family"),
            (donna(family_name=""), "family_name is empty in every row of this family"),
            (donna(lead_worker=""), "lead_worker is empty in every row of this family"),
            (donna(lead_worker="chloe.marsh@withy.example"), "nobody at Beckside has this work email"),
            (donna(lead_worker="delroy.grant@withy.example"), "they do no visits, so they cannot lead"),
            (donna(opened_on="25/11/2026"), "opened_on has not come yet"),
            (donna(date_of_birth="25/11/2026"), "It’s in the future"),
            (donna(date_of_birth="42370"), "write a date like"),
            (donna(date_of_birth="1/2/16"), "write a date like"),
            (donna(interpreter="perhaps"), "interpreter is 'perhaps': write yes or no"),
            (donna(works_with_us="maybe"), "works_with_us is 'maybe': write yes or no"),
            (donna(agreed_on=""), "agreed_on is empty: say on which day they said so"),
            (donna(agreed_on="25/11/2026"), "Choose today or a day before it"),
            (donna(do_not_talk_to="school"), "name the same one twice"),
            (donna(phone="her mum’s"), "phone is 'her mum’s': write a number like 07700 900142"),
            (donna(phone=""), "Add the number that is OK to use"),
            (donna(address=""), "postcode is there, but address is empty"),
            (donna(school="Hogwarts"), "school is 'Hogwarts': there is no such school"),
            (donna(known_as="x" * 81), "Use 80 letters or fewer"),
            (donna(family_name="x" * 121), "Use 120 letters or fewer"),
            (donna(address="x" * 301), "Use 300 letters or fewer"),
            (donna(good_times="x" * 121), "Use 120 letters or fewer"),
            (donna(talk_to="x" * 121), "Use 120 letters or fewer"),
        ],
    )
    def test_what_cannot_be_is_explained(
        self, bring: Bring, session: Session, chloe: User, delroy: User, row: Row, words: str
    ) -> None:
        bad_too = kai(family_ref="100", known_as="Ada", interpreter="?")
        done = bring([bad_too, row], "--cluster", "BK")

        assert done.exit_code == 1
        assert "Line 3 (" in done.output
        assert words in done.output
        assert count(session, Family) == 0

    def test_rows_of_one_family_must_agree(self, bring: Bring, session: Session) -> None:
        done = bring([donna(), kai(opened_on="3/11/2026", address="4 Thistle Row"), kai(known_as="DONNA")])

        assert "Line 3 (Kai, family 101): opened_on is not the same as in another row of this family." in done.output
        assert "Line 3 (Kai, family 101): the household Home has another address in a row above." in done.output
        assert "Line 4 (DONNA, family 101): the same person as in line 2" in done.output
        assert count(session, Family) == 0

    def test_a_name_that_two_schools_have_needs_the_urn(
        self, bring: Bring, session: Session, beckside: Cluster
    ) -> None:
        for urn in ("900001", "900002"):
            session.add(School(name="St Anne’s", urn=urn, cluster_id=beckside.id))
        session.commit()

        assert "write its URN" in bring([donna(), kai(school="St Anne’s")]).output
        assert bring([donna(), kai(school="900002")]).exit_code == 0


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(bring: Bring, session: Session) -> None:
    done = bring([donna(), kai()], "--dry-run")

    assert done.exit_code == 0
    assert done.output.splitlines() == ["1 family and 2 people brought in.", "A dry run: nothing was kept."]
    assert count(session, Family) == count(session, Entry) == 0


class TestTheCluster:
    def test_must_be_said_where_there_is_more_than_one(self, bring: Bring, session: Session, chloe: User) -> None:
        done = bring([donna()])

        assert done.exit_code == 1
        assert "Say which cluster, with --cluster. The codes are: BK, TM." in done.output

    def test_must_be_there(self, bring: Bring, session: Session) -> None:
        assert "No cluster has the code XX" in bring([donna()], "--cluster", "XX").output


class TestTheFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_letters_come_in_as_they_are_from_any_of(self, bring: Bring, session: Session, encoding: str) -> None:
        assert bring(as_csv([donna(known_as="Zoë", hopes="“Bedtime”")]).encode(encoding)).exit_code == 0

        assert session.scalars(select(FamilyMember.known_as)).one() == "Zoë"
        assert session.scalars(select(Family.hopes)).one() == "“Bedtime”"

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_cells_may_stand_between(self, bring: Bring, session: Session, delimiter: str) -> None:
        assert bring(as_csv([donna(), kai()], delimiter)).exit_code == 0
        assert count(session, FamilyMember) == 2

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
    def test_a_cell_that_looks_like_a_formula_is_text(self, bring: Bring, session: Session, sign: str) -> None:
        words = f'{sign}HYPERLINK("http://example.com")'
        assert bring([donna(known_as=words, hopes=words)]).exit_code == 0

        assert session.scalars(select(FamilyMember.known_as)).one() == words
        assert session.scalars(select(Family.hopes)).one() == words

    def test_a_number_with_a_plus_or_without_its_first_0_can_still_be_rung(
        self, bring: Bring, session: Session
    ) -> None:
        assert bring([donna(phone="+44 7700 900161"), kai(phone="7700900162", text_ok="x")]).exit_code == 0

        assert set(session.scalars(select(SafeContact.phone))) == {"+447700900161", "07700900162"}

    def test_a_cell_of_several_lines_keeps_them_and_the_count_stays_right(self, bring: Bring, session: Session) -> None:
        good = donna(going_well="They laugh.\nThey sing.")
        assert "Line 4 (Kai" in bring([good, kai(interpreter="?")]).output
        assert bring([good, kai()]).exit_code == 0
        assert session.scalars(select(Family.going_well)).one() == "They laugh.\nThey sing."

    def test_empty_rows_are_passed_over(self, bring: Bring, session: Session) -> None:
        text = as_csv([donna(), kai()]) + "," * 18 + "\n\n"

        assert bring(text).exit_code == 0

    def test_columns_may_come_in_any_order_and_with_capitals(self, bring: Bring, session: Session) -> None:
        names = sorted(donna(), reverse=True)
        text = as_csv([donna()], names=names)
        head, rest = text.split("\n", 1)

        assert bring(head.replace("_", " ").title() + "\n" + rest).exit_code == 0

    def test_columns_that_nobody_reads_are_named(self, bring: Bring) -> None:
        done = bring([donna(adress="3 Thistle Row", eye_colour="brown")])

        assert done.exit_code == 0
        assert "Not read, as Withy has no such column: adress, eye_colour." in done.output

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ("", "There is no column family_ref"),
            ("name,age\nDonna,34\n", "There is no column family_ref, family_name"),
            (as_csv([donna()]).split("\n")[0] + "\n", "There is nobody in this file"),
            (as_csv([donna()]).replace("surname", "known_as"), "The column known_as is there twice"),
            (as_csv([donna()]).encode("utf-16"), "choose “Save as”, “CSV UTF-8”"),
            (as_csv([donna()]) + '101,"no end', "cannot be read"),
            (b"\x81\x8d" + as_csv([donna()]).encode(), "save it as “CSV UTF-8”"),
        ],
        ids=["empty", "another file", "only a header", "twice", "utf-16", "a quotation mark", "no letters"],
    )
    def test_a_file_that_is_no_caseload_is_explained(
        self, bring: Bring, session: Session, said: str | bytes, words: str
    ) -> None:
        done = bring(said)

        assert done.exit_code == 1
        assert words in done.output
        assert count(session, Family) == 0

    def test_a_comma_outside_quotation_marks_is_noticed(self, bring: Bring, session: Session) -> None:
        done = bring(as_csv([donna()]).rstrip() + ",and another\n")

        assert "more cells than the first line" in done.output
        assert count(session, Family) == 0


def test_the_trail_tells_of_every_row_by_nobody_signed_in(bring: Bring, session: Session) -> None:
    bring([donna(), kai()])

    trail = session.scalars(select(Entry).order_by(Entry.number)).all()
    assert {entry.actor_id for entry in trail} == {None}
    assert [entry.action for entry in trail if entry.action != "consent.record"] == [
        "family.add",
        "episode.open",
        "allocation.lead",
        "address.add",
        "safe_contact.change",
        "person.add",
    ]


def test_the_sample_comes_in_as_it_stands(
    app: Flask, session: Session, hire: Callable[..., User], beckside: Cluster
) -> None:
    kwame = hire("Kwame Mensah", "family_support_worker", beckside)
    kwame.email = "kwame@withy.example"
    session.add(School(name="Beckside Primary School", urn="900001", cluster_id=beckside.id))
    session.commit()
    done = app.test_cli_runner().invoke(args=["import-caseload", str(DOCS / "samples" / "caseload.csv")])

    assert done.output == "2 families and 7 people brought in.\n"


def test_the_page_names_every_column_and_no_other() -> None:
    page = (DOCS / "caseload_import.md").read_text()
    table = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = [name.strip(" `") for cell in table for name in cell.split(",")]

    assert sorted(named) == sorted(NAMES)
