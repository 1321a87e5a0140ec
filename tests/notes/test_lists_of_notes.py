"""A family's notes as lists: in order, page by page, at one price."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.notes.actions import SaidWords, SeenChild, write_note
from app.notes.models import NoteKind
from app.notes.queries import chronology_of, timeline
from tests.cast import NOW
from tests.databases import Statements
from tests.notes.told import HOUR, a_call

Find = Callable[[Episode, str], FamilyMember]


@pytest.fixture
def write(session: Session, lorna: User, maliks: Episode) -> Callable[..., UUID]:
    """Lorna writes a note about the Maliks."""

    def make(**more: object) -> UUID:
        note = write_note(session, maliks, lorna, a_call(**more), now=NOW)
        session.commit()
        return note.id

    return make


def test_what_happened_latest_comes_first_whenever_it_was_written(
    session: Session, maliks: Episode, write: Callable[..., UUID]
) -> None:
    days = [3, 1, 5, 2]
    ids = {day: write(occurred_at=NOW - timedelta(days=day)) for day in days}
    assert [line.id for line in timeline(session, maliks.family_id, limit=20)] == [ids[day] for day in sorted(days)]


def test_pages_join_without_a_gap_or_a_double_even_at_one_moment(
    session: Session, maliks: Episode, write: Callable[..., UUID]
) -> None:
    written = {write(id=uuid4(), occurred_at=NOW - HOUR) for _ in range(7)} | {write(occurred_at=NOW - 2 * HOUR)}
    read: list[UUID] = []
    before = None
    while page := timeline(session, maliks.family_id, before=before, limit=3):
        read += [line.id for line in page]
        before = page[-1].key
    assert len(read) == len(written)
    assert set(read) == written


def test_only_the_kinds_asked_for_come(session: Session, maliks: Episode, write: Callable[..., UUID]) -> None:
    text = write(kind=NoteKind.TEXT)
    write()
    assert [line.id for line in timeline(session, maliks.family_id, kinds=(NoteKind.TEXT,), limit=9)] == [text]


def test_a_line_names_the_writer_the_people_and_their_words(
    session: Session, maliks: Episode, member: Find, write: Callable[..., UUID]
) -> None:
    ayaan, shazia = member(maliks, "Ayaan").id, member(maliks, "Shazia").id
    write(
        present=(ayaan, shazia),
        quotes=(SaidWords(member_id=ayaan, words="Hello"), SaidWords(member_id=None, speaker="Nani", words="Hi")),
        seen=(SeenChild(member_id=ayaan, seen=True, alone=True),),
    )
    line = timeline(session, maliks.family_id, limit=1)[0]
    assert line.writer == "Lorna Ackroyd"
    assert line.present == ["Shazia", "Ayaan"]
    assert [(said.speaker, said.words) for said in line.quotes] == [("Ayaan", "Hello"), ("Nani", "Hi")]
    assert [(child.name, child.alone) for child in line.seen] == [("Ayaan", True)]
    assert (line.amended, line.late, line.recorded_at) == (0, False, NOW)


def test_another_familys_notes_never_come(
    session: Session, chloe: User, bells: Episode, maliks: Episode, write: Callable[..., UUID]
) -> None:
    write()
    assert timeline(session, bells.family_id, limit=9) == []


def test_important_events_make_the_chronology(session: Session, maliks: Episode, write: Callable[..., UUID]) -> None:
    write()
    moved = write(significant=True)
    assert [line.id for line in chronology_of(session, maliks.family_id)] == [moved]


def test_a_list_asks_twice_however_long_it_is(
    session: Session, maliks: Episode, member: Find, write: Callable[..., UUID], statements: Statements
) -> None:
    ayaan = member(maliks, "Ayaan").id
    family_id = maliks.family_id
    for count in (1, 12):
        for _ in range(count):
            write(present=(ayaan,), quotes=(SaidWords(member_id=ayaan, words="Hello"),))
        statements.clear()
        timeline(session, family_id, limit=50)
        assert len(statements) == 2
