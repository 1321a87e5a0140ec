"""What was saved without a signal arrives once, by the same rules as any other form."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.families.models import Allocation, Episode, FamilyMember
from app.notes.models import Note, NoteVersion
from app.offline.models import HeldItem, Phone, Receipt
from tests.cast import NOW, TODAY
from tests.offline.phones import TestPhone

PhoneOf = Callable[[User], TestPhone]
Boxes = list[tuple[str, str]]
WORDS = "Shazia says the bus pass came. Ayaan asked if he can sit by the driver again."


@pytest.fixture
def call(maliks: Episode, member: Callable[[Episode, str], FamilyMember]) -> Boxes:
    """A call with Shazia, as its form says it."""
    return [
        ("id", str(uuid4())),
        ("promise_id", str(uuid4())),
        ("family", str(maliks.family_id)),
        ("kind", "call"),
        ("who", str(member(maliks, "Shazia").id)),
        ("day", "2026-11-24"),
        ("time", "09:30"),
        ("happened", WORDS),
        ("readers", "team"),
    ]


def test_a_call_saved_without_a_signal_is_held_with_its_receipt(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    [answer] = phone.send(phone.save("/contacts/new", call, at=NOW - timedelta(minutes=20)))

    assert answer["outcome"] == "kept"
    note = session.scalars(select(Note)).one()
    assert session.scalars(select(NoteVersion.happened)).one() == WORDS
    assert (note.written_by_id, note.written_at, note.recorded_at) == (lorna.id, NOW - timedelta(minutes=20), NOW)
    receipt = session.get_one(Receipt, UUID(answer["ack"]))
    assert (receipt.user_id, receipt.received_at) == (lorna.id, NOW)


def test_the_same_item_sent_five_times_is_one_note_and_one_answer(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    item = phone.save("/contacts/new", call)
    outcomes = [phone.send(item)[0]["outcome"] for _ in range(4)] + [phone.send(item, item)[1]["outcome"]]

    assert outcomes == ["kept"] * 5
    assert session.scalar(select(func.count()).select_from(Note)) == 1
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_other_words_under_a_used_id_are_said_to_clash_and_change_nothing(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone, item_id = phone_of(lorna), str(uuid4())
    phone.send(phone.save("/contacts/new", call, item_id=item_id))
    other = [(name, "Something else" if name == "happened" else words) for name, words in call]
    [answer] = phone.send(phone.save("/contacts/new", other, item_id=item_id))

    assert answer["outcome"] == "clash"
    assert session.scalars(select(NoteVersion.happened)).one() == WORDS


def test_a_form_that_breaks_a_rule_comes_back_filled_in_and_leaves_no_receipt(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    tomorrow = [(name, "2026-11-25" if name == "day" else words) for name, words in call]
    [answer] = phone.send(phone.save("/contacts/new", tomorrow))

    assert answer["outcome"] == "refused"
    assert WORDS in answer["page"]
    assert "errs" in answer["page"]
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_it_is_theirs_whoever_is_signed_in_on_the_phone_now(
    phone_of: PhoneOf, session: Session, browser: Callable[..., FlaskClient], lorna: User, tom: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    with phone.client.session_transaction() as cookie, browser(tom).session_transaction() as toms:
        cookie["_user_id"] = toms["_user_id"]
    phone.send(phone.save("/contacts/new", call))

    assert session.scalars(select(Note.written_by_id)).one() == lorna.id


def test_an_item_of_somebody_else_is_not_opened_under_my_name(
    phone_of: PhoneOf, session: Session, lorna: User, tom: User, call: Boxes
) -> None:
    lornas, toms = phone_of(lorna), phone_of(tom)
    [answer] = toms.send(lornas.save("/contacts/new", call))

    assert answer["outcome"] == "unreadable"
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_an_altered_item_is_not_opened_and_stops_no_other(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    good = phone.save("/contacts/new", call, lane="another")
    altered = phone.save("/contacts/new", call, lane="one")
    altered["sealed"] = ("B" if altered["sealed"].startswith("A") else "A") + altered["sealed"][1:]
    answers = phone.send(altered, good)

    assert [answer["outcome"] for answer in answers] == ["unreadable", "kept"]


def test_what_was_saved_after_a_refused_item_of_the_same_family_waits_behind_it(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    wrong = [(name, "" if name == "happened" else words) for name, words in call]
    answers = phone.send(
        phone.save("/contacts/new", wrong, lane="the maliks"),
        phone.save("/contacts/new", call, lane="the maliks"),
        phone.save("/contacts/new", [("id", str(uuid4())), ("promise_id", str(uuid4())), *call[2:]], lane="others"),
    )

    assert [answer["outcome"] for answer in answers] == ["refused", "again", "kept"]


def test_what_was_written_while_lorna_still_led_is_kept_though_she_no_longer_does(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode, call: Boxes
) -> None:
    phone = phone_of(lorna)
    session.scalars(select(Allocation).where(Allocation.episode_id == maliks.id)).one().until_on = TODAY - timedelta(2)
    session.commit()
    three_days_ago = [(name, "2026-11-21" if name == "day" else words) for name, words in call]
    [answer] = phone.send(phone.save("/contacts/new", three_days_ago, at=NOW - timedelta(days=3)))

    assert answer["outcome"] == "kept"


def test_what_was_written_after_her_last_day_is_held_for_a_supervisor_and_not_lost(
    phone_of: PhoneOf, session: Session, lorna: User, maliks: Episode, call: Boxes
) -> None:
    phone = phone_of(lorna)
    session.scalars(select(Allocation).where(Allocation.episode_id == maliks.id)).one().until_on = TODAY - timedelta(2)
    session.commit()
    outing = [("id", str(uuid4())), ("saw", "He flinched."), ("how_soon", "today")]
    [answer] = phone.send(phone.save(f"/families/{maliks.family_id}/worries/new", outing))

    assert answer["outcome"] == "held"
    held = session.scalars(select(HeldItem)).one()
    assert (held.user_id, held.why) == (lorna.id, "no longer theirs")
    assert "flinched" not in held.sealed


@pytest.mark.parametrize("why", ["phone ended", "person left"])
def test_what_a_lost_phone_or_a_leaver_sends_is_held(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes, why: str
) -> None:
    phone = phone_of(lorna)
    if why == "phone ended":
        session.scalars(select(Phone)).one().ended_at = NOW - timedelta(hours=1)
    else:
        session.merge(lorna).left_on = TODAY
    session.commit()
    item = phone.save("/contacts/new", call)
    outcomes = [phone.send(item)[0]["outcome"] for _ in range(2)]

    assert outcomes == ["held", "held"]
    assert session.scalars(select(HeldItem.why)).one() == why
    assert session.scalar(select(func.count()).select_from(Note)) == 0
    assert session.scalar(select(func.count()).select_from(Entry).where(Entry.action == "outbox.held")) == 1


def test_an_address_that_is_no_form_for_phones_is_held_and_not_asked(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    [answer] = phone.send(phone.save("/account/password", [("password", "walking beside you 27")]))

    assert answer["outcome"] == "held"


def test_a_phone_whose_clock_is_slow_says_when_all_the_same(
    phone_of: PhoneOf, session: Session, lorna: User, call: Boxes
) -> None:
    phone = phone_of(lorna)
    slow = timedelta(minutes=40)
    written = NOW - timedelta(minutes=10)
    phone.send(phone.save("/contacts/new", call, at=written - slow), sent_at=NOW - slow)

    assert session.scalars(select(Note.written_at)).one() == written
    assert session.scalars(select(Receipt.clock_off)).one() == slow.total_seconds()


def test_a_phone_that_was_never_set_up_delivers_nothing(app: Flask, lorna: User) -> None:
    answer = app.test_client().post("/sync/outbox", json={"sent_at": NOW.isoformat(), "items": [{}]})

    assert answer.status_code == 401
    assert answer.get_json() == {"app": "withy", "user": None}


def test_the_delivery_credential_opens_no_page(phone_of: PhoneOf, lorna: User) -> None:
    phone = phone_of(lorna)

    assert phone.client.get("/today").status_code == 401
    assert phone.client.get("/sync/hello").get_json()["user"] is None
    assert clock.now() == NOW
