"""A full disk says so at once: nothing that was kept is lost, nothing typed is, and with room it goes on."""

import resource
from uuid import uuid4

from app.demo.people import PASSPHRASE
from tests.serving.served import Phone, Server, Written, a_call
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
