"""A full disk says so at once: nothing that was kept is lost, nothing typed is, and with room it goes on."""

import resource
from pathlib import Path
from uuid import uuid4

import pytest

from app.demo.people import PASSPHRASE
from tests.serving.served import Phone, Server, Written, a_call, environment, flask, type_command
from tests.serving.test_killed import faults

ROOM = 65_536  # bytes: less than any of the database's files will need
NO_END = resource.RLIM_INFINITY


def test_a_full_disk_loses_nothing(on_sqlite: dict[str, str]) -> None:
    server, written = Server(on_sqlite), Written()
    server.start()
    try:
        phone = Phone(server.port)
        phone.sign_in("lorna@withy.example", PASSPHRASE)
        _, _, page = phone.ask("GET", "/contacts/new")
        call = a_call(page, 0)

        server.let_files_grow_to(ROOM)
        for line in range(1, 200):
            note_id, words = uuid4(), f"{written.run}: 0 writes line {line}."
            said = call | {"id": str(note_id), "promise_id": str(uuid4()), "happened": words}
            status, _, page = phone.ask("POST", "/contacts/new", said)
            if status != 303:
                break
            written.keep(note_id, words)
        assert status == 500
        assert "It’s our fault, not yours" in page
        assert words in page  # what was typed is still there to be taken away

        server.let_files_grow_to(NO_END)
        assert phone.ask("POST", "/contacts/new", said)[0] == 303
        written.keep(note_id, words)
        assert phone.ask("GET", "/today")[0] == 200
    finally:
        server.kill()
    assert faults(on_sqlite, written) == []


@pytest.fixture
def backup(on_sqlite: dict[str, str], tmp_path: Path) -> Path:
    """A backup of the demo."""
    flask(on_sqlite, "backup", str(tmp_path / "before"))
    (file,) = (tmp_path / "before").iterdir()
    return file


@pytest.mark.parametrize("part", [20, 2], ids=["hardly any room", "half the room"])
def test_a_backup_that_has_no_room_says_so_and_leaves_nothing(
    on_sqlite: dict[str, str], tmp_path: Path, part: int
) -> None:
    instance = Path(on_sqlite["WITHY_INSTANCE"])
    # All that the application has written stands in the one file, and the journal begins anew.
    flask(on_sqlite, "verify-audit")
    room = (instance / "withy.db").stat().st_size // part
    failed = type_command(on_sqlite, "backup", str(tmp_path / "backups"), room=room)
    assert failed.returncode == 1
    assert failed.stderr.startswith("Error: No backup was made: ")
    assert failed.stderr.count("\n") == 1
    assert list((tmp_path / "backups").iterdir()) == []
    assert [file for file in instance.iterdir() if "copy" in file.name] == []
    flask(on_sqlite, "backup", str(tmp_path / "backups"))


def test_a_restore_that_has_no_room_says_so_and_can_be_done_again(
    on_sqlite: dict[str, str], backup: Path, tmp_path: Path
) -> None:
    place = tmp_path / "new machine"
    told = environment(place)
    failed = type_command(told, "restore", str(backup), room=ROOM)
    assert failed.returncode == 1
    assert failed.stderr.startswith("Error: Nothing was restored: ")
    assert failed.stderr.count("\n") == 1
    assert list(place.iterdir()) == []
    assert "Restored" in flask(told, "restore", str(backup))
    assert "The audit trail is whole" in flask(told, "verify-audit")
