"""A note's page says what was said, who wrote it when, who may read it and who did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.families.models import Episode, FamilyMember, ReasonedLook
from app.notes.actions import AmendmentEntry, SaidWords, SeenChild, amend_note, write_note
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries import version_of, wording_of
from app.plans.models import Goal, GoalRating
from app.promises.actions import PromiseEntry, promise
from tests.cast import NOW, TODAY
from tests.databases import Statements
from tests.notes.told import HOUR, a_call
from tests.reading import words_of

Find = Callable[[Episode, str], FamilyMember]
Browser = Callable[..., FlaskClient]


@pytest.fixture
def visit(session: Session, lorna: User, maliks: Episode, member: Find) -> Note:
    """Lorna's note of a visit last Tuesday, written up the same morning."""
    shazia, ayaan, hiba = (member(maliks, name).id for name in ("Shazia", "Ayaan", "Hiba"))
    then = NOW - timedelta(days=7)
    entry = a_call(
        kind=NoteKind.VISIT,
        occurred_at=then,
        minutes=30,
        place="at home",
        happened="Bags were packed by the door. It was Imran’s idea. Ayaan had toast.",
        meaning="The bus itself is what worries Ayaan.",
        topics=("school",),
        present=(shazia, ayaan, hiba),
        others_there=("Nani",),
        quotes=(SaidWords(member_id=ayaan, words="I like it when Mum waits.", setting="on his own"),),
        seen=(
            SeenChild(member_id=ayaan, seen=True, alone=True),
            SeenChild(member_id=hiba, seen=False, alone=False, why_not="at school"),
        ),
    )
    note = write_note(session, maliks, lorna, entry, now=then + HOUR)
    session.commit()
    return note


def put_right(session: Session, note: Note, by: User, *, days: int = 6, **different: object) -> None:
    says = replace(wording_of(session, version_of(session, note.id, note.latest)), **different)  # type: ignore[arg-type]
    entry = AmendmentEntry(version=note.latest, reason="Shazia told me it was hers.", says=says)
    amend_note(session, note, by, entry, now=NOW - timedelta(days=days))
    session.commit()


def test_it_says_who_was_there_what_happened_what_they_said_and_what_it_may_mean(
    browser: Browser, lorna: User, visit: Note
) -> None:
    page = browser(lorna).get(f"/notes/{visit.id}").text
    for words in (
        "Home visit",
        "Tue 17 Nov, 10am to 10:30am. Week 8 of 26",
        "Shazia, Ayaan, Hiba and Nani were there.",
        "Ayaan seen, alone",
        "Hiba not seen: at school",
        "We talked about: School",
        "Bags were packed by the door.",
        "I like it when Mum waits.",
        "Ayaan, 11, on his own",
        "The bus itself is what worries Ayaan.",
        "My thinking. Not on the family’s page",
        "Written by Lorna Ackroyd, Tue 17 Nov, 11am",
        "Only our team can read this",
    ):
        assert words in words_of(page), words


def test_no_name_and_no_date_stand_in_its_title(browser: Browser, lorna: User, visit: Note) -> None:
    assert "<title>Note – Withy</title>" in browser(lorna).get(f"/notes/{visit.id}").text


def test_promises_and_numbers_of_that_day_stand_with_it(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note
) -> None:
    shazia = member(maliks, "Shazia").id
    goal = Goal(
        id=visit.id,
        episode_id=maliks.id,
        family_id=maliks.family_id,
        words="Mornings without shouting",
        agreed_on=TODAY,
        made_by_id=lorna.id,
    )
    session.add(goal)
    session.flush()
    session.add_all(
        GoalRating(
            goal_id=goal.id,
            member_id=member(maliks, name).id,
            score=score,
            rated_on=TODAY,
            recorded_at=NOW,
            recorded_by_id=lorna.id,
            note_id=visit.id,
        )
        for name, score in (("Shazia", 6), ("Ayaan", None))
    )
    walk = PromiseEntry(id=visit.id, what="Walk to the stop", owner_member_id=shazia, due_words="every school day")
    promise(session, maliks, lorna, walk, source="note", source_id=visit.id, now=NOW)
    session.commit()
    page = browser(lorna).get(f"/notes/{visit.id}").text
    for words in (
        "“Mornings without shouting”",
        "<b>6</b> Shazia",
        "<b>Skipped</b> Ayaan",
        "Walk to the stop",
        "every school day",
    ):
        assert words in page, words


def test_a_late_note_says_both_its_times(browser: Browser, session: Session, lorna: User, maliks: Episode) -> None:
    note = write_note(session, maliks, lorna, a_call(occurred_at=NOW - timedelta(days=6)), now=NOW)
    session.commit()
    page = browser(lorna).get(f"/notes/{note.id}").text
    assert "Written down late. It happened Wed 18 Nov, 10am" in words_of(page)
    assert "Held by Withy, today, 10am" in words_of(page)


def test_who_else_read_it_is_said_with_their_job(browser: Browser, lorna: User, priya: User, visit: Note) -> None:
    hers = browser(lorna)
    assert "Also read by" not in words_of(hers.get(f"/notes/{visit.id}").text)
    with clock.at(NOW + HOUR):
        browser(priya).get(f"/notes/{visit.id}")
    assert "Also read by Priya, supervisor, today, 11am" in words_of(hers.get(f"/notes/{visit.id}").text)


def test_reading_leaves_a_trail_with_the_relationship(
    browser: Browser, session: Session, priya: User, visit: Note
) -> None:
    browser(priya).get(f"/notes/{visit.id}")
    seen = session.scalars(select(Entry).where(Entry.action == "note.view")).one()
    assert (seen.actor_id, seen.about_id, seen.family_id) == (priya.id, visit.id, visit.family_id)
    assert seen.relation


@pytest.mark.parametrize("end", ["", "/amendment", "/amendment?part=said"])
def test_chloe_of_another_cluster_finds_nothing_there(
    browser: Browser, chloe: User, bells: Episode, visit: Note, end: str
) -> None:
    assert browser(chloe).get(f"/notes/{visit.id}{end}").status_code == 404


@pytest.mark.parametrize("end", ["/amendment", "/readers"])
def test_and_can_change_nothing_there(
    browser: Browser, session: Session, chloe: User, bells: Episode, visit: Note, end: str
) -> None:
    answer = browser(chloe).post(f"/notes/{visit.id}{end}", data={"words": "x", "reason": "x", "readers": "family"})
    assert answer.status_code == 404
    session.refresh(visit)
    assert (visit.latest, visit.readers) == (1, Readers.TEAM)


def test_the_cluster_manager_reads_it_with_a_reason_and_puts_nothing_right(
    browser: Browser, session: Session, delroy: User, visit: Note
) -> None:
    his = browser(delroy)
    assert his.get(f"/notes/{visit.id}").status_code == 404
    look = ReasonedLook(user_id=delroy.id, family_id=visit.family_id, reason="A complaint", at=NOW, until_at=NOW + HOUR)
    session.add(look)
    session.commit()
    page = his.get(f"/notes/{visit.id}")
    assert page.status_code == 200
    assert "Put something right" not in page.text
    assert his.post(f"/notes/{visit.id}/amendment", data={"words": "x", "reason": "x"}).status_code == 404


def test_what_was_put_right_stands_beside_what_it_said_before_and_why(
    browser: Browser, session: Session, lorna: User, visit: Note
) -> None:
    put_right(session, visit, lorna, happened="Bags were packed by the door. It was her idea. Ayaan had toast.")
    page = browser(lorna).get(f"/notes/{visit.id}").text
    for words in (
        "One thing was put right",
        "Lorna, Wed 18 Nov, 10am. Why: “Shazia told me it was hers.”",
        "Now, version 2",
        "It was <b>her </b>idea.",
        "Before, version 1, Tue 17 Nov, 11am",
        "It was <b>Imran’s </b>idea.",
        "Read the whole first version",
        "Put right on Wed 18 Nov, 10am. See both",
    ):
        assert words in words_of(page), words


def test_every_version_can_be_read_whole(browser: Browser, session: Session, lorna: User, visit: Note) -> None:
    for n in range(3):
        put_right(session, visit, lorna, days=5 - n, happened=f"Words number {n}.")
    page = browser(lorna).get(f"/notes/{visit.id}").text
    for words in ("Read the whole first version", "Read all of version 2", "Read all of version 3", "Words number 0."):
        assert words in page, words


def test_people_and_times_that_were_put_right_can_be_read_too(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note
) -> None:
    put_right(session, visit, lorna, occurred_at=NOW - timedelta(days=8), present=(member(maliks, "Shazia").id,))
    page = browser(lorna).get(f"/notes/{visit.id}").text
    for words in (
        "Two things were put right",
        "<b>Mon 16 </b>",
        "<b>Tue 17 </b>",
        "<b>Shazia, Ayaan, Hiba </b>and Nani were there.",
    ):
        assert words in page, words


def test_a_page_asks_the_same_however_often_the_note_was_put_right(
    browser: Browser, session: Session, lorna: User, visit: Note, statements: Statements
) -> None:
    hers = browser(lorna)
    hers.get(f"/notes/{visit.id}")
    statements.clear()
    hers.get(f"/notes/{visit.id}")
    once = len(statements)
    for n in range(8):
        put_right(session, visit, lorna, happened=f"Words number {n}.")
    statements.clear()
    hers.get(f"/notes/{visit.id}")
    assert len(statements) == once
    assert once <= 26
