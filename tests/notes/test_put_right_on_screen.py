"""Each part of a note is put right on a page of its own; nothing typed there is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import Episode, FamilyMember
from app.notes.actions import SaidWords, SeenChild, Wording, write_note
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries import version_of, wording_of
from tests.cast import NOW
from tests.conftest import HTMX
from tests.notes.told import AN_HOUR_AGO, a_call

Find = Callable[[Episode, str], FamilyMember]
Browser = Callable[..., FlaskClient]
WHY = "Shazia told me it was hers."


@pytest.fixture
def visit(session: Session, lorna: User, maliks: Episode, member: Find) -> Note:
    ayaan = member(maliks, "Ayaan").id
    entry = a_call(
        kind=NoteKind.VISIT,
        occurred_at=AN_HOUR_AGO.replace(second=42),
        happened="It was Imran’s idea.\r\nAyaan had toast. ",
        others_there=("Ms Farrell, Hollin Bank",),
        present=(ayaan,),
        quotes=(
            SaidWords(member_id=ayaan, words="I like the bus.", setting="on his own"),
            SaidWords(member_id=None, speaker="Nani", words="بچہ خوش ہے"),
        ),
        seen=(SeenChild(member_id=ayaan, seen=True, alone=False),),
    )
    note = write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    return note


def says_now(session: Session, note: Note) -> Wording:
    session.expire_all()
    return wording_of(session, version_of(session, note.id, session.get_one(Note, note.id).latest))


def address(note: Note, part: str) -> str:
    return f"/notes/{note.id}/amendment?part={part}"


def as_it_stands(note: Note, member: Find, maliks: Episode, part: str) -> dict[str, Any]:
    """What the form of a part sends when only the reason is filled in."""
    ayaan, hiba = (str(member(maliks, name).id) for name in ("Ayaan", "Hiba"))
    return {"version": "1", "reason": WHY} | {
        "happened": {"words": "It was Imran’s idea.\nAyaan had toast."},
        "meaning": {"words": ""},
        "next": {"words": ""},
        "said": {
            "quotes-0-who": ayaan,
            "quotes-0-words": "I like the bus.",
            "quotes-0-setting": "on his own",
            "quotes-1-who": "",
            "quotes-1-speaker": "Nani",
            "quotes-1-words": "بچہ خوش ہے",
            "quotes-2-who": "",
            "quotes-2-words": "",
        },
        "when": {
            "day": "2026-11-24",
            "time": "09:00",
            "minutes": "",
            "place": "",
            "present": [ayaan],
            "others": "Ms Farrell, Hollin Bank",
        },
        "seen": {
            "children-0-member_id": ayaan,
            "children-0-seen": "y",
            "children-1-member_id": hiba,
        },
    }[part]


PARTS = ["happened", "meaning", "next", "said", "when", "seen"]


@pytest.mark.parametrize("part", PARTS)
def test_a_form_sent_back_as_it_came_changes_nothing_to_the_byte(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note, part: str
) -> None:
    before = says_now(session, visit)
    answer = browser(lorna).post(address(visit, part), data=as_it_stands(visit, member, maliks, part))
    assert answer.status_code == 422
    assert "Nothing is different yet" in answer.text
    assert says_now(session, visit) == before


@pytest.mark.parametrize(
    ("part", "typed", "field", "expected"),
    [
        ("happened", {"words": "It was her idea."}, "happened", "It was her idea."),
        ("meaning", {"words": "One week is a small sample."}, "meaning", "One week is a small sample."),
        ("next", {"words": "Ask again next week."}, "next_words", "Ask again next week."),
        ("when", {"minutes": "40"}, "minutes", 40),
        ("when", {"place": "at school"}, "place", "at school"),
        ("when", {"others": "Nani, Dad"}, "others_there", ("Nani", "Dad")),
        ("when", {"present": []}, "present", ()),
        ("when", {"day": "2026-11-23"}, "occurred_at", AN_HOUR_AGO.replace(day=23)),
    ],
)
def test_each_part_is_put_right_alone(
    browser: Browser,
    session: Session,
    lorna: User,
    maliks: Episode,
    member: Find,
    visit: Note,
    part: str,
    typed: dict[str, Any],
    field: str,
    expected: object,
) -> None:
    answer = browser(lorna).post(address(visit, part), data=as_it_stands(visit, member, maliks, part) | typed)
    assert (answer.status_code, answer.location) == (303, f"/notes/{visit.id}")
    assert getattr(says_now(session, visit), field) == expected


def test_a_quote_is_put_right_left_out_and_added(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note
) -> None:
    shazia = str(member(maliks, "Shazia").id)
    typed = {
        "quotes-0-words": "I like it when Mum waits.",
        "quotes-1-words": "",
        "quotes-2-who": shazia,
        "quotes-2-words": "Once.",
    }
    browser(lorna).post(address(visit, "said"), data=as_it_stands(visit, member, maliks, "said") | typed)
    assert [quote.words for quote in says_now(session, visit).quotes] == ["I like it when Mum waits.", "Once."]
    assert [quote.words for quote in wording_of(session, version_of(session, visit.id, 1)).quotes] == [
        "I like the bus.",
        "بچہ خوش ہے",
    ]


def test_who_was_seen_alone_is_put_right(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note
) -> None:
    typed = {"children-0-alone": "y", "children-0-place": "front room", "children-1-why_not": "at school"}
    browser(lorna).post(address(visit, "seen"), data=as_it_stands(visit, member, maliks, "seen") | typed)
    seen = {child.member_id: child for child in says_now(session, visit).seen}
    ayaan, hiba = seen[member(maliks, "Ayaan").id], seen[member(maliks, "Hiba").id]
    assert (ayaan.seen, ayaan.alone, ayaan.place) == (True, True, "front room")
    assert (hiba.seen, hiba.why_not) == (False, "at school")


@pytest.mark.parametrize("part", PARTS)
def test_without_a_reason_nothing_is_kept_and_nothing_lost(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, visit: Note, part: str
) -> None:
    typed = {"words": "Quite new words.", "quotes-2-words": "Quite new words.", "place": "Quite new words."}
    sent = as_it_stands(visit, member, maliks, part) | typed | {"children-0-place": "Quite new words.", "reason": " "}
    answer = browser(lorna).post(address(visit, part), data=sent, headers=HTMX)
    assert answer.status_code == 422
    assert "Say why, so that whoever reads both understands" in answer.text
    assert "Quite new words." in answer.text
    assert session.get_one(Note, visit.id).latest == 1


@pytest.mark.parametrize(
    ("part", "typed", "words"),
    [
        ("when", {"day": "2026-11-25"}, "still to come"),
        ("when", {"day": "yesterday"}, "Check this date"),
        ("when", {"time": "25:00"}, "Check this time"),
        ("when", {"minutes": "-4"}, "between 1 minute and a day"),
        ("said", {"quotes-2-words": "Whose?"}, "Say whose words these are"),
        ("happened", {"words": "x" * 20_001}, "at most 20,000 characters"),
    ],
)
def test_what_cannot_be_is_explained(
    browser: Browser,
    lorna: User,
    maliks: Episode,
    member: Find,
    visit: Note,
    part: str,
    typed: dict[str, str],
    words: str,
) -> None:
    answer = browser(lorna).post(address(visit, part), data=as_it_stands(visit, member, maliks, part) | typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_whoever_is_second_sees_both_texts_and_is_asked_again(
    browser: Browser, session: Session, lorna: User, priya: User, visit: Note
) -> None:
    hers, first = browser(priya), {"version": "1", "reason": WHY}
    browser(lorna).post(address(visit, "happened"), data=first | {"words": "Lorna’s words."})

    answer = hers.post(address(visit, "happened"), data=first | {"words": "Priya’s words."})
    assert answer.status_code == 422
    for words in ("Two versions", "Lorna’s words.", "Priya’s words.", 'name="version" type="hidden" value="2"'):
        assert words in answer.text, words
    assert says_now(session, visit).happened == "Lorna’s words."

    again = hers.post(address(visit, "happened"), data=first | {"words": "Priya’s words.", "version": "2"})
    assert again.status_code == 303
    assert says_now(session, visit).happened == "Priya’s words."
    assert version_of(session, visit.id, 2).happened == "Lorna’s words."


def test_an_amendment_sent_twice_is_kept_once(browser: Browser, session: Session, lorna: User, visit: Note) -> None:
    hers, sent = browser(lorna), {"version": "1", "reason": WHY, "words": "It was her idea."}
    for _ in range(2):
        assert hers.post(address(visit, "happened"), data=sent).status_code == 303
    says_now(session, visit)
    assert session.get_one(Note, visit.id).latest == 2


def test_putting_right_a_colleagues_note_says_so(browser: Browser, lorna: User, priya: User, visit: Note) -> None:
    assert "Lorna wrote this note." in browser(priya).get(address(visit, "happened")).text
    assert "wrote this note." not in browser(lorna).get(address(visit, "happened")).text


def test_a_part_that_no_note_has_is_not_there(browser: Browser, lorna: User, visit: Note) -> None:
    assert browser(lorna).get(address(visit, "everything")).status_code == 404


def test_who_may_read_it_is_chosen_on_its_page(browser: Browser, session: Session, lorna: User, visit: Note) -> None:
    hers = browser(lorna)
    answer = hers.post(f"/notes/{visit.id}/readers", data={"readers": "family", "significant": "y"})
    assert answer.status_code == 303
    page = hers.get(f"/notes/{visit.id}").text
    assert "The family can read what happened, their own words and what we do next" in page
    assert "Important event" in page
    session.expire_all()
    kept = session.get_one(Note, visit.id)
    assert (kept.readers, kept.significant, kept.latest) == (Readers.FAMILY, True, 1)
    trail = select(Entry.action).where(Entry.about_id == visit.id, Entry.action.like("note.%")).order_by(Entry.number)
    assert session.scalars(trail).all() == ["note.write", "note.readers.family", "note.significant", "note.view"]
