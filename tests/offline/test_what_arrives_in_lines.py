"""A phone sends a line for each thing that waits; each is taken as it arrives, whatever becomes of the rest."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode
from app.notes.models import NoteVersion
from tests.offline.phones import TestPhone

PhoneOf = Callable[[User], TestPhone]


def note(phone: TestPhone, family: Episode, words: str) -> dict[str, str]:
    said = {"id": str(uuid4()), "family": str(family.family_id), "kind": "note", "day": "2026-11-24", "time": "09:30"}
    return phone.save("/contacts/new", list((said | {"readers": "team", "happened": words}).items()))


def body(*lines: Any, head: dict[str, Any] | None = None) -> bytes:
    first = {"sent_at": clock.now().isoformat(), "waiting": 0} if head is None else head
    return "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in (first, *lines)).encode()


def post(phone: TestPhone, packed: bytes) -> TestResponse:
    headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
    return phone.client.post("/sync/outbox", data=packed, headers=headers)


def kept(session: Session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(NoteVersion.happened)))


def test_each_line_is_taken_and_answered_by_itself(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode
) -> None:
    phone = phone_of(lorna)
    notes = [note(phone, maliks, f"Note {number}") for number in range(3)]
    answers = post(phone, gzip.compress(body(notes[0], "{ not json", notes[1], notes[2]))).get_json()["answers"]

    assert [one["outcome"] for one in answers] == ["kept", "unreadable", "kept", "kept"]
    assert [one["ack"] for one in answers] == [notes[0]["id"], None, notes[1]["id"], notes[2]["id"]]
    assert kept(session) == ["Note 0", "Note 1", "Note 2"]


def test_what_is_cut_off_is_taken_up_to_there_and_once_when_it_comes_again(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode
) -> None:
    phone = phone_of(lorna)
    notes = [note(phone, maliks, f"Note {number}") for number in range(4)]
    packed = gzip.compress(body(*notes))
    post(phone, packed[: len(packed) * 3 // 4])
    assert kept(session) == ["Note 0", "Note 1"]

    answers = post(phone, packed).get_json()["answers"]
    assert [one["outcome"] for one in answers] == ["kept"] * 4
    assert kept(session) == [f"Note {number}" for number in range(4)]


def test_a_body_that_unpacks_without_end_is_no_batch(phone_of: PhoneOf, session: Session, lorna: User) -> None:
    phone = phone_of(lorna)
    assert post(phone, gzip.compress(b" " * 20_000_000)).status_code == 400
    assert post(phone, b"not packed at all").status_code == 400
    assert post(phone, gzip.compress(body(head={"sent_at": "yesterday"}))).status_code == 400
    assert kept(session) == []
