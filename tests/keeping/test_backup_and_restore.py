"""The drill: everything is lost but a backup and its key, and on a new machine the work goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in
from app.accounts.models import SignIn, User
from app.audit.actions import epoch_of, note, verify_chain
from app.audit.models import Entry, Epoch
from app.families.models import Episode, Family
from app.keeping.backup import make_backup
from app.keeping.restore import restore
from app.keeping.schema import alembic_config
from app.keeping.sealing import HEADER, CannotRestore
from app.notes.models import Note, NoteKind, NoteVersion
from app.web.session import db
from tests.cast import NOW
from tests.databases import KEYS, Backend
from tests.keeping.conftest import OTHER_KEYS, Place, everything

CANARY = "quillfeather"


@pytest.fixture
def said(session: Session, lorna: User, maliks: Episode) -> Note:
    """A note about the Maliks, in words that stand nowhere else; Lorna is signed in."""
    family = session.get_one(Family, maliks.family_id)
    family.hopes = f"{CANARY} mornings"
    found = Note(
        id=uuid4(),
        family_id=maliks.family_id,
        episode_id=maliks.id,
        kind=NoteKind.CALL,
        written_by_id=lorna.id,
        written_at=NOW,
        recorded_at=NOW,
        occurred_at=NOW,
    )
    session.add(found)
    session.flush()
    happened = f"{CANARY}\ttab, “quotes”, \\backslash, \n a new line, żółć and \\N. " * 40
    session.add(
        NoteVersion(note_id=found.id, number=1, made_at=NOW, made_by_id=lorna.id, occurred_at=NOW, happened=happened)
    )
    note(session, lorna, "note.write", about="note", about_id=found.id, family_id=maliks.family_id, now=NOW)
    begin_sign_in(session, lorna, "A phone", now=NOW, second_step_done=True)
    session.commit()
    return found


@pytest.fixture
def kept(backend: Backend, app: Flask, said: Note, tmp_path: Path) -> Path:
    """A backup made while Lorna's note was there."""
    with app.app_context():
        file, _ = make_backup(db.engine, app.extensions["withy"], tmp_path / "backups", now=NOW)
    return file


def put_back(place: Place, file: Path, key: bytes = KEYS.backup) -> None:
    engine = place.engine()
    try:
        restore(engine, place.settings(), file, key, now=NOW)
    finally:
        engine.dispose()


def test_what_was_lost_is_there_again_on_a_new_machine(
    session: Session, kept: Path, new_machine: Place, opened: Callable[[Flask], Session]
) -> None:
    before = everything(session)
    put_back(new_machine, kept)
    after = everything(opened(new_machine.started()))
    assert len(before["note"]) == 1
    for table in before.keys() - {"audit_entry", "epoch", "sign_in"}:
        assert after[table] == before[table], table
    assert len(after["epoch"]) == len(before["epoch"]) + 1
    assert len(after["audit_entry"]) == len(before["audit_entry"]) + 1


def test_the_audit_trail_goes_on_unbroken_under_its_own_key(
    session: Session, kept: Path, new_machine: Place, opened: Callable[[Flask], Session]
) -> None:
    put_back(new_machine, kept)
    app = new_machine.started()
    again = opened(app)
    assert verify_chain(again).findings == []
    last = again.scalars(select(Entry).order_by(Entry.number.desc())).first()
    assert last is not None
    assert (last.action, last.reason) == ("backup.restore", "The backup of 2026-11-24 10:00 UTC")
    proved = app.test_cli_runner().invoke(args=["verify-audit"])
    assert "The audit trail is whole" in proved.output
    assert "1 published before" in proved.output


def test_a_restore_begins_a_new_epoch_and_signs_everybody_out(
    session: Session, kept: Path, new_machine: Place, opened: Callable[[Flask], Session]
) -> None:
    first = session.scalars(select(Epoch)).one()
    put_back(new_machine, kept)
    again = opened(new_machine.started())
    epochs = again.scalars(select(Epoch).order_by(Epoch.restored_from.is_(None).desc())).all()
    assert epochs[0].id == first.id
    assert [epoch.restored_from for epoch in epochs] == [None, NOW]
    assert again.scalars(select(SignIn.ended_at)).all() == [NOW]


def test_the_restored_database_still_refuses_to_change_the_trail(
    kept: Path, new_machine: Place, opened: Callable[[Flask], Session]
) -> None:
    put_back(new_machine, kept)
    with pytest.raises(Exception, match="append-only"):
        opened(new_machine.started()).execute(text("DELETE FROM audit_entry"))


def test_a_backup_shows_nobody_a_word_or_a_key(kept: Path) -> None:
    held = kept.read_bytes()
    assert len(held) > 10_000
    for secret in (CANARY.encode(), b"Malik", b"Lorna", b"note_version", KEYS.field, KEYS.field.hex().encode()):
        assert secret not in held
    assert kept.stat().st_mode & 0o077 == 0


def test_no_unsealed_copy_is_left_behind(backend: Backend, kept: Path) -> None:
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    assert not [file for file in backend.folder.iterdir() if "copy" in file.name]


def test_the_wrong_key_is_refused_and_nothing_happens(kept: Path, new_machine: Place) -> None:
    with pytest.raises(CannotRestore, match="sealed with another key"):
        put_back(new_machine, kept, OTHER_KEYS.backup)
    assert list(new_machine.folder.glob("withy.db*")) == []


@pytest.mark.parametrize("where", [0, HEADER - 1, HEADER + 5_000, -1])
def test_a_damaged_backup_is_refused_and_nothing_happens(kept: Path, new_machine: Place, where: int) -> None:
    damaged = bytearray(kept.read_bytes())
    damaged[where] ^= 1
    kept.write_bytes(damaged)
    with pytest.raises(CannotRestore, match=r"damaged|not a backup|another key"):
        put_back(new_machine, kept)
    assert list(new_machine.folder.iterdir()) == []


def test_a_backup_cut_short_is_refused(kept: Path, new_machine: Place) -> None:
    kept.write_bytes(kept.read_bytes()[:-20_000])
    with pytest.raises(CannotRestore, match="damaged or incomplete"):
        put_back(new_machine, kept)


def test_a_database_with_a_family_in_it_is_never_overwritten(
    app: Flask, session: Session, kept: Path, said: Note
) -> None:
    with app.app_context(), pytest.raises(CannotRestore, match="not empty"):
        restore(db.engine, app.extensions["withy"], kept, KEYS.backup, now=NOW)
    assert session.scalars(select(Note.id)).all() == [said.id]


def test_a_database_that_was_only_set_up_may_be_restored_into(
    kept: Path, new_machine: Place, opened: Callable[[Flask], Session]
) -> None:
    engine = new_machine.engine()
    command.upgrade(alembic_config(engine), "head")
    with Session(engine) as fresh:
        epoch_of(fresh, now=NOW)
        fresh.commit()
    engine.dispose()
    put_back(new_machine, kept)
    again = everything(opened(new_machine.started()))
    assert (len(again["family"]), len(again["epoch"])) == (1, 2)


def test_the_same_backup_is_not_restored_twice(kept: Path, new_machine: Place) -> None:
    put_back(new_machine, kept)
    with pytest.raises(CannotRestore, match=r"not empty|does not open"):
        put_back(new_machine, kept)


def test_a_backup_of_the_other_database_is_refused(backend: Backend, kept: Path, tmp_path: Path) -> None:
    other = (
        "postgresql+psycopg://nobody@localhost/none" if backend.name == "sqlite" else f"sqlite:///{tmp_path / 'x.db'}"
    )
    with pytest.raises(CannotRestore, match=f"This backup is of {backend.name}"):
        put_back(Place(tmp_path, other), kept)


def test_a_backup_of_a_newer_version_is_refused(
    app: Flask, session: Session, said: Note, new_machine: Place, tmp_path: Path
) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    session.commit()
    with app.app_context():
        file, _ = make_backup(db.engine, app.extensions["withy"], tmp_path / "backups", now=NOW)
    with pytest.raises(CannotRestore, match="newer version"):
        put_back(new_machine, file)


def test_a_key_in_the_environment_that_is_not_the_backups_is_refused(kept: Path, new_machine: Place) -> None:
    engine = new_machine.engine()
    given = replace(new_machine.settings(), keys_given=frozenset({"field", "session"}))
    with pytest.raises(CannotRestore, match="WITHY_FIELD_KEY is not the backup's"):
        restore(engine, given, kept, KEYS.backup, now=NOW)
    engine.dispose()


def test_a_trail_that_was_tampered_with_is_found_before_anybody_trusts_the_restore(
    app: Flask, session: Session, said: Note, new_machine: Place, tmp_path: Path
) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
    session.execute(text("UPDATE audit_entry SET action = 'note.read' WHERE number = 1"))
    session.commit()
    with app.app_context():
        file, _ = make_backup(db.engine, app.extensions["withy"], tmp_path / "backups", now=NOW)
    with pytest.raises(CannotRestore, match="Entry 1 was changed"):
        put_back(new_machine, file)
    assert list(new_machine.folder.glob("withy.db*")) == []


def test_a_backup_made_while_people_work_is_of_one_moment(
    app: Flask, session: Session, lorna: User, new_machine: Place, opened: Callable[[Flask], Session], tmp_path: Path
) -> None:
    done, begun = Event(), Event()

    def work() -> None:
        while not done.is_set():
            with app.app_context(), db.sessionmaker() as own:
                note(own, lorna, "family.view", about="family", now=NOW)
                own.commit()
            begun.set()

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work) for _ in range(3)]
        begun.wait(10)
        try:
            with app.app_context():
                file, manifest = make_backup(db.engine, app.extensions["withy"], tmp_path / "backups", now=NOW)
        finally:
            done.set()
        for worker in workers:
            worker.result()
    put_back(new_machine, file)
    again = opened(new_machine.started())
    verdict = verify_chain(again)
    assert (verdict.findings, verdict.count) == ([], manifest.audit.count + 1)
    assert verify_chain(session, [manifest.audit]).findings == []


def test_hazel_types_backup_and_on_the_new_machine_restore(
    app: Flask, session: Session, said: Note, new_machine: Place, opened: Callable[[Flask], Session], tmp_path: Path
) -> None:
    made = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backups")])
    assert made.exit_code == 0, made.output
    assert "read back and found whole" in made.output
    (file,) = (tmp_path / "backups").iterdir()
    key = tmp_path / "the backup key on paper"
    key.write_text(KEYS.backup.hex())
    fresh = new_machine.started()
    refused = fresh.test_cli_runner().invoke(args=["restore", str(file)])
    assert (refused.exit_code, "another key" in refused.output) == (1, True)
    done = fresh.test_cli_runner().invoke(args=["restore", str(file), "--key-file", str(key)])
    assert done.exit_code == 0, done.output
    assert "Everybody is signed out" in done.output
    with fresh.app_context():
        db.engine.dispose()
    assert opened(new_machine.started()).scalars(select(Note.id)).all() == [said.id]
