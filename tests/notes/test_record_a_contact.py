"""A call is logged in under a minute, from anywhere, with or without script."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.families.models import AllocationKind, Episode, Family, FamilyMember, Partner
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries import version_of, wording_of
from app.promises.models import Promise, PromiseKind
from tests.cast import NOW, TODAY, allocation
from tests.conftest import HTMX

Find = Callable[[Episode, str], FamilyMember]
Browser = Callable[..., FlaskClient]
NEW = "/contacts/new"


@pytest.fixture
def said(maliks: Episode, member: Find) -> dict[str, Any]:
    """A call with Shazia, as the form sends it."""
    return {
        "id": str(uuid4()),
        "promise_id": str(uuid4()),
        "family": str(maliks.family_id),
        "kind": "call",
        "who": [str(member(maliks, "Shazia").id)],
        "happened": "Friday’s meeting went well.",
        "day": "2026-11-24",
        "time": "09:15",
        "readers": "team",
    }


def the_note(session: Session) -> Note:
    return session.scalars(select(Note)).one()


def test_lorna_logs_a_call_and_lands_on_the_familys_page(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, said: dict[str, Any]
) -> None:
    answer = browser(lorna).post(NEW, data=said)

    assert (answer.status_code, answer.location) == (303, f"/families/{maliks.family_id}")
    note = the_note(session)
    says = wording_of(session, version_of(session, note.id, 1))
    assert (note.kind, note.readers, note.recorded_at) == (NoteKind.CALL, Readers.TEAM, NOW)
    assert says.happened == "Friday’s meeting went well."
    assert says.present == (member(maliks, "Shazia").id,)
    assert says.occurred_at == NOW.replace(hour=9, minute=15)


def test_with_script_the_browser_is_led_there_too(
    browser: Browser, lorna: User, maliks: Episode, said: dict[str, Any]
) -> None:
    answer = browser(lorna).post(NEW, data=said, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/families/{maliks.family_id}"


def test_the_next_page_says_it_is_held(browser: Browser, lorna: User, maliks: Episode, said: dict[str, Any]) -> None:
    assert "Held by Withy, 10am" in browser(lorna).post(NEW, data=said, follow_redirects=True).text


def test_a_call_sent_twice_is_kept_once(browser: Browser, session: Session, lorna: User, said: dict[str, Any]) -> None:
    hers = browser(lorna)
    for _ in range(2):
        assert hers.post(NEW, data=said).status_code == 303
    the_note(session)


def test_a_family_can_be_asked_for_with_a_call_to_somebody_in_it(
    browser: Browser, lorna: User, maliks: Episode, member: Find
) -> None:
    shazia = member(maliks, "Shazia").id
    page = browser(lorna).get(f"{NEW}?family={maliks.family_id}&kind=text&with={shazia}").text
    assert f'value="{shazia}" checked' in page
    assert 'value="text" checked' in page


def test_without_script_choosing_a_family_brings_its_people_and_loses_nothing(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any]
) -> None:
    answer = browser(lorna).post(NEW, data=said | {"who": [], "choose": "1"})
    page = answer.text
    assert answer.status_code == 200
    assert "Ayaan" in page
    assert "Friday’s meeting went well." in page
    assert "Tick who it was with" not in page
    assert session.scalars(select(Note)).all() == []


def test_nothing_typed_is_lost_when_something_is_missing(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any]
) -> None:
    answer = browser(lorna).post(NEW, data=said | {"who": [], "promise_what": "Ring school", "quote_words": "So tired"})
    assert answer.status_code == 422
    for words in ("Tick who it was with", "Friday’s meeting went well.", "Ring school", "So tired", "Say whose words"):
        assert words in answer.text
    assert session.scalars(select(Note)).all() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"family": ""}, "Choose the family"),
        ({"happened": " "}, "Write what was said, even a few words"),
        ({"day": "2026-11-25"}, "that is still to come"),
        ({"day": "2026-09-27"}, "began on 28 Sep 2026"),
        ({"day": "soon"}, "Check this date"),
        ({"time": "late"}, "Check this time"),
        ({"minutes": "ages"}, "Enter minutes as a number"),
        ({"minutes": "0"}, "between 1 minute and a day"),
        ({"happened": "x" * 20_001}, "at most 20,000 characters"),
        ({"who": "Shazia"}, "Tick who it was with"),
        ({"promise_what": "Ring school", "promise_kind": "call"}, "Choose who to ring"),
        ({"promise_what": "Ring school", "promise_who": "nobody"}, "Say who will do it"),
        ({"promise_what": "Ring school", "promise_who": "", "promise_due": "x"}, "Check this date"),
        ({"id": "broken"}, "out of date"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_nothing_is_kept(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any], wrong: dict[str, str], words: str
) -> None:
    answer = browser(lorna).post(NEW, data=said | wrong, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<html" not in answer.text
    assert session.scalars(select(Note)).all() == []
    assert session.scalars(select(Promise)).all() == []


def test_one_call_that_nobody_answered_needs_no_words(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any]
) -> None:
    browser(lorna).post(NEW, data=said | {"happened": "", "missed": "y"})
    assert wording_of(session, version_of(session, the_note(session).id, 1)).reached is False


def test_one_note_covers_several_children_school_and_someone_else(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, said: dict[str, Any]
) -> None:
    children = [str(member(maliks, name).id) for name in ("Ayaan", "Hiba")]
    browser(lorna).post(
        NEW,
        data=said | {"kind": "meeting", "who": [*children, "school"], "others": "Nani, Ms Farrell", "minutes": "45"},
    )
    says = wording_of(session, version_of(session, the_note(session).id, 1))
    assert {str(one) for one in says.present} == set(children)
    assert says.others_there == ("School", "Nani", "Ms Farrell")
    assert says.minutes == 45


def test_the_familys_own_teacher_stands_in_place_of_school(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, Any]
) -> None:
    teacher = Partner(family_id=maliks.family_id, name="Ms Farrell", organisation="Hollin Bank Primary", kind="school")
    session.add(teacher)
    session.commit()
    hers = browser(lorna)
    assert 'value="school"' not in hers.get(f"{NEW}?family={maliks.family_id}").text
    hers.post(NEW, data=said | {"who": [str(teacher.id)]})
    says = wording_of(session, version_of(session, the_note(session).id, 1))
    assert says.others_there == ("Ms Farrell (Hollin Bank Primary)",)


def test_a_call_of_last_week_is_marked_late_and_keeps_both_times(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any]
) -> None:
    browser(lorna).post(NEW, data=said | {"day": "2026-11-19"})
    note = the_note(session)
    assert note.late
    assert (note.occurred_at.day, note.recorded_at) == (19, NOW)


def test_an_important_event_that_the_family_can_read_is_kept_as_such(
    browser: Browser, session: Session, lorna: User, said: dict[str, Any]
) -> None:
    browser(lorna).post(NEW, data=said | {"readers": "family", "significant": "y", "meaning": "A relief"})
    note = the_note(session)
    assert (note.readers, note.significant) == (Readers.FAMILY, True)


def test_exact_words_are_kept_with_whose_they_are(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, said: dict[str, Any]
) -> None:
    ayaan = str(member(maliks, "Ayaan").id)
    browser(lorna).post(
        NEW, data=said | {"quote_words": "I like it when Mum waits.", "quote_who": ayaan, "quote_setting": "on his own"}
    )
    quote = wording_of(session, version_of(session, the_note(session).id, 1)).quotes[0]
    assert (str(quote.member_id), quote.words, quote.setting) == (ayaan, "I like it when Mum waits.", "on his own")


def test_a_promise_made_in_it_is_kept_with_it(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, said: dict[str, Any]
) -> None:
    shazia = str(member(maliks, "Shazia").id)
    browser(lorna).post(
        NEW,
        data=said
        | {
            "promise_what": "Say how the meeting went",
            "promise_kind": "call",
            "promise_who": str(lorna.id),
            "promise_call": shazia,
            "promise_due": "2026-11-27",
        },
    )
    made = session.scalars(select(Promise)).one()
    assert (made.kind, made.owner_user_id, str(made.call_member_id)) == (PromiseKind.CALL, lorna.id, shazia)
    assert (made.source, made.source_id, made.visible_to_family) == ("note", the_note(session).id, True)


def test_where_the_family_may_not_be_safe_a_promise_is_shown_to_nobody(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, Any]
) -> None:
    session.get_one(Family, maliks.family_id).safety_flag = True
    session.commit()
    browser(lorna).post(NEW, data=said | {"promise_what": "Bring the form", "promise_who": str(lorna.id)})
    assert session.scalars(select(Promise)).one().visible_to_family is False


def test_chloe_of_another_cluster_can_neither_ask_for_it_nor_write_in_it(
    browser: Browser, session: Session, chloe: User, bells: Episode, maliks: Episode, said: dict[str, Any]
) -> None:
    hers = browser(chloe)
    assert "Malik" not in hers.get(NEW).text
    assert hers.get(f"{NEW}?family={maliks.family_id}").status_code == 404
    answer = hers.post(NEW, data=said)
    assert answer.status_code == 422
    assert "Shazia" not in answer.text
    assert session.scalars(select(Note)).all() == []


def test_a_closed_plan_takes_no_new_contact(
    browser: Browser, session: Session, lorna: User, maliks: Episode, said: dict[str, Any]
) -> None:
    session.get_one(Episode, maliks.id).closed_on = TODAY
    session.commit()
    assert browser(lorna).get(f"{NEW}?family={maliks.family_id}").status_code == 404
    assert browser(lorna).post(NEW, data=said).status_code == 422


def test_a_supervisor_finds_the_teams_families_in_a_list(
    browser: Browser, session: Session, priya: User, maliks: Episode, said: dict[str, Any]
) -> None:
    page = browser(priya).get(NEW).text
    assert "Malik</option>" in page
    answer = browser(priya).post(NEW, data=said | {"family": "other", "other_family": str(maliks.family_id)})
    assert answer.status_code == 303
    assert the_note(session).written_by_id == priya.id


def test_two_families_of_one_name_are_told_apart(
    browser: Browser, session: Session, lorna: User, maliks: Episode, bells: Episode
) -> None:
    session.get_one(Family, bells.family_id).name = "Malik"
    session.add(allocation(bells.id, lorna.id, bells.opened_on, kind=AllocationKind.COVER))
    session.commit()
    page = browser(lorna).get(NEW).text
    for episode in (maliks, bells):
        reference = session.get_one(Family, episode.family_id).reference
        assert f"Malik ({reference})" in page


def test_opening_the_form_for_a_family_leaves_a_trail(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    browser(lorna).get(f"{NEW}?family={maliks.family_id}")
    looks = select(Entry.action).where(Entry.family_id == maliks.family_id, Entry.about == "contact")
    assert session.scalars(looks).all() == ["family.view"]
