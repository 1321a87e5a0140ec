"""A promise has one owner, and whether it was kept is said and never rubbed out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember, Partner
from app.promises.actions import PromiseEntry, SettleEntry, promise, settle
from app.promises.models import Promise, PromiseKind, PromiseOutcome, PromiseState
from tests.cast import NOW, TODAY

Find = Callable[[Episode, str], FamilyMember]
KEPT = SettleEntry(state=PromiseState.KEPT)


def bus_pass(owner: User, **more: Any) -> PromiseEntry:
    said: dict[str, Any] = {
        "id": uuid4(),
        "what": "Bring the bus pass form",
        "kind": PromiseKind.BRING,
        "owner_user_id": owner.id,
        "due_on": TODAY,
    }
    return PromiseEntry(**(said | more))


def make(session: Session, episode: Episode, by: User, entry: PromiseEntry) -> Promise:
    made = promise(session, episode, by, entry, source="note", source_id=None, now=NOW)
    session.commit()
    return made


def test_a_promise_sent_twice_is_kept_once(session: Session, lorna: User, maliks: Episode) -> None:
    entry = bus_pass(lorna)
    assert make(session, maliks, lorna, entry) is make(session, maliks, lorna, entry)
    assert session.scalar(select(func.count()).select_from(Promise)) == 1


def test_other_words_under_a_used_id_are_refused(session: Session, lorna: User, maliks: Episode) -> None:
    entry = bus_pass(lorna)
    make(session, maliks, lorna, entry)
    with pytest.raises(Refused, match="open a new one"):
        make(session, maliks, lorna, replace(entry, what="Bring a cake"))


def test_a_member_or_a_partner_can_promise_too(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    teacher = Partner(family_id=maliks.family_id, name="Ms Hargreaves", job="Head of year")
    session.add(teacher)
    session.flush()
    for owner in ({"owner_member_id": member(maliks, "Shazia").id}, {"owner_partner_id": teacher.id}):
        made = make(session, maliks, lorna, bus_pass(lorna, **({"owner_user_id": None} | owner)))
        assert made.state is PromiseState.OPEN


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 301}, "what"),
        ({"what": "a\x00"}, "what"),
        ({"due_words": "x" * 81}, "due_words"),
        ({"owner_user_id": None}, "owner"),
        ({"due_on": TODAY - timedelta(days=400)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=900)}, "due_on"),
    ],
)
def test_a_promise_says_what_and_who(
    session: Session, lorna: User, maliks: Episode, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as no:
        make(session, maliks, lorna, bus_pass(lorna, **wrong))
    assert no.value.field == field


def test_two_owners_are_one_too_many(session: Session, lorna: User, maliks: Episode, member: Find) -> None:
    with pytest.raises(Refused, match="one person"):
        make(session, maliks, lorna, bus_pass(lorna, owner_member_id=member(maliks, "Shazia").id))


def test_nobody_of_another_family_can_promise_or_be_rung(
    session: Session, lorna: User, maliks: Episode, bells: Episode, member: Find
) -> None:
    donna = member(bells, "Donna").id
    for named in ({"owner_user_id": None, "owner_member_id": donna}, {"call_member_id": donna}):
        with pytest.raises(Refused, match="choose again"):
            make(session, maliks, lorna, bus_pass(lorna, **named))


def test_kept_is_one_word_and_twice_is_once(session: Session, lorna: User, maliks: Episode) -> None:
    made = make(session, maliks, lorna, bus_pass(lorna))
    for _ in range(2):
        settle(session, made, lorna, KEPT, now=NOW)
        session.commit()
    assert (made.state, made.settled_at, made.settled_by_id) == (PromiseState.KEPT, NOW, lorna.id)
    assert session.scalar(select(func.count()).select_from(PromiseOutcome)) == 1
    assert session.scalar(select(func.count()).select_from(Entry).where(Entry.action == "promise.kept")) == 1


@pytest.mark.parametrize("state", [PromiseState.NOT_KEPT, PromiseState.CHANGED])
def test_not_kept_and_changed_say_why(session: Session, lorna: User, maliks: Episode, state: PromiseState) -> None:
    made = make(session, maliks, lorna, bus_pass(lorna))
    with pytest.raises(Refused) as no:
        settle(session, made, lorna, SettleEntry(state=state, why=" "), now=NOW)
    assert no.value.field == "why"
    settle(session, made, lorna, SettleEntry(state=state, why="The office was shut"), now=NOW)
    assert (made.state, made.settled_why) == (state, "The office was shut")


def test_a_wrong_tap_is_put_right_with_a_reason_and_both_answers_stay(
    session: Session, lorna: User, maliks: Episode
) -> None:
    made = make(session, maliks, lorna, bus_pass(lorna))
    settle(session, made, lorna, KEPT, now=NOW)
    with pytest.raises(Refused, match="why you are changing"):
        settle(session, made, lorna, SettleEntry(state=PromiseState.OPEN), now=NOW)
    settle(session, made, lorna, SettleEntry(state=PromiseState.OPEN, why="I tapped the wrong line"), now=NOW)

    assert (made.state, made.settled_at, made.settled_by_id) == (PromiseState.OPEN, None, None)
    said = select(PromiseOutcome.state).where(PromiseOutcome.promise_id == made.id)
    assert set(session.scalars(said)) == {PromiseState.KEPT, PromiseState.OPEN}
    trail = select(Entry.action).where(Entry.about_id == made.id).order_by(Entry.number)
    assert session.scalars(trail).all() == ["promise.make", "promise.kept", "promise.open"]
