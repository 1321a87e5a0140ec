"""The ladder: one visit without an answer, two in a row, three in a row or a child unseen too long."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import Figures
from app.clusters.models import BankHoliday, Figure
from app.clusters.working_days import WorkingDays
from app.families.models import Episode, FamilyMember
from app.notes.actions import NoteEntry, SeenChild, write_note
from app.notes.models import NoteKind
from app.visits.ladder import LastSeen, Rung, in_a_row, ladder_of, unseen_for
from app.visits.models import CancelledBy
from app.visits.queries import ladder, ladders
from tests.cast import NOW, TODAY
from tests.databases import Statements
from tests.visits.told import HOUR, cancelled, happened, met, no_answer

Find = Callable[[Episode, str], FamilyMember]
TUESDAYS = [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
A_DAY = timedelta(days=1)


def seen(member: Find, episode: Episode, *names: str, alone: bool = False) -> tuple[SeenChild, ...]:
    return tuple(SeenChild(member_id=member(episode, name).id, seen=True, alone=alone) for name in names)


@pytest.fixture
def children_seen(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    """Both children were seen on Friday, at school, so that only doors count in a test."""
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    entry = NoteEntry(
        id=uuid4(),
        kind=NoteKind.MEETING,
        occurred_at=friday,
        happened="Both were at the homework club.",
        seen=seen(member, maliks, "Ayaan", "Hiba"),
    )
    write_note(session, maliks, lorna, entry, now=friday + HOUR)
    session.commit()


@pytest.mark.parametrize(("times", "rung"), [(0, Rung.NONE), (1, Rung.CALL), (2, Rung.SUPERVISOR), (3, Rung.DECISION)])
@pytest.mark.usefixtures("children_seen")
def test_each_visit_without_an_answer_is_one_rung(
    session: Session, lorna: User, maliks: Episode, times: int, rung: Rung
) -> None:
    for day in TUESDAYS[:times]:
        happened(session, maliks, lorna, day, no_answer)

    stands = ladder(session, maliks, TODAY)
    assert (stands.unanswered, stands.rung, maliks.unanswered) == (times, rung, times)


@pytest.mark.usefixtures("children_seen")
def test_meeting_starts_the_row_again(session: Session, lorna: User, maliks: Episode) -> None:
    happened(session, maliks, lorna, TUESDAYS[0], no_answer)
    happened(session, maliks, lorna, TUESDAYS[1], met)
    happened(session, maliks, lorna, TUESDAYS[2], no_answer)

    assert ladder(session, maliks, TODAY).unanswered == 1


@pytest.mark.parametrize(
    ("by", "reason"),
    [(CancelledBy.FAMILY, "family_ill"), (CancelledBy.WORKER, "wrong_time"), (CancelledBy.OTHER, "travel")],
    ids=["the family was ill", "I got the time wrong", "snow"],
)
@pytest.mark.usefixtures("children_seen")
def test_a_cancelled_visit_neither_counts_nor_starts_the_row_again(
    session: Session, lorna: User, maliks: Episode, by: CancelledBy, reason: str
) -> None:
    happened(session, maliks, lorna, TUESDAYS[0], no_answer)
    happened(session, maliks, lorna, TUESDAYS[1], cancelled, cancelled_by=by, reason=reason)
    happened(session, maliks, lorna, TUESDAYS[2], no_answer)

    assert ladder(session, maliks, TODAY).unanswered == 2


@pytest.mark.parametrize(
    ("kind", "reached", "with_shazia", "unanswered"),
    [
        (NoteKind.CALL, True, True, 0),
        (NoteKind.MEETING, True, True, 0),
        (NoteKind.CALL, False, True, 1),
        (NoteKind.CALL, True, False, 1),
        (NoteKind.TEXT, True, True, 1),
        (NoteKind.NOTE, True, True, 1),
    ],
    ids=["we spoke", "we met at school", "it rang out", "we spoke with the school", "a text", "a note of ours"],
)
@pytest.mark.usefixtures("children_seen")
def test_only_speaking_with_somebody_of_the_family_starts_the_row_again(
    session: Session,
    lorna: User,
    maliks: Episode,
    member: Find,
    kind: NoteKind,
    reached: bool,
    with_shazia: bool,
    unanswered: int,
) -> None:
    happened(session, maliks, lorna, TUESDAYS[2], no_answer)
    entry = NoteEntry(
        id=uuid4(),
        kind=kind,
        occurred_at=NOW - 24 * HOUR,
        reached=reached,
        happened="About next week.",
        present=(member(maliks, "Shazia").id,) if with_shazia else (),
    )
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    assert ladder(session, maliks, TODAY).unanswered == unanswered


def test_a_call_does_not_show_that_a_child_is_well(
    session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    happened(session, maliks, lorna, TUESDAYS[0], met, seen=seen(member, maliks, "Ayaan", "Hiba"))
    entry = NoteEntry(
        id=uuid4(),
        kind=NoteKind.CALL,
        occurred_at=NOW - 24 * HOUR,
        happened="All is well.",
        present=(member(maliks, "Shazia").id,),
    )
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    stands = ladder(session, maliks, TODAY)
    assert (stands.rung, stands.unanswered, len(stands.unseen)) == (Rung.DECISION, 0, 2)


def test_it_says_who_last_saw_each_child_and_when_the_longest_unseen_first(
    session: Session, lorna: User, tom: User, maliks: Episode, member: Find
) -> None:
    happened(session, maliks, lorna, TUESDAYS[1], met, seen=seen(member, maliks, "Ayaan", "Hiba"))
    happened(session, maliks, tom, TUESDAYS[2], met, seen=seen(member, maliks, "Hiba", alone=True))

    children = [
        (child.known_as, child.seen_by, child.seen_on, child.alone) for child in ladder(session, maliks, TODAY).children
    ]
    assert children == [("Ayaan", "Lorna", TUESDAYS[1], False), ("Hiba", "Tom", TUESDAYS[2], True)]


def test_a_child_nobody_has_seen_yet_is_counted_from_the_first_day(session: Session, maliks: Episode) -> None:
    child = ladder(session, maliks, maliks.opened_on + timedelta(days=11)).children[0]
    assert (child.seen_on, child.seen_by, child.working_days) == (None, "", 9)


def test_the_figures_are_the_clusters_own(session: Session, lorna: User, maliks: Episode) -> None:
    session.add_all(
        Figure(cluster_id=maliks.cluster_id, key=key, value=value)
        for key, value in (("ladder_decision", 2), ("unseen_working_days", 60))
    )
    for day in TUESDAYS[1:]:
        happened(session, maliks, lorna, day, no_answer)

    assert ladder(session, maliks, TODAY).rung is Rung.DECISION


def test_a_bank_holiday_is_no_working_day(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    happened(session, maliks, lorna, TUESDAYS[1], met, seen=seen(member, maliks, "Ayaan", "Hiba"))
    assert ladder(session, maliks, TODAY).unseen
    session.add(BankHoliday(on=date(2026, 11, 16), name="A day off"))
    session.commit()

    assert not ladder(session, maliks, TODAY).unseen


def test_a_whole_caseload_costs_no_more_statements_than_one_family(
    session: Session, lorna: User, chloe: User, maliks: Episode, bells: Episode, statements: Statements
) -> None:
    happened(session, maliks, lorna, TUESDAYS[0], no_answer)
    happened(session, bells, chloe, TUESDAYS[1], no_answer)
    happened(session, bells, chloe, TUESDAYS[2], no_answer)
    bells.cluster_id = maliks.cluster_id
    session.commit()
    statements.clear()
    ladders(session, [maliks], TODAY)
    one = len(statements)
    statements.clear()
    both = ladders(session, [maliks, bells], TODAY)

    assert len(statements) == one
    assert (both[maliks.id].unanswered, both[bells.id].unanswered) == (1, 2)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(moments), st.lists(moments), moments)
def test_a_row_grows_by_a_door_shut_and_never_by_a_contact(
    shut: list[datetime], reached: list[datetime], more: datetime
) -> None:
    before = in_a_row(shut, reached)
    assert 0 <= before <= len(shut)
    assert before <= in_a_row([*shut, more], reached) <= before + 1
    assert in_a_row(shut, [*reached, more]) <= before
    assert in_a_row(shut, [*reached, *shut]) == 0


@given(
    st.integers(0, 20),
    st.integers(0, 60),
    st.integers(1, 5),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(1, 60),
)
def test_more_never_lowers_the_rung(unanswered: int, unseen: int, first: int, then: int, last: int, limit: int) -> None:
    figures = Figures(
        ladder_call=first,
        ladder_supervisor=first + then,
        ladder_decision=first + then + last,
        unseen_working_days=limit,
    )

    def rung(doors: int, days: int) -> Rung:
        child = LastSeen(
            member_id=uuid4(), known_as="Ayaan", seen_on=TODAY, seen_by="Lorna", alone=False, working_days=days
        )
        return ladder_of(doors, [child], figures).rung

    assert rung(unanswered, unseen) <= rung(unanswered + 1, unseen)
    assert rung(unanswered, unseen) <= rung(unanswered, unseen + 1)
    assert (rung(0, unseen) is Rung.DECISION) == (unseen >= limit)


days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(st.one_of(st.none(), days), days, days, st.lists(days))
def test_a_day_more_is_at_most_one_working_day_more(
    seen_on: date | None, opened_on: date, today: date, holidays: list[date]
) -> None:
    calendar = WorkingDays(holidays)
    now, tomorrow = (unseen_for(seen_on, opened_on, day, calendar) for day in (today, today + A_DAY))
    assert 0 <= now <= tomorrow <= now + 1
    assert now <= unseen_for(None, opened_on, today, calendar)
