"""A note is put right by a new version beside the old ones, with a reason; nothing is rubbed out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.actions import AmendmentEntry, KeepEntry, SaidWords, SeenChild, Wording, amend_note, keep_as, write_note
from app.notes.models import Note, NoteKind, NoteVersion, Readers
from app.notes.queries import version_of, wording_of
from tests.cast import NOW
from tests.notes.told import AN_HOUR_AGO, HOUR, a_call

Find = Callable[[Episode, str], FamilyMember]
WHY = "I wrote that it was Imran’s idea. Shazia read it and told me it was hers."


@pytest.fixture
def note(session: Session, lorna: User, maliks: Episode) -> Note:
    """What Lorna wrote of a visit: it was Imran’s idea."""
    entry = a_call(kind=NoteKind.VISIT, happened="Bags were packed. It was Imran’s idea.", meaning="A small sample.")
    written = write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    return written


def now_says(session: Session, note: Note, **different: object) -> Wording:
    said = wording_of(session, version_of(session, note.id, note.latest))
    return replace(said, **different)  # type: ignore[arg-type]


def put_right(session: Session, note: Note, by: User, why: str = WHY, **different: object) -> NoteVersion:
    entry = AmendmentEntry(version=note.latest, reason=why, says=now_says(session, note, **different))
    return amend_note(session, note, by, entry, now=NOW + HOUR)


def test_both_versions_can_be_read(session: Session, lorna: User, note: Note) -> None:
    put_right(session, note, lorna, happened="Bags were packed. It was her idea.")
    session.commit()

    assert version_of(session, note.id, 1).happened == "Bags were packed. It was Imran’s idea."
    now = version_of(session, note.id, 2)
    assert (now.happened, now.meaning) == ("Bags were packed. It was her idea.", "A small sample.")
    assert (now.reason, now.made_by_id, now.made_at) == (WHY, lorna.id, NOW + HOUR)


def test_the_reason_is_asked_for(session: Session, lorna: User, note: Note) -> None:
    with pytest.raises(Refused, match="Say why") as no:
        put_right(session, note, lorna, why="  ", happened="Something else.")
    assert no.value.field == "reason"


def test_an_amendment_that_changes_nothing_is_refused(session: Session, lorna: User, note: Note) -> None:
    with pytest.raises(Refused, match="Nothing is different yet"):
        put_right(session, note, lorna)


def test_whoever_is_second_reads_the_first_before_saving(
    session: Session, lorna: User, priya: User, note: Note
) -> None:
    stale = AmendmentEntry(version=1, reason=WHY, says=now_says(session, note, happened="Priya’s words."))
    put_right(session, note, lorna, happened="Lorna’s words.")

    with pytest.raises(Refused) as no:
        amend_note(session, note, priya, stale, now=NOW + HOUR)
    assert no.value.field == "version"
    amend_note(session, note, priya, replace(stale, version=2), now=NOW + HOUR)
    assert [version_of(session, note.id, n).happened for n in (2, 3)] == ["Lorna’s words.", "Priya’s words."]


def test_an_amendment_sent_twice_is_kept_once(session: Session, lorna: User, note: Note) -> None:
    entry = AmendmentEntry(version=1, reason=WHY, says=now_says(session, note, happened="Her idea."))
    first = amend_note(session, note, lorna, entry, now=NOW + HOUR)
    assert amend_note(session, note, lorna, entry, now=NOW + 2 * HOUR) is first
    assert session.scalar(select(func.count()).select_from(NoteVersion)) == 2


def test_times_and_people_are_put_right_the_same_way(
    session: Session, lorna: User, maliks: Episode, member: Find, note: Note
) -> None:
    shazia = member(maliks, "Shazia").id
    put_right(session, note, lorna, occurred_at=NOW - timedelta(days=4), present=(shazia,), minutes=30)

    assert note.occurred_at == NOW - timedelta(days=4)
    assert version_of(session, note.id, 1).occurred_at == AN_HOUR_AGO
    assert note.late is True


def test_a_time_put_right_moves_the_last_contact(session: Session, lorna: User, maliks: Episode, note: Note) -> None:
    assert maliks.last_contact_at == AN_HOUR_AGO
    put_right(session, note, lorna, occurred_at=NOW - timedelta(days=1))
    assert maliks.last_contact_at == NOW - timedelta(days=1)
    put_right(session, note, lorna, reached=False)
    assert maliks.last_contact_at is None


def test_a_day_still_to_come_is_refused_in_an_amendment_too(session: Session, lorna: User, note: Note) -> None:
    with pytest.raises(Refused, match="still to come"):
        put_right(session, note, lorna, occurred_at=NOW + timedelta(days=1))


def test_a_quote_put_right_keeps_the_old_one(
    session: Session, lorna: User, maliks: Episode, member: Find, note: Note
) -> None:
    ayaan = member(maliks, "Ayaan").id
    put_right(session, note, lorna, quotes=(SaidWords(member_id=ayaan, words="I like the bus."),))
    put_right(session, note, lorna, quotes=(SaidWords(member_id=ayaan, words="I like it when Mum waits."),))

    said = [wording_of(session, version_of(session, note.id, n)).quotes for n in (1, 2, 3)]
    assert [[quote.words for quote in quotes] for quotes in said] == [
        [],
        ["I like the bus."],
        ["I like it when Mum waits."],
    ]


def test_each_amendment_leaves_a_trail(session: Session, lorna: User, note: Note) -> None:
    put_right(session, note, lorna, happened="Her idea.")
    done = select(Entry.action).where(Entry.about_id == note.id).order_by(Entry.number)
    assert session.scalars(done).all() == ["note.write", "note.amend"]


def test_who_may_read_it_is_a_choice_and_the_trail_keeps_it(session: Session, lorna: User, note: Note) -> None:
    for _ in range(2):
        keep_as(session, note, lorna, KeepEntry(readers=Readers.FAMILY, significant=True), now=NOW)
    done = select(Entry.action).where(Entry.about_id == note.id).order_by(Entry.number)
    assert session.scalars(done).all() == ["note.write", "note.readers.family", "note.significant"]
    assert (note.readers, note.significant) == (Readers.FAMILY, True)


@pytest.mark.parametrize("table", ["note_version", "note_present", "note_quote", "child_seen"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET version_id = version_id"])
def test_the_database_itself_refuses_to_change_a_version(
    session: Session, lorna: User, maliks: Episode, member: Find, note: Note, table: str, verb: str
) -> None:
    ayaan = member(maliks, "Ayaan").id
    put_right(
        session,
        note,
        lorna,
        present=(ayaan,),
        quotes=(SaidWords(member_id=ayaan, words="Hello"),),
        seen=(SeenChild(member_id=ayaan, seen=True, alone=False),),
    )
    session.commit()
    statement = verb.format(table).replace("version_id", "note_id" if table == "note_version" else "version_id")
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))
    session.rollback()
