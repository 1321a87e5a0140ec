"""Two people read each file, one of whom stands further off; both answers are kept, and the team sees counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, RelatedStaff
from app.file_audits.actions import Answer, answer
from app.file_audits.models import FileAnswer, FileReading, Said
from app.file_audits.queries import files_for, found_in, readings_of
from app.file_audits.words import quarters_of
from app.notes.actions import NoteEntry, write_note
from app.notes.models import NoteKind
from tests.cast import NOW, TODAY, allocation
from tests.file_audits.conftest import Families, answers, drawn, first_for

Browser = Callable[..., FlaskClient]


def test_it_is_first_read_by_who_drew_it_and_then_by_somebody_else(
    session: Session, priya: User, joan: User, delroy: User, marcus: User, maliks: Episode
) -> None:
    audit = drawn(session, priya)
    assert [len(files_for(session, who, NOW)) for who in (priya, joan, delroy, marcus)] == [1, 0, 0, 0]
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    session.commit()
    assert [len(files_for(session, who, NOW)) for who in (priya, joan, delroy, marcus)] == [0, 1, 1, 0]
    answer(session, first_for(session, joan), joan, answers(audit, Said.NO, "No words of Hiba’s"), now=NOW)
    session.commit()
    assert [len(files_for(session, who, NOW)) for who in (priya, joan, delroy, marcus)] == [0, 0, 0, 0]


def test_both_answers_are_kept(session: Session, priya: User, joan: User, maliks: Episode) -> None:
    audit = drawn(session, priya)
    file = first_for(session, priya).file
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    answer(session, first_for(session, joan), joan, answers(audit, Said.PARTLY, "Only Ayaan’s"), now=NOW)
    session.commit()
    one, other = readings_of(session, file.id)
    assert (one.reader, one.said["voice"].said) == (priya, Said.YES)
    assert (other.reader, other.said["voice"].said, other.said["voice"].words) == (joan, Said.PARTLY, "Only Ayaan’s")


def test_two_who_supervise_the_work_are_not_enough(
    session: Session, priya: User, joan: User, delroy: User, maliks: Episode
) -> None:
    session.add(Deputy(supervisor_id=priya.id, deputy_id=joan.id, from_on=TODAY, until_on=TODAY))
    session.commit()
    audit = drawn(session, priya)
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    session.commit()
    assert session.scalars(select(FileReading.is_close)).one() is True
    assert files_for(session, joan, NOW) == []
    assert len(files_for(session, delroy, NOW)) == 1


def test_who_works_with_the_family_or_is_related_to_it_reads_no_audit_of_it(
    session: Session, priya: User, joan: User, delroy: User, maliks: Episode
) -> None:
    audit = drawn(session, priya)
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    session.add_all(
        [
            allocation(maliks.id, joan.id, TODAY - timedelta(days=20), TODAY - timedelta(days=10)),
            RelatedStaff(family_id=maliks.family_id, user_id=delroy.id, named_at=NOW),
        ]
    )
    session.commit()
    assert files_for(session, joan, NOW) == files_for(session, delroy, NOW) == []


def test_the_second_who_comes_too_late_is_told_and_changes_nothing(
    session: Session, priya: User, joan: User, delroy: User, maliks: Episode
) -> None:
    audit = drawn(session, priya)
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    session.commit()
    late = first_for(session, delroy)
    answer(session, first_for(session, joan), joan, answers(audit), now=NOW)
    session.commit()
    with pytest.raises(Refused, match="Somebody else has read"):
        answer(session, late, delroy, answers(audit, Said.NO), now=NOW)


def test_answers_sent_twice_are_kept_once_and_never_changed(session: Session, priya: User, maliks: Episode) -> None:
    audit = drawn(session, priya)
    found, said = first_for(session, priya), answers(audit)
    answer(session, found, priya, said, now=NOW)
    answer(session, found, priya, said, now=NOW)
    assert len(session.scalars(select(FileAnswer)).all()) == len(audit.questions)
    other = replace(said, answers=dict(said.answers) | {"voice": Answer(said=Said.NO)})
    with pytest.raises(Refused):
        answer(session, found, priya, other, now=NOW)


def test_every_question_has_an_answer(session: Session, priya: User, maliks: Episode) -> None:
    audit = drawn(session, priya)
    said = answers(audit)
    few = {key: one for key, one in said.answers.items() if key != "voice"}
    with pytest.raises(Refused, match="every question"):
        answer(session, first_for(session, priya), priya, replace(said, answers=few), now=NOW)


def test_files_can_be_read_for_four_weeks(session: Session, priya: User, maliks: Episode) -> None:
    drawn(session, priya)
    assert len(files_for(session, priya, NOW + timedelta(days=28))) == 1
    assert files_for(session, priya, NOW + timedelta(days=29)) == []


def test_joan_reads_what_priya_said_beside_each_question_and_the_trail_says_why_she_was_there(
    session: Session, browser: Browser, priya: User, joan: User, lorna: User, maliks: Episode
) -> None:
    words = "Bags were packed by the door."
    entry = NoteEntry(id=uuid4(), kind=NoteKind.NOTE, occurred_at=NOW, happened=words)
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    audit = drawn(session, priya)
    answer(session, first_for(session, priya), priya, answers(audit, Said.PARTLY, "Only Ayaan’s"), now=NOW)
    session.commit()
    here = f"/file-audits/files/{first_for(session, joan).file.id}"
    with clock.at(NOW):
        client = browser(joan)
        assert client.get(f"/families/{maliks.family_id}").status_code == 404
        page = client.get(here).text
        assert words in page
        assert "Priya said: Partly. Only Ayaan’s" in page
        empty = client.post(here, data={"id": str(uuid4()), "words-voice": "Kept as typed"})
        assert empty.status_code == 422
        assert "Kept as typed" in empty.text
        said = {f"said-{key}": "yes" for key, _ in audit.questions}
        assert client.post(here, data=said | {"id": str(uuid4())}).status_code == 303
        after = client.get(here).text
    assert words not in after
    assert "Priya: Partly" in after
    assert "Joan: Yes" in after
    looks = session.execute(
        select(Entry.reason, Entry.family_id).where(Entry.actor_id == joan.id, Entry.action == "family.view")
    ).all()
    assert set(looks) == {("file audit", maliks.family_id)}
    assert len(looks) == 3


def found_by_two(session: Session, priya: User, joan: User, many: int) -> None:
    """So many files read by both: they differ on the first question of the first file."""
    for number in range(many):
        one = files_for(session, priya, NOW)[0]
        answer(session, one, priya, answers(one.audit), now=NOW)
        other = files_for(session, joan, NOW)[0]
        said = answers(other.audit)
        if number == 0:
            said = replace(said, answers=dict(said.answers) | {"voice": Answer(said=Said.NO)})
        answer(session, other, joan, said, now=NOW)
        session.commit()
        if not files_for(session, priya, NOW) and number + 1 < many:
            drawn(session, priya, f"seed {number}")


def test_results_are_counts_by_question_and_quarter_and_never_a_score(
    session: Session, browser: Browser, priya: User, joan: User, families: Families
) -> None:
    families(9)
    drawn(session, priya)
    found_by_two(session, priya, joan, 3)
    found = found_in(session, priya.cluster_id)  # type: ignore[arg-type]
    assert [(one.question, one.agreed[Said.YES], one.differed) for one in found[:2]] == [
        ("voice", 2, 1),
        ("siblings", 3, 0),
    ]
    assert {one.quarter for one in found} == {(2026, 4)}
    with clock.at(NOW):
        page = browser(priya).get("/file-audits/results").text
    assert "October to December 2026" in page
    assert "Whitaker" not in page
    assert "WH-0" not in page
    assert "%" not in page.partition("<main")[2]


def test_a_file_that_one_person_read_is_not_counted(session: Session, priya: User, maliks: Episode) -> None:
    audit = drawn(session, priya)
    answer(session, first_for(session, priya), priya, answers(audit), now=NOW)
    session.commit()
    assert found_in(session, audit.cluster_id) == []


def test_noor_sees_no_count_under_five_and_opens_no_file(
    session: Session, browser: Browser, priya: User, joan: User, noor: User, families: Families
) -> None:
    families(12)
    drawn(session, priya)
    found_by_two(session, priya, joan, 6)
    counts = [row.counts for row in quarters_of(found_in(session, priya.cluster_id), within=False)[0].rows]  # type: ignore[arg-type]
    assert counts[0] == ["5", "under 5", "under 5", "under 5", "under 5"]
    assert counts[1] == ["6", "under 5", "under 5", "under 5", "under 5"]
    with clock.at(NOW):
        client = browser(noor)
        page = client.get("/file-audits/results").text
        assert "Counts under 5 are not said" in page
        assert "Beckside" in page
        assert client.get("/file-audits").status_code == 404
        assert "/file-audits/results" in client.get("/more").text


def test_another_cluster_finds_none_of_it(
    session: Session, browser: Browser, priya: User, marcus: User, maliks: Episode
) -> None:
    drawn(session, priya)
    here = f"/file-audits/files/{first_for(session, priya).file.id}"
    with clock.at(NOW):
        assert browser(marcus).get(here).status_code == 404
        assert "Beckside" not in browser(marcus).get("/file-audits/results").text
