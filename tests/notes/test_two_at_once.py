"""Two who save at the same moment: nothing is doubled, nothing overwritten."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import Refused
from app.families.models import Episode
from app.notes.actions import AmendmentEntry, amend_note, write_note
from app.notes.models import Note, NoteVersion
from app.notes.queries import version_of, wording_of
from app.web.session import db
from tests.cast import NOW
from tests.notes.told import HOUR, a_call


def at_once(app: Flask, deeds: list[Callable[[Session], None]]) -> list[str]:
    """Do these in sessions of their own at one moment; what was refused, in words."""
    start, refused = Barrier(len(deeds)), []

    def run(deed: Callable[[Session], None], session: Session) -> None:
        with session:
            start.wait()
            try:
                deed(session)
                session.commit()
            except Refused as no:
                session.rollback()
                refused.append(no.field)

    with app.app_context():
        threads = [Thread(target=run, args=(deed, db.sessionmaker())) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_double_tap_is_one_note(app: Flask, session: Session, lorna: User, maliks: Episode) -> None:
    entry = a_call()
    episode_id, by_id = maliks.id, lorna.id

    def tap(own: Session) -> None:
        write_note(own, own.get_one(Episode, episode_id), own.get_one(User, by_id), entry, now=NOW)

    assert at_once(app, [tap, tap, tap]) == []
    assert session.scalar(select(func.count()).select_from(Note)) == 1
    assert session.scalar(select(func.count()).select_from(NoteVersion)) == 1


def test_of_two_amendments_one_is_asked_again(app: Flask, session: Session, lorna: User, maliks: Episode) -> None:
    note = write_note(session, maliks, lorna, a_call(), now=NOW)
    says = wording_of(session, version_of(session, note.id, 1))
    session.commit()
    note_id, by_id = note.id, lorna.id

    def put_right(words: str) -> Callable[[Session], None]:
        entry = AmendmentEntry(version=1, reason="It was put wrong", says=replace(says, happened=words))

        def deed(own: Session) -> None:
            amend_note(own, own.get_one(Note, note_id), own.get_one(User, by_id), entry, now=NOW + HOUR)

        return deed

    assert at_once(app, [put_right("One way"), put_right("Another way")]) == ["version"]
    session.expire_all()
    assert session.get_one(Note, note_id).latest == 2
