"""kill -9 at any moment: each note that was said to be kept is there, once, in order, as it was written."""

import re
import threading
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import create_app
from app.audit.actions import verify_chain
from app.demo.people import PASSPHRASE
from app.notes.models import Note, NoteVersion
from app.settings import read_settings
from app.web.session import db
from tests.serving.served import Phone, Server, Writer, Written, a_call

WRITERS, KILLS, BETWEEN = 4, 3, 12  # notes kept between two kills, at least
WORDS = re.compile(r"(\w+): (\d+) writes line (\d+)\.")


def write_and_kill(told: dict[str, str], wsgi: str = "wsgi:app", kills: int = KILLS) -> Written:
    """Four people write without a pause while the server is killed and started again."""
    server, written, done = Server(told, wsgi), Written(), threading.Event()
    server.start()
    try:
        phone = Phone(server.port)
        phone.sign_in("lorna@withy.example", PASSPHRASE)
        _, _, page = phone.ask("GET", "/contacts/new")
        writers = [
            Writer(n, Phone(server.port, dict(phone.cookies), phone.csrf), a_call(page, n), written, done)
            for n in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        for kill in range(1, kills + 1):
            written.wait_for(kill * BETWEEN)
            server.kill()
            server.start()
        written.wait_for(len(written.acknowledged) + WRITERS)
        done.set()
        for writer in writers:
            writer.join()
    finally:
        done.set()
        server.kill()
    assert written.refused == []
    return written


def faults(told: dict[str, str], written: Written) -> list[str]:
    """What is lost, doubled, changed or left out; empty when all is well."""
    app = create_app(read_settings(told))
    with app.app_context():
        with db.sessionmaker() as session:
            there = notes_of(session, written.run)
            found = [finding.words for finding in verify_chain(session).findings]
            if session.get_bind().dialect.name == "sqlite":
                found += [word for word in session.scalars(text("PRAGMA integrity_check")) if word != "ok"]
        db.engine.dispose()
    found += [f"lost: {words}" for note_id, words in written.acknowledged.items() if there.get(note_id) != words]
    found += [f"doubled: {words}" for words, times in Counter(there.values()).items() if times > 1]
    for number in range(WRITERS):
        lines = {int(said[3]) for words in there.values() if (said := WORDS.match(words)) and said[2] == str(number)}
        found += [f"left out: {number}, line {line}" for line in range(1, max(lines, default=0)) if line not in lines]
    return found


def notes_of(session: Session, run: str) -> dict[UUID, str]:
    """The notes of one run."""
    rows = session.execute(select(Note.id, NoteVersion.happened).join(NoteVersion, NoteVersion.note_id == Note.id))
    return {note_id: words for note_id, words in rows if words.startswith(f"{run}: ")}


def test_no_note_is_lost_or_doubled_when_the_server_is_killed(told: dict[str, str]) -> None:
    written = write_and_kill(told)
    assert len(written.acknowledged) >= KILLS * BETWEEN
    assert faults(told, written) == []


@pytest.mark.parametrize(("bug", "words"), [("too_soon", "lost: "), ("twice", "doubled: ")])
def test_this_harness_finds_a_server_that_loses_or_doubles(on_sqlite: dict[str, str], bug: str, words: str) -> None:
    written = write_and_kill(on_sqlite, f"tests.serving.careless:{bug}()", kills=1)
    assert any(fault.startswith(words) for fault in faults(on_sqlite, written))
