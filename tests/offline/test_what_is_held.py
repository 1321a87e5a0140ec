"""What a phone sent and could not be taken waits for a supervisor, is read by nobody else, and is decided once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, Supervision, User
from app.audit.models import Entry
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.families.models import Allocation, Episode, Family, FamilyMember, RelatedStaff
from app.notes.models import Note
from app.offline.actions import what_was_held
from app.offline.letting_in import Yes, let_in
from app.offline.models import HeldDecision, HeldHow, HeldItem, Receipt
from app.web.session import db
from app.worries.models import Worry
from tests.cast import NOW, TODAY, allocation
from tests.offline.held import FLINCHED, hold, phone_for, worry_boxes
from tests.offline.phones import TestPhone

Browser = Callable[..., FlaskClient]
YESTERDAY = TODAY - timedelta(days=1)
WORDS = "Shazia says the bus pass came."


@pytest.fixture
def toms_now(session: Session, maliks: Episode, lorna: User, tom: User) -> Episode:
    """The Maliks, with Tom since yesterday."""
    lead = session.scalars(select(Allocation).where(Allocation.episode_id == maliks.id)).one()
    lead.until_on = TODAY - timedelta(days=2)
    session.add(allocation(maliks.id, tom.id, YESTERDAY))
    session.commit()
    return maliks


@pytest.fixture
def held(session: Session, lorna: User, toms_now: Episode) -> HeldItem:
    """A worry that Lorna wrote half an hour ago about the Maliks, who are Tom's now."""
    phone = phone_for(session, lorna, NOW - timedelta(days=7))
    made = hold(session, phone, f"/families/{toms_now.family_id}/worries/new", worry_boxes())
    session.commit()
    return made


def _decide(client: FlaskClient, held_id: UUID, how: str, reason: str = "Lorna told me of it on the phone.") -> int:
    return client.post(f"/team/held/{held_id}", data={"how": how, "reason": reason}).status_code


def test_priya_finds_on_today_that_something_is_held_whose_it_is_and_why(
    browser: Browser, priya: User, held: HeldItem
) -> None:
    assert "1 thing from phones is held" in browser(priya).get("/team/today").text
    page = browser(priya).get("/team/held").text
    assert "A worry, from Lorna Ackroyd" in page
    assert "Written after Lorna stopped working with this family" in page
    assert "flinched" not in page


def test_a_worry_for_today_that_is_held_says_so_on_today(
    browser: Browser, session: Session, priya: User, lorna: User, toms_now: Episode
) -> None:
    boxes = [(name, "today" if name == "urgency" else words) for name, words in worry_boxes()]
    phone = phone_for(session, lorna, NOW - timedelta(days=7))
    hold(session, phone, f"/families/{toms_now.family_id}/worries/new", boxes)
    session.commit()

    assert "One is a worry for today, and has reached nobody yet" in browser(priya).get("/team/today").text
    assert "A worry for today, from Lorna Ackroyd" in browser(priya).get("/team/held").text


def test_she_reads_the_words_with_their_labels_and_no_ids_and_the_look_is_on_the_trail(
    browser: Browser, session: Session, priya: User, maliks: Episode, held: HeldItem
) -> None:
    page = browser(priya).get(f"/team/held/{held.id}").text
    assert FLINCHED in page
    assert "What did you see or hear?" in page
    assert "A small worry, I’ll write it down" in page
    assert "The whole family" in page
    assert "Tue 24 Nov 2026" in page
    said = page[page.index("<dl") : page.index("</dl>")]
    assert str(maliks.family_id) not in said
    looks = select(Entry.action).where(Entry.actor_id == priya.id, Entry.family_id == maliks.family_id)
    assert session.scalars(looks).all() != []


def test_on_the_record_it_is_lornas_at_its_own_time_and_says_who_let_it_in(
    browser: Browser, session: Session, priya: User, lorna: User, held: HeldItem
) -> None:
    assert _decide(browser(priya), held.id, "let_in") == 303

    worry = session.scalars(select(Worry)).one()
    assert (worry.raised_by_id, worry.saw_or_heard) == (lorna.id, FLINCHED)
    receipt = session.get_one(Receipt, held.id)
    assert (receipt.user_id, receipt.let_in_by_id, receipt.written_at) == (lorna.id, priya.id, held.written_at)
    decision = session.scalars(select(HeldDecision)).one()
    assert (decision.how, decision.decided_by_id, decision.decided_at) == (HeldHow.LET_IN, priya.id, NOW)
    assert session.scalars(select(Entry.actor_id).where(Entry.action == "outbox.let_in")).one() == priya.id
    assert "Nothing is held" in browser(priya).get("/team/held").text
    assert "On the record" in browser(priya).get("/team/held/settled").text


def test_a_note_that_was_let_in_says_who_wrote_it_and_who_let_it_in(
    browser: Browser,
    session: Session,
    priya: User,
    lorna: User,
    toms_now: Episode,
    member: Callable[[Episode, str], FamilyMember],
) -> None:
    boxes = [
        ("id", str(uuid4())),
        ("promise_id", str(uuid4())),
        ("family", str(toms_now.family_id)),
        ("kind", "call"),
        ("who", str(member(toms_now, "Shazia").id)),
        ("day", "2026-11-24"),
        ("time", "09:20"),
        ("happened", WORDS),
        ("readers", "team"),
    ]
    phone = phone_for(session, lorna, NOW - timedelta(days=7))
    item = hold(session, phone, "/contacts/new", boxes)
    session.commit()
    page = browser(priya).get(f"/team/held/{item.id}").text
    assert "Who with?" in page
    assert "Shazia" in page
    assert _decide(browser(priya), item.id, "let_in") == 303

    note = session.scalars(select(Note)).one()
    assert (note.written_by_id, note.let_in_by_id) == (lorna.id, priya.id)
    assert (note.written_at, note.recorded_at) == (item.written_at, NOW)
    page = browser(priya).get(f"/notes/{note.id}").text
    assert "Written by Lorna Ackroyd" in page
    assert "Put on the record by Priya Nair" in page


def test_the_same_item_sent_again_by_the_phone_meets_the_receipt(
    phone_of: Callable[[User], TestPhone],
    browser: Browser,
    session: Session,
    priya: User,
    lorna: User,
    toms_now: Episode,
) -> None:
    phone = phone_of(lorna)
    item = phone.save(f"/families/{toms_now.family_id}/worries/new", worry_boxes())
    assert phone.send(item)[0]["outcome"] == "held"
    assert _decide(browser(priya), UUID(item["id"]), "let_in") == 303

    assert phone.send(item)[0]["outcome"] == "kept"
    assert session.scalar(select(func.count()).select_from(Worry)) == 1


def test_set_aside_it_is_off_the_list_on_no_record_and_can_still_be_read(
    browser: Browser, session: Session, priya: User, held: HeldItem
) -> None:
    assert _decide(browser(priya), held.id, "set_aside", "Tom wrote it down himself.") == 303

    assert session.scalar(select(func.count()).select_from(Worry)) == 0
    assert "Nothing is held" in browser(priya).get("/team/held").text
    assert "Set aside" in browser(priya).get("/team/held/settled").text
    page = browser(priya).get(f"/team/held/{held.id}").text
    assert FLINCHED in page
    assert "Tom wrote it down himself." in page
    assert "Save decision" not in page


def test_a_decision_without_a_reason_is_not_taken_and_nothing_typed_is_lost(
    browser: Browser, session: Session, priya: User, held: HeldItem
) -> None:
    answer = browser(priya).post(f"/team/held/{held.id}", data={"how": "set_aside", "reason": " "})

    assert answer.status_code == 422
    assert "Say why, in a few words" in answer.text
    assert 'value="set_aside" checked' in answer.text
    assert session.scalar(select(func.count()).select_from(HeldDecision)) == 0


def test_two_supervisors_decide_and_the_first_decision_stands(
    browser: Browser, session: Session, hire: Callable[..., User], beckside: Cluster, priya: User, held: HeldItem
) -> None:
    asha = hire("Asha Rowe", Role.SUPERVISOR, beckside)
    session.add(Deputy(supervisor_id=priya.id, deputy_id=asha.id, from_on=YESTERDAY, until_on=None))
    session.commit()
    assert _decide(browser(asha), held.id, "set_aside") == 303
    assert _decide(browser(priya), held.id, "let_in") == 303
    assert _decide(browser(priya), held.id, "let_in") == 303

    decision = session.scalars(select(HeldDecision)).one()
    assert (decision.how, decision.decided_by_id) == (HeldHow.SET_ASIDE, asha.id)
    assert session.scalar(select(func.count()).select_from(Worry)) == 0


def test_where_somebody_else_was_quicker_nothing_of_what_the_form_did_is_kept(
    app: Flask, session: Session, priya: User, maliks: Episode, held: HeldItem
) -> None:
    quicker = HeldDecision(
        held_id=held.id, how=HeldHow.SET_ASIDE, reason="Quicker", decided_by_id=priya.id, decided_at=NOW
    )
    session.add(quicker)
    session.commit()
    with app.test_request_context():
        inner = db.session
        own = inner.get_one(HeldItem, held.id)
        yes = Yes(
            held=own,
            item=what_was_held(inner, own),
            family=inner.get_one(Family, maliks.family_id),
            by=inner.get_one(User, priya.id),
            reason="It matters.",
        )
        assert not let_in(app, inner, yes, now=NOW)

    assert session.scalar(select(func.count()).select_from(Worry)) == 0
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_a_decision_is_never_changed_or_deleted(
    browser: Browser, session: Session, priya: User, held: HeldItem
) -> None:
    _decide(browser(priya), held.id, "set_aside")
    for wrong in ("UPDATE held_decision SET reason = 'x'", "DELETE FROM held_decision"):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(wrong))
        session.rollback()


def test_whoever_may_not_read_the_family_now_reads_no_word_and_is_told_whom_to_ask(
    browser: Browser, session: Session, priya: User, maliks: Episode, held: HeldItem
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=priya.id, named_at=NOW))
    session.commit()
    page = browser(priya).get(f"/team/held/{held.id}").text

    assert "flinched" not in page
    assert "Malik" not in page
    assert "Ask your cluster manager" in page
    assert _decide(browser(priya), held.id, "let_in") == 404
    looks = select(Entry).where(Entry.actor_id == priya.id, Entry.family_id == maliks.family_id)
    assert session.scalars(looks).all() == []


def test_the_cluster_manager_reads_it_after_giving_a_reason(browser: Browser, delroy: User, held: HeldItem) -> None:
    page = browser(delroy).get(f"/team/held/{held.id}").text

    assert "flinched" not in page
    assert "Give a reason" in page


def test_another_team_and_another_cluster_find_nothing(
    browser: Browser,
    hire: Callable[..., User],
    beckside: Cluster,
    marcus: User,
    lorna: User,
    tom: User,
    held: HeldItem,
) -> None:
    other_team = hire("Asha Rowe", Role.SUPERVISOR, beckside)
    for person in (marcus, other_team, lorna, tom):
        assert browser(person).get(f"/team/held/{held.id}").status_code == 404
    assert "Nothing is held" in browser(other_team).get("/team/held").text


def test_a_leavers_items_go_to_whoever_supervised_them_last(
    browser: Browser, session: Session, lorna: User, priya: User, held: HeldItem
) -> None:
    session.scalars(select(Supervision).where(Supervision.worker_id == lorna.id)).one().until_on = YESTERDAY
    session.merge(lorna).left_on = YESTERDAY
    session.commit()

    assert "from Lorna Ackroyd" in browser(priya).get("/team/held").text


def test_where_that_supervisor_has_left_too_the_manager_has_them_and_without_one_any_supervisor(
    browser: Browser,
    session: Session,
    hire: Callable[..., User],
    beckside: Cluster,
    lorna: User,
    priya: User,
    delroy: User,
    held: HeldItem,
) -> None:
    session.merge(lorna).left_on = session.merge(priya).left_on = YESTERDAY
    session.commit()
    other = hire("Asha Rowe", Role.SUPERVISOR, beckside)
    assert "from Lorna Ackroyd" in browser(delroy).get("/team/held").text
    assert "Nothing is held" in browser(other).get("/team/held").text

    session.merge(delroy).left_on = YESTERDAY
    session.commit()
    assert "from Lorna Ackroyd" in browser(other).get("/team/held").text


def test_what_breaks_a_rule_stays_held_and_says_so(
    browser: Browser, session: Session, lorna: User, priya: User, toms_now: Episode
) -> None:
    phone = phone_for(session, lorna, NOW - timedelta(days=7))
    item = hold(session, phone, f"/families/{toms_now.family_id}/worries/new", [("saw_or_heard", FLINCHED)])
    session.commit()
    answer = browser(priya).post(f"/team/held/{item.id}", data={"how": "let_in", "reason": "It matters."})

    assert answer.status_code == 422
    assert "could not take it as it stands" in answer.text
    assert "It matters." in answer.text
    assert session.scalar(select(func.count()).select_from(HeldDecision)) == 0


def test_what_is_no_form_can_only_be_set_aside_and_shows_no_password(
    browser: Browser, session: Session, lorna: User, priya: User
) -> None:
    phone = phone_for(session, lorna, NOW - timedelta(days=7))
    boxes = [("password", "walking beside you 27"), ("note", "Hello there")]
    item = hold(session, phone, "/account/password", boxes, why="not a form")
    session.commit()
    page = browser(priya).get(f"/team/held/{item.id}").text

    assert "walking beside you 27" not in page
    assert "Hello there" in page
    assert "Put it on the record" not in page
    assert _decide(browser(priya), item.id, "let_in") == 422
