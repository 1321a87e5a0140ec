"""A contact is written down once, with both its times, and belongs to its family alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import BankHoliday, Figure
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.actions import NoteEntry, SaidWords, SeenChild, write_note
from app.notes.models import Note, NoteKind, Quote, Readers
from app.notes.queries import version_of, wording_of
from tests.cast import NOW, TODAY
from tests.notes.told import AN_HOUR_AGO, HOUR, a_call

Find = Callable[[Episode, str], FamilyMember]


def test_a_call_is_kept_with_the_time_it_happened_and_the_time_it_was_recorded(
    session: Session, lorna: User, maliks: Episode
) -> None:
    note = write_note(session, maliks, lorna, a_call(), now=NOW)
    session.commit()

    assert (note.occurred_at, note.recorded_at) == (AN_HOUR_AGO, NOW)
    assert version_of(session, note.id, 1).happened == "Shazia rang. Bags are by the door tonight too."


def test_it_is_private_to_the_team_unless_somebody_decides_otherwise(
    session: Session, lorna: User, maliks: Episode
) -> None:
    assert write_note(session, maliks, lorna, a_call(), now=NOW).readers is Readers.TEAM


def test_a_note_sent_twice_is_kept_once(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    shazia, ayaan = member(maliks, "Shazia"), member(maliks, "Ayaan")
    entry = a_call(
        kind=NoteKind.VISIT,
        minutes=45,
        present=(shazia.id, ayaan.id),
        others_there=("Nani",),
        topics=("school",),
        quotes=(SaidWords(member_id=ayaan.id, words="I like it when Mum waits."),),
        seen=(SeenChild(member_id=ayaan.id, seen=True, alone=True, place="in the front room"),),
    )
    first = write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    again = write_note(session, maliks, lorna, replace(entry, present=(ayaan.id, shazia.id)), now=NOW + HOUR)
    session.commit()

    assert again is first
    assert session.scalar(select(func.count()).select_from(Note)) == 1
    assert session.scalar(select(func.count()).select_from(Quote)) == 1
    assert session.scalar(select(func.count()).select_from(Entry).where(Entry.action == "note.write")) == 1


@pytest.mark.parametrize(
    "different",
    [
        {"happened": "New words"},
        {"readers": Readers.FAMILY},
        {"significant": True},
        {"occurred_at": NOW - 2 * HOUR},
        {"others_there": ("Nani",)},
        {"kind": NoteKind.TEXT},
    ],
    ids=lambda different: next(iter(different)),
)
def test_other_words_under_a_used_id_are_refused_not_lost(
    session: Session, lorna: User, maliks: Episode, different: dict[str, object]
) -> None:
    entry = a_call()
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    with pytest.raises(Refused, match="open a new one"):
        write_note(session, maliks, lorna, replace(entry, **different), now=NOW)  # type: ignore[arg-type]


def test_an_id_used_for_another_family_or_by_a_colleague_is_refused(
    session: Session, lorna: User, tom: User, chloe: User, maliks: Episode, bells: Episode
) -> None:
    entry = a_call()
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    for episode, by in ((bells, chloe), (maliks, tom)):
        with pytest.raises(Refused, match="open a new one"):
            write_note(session, episode, by, entry, now=NOW)


def test_a_few_minutes_ahead_is_a_clock_and_an_hour_ahead_is_a_slip(
    session: Session, lorna: User, maliks: Episode
) -> None:
    write_note(session, maliks, lorna, a_call(occurred_at=NOW + timedelta(minutes=4)), now=NOW)
    with pytest.raises(Refused) as no:
        write_note(session, maliks, lorna, a_call(occurred_at=NOW + HOUR), now=NOW)
    assert (no.value.field, no.value.words) == ("occurred_at", "Check the day and time: that is still to come")


def test_a_day_before_our_work_began_is_explained(session: Session, lorna: User, maliks: Episode) -> None:
    began = NOW - (TODAY - maliks.opened_on)
    write_note(session, maliks, lorna, a_call(occurred_at=began), now=NOW)
    with pytest.raises(Refused, match="began on 28 Sep 2026"):
        write_note(session, maliks, lorna, a_call(occurred_at=began - timedelta(days=1)), now=NOW)


def test_nobody_of_another_family_can_be_named_in_it(
    session: Session, lorna: User, maliks: Episode, bells: Episode, member: Find
) -> None:
    kai = member(bells, "Kai").id
    for named in (
        {"present": (kai,)},
        {"quotes": (SaidWords(member_id=kai, words="Hello"),)},
        {"seen": (SeenChild(member_id=kai, seen=True, alone=False),)},
        {"present": (uuid4(),)},
    ):
        with pytest.raises(Refused, match="not in this family"):
            write_note(session, maliks, lorna, a_call(**named), now=NOW)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"happened": "x" * 20_001}, "happened", "at most 20,000 characters: there are 20,001"),
        ({"place": "x" * 121}, "place", "at most 120"),
        ({"others_there": ("x" * 121,)}, "others_there", "at most 120"),
        ({"minutes": 0}, "minutes", "between 1 minute and a day"),
        ({"minutes": 1441}, "minutes", "between 1 minute and a day"),
        ({"happened": "  "}, "happened", "even a few words"),
        ({"happened": "a\x00b"}, "happened", "can’t be kept"),
        ({"quotes": (SaidWords(member_id=None, speaker="Nani", words=" "),)}, "quotes", "Add the words"),
        ({"quotes": (SaidWords(member_id=None, words="Hello"),)}, "quotes", "whose words"),
    ],
)
def test_what_no_note_can_hold_is_refused_in_plain_words(
    session: Session, lorna: User, maliks: Episode, wrong: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as no:
        write_note(session, maliks, lorna, a_call(**wrong), now=NOW)
    assert no.value.field == field


def test_a_child_seen_alone_was_seen(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    hiba = member(maliks, "Hiba").id
    with pytest.raises(Refused, match="tick both"):
        write_note(session, maliks, lorna, a_call(seen=(SeenChild(member_id=hiba, seen=False, alone=True),)), now=NOW)


def test_a_call_that_did_not_get_through_needs_no_words(session: Session, lorna: User, maliks: Episode) -> None:
    note = write_note(session, maliks, lorna, a_call(reached=False, happened=""), now=NOW)
    assert version_of(session, note.id, 1).reached is False


@pytest.mark.parametrize(
    ("days_ago", "late"),
    [(0, False), (1, False), (4, True), (5, True)],
    ids=["today", "Monday", "Friday: two working days", "Thursday"],
)
def test_a_note_is_late_at_two_working_days(
    session: Session, lorna: User, maliks: Episode, days_ago: int, late: bool
) -> None:
    entry = a_call(occurred_at=AN_HOUR_AGO - timedelta(days=days_ago))
    assert write_note(session, maliks, lorna, entry, now=NOW).late is late


def test_a_bank_holiday_and_the_clusters_own_figure_count(session: Session, lorna: User, maliks: Episode) -> None:
    friday = a_call(occurred_at=AN_HOUR_AGO - timedelta(days=4))
    session.add(BankHoliday(on=TODAY - timedelta(days=1), name="Withy day"))
    assert write_note(session, maliks, lorna, friday, now=NOW).late is False

    session.add(Figure(cluster_id=maliks.cluster_id, key="note_late_working_days", value=1))
    assert write_note(session, maliks, lorna, replace(friday, id=uuid4()), now=NOW).late is True


def test_the_family_was_last_spoken_with_when_somebody_was_reached(
    session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    shazia = member(maliks, "Shazia").id

    def write(**more: object) -> None:
        write_note(session, maliks, lorna, a_call(**more), now=NOW)

    write(occurred_at=NOW - 3 * HOUR, present=(shazia,))
    assert maliks.last_contact_at == NOW - 3 * HOUR
    write(occurred_at=NOW - 2 * HOUR, present=(shazia,), reached=False)
    write(occurred_at=NOW - 2 * HOUR, others_there=("School",))
    write(occurred_at=NOW - 5 * HOUR, present=(shazia,))
    write(kind=NoteKind.NOTE, occurred_at=NOW - HOUR, present=(shazia,))
    assert maliks.last_contact_at == NOW - 3 * HOUR
    write(kind=NoteKind.TEXT, occurred_at=NOW - HOUR, present=(shazia,))
    assert maliks.last_contact_at == NOW - HOUR


def test_writing_leaves_a_trail_without_words(session: Session, lorna: User, maliks: Episode) -> None:
    note = write_note(session, maliks, lorna, a_call(), now=NOW)
    entry = session.scalars(select(Entry).where(Entry.about_id == note.id)).one()
    assert (entry.action, entry.actor_id, entry.family_id, entry.reason) == (
        "note.write",
        lorna.id,
        maliks.family_id,
        "",
    )


def test_a_wrong_clock_on_the_writers_device_does_not_put_it_in_the_future(
    session: Session, lorna: User, maliks: Episode
) -> None:
    ahead: NoteEntry = a_call(written_at=NOW + 5 * HOUR)
    assert write_note(session, maliks, lorna, ahead, now=NOW).written_at == NOW
    earlier = a_call(written_at=NOW - HOUR / 2)
    assert write_note(session, maliks, lorna, earlier, now=NOW).written_at == NOW - HOUR / 2


def test_everything_said_comes_back_as_it_was_said(
    session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    shazia, ayaan, hiba = (member(maliks, name).id for name in ("Shazia", "Ayaan", "Hiba"))
    entry = a_call(
        minutes=30,
        place="at home",
        meaning="The packed bags take the rush out of mornings.",
        next_words="Bus pass form",
        topics=("school", "routines"),
        present=(shazia, ayaan),
        others_there=("Nani", "Ms Hargreaves"),
        quotes=(
            SaidWords(member_id=shazia, words="I shouted once on Monday. Once."),
            SaidWords(member_id=ayaan, words="I like it when Mum waits.", setting="on his own"),
            SaidWords(member_id=None, speaker="Nani", words="بچہ خوش ہے"),
        ),
        seen=(
            SeenChild(member_id=ayaan, seen=True, alone=True, place="front room"),
            SeenChild(member_id=hiba, seen=False, alone=False, why_not="At school"),
        ),
    )
    note = write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    session.expire_all()

    kept = wording_of(session, version_of(session, note.id, 1))
    assert kept.quotes == entry.quotes
    assert (kept.topics, kept.others_there, kept.minutes) == (entry.topics, entry.others_there, 30)
    assert set(kept.present) == set(entry.present)
    assert set(kept.seen) == set(entry.seen)
