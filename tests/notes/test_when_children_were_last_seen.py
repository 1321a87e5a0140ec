"""When Hiba was last seen, and last seen alone, is kept for the lists and always says what the notes say."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.notes.actions import AmendmentEntry, SeenChild, amend_note, write_note
from app.notes.models import ChildLastSeen, Note, NoteKind
from app.notes.queries import version_of, wording_of
from tests.cast import NOW
from tests.notes.told import HOUR, a_call

Find = Callable[[Episode, str], FamilyMember]
See = Callable[..., Note]
DAY = timedelta(days=1)


@pytest.fixture
def hiba(maliks: Episode, member: Find) -> UUID:
    return member(maliks, "Hiba").id


@pytest.fixture
def see(session: Session, maliks: Episode, hiba: UUID) -> See:
    return partial(_see, session, maliks, hiba)


def _see(session: Session, maliks: Episode, hiba: UUID, by: User, days_ago: int, *, alone: bool = False) -> Note:
    seen = (SeenChild(member_id=hiba, seen=True, alone=alone),)
    entry = a_call(kind=NoteKind.VISIT, happened="Bags were packed.", occurred_at=NOW - days_ago * DAY, seen=seen)
    return write_note(session, maliks, by, entry, now=NOW)


def _put_right(session: Session, note: Note, by: User, **different: object) -> None:
    said = wording_of(session, version_of(session, note.id, note.latest))
    says = type(said)(**(vars(said) | different))
    entry = AmendmentEntry(version=note.latest, reason="It was Ayaan I saw.", says=says)
    amend_note(session, note, by, entry, now=NOW + HOUR)


def _kept(session: Session, hiba: UUID) -> tuple[datetime, UUID, bool, datetime | None] | None:
    row = session.get(ChildLastSeen, hiba, populate_existing=True)
    return (row.seen_at, row.seen_by_id, row.alone, row.alone_at) if row else None


def test_nobody_has_seen_her_yet(session: Session, hiba: UUID) -> None:
    assert _kept(session, hiba) is None


def test_the_last_time_counts_and_the_last_time_alone_beside_it(
    session: Session, lorna: User, tom: User, hiba: UUID, see: See
) -> None:
    see(lorna, 9, alone=True)
    assert _kept(session, hiba) == (NOW - 9 * DAY, lorna.id, True, NOW - 9 * DAY)
    see(tom, 2)
    assert _kept(session, hiba) == (NOW - 2 * DAY, tom.id, False, NOW - 9 * DAY)


def test_a_visit_written_up_late_does_not_overtake_a_later_one(
    session: Session, lorna: User, tom: User, hiba: UUID, see: See
) -> None:
    see(lorna, 1)
    see(tom, 5, alone=True)
    assert _kept(session, hiba) == (NOW - DAY, lorna.id, False, NOW - 5 * DAY)


def test_a_day_put_right_moves_it(session: Session, lorna: User, tom: User, hiba: UUID, see: See) -> None:
    see(tom, 3)
    note = see(lorna, 1, alone=True)
    _put_right(session, note, lorna, occurred_at=NOW - 6 * DAY)
    assert _kept(session, hiba) == (NOW - 3 * DAY, tom.id, False, NOW - 6 * DAY)


def test_a_note_that_was_about_her_brother_leaves_her_where_she_was(
    session: Session, lorna: User, maliks: Episode, member: Find, hiba: UUID, see: See
) -> None:
    note = see(lorna, 1, alone=True)
    ayaan = member(maliks, "Ayaan").id
    _put_right(session, note, lorna, seen=(SeenChild(member_id=ayaan, seen=True, alone=True),))
    assert _kept(session, hiba) is None
    assert _kept(session, ayaan) == (NOW - DAY, lorna.id, True, NOW - DAY)


def test_not_seen_with_a_reason_is_not_seen(session: Session, lorna: User, maliks: Episode, hiba: UUID) -> None:
    seen = (SeenChild(member_id=hiba, seen=False, alone=False, why_not="At her Nani’s"),)
    write_note(session, maliks, lorna, a_call(kind=NoteKind.VISIT, seen=seen), now=NOW)
    assert _kept(session, hiba) is None
