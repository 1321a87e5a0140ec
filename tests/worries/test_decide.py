"""A supervisor decides, with a reason and a time; the decision lands on the record and stays off the family’s page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import NumberWhen, UrgentNumber
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.models import Note, NoteKind, NoteVersion, Readers
from app.promises.models import Promise
from app.worries.actions import DecisionEntry, WorryEntry, decide, raise_worry
from app.worries.models import DecisionKind, TellFamily, Worry, WorryDecision, WorryState
from app.worries.queries import open_worries_for
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
LATER = NOW + timedelta(minutes=38)
THURSDAY = TODAY + timedelta(days=2)


@pytest.fixture
def held(lorna: User) -> DecisionEntry:
    """Hold it until Thursday, when Lorna looks again."""
    return DecisionEntry(
        id=uuid4(),
        decision=DecisionKind.HOLD,
        why="A threat, and something broken, but no injury. He wants it to stop.",
        spoken_to=("Lorna", "School"),
        advice="Ms Farrell, 10:25am: both boys are in Year 10.",
        change_mind="Anything more said or done by the boys.",
        look_again_on=THURSDAY,
        look_again_by_id=lorna.id,
        tell_family=TellFamily.WORKER,
        decided_at=NOW + timedelta(minutes=30),
    )


def test_holding_it_sets_the_day_to_look_again_and_leaves_today(
    session: Session, lorna: User, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, held, now=LATER)
    session.commit()

    assert (worry.state, worry.look_again_on) == (WorryState.HELD, THURSDAY)
    assert open_worries_for(session, lorna, LATER) == []
    assert open_worries_for(session, priya, LATER) == []
    assert len(open_worries_for(session, lorna, NOW + timedelta(days=2))) == 1


def test_the_decision_lands_on_the_record_as_oversight_that_only_the_team_reads(
    session: Session, priya: User, maliks: Episode, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, held, now=LATER)

    note = session.scalars(select(Note).where(Note.kind == NoteKind.OVERSIGHT)).one()
    says = session.scalars(select(NoteVersion).where(NoteVersion.note_id == note.id)).one()
    assert (note.family_id, note.readers, note.significant) == (maliks.family_id, Readers.TEAM, True)
    assert says.happened.startswith("Decision about a worry: Hold it and keep watch.")
    assert says.meaning == held.why
    assert {"worry.decide", "note.write"} <= set(session.scalars(select(Entry.action)))


def test_who_tells_the_family_has_it_on_their_list_and_the_family_is_not_shown_it(
    session: Session, lorna: User, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, held, now=LATER)

    made = session.scalars(select(Promise)).one()
    assert (made.owner_user_id, made.due_on, made.source, made.source_id) == (lorna.id, TODAY, "worry", worry.id)
    assert made.visible_to_family is False


def test_telling_the_family_later_promises_nothing(
    session: Session, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, replace(held, tell_family=TellFamily.NOT_YET), now=LATER)

    assert session.scalars(select(Promise)).all() == []


def test_when_the_supervisor_tells_them_it_is_on_the_supervisors_list(
    session: Session, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, replace(held, tell_family=TellFamily.SUPERVISOR), now=LATER)

    assert session.scalars(select(Promise.owner_user_id)).all() == [priya.id]


@pytest.mark.parametrize(
    ("decision", "state"),
    [(DecisionKind.STEP_UP, WorryState.STEPPED_UP), (DecisionKind.NONE, WorryState.CLOSED)],
)
def test_stepping_up_and_nothing_more_end_the_wait(
    session: Session, priya: User, worry: Worry, held: DecisionEntry, decision: DecisionKind, state: WorryState
) -> None:
    decide(
        session,
        worry,
        priya,
        replace(held, decision=decision, look_again_on=None, look_again_by_id=None),
        now=LATER,
    )

    assert (worry.state, worry.look_again_on) == (state, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"why": "  "}, "why"),
        ({"look_again_on": None}, "look_again_on"),
        ({"look_again_on": TODAY - timedelta(days=1)}, "look_again_on"),
        ({"look_again_by_id": None}, "look_again_by"),
        ({"decision": DecisionKind.STEP_UP, "spoken_to": ()}, "spoken_to"),
        ({"decided_at": NOW - timedelta(minutes=1)}, "decided_at"),
        ({"decided_at": LATER + timedelta(minutes=6)}, "decided_at"),
    ],
    ids=[
        "without a reason",
        "held without a day",
        "held until yesterday",
        "held by nobody",
        "stepped up without speaking to anyone",
        "before it was written",
        "in the future",
    ],
)
def test_a_decision_that_cannot_stand_is_explained_and_the_worry_stays_open(
    session: Session, priya: User, worry: Worry, held: DecisionEntry, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as no:
        decide(session, worry, priya, replace(held, **change), now=LATER)  # type: ignore[arg-type]

    assert no.value.field == field
    assert worry.state is WorryState.OPEN


def test_only_lorna_or_the_decider_looks_again(
    session: Session, priya: User, tom: User, worry: Worry, held: DecisionEntry
) -> None:
    with pytest.raises(Refused, match="who will look again"):
        decide(session, worry, priya, replace(held, look_again_by_id=tom.id), now=LATER)


def test_a_second_decision_stands_beside_the_first(
    session: Session, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    decide(session, worry, priya, held, now=LATER)
    closing = replace(held, id=uuid4(), decision=DecisionKind.NONE, look_again_on=None, look_again_by_id=None)
    decide(session, worry, priya, replace(closing, decided_at=LATER), now=LATER)

    assert worry.state is WorryState.CLOSED
    assert set(session.scalars(select(WorryDecision.decision))) == {DecisionKind.HOLD, DecisionKind.NONE}


def test_a_decision_sent_twice_is_kept_once_and_other_words_are_refused(
    session: Session, priya: User, worry: Worry, held: DecisionEntry
) -> None:
    assert decide(session, worry, priya, held, now=LATER) is decide(session, worry, priya, held, now=LATER)
    assert len(session.scalars(select(Note)).all()) == 1
    with pytest.raises(Refused, match="open a new one"):
        decide(session, worry, priya, replace(held, why="Another reason"), now=LATER)


def test_a_decision_in_the_very_minute_of_the_worry_is_not_before_it(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Callable[..., WorryEntry], held: DecisionEntry
) -> None:
    raised = raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW + timedelta(seconds=30))

    assert decide(session, raised, priya, replace(held, decided_at=NOW), now=NOW + timedelta(seconds=50))


def test_a_supervisor_who_raised_it_does_not_decide_and_the_manager_does(
    browser: Browser,
    session: Session,
    priya: User,
    delroy: User,
    maliks: Episode,
    said: Callable[..., WorryEntry],
    held: DecisionEntry,
) -> None:
    raised = raise_worry(session, maliks, priya, said(), note_id=None, now=NOW)
    session.commit()

    with pytest.raises(Refused, match="does not decide"):
        decide(session, raised, priya, held, now=LATER)
    assert browser(priya).get(f"/worries/{raised.id}/decision").status_code == 404
    assert browser(delroy).get(f"/worries/{raised.id}/decision").status_code == 200


@pytest.mark.parametrize("name", ["lorna", "tom", "chloe", "marcus", "delroy"])
def test_nobody_else_decides(
    browser: Browser, session: Session, request: pytest.FixtureRequest, worry: Worry, held: DecisionEntry, name: str
) -> None:
    person = request.getfixturevalue(name)

    with pytest.raises(Refused):
        decide(session, worry, person, held, now=LATER)
    session.rollback()
    assert browser(person).post(f"/worries/{worry.id}/decision", data={}).status_code == 404


def _form(member: FamilyMember, lorna: User, **more: str) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "spoken_to": "Lorna",
        "advice": "Lorna, 10:14am",
        "decision": "hold",
        "why": "He wants it to stop",
        "look_again_on": THURSDAY.isoformat(),
        "look_again_by": str(lorna.id),
        "tell_family": "worker",
        "day": TODAY.isoformat(),
        "at": "10:30",
    } | more


def test_priya_decides_on_the_page_and_lorna_reads_it(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    worry: Worry,
    maliks: Episode,
    member: Callable[..., FamilyMember],
) -> None:
    with clock.at(LATER):
        page = browser(priya).get(f"/worries/{worry.id}/decision")
        assert "What Lorna wrote" in words_of(page.text)
        answer = browser(priya).post(f"/worries/{worry.id}/decision", data=_form(member(maliks, "Ayaan"), lorna))
        assert answer.status_code == 303
        shown = browser(lorna).get(f"/worries/{worry.id}").text

    assert "Held, and watched" in words_of(shown)
    assert "He wants it to stop" in words_of(shown)
    assert "Look again:</b> Thu 26 Nov" in words_of(shown)


def test_what_a_worry_is_stepped_up_to_has_the_name_that_the_cluster_gives_it(
    browser: Browser, session: Session, priya: User, worry: Worry, maliks: Episode
) -> None:
    session.add_all(
        UrgentNumber(cluster_id=maliks.cluster_id, name=name, phone=phone, when=when)
        for name, phone, when in (
            ("Night team", "0113 496 0119", NumberWhen.OUT_OF_HOURS),
            ("Family Front Door", "0113 496 0110", NumberWhen.OFFICE),
        )
    )
    session.commit()
    with clock.at(LATER):
        pages = [browser(priya).get(f"/worries/{worry.id}{part}").text for part in ("", "/decision")]

    assert "ring Family Front Door" in pages[0]
    assert "Family Front Door today" in pages[1]
    assert "Duty and Advice" not in "".join(pages)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without script", "with script"])
def test_a_decision_without_a_reason_is_asked_for_with_all_that_was_typed(
    browser: Browser,
    lorna: User,
    priya: User,
    worry: Worry,
    maliks: Episode,
    member: Callable[..., FamilyMember],
    headers: dict[str, str],
) -> None:
    with clock.at(LATER):
        answer = browser(priya).post(
            f"/worries/{worry.id}/decision", data=_form(member(maliks, "Ayaan"), lorna, why=""), headers=headers
        )

    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert "Lorna, 10:14am" in answer.text
    assert 'value="2026-11-26"' in answer.text
    assert 'value="hold" checked' in answer.text


def test_all_that_is_missing_for_what_was_decided_is_said_at_once(browser: Browser, priya: User, worry: Worry) -> None:
    with clock.at(LATER):
        held = browser(priya).post(f"/worries/{worry.id}/decision", data={"decision": "hold"}).text
        stepped_up = browser(priya).post(f"/worries/{worry.id}/decision", data={"decision": "step_up"}).text

    for words in ("Say why", "Choose the day to look again", "Say who will look again", "what the family is told"):
        assert words in held
    assert "Say who you have spoken to" in stepped_up


def test_the_decision_page_opening_counts_as_opening_the_worry(
    browser: Browser, lorna: User, priya: User, worry: Worry
) -> None:
    browser(priya).get(f"/worries/{worry.id}/decision")

    assert "Priya opened this at 10am." in words_of(browser(lorna).get(f"/worries/{worry.id}").text)
