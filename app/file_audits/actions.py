"""Drawing a sample, and keeping what a reader answered. Nothing of it is changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.models import Cluster
from app.clusters.queries import choices_of, figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.file_audits.drawing import drawn_from
from app.file_audits.models import WORDS_LENGTH, DrawnFile, FileAnswer, FileAudit, FileReading, Said
from app.file_audits.queries import Waiting, close_to, files_for, pool_of, related_to, still_to_read, works_with
from app.notes.wording import check_text


@dataclass(frozen=True, kw_only=True)
class DrawEntry:
    """A draw that somebody asks for: chance alone says which files."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a reader says to one question, and a few words why."""

    said: Said
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingEntry:
    """A reader's answer to every question of the audit, by the question's key."""

    id: UUID
    answers: Mapping[str, Answer]


def draw(session: Session, by: User, entry: DrawEntry, *, seed: str, now: datetime) -> FileAudit:
    """Draw as many files as the cluster says, and write down how; the same form sent again draws nothing.

    Raises Refused: nobody draws again before they have read what they drew, else they could choose.
    """
    cluster = session.get_one(Cluster, by.cluster_id)
    hold(session, cluster)
    if known := session.get(FileAudit, entry.id):
        if known.drawn_by_id == by.id:
            return known
        raise Refused("id", "This form has been sent before: open a new one")
    figures = figures_of(session, cluster.id)
    if still_to_read(session, by, now - timedelta(days=figures.file_audit_days)):
        raise Refused("", "Read the files that you have drawn first")
    pool = pool_of(session, cluster.id, clock.local(now).date())
    drawn = drawn_from(
        pool,
        seed,
        figures.file_audit_files,
        works_with=works_with(session, by),
        kept_from=related_to(session, by),
    )
    if not drawn:
        raise Refused("", "There is no file to draw yet")
    audit = FileAudit(
        id=entry.id,
        cluster_id=cluster.id,
        seed=seed,
        pool=len(pool),
        asked_for=figures.file_audit_files,
        questions=[[key, words] for key, words in choices_of(session, cluster.id, "file_questions").items()],
        drawn_at=now,
        drawn_by_id=by.id,
    )
    session.add(audit)
    session.flush()
    session.add_all(
        DrawnFile(
            audit_id=audit.id,
            place=place,
            family_id=one.candidate.family_id,
            episode_id=one.candidate.episode_id,
            replaced=one.replaced,
        )
        for place, one in enumerate(drawn, start=1)
    )
    note(session, by, "file_audit.draw", about="file_audit", about_id=audit.id, now=now)
    return audit


def answer(session: Session, found: Waiting, by: User, entry: ReadingEntry, *, now: datetime) -> FileReading:
    """Keep what a reader answered, once; the same sent again changes nothing. Raises Refused."""
    file, audit = found.file, found.audit
    hold(session, file)
    if known := session.get(FileReading, entry.id):
        return _same_reading(session, known, by, entry)
    # Read again under the lock: another second reader may have been quicker.
    again = files_for(session, by, now, file_id=file.id)
    if not again or not again[0].number:
        raise Refused("", "Somebody else has read this file by now: both answers are kept")
    _check(audit, entry)
    reading = FileReading(
        id=entry.id,
        file_id=file.id,
        number=again[0].number,
        reader_id=by.id,
        is_close=file.episode_id in close_to(session, by, clock.local(now).date()),
        read_at=now,
    )
    session.add(reading)
    session.flush()
    session.add_all(
        FileAnswer(reading_id=reading.id, question=key, said=one.said, words=one.words)
        for key, one in entry.answers.items()
    )
    note(
        session,
        by,
        "file_audit.answer",
        about="file_audit",
        about_id=file.id,
        family_id=file.family_id,
        reason="file audit",
        now=now,
    )
    return reading


def _check(audit: FileAudit, entry: ReadingEntry) -> None:
    if set(entry.answers) != {key for key, _ in audit.questions}:
        raise Refused("", "Answer every question")
    for one in entry.answers.values():
        check_text("", one.words, WORDS_LENGTH)


def _same_reading(session: Session, known: FileReading, by: User, entry: ReadingEntry) -> FileReading:
    kept = session.scalars(select(FileAnswer).where(FileAnswer.reading_id == known.id))
    said = {one.question: Answer(said=one.said, words=one.words) for one in kept}
    if known.reader_id == by.id and said == dict(entry.answers):
        return known
    raise Refused("id", "This form has been sent before: open a new one")
