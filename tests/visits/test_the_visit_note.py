"""The page of a visit: it opens with what is known, saves in one go, and loses nothing that was typed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.families.models import Episode, FamilyMember, Partner, RelatedStaff
from app.notes.models import ChildSeen, Note, NoteVersion, Present, Quote
from app.plans.models import Goal, GoalRating, GoalStatus
from app.promises.models import Promise, PromiseState
from app.visits.actions import MoveEntry, move_visit, record_visit
from app.visits.models import Visit, VisitState
from app.worries.models import Urgency, Worry
from tests.accounts.conftest import sign_in, with_password
from tests.cast import NOW, TODAY
from tests.conftest import HTMX
from tests.databases import Statements
from tests.reading import words_of
from tests.visits.told import a_goal, last_week, met, planned
from tests.visits.typed import Said, typed

Browser = Callable[..., FlaskClient]
Find = Callable[[Episode, str], FamilyMember]


@pytest.fixture
def visit(session: Session, lorna: User, maliks: Episode, member: Find) -> Visit:
    """Today's visit of an hour from half past eight, a week after the last; it is ten now."""
    last_week(session, maliks, lorna, member)
    return planned(session, maliks, lorna, TODAY, time(8, 30))


@pytest.fixture
def page(browser: Browser, lorna: User, visit: Visit) -> str:
    """The visit's page as Lorna opens it."""
    return browser(lorna).get(f"/visits/{visit.id}/record").text


@pytest.fixture
def said(page: str, session: Session, maliks: Episode, member: Find) -> Said:
    """A good form: Shazia and Ayaan, a number each, Ayaan's words, a promise and the next visit."""
    shazia, ayaan = member(maliks, "Shazia").id, member(maliks, "Ayaan").id
    return typed(
        page,
        {
            "outcome": "met",
            "present": [str(shazia)],
            "children-0-seen": "y",
            "children-0-alone": "y",
            "topics": ["school", "travel"],
            "happened": "Shazia walked with Ayaan to the stop all week.",
            "numbers-0-score": "6",
            "numbers-1-score": "5",
            "numbers-2-score": "",
            "quotes-0-who": str(ayaan),
            "quotes-0-words": "It’s better when I sit by the driver.",
            "quotes-0-setting": "on his own in the kitchen",
            "meaning": "The bus worries him more than school.",
            "kept-0-kept": "y",
            "kept-1-why": "Imran had the car",
            "promises-0-what": "Post the bus pass form",
            "promises-0-by": "2026-11-27",
        },
    )


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_it_opens_with_what_was_promised_and_how_things_stood(page: str) -> None:
    for words in (
        "Last time, Tue 17 Nov",
        "You said you’d bring <b>the bus pass form</b>",
        "Shazia said they’d <b>walk to the stop with Ayaan</b>",
        "They had packed bags the night before, three nights running.",
        "Today, 8:30am, at home. Week 9 of 26",
        "“Mornings without shouting.”",
        "Last week 5",
        "Add Ayaan’s number (last week 4)",
        "Walk to the stop together",
        "Tue 1 Dec, 8:30am",
        "I need to talk to Priya today",
    ):
        assert words in words_of(page)


def test_the_numbers_of_a_worry_are_there_at_once_and_reading_more_leaves_no_word_behind(page: str) -> None:
    worry = page[page.index('id="worry"') :]
    for link in ("tel:999", "tel:+441134960101"):
        assert f'href="{link}"' in worry
    assert 'href="/who-to-ring" target="_blank"' in worry
    assert page.count("/notes/") == page.count('" target="_blank">Read the note')


def test_a_supervisor_who_is_related_to_the_family_is_neither_named_nor_rung(
    browser: Browser, session: Session, lorna: User, priya: User, visit: Visit
) -> None:
    session.add(RelatedStaff(family_id=visit.family_id, user_id=priya.id, named_at=NOW))
    session.commit()
    page = browser(lorna).get(f"/visits/{visit.id}/record").text

    assert "I need to talk to my supervisor today" in page
    assert "Priya" not in page
    assert "tel:+441134960101" not in page


def test_a_title_names_nobody(page: str) -> None:
    assert "<title>Visit note – Withy</title>" in page


def test_one_form_keeps_everything_in_its_place(
    browser: Browser, session: Session, lorna: User, visit: Visit, maliks: Episode, said: Said
) -> None:
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)
    assert (answer.status_code, answer.location) == (303, f"/visits/{visit.id}/saved")

    session.expire_all()
    note = session.get_one(Note, UUID(said["id"]))
    version = session.scalars(select(NoteVersion).where(NoteVersion.note_id == note.id)).one()
    assert version.topics == ["School", "Getting there and back"]
    assert (version.happened, version.minutes) == ("Shazia walked with Ayaan to the stop all week.", 60)
    assert len(session.scalars(select(Present).where(Present.version_id == version.id)).all()) == 2
    quote = session.scalars(select(Quote)).one()
    assert (quote.words, quote.setting) == ("It’s better when I sit by the driver.", "on his own in the kitchen")
    seen = session.scalars(select(ChildSeen).where(ChildSeen.version_id == version.id).order_by(ChildSeen.seen)).all()
    assert [(child.seen, child.alone) for child in seen] == [(False, False), (True, True)]
    scores = session.scalars(select(GoalRating.score).where(GoalRating.note_id == note.id)).all()
    assert sorted(scores, key=str) == [5, 6, None]
    states = {one.what: (one.state, one.settled_why, one.due_on) for one in session.scalars(select(Promise))}
    assert states["Bring the bus pass form"][:2] == (PromiseState.KEPT, "")
    assert states["Walk to the stop with Ayaan"][:2] == (PromiseState.NOT_KEPT, "Imran had the car")
    assert states["Post the bus pass form"] == (PromiseState.OPEN, "", date(2026, 11, 27))
    coming = session.scalars(select(Visit).where(Visit.state == VisitState.PLANNED)).one()
    assert coming.starts_at == visit.starts_at + timedelta(days=7)


def test_the_next_page_says_that_it_is_held_and_what_comes_next(
    browser: Browser, lorna: User, visit: Visit, said: Said
) -> None:
    page = browser(lorna).post(f"/visits/{visit.id}/record", data=said, follow_redirects=True).text
    for words in ("Visit saved", "Held by Withy, 10am", "Tue 1 Dec, 8:30am", "Post the bus pass form", "by Fri 27 Nov"):
        assert words in words_of(page)


def test_no_answer_is_two_taps(browser: Browser, session: Session, lorna: User, visit: Visit, page: str) -> None:
    saved = browser(lorna).post(
        f"/visits/{visit.id}/record", data=typed(page, {"outcome": "no_answer"}), follow_redirects=True
    )

    assert "No answer, saved" in saved.text
    assert "Nobody answered last time." in saved.text
    assert "Ring them, and try again." in saved.text
    session.expire_all()
    assert visit.state is VisitState.NO_ANSWER


def test_script_is_sent_on_to_the_next_page(browser: Browser, lorna: User, visit: Visit, said: Said) -> None:
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/visits/{visit.id}/saved"


def test_script_gets_the_form_alone_with_words_beside_the_boxes(
    browser: Browser, lorna: User, visit: Visit, page: str
) -> None:
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=typed(page), headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith("<form")
    assert "Say whether you met" in answer.text


WORDS = {
    "reason_words": "Ayaan has a temperature",
    "others": "Nani from next door",
    "children-0-place": "under the table",
    "happened": "A long story.\nIn two lines.",
    "quotes-0-words": "Seven words that nobody may ever lose",
    "quotes-0-setting": "behind the sofa",
    "quotes-1-words": "And four others",
    "quotes-1-speaker": "The lollipop lady",
    "meaning": "Small sample",
    "kept-0-why": "The printer broke",
    "saw": "A bruise on the arm",
    "exact": "I fell",
    "said_at": "09:05",
    "setting": "in the hall",
    "asked": "What happened?",
    "told": "That I will come back",
    "safe": "His gran",
    "promises-0-what": "Ring Ms Farrell",
    "next_on": "2026-12-03",
    "next_at": "15:45",
}


def test_nothing_typed_is_lost_when_something_is_wrong(
    browser: Browser, session: Session, lorna: User, visit: Visit, page: str
) -> None:
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=typed(page, WORDS | {"worry": "today"}))
    assert answer.status_code == 422

    again = typed(answer.text)
    assert {name: again[name] for name in WORDS} == WORDS
    assert again["worry"] == "today"
    session.expire_all()
    assert visit.state is VisitState.PLANNED


@pytest.mark.parametrize("rows", ["quotes", "promises"])
def test_one_more_row_keeps_everything_and_saves_nothing(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said, rows: str
) -> None:
    filled = said.copy()
    filled["quotes-1-who"], filled["quotes-1-words"] = said["quotes-0-who"], "And the seat is warm."
    filled["add"] = rows
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=filled)

    again = typed(answer.text)
    del filled["add"]
    assert {name: again.getlist(name) for name in filled} == {name: filled.getlist(name) for name in filled}
    new = {"quotes": "quotes-2-words", "promises": "promises-1-what"}[rows]
    assert again[new] == ""
    assert "to put right" not in answer.text
    assert session.scalar(select(Note.id).where(Note.id == UUID(said["id"]))) is None


def test_a_form_sent_twice_is_one_visit_though_its_promises_are_settled_by_then(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said
) -> None:
    client = browser(lorna)
    answers = [client.post(f"/visits/{visit.id}/record", data=said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert count(session, Promise) == 3
    assert session.scalar(select(func.count()).where(Visit.state == VisitState.PLANNED)) == 1


def test_other_words_under_a_used_form_are_refused_and_kept_on_the_page(
    browser: Browser, lorna: User, visit: Visit, said: Said
) -> None:
    client = browser(lorna)
    client.post(f"/visits/{visit.id}/record", data=said)
    more = said.copy()
    more["happened"] = "And one more thing."
    answer = client.post(f"/visits/{visit.id}/record", data=more)

    assert answer.status_code == 422
    assert "open a new one" in answer.text
    assert "And one more thing." in answer.text


def test_a_visit_that_somebody_else_wrote_down_shows_the_way_to_the_note(
    browser: Browser, session: Session, lorna: User, priya: User, visit: Visit, said: Said
) -> None:
    kept = record_visit(session, visit, priya, met(visit), now=NOW)
    session.commit()
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)

    assert answer.status_code == 422
    assert "This visit has been written down already" in answer.text
    assert f'href="/notes/{kept.note_id}"' in answer.text
    assert "Shazia walked with Ayaan" in answer.text


@pytest.mark.parametrize("planned_before", [True, False], ids=["planned", "not planned"])
def test_two_sendings_at_once_are_one_visit(
    browser: Browser, session: Session, lorna: User, maliks: Episode, visit: Visit, said: Said, planned_before: bool
) -> None:
    address = f"/visits/{visit.id}/record" if planned_before else f"/families/{maliks.family_id}/visits/new"
    before = count(session, Note)
    clients = [browser(lorna) for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as at_once:
        answers = list(at_once.map(lambda client: client.post(address, data=said), clients))

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert count(session, Note) == before + 1
    assert session.scalar(select(func.count()).where(Promise.what == "Post the bus pass form")) == 1


def test_of_forms_for_one_visit_at_once_one_is_kept_and_the_others_are_told(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said
) -> None:
    forms = [said.copy() for _ in range(4)]
    for form in forms:
        form["id"] = str(uuid4())
    senders = [(browser(lorna), form) for form in forms]
    with ThreadPoolExecutor(len(forms)) as at_once:
        answers = list(
            at_once.map(lambda sender: sender[0].post(f"/visits/{visit.id}/record", data=sender[1]), senders)
        )

    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert session.scalar(select(func.count()).where(Note.occurred_at == visit.starts_at)) == 1


def test_moving_the_next_visit_while_it_is_cancelled_elsewhere_is_one_or_the_other(
    browser: Browser, session: Session, lorna: User, maliks: Episode, visit: Visit, said: Said
) -> None:
    coming = planned(session, maliks, lorna, date(2026, 12, 1))
    said.update({"next_how": "other", "next_on": "2026-12-03", "next_at": "11:00", "instead_of": str(coming.id)})
    client = browser(lorna)
    off = typed(client.get(f"/visits/{coming.id}/cancel").text, {"cancelled_by": "family", "reason": "family_ill"})
    one, other = ((client, f"/visits/{visit.id}/record", said), (browser(lorna), f"/visits/{coming.id}/cancel", off))
    with ThreadPoolExecutor(2) as at_once:
        recorded, called_off = at_once.map(lambda sent: sent[0].post(sent[1], data=sent[2]), (one, other))

    session.expire_all()
    assert recorded.status_code == 303
    assert (called_off.status_code, coming.state) in ((303, VisitState.CANCELLED), (422, VisitState.MOVED))


def test_the_plan_is_held_before_its_visits_so_that_two_at_once_never_wait_for_each_other(
    browser: Browser, session: Session, lorna: User, maliks: Episode, visit: Visit, said: Said, statements: Statements
) -> None:
    coming = planned(session, maliks, lorna, date(2026, 12, 1))
    said.update({"next_how": "other", "next_on": "2026-12-03", "next_at": "11:00", "instead_of": str(coming.id)})
    statements.clear()
    assert browser(lorna).post(f"/visits/{visit.id}/record", data=said).status_code == 303

    held = [statement.split("FROM ")[1].split()[0] for statement in statements if "FOR UPDATE" in statement]
    # The embedded database has one lock for all, and no rows to hold.
    assert held == [] or held.index("episode") < held.index("visit")


def test_a_visit_that_is_written_down_is_read_as_a_note(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    kept = record_visit(session, visit, lorna, met(visit), now=NOW)
    session.commit()
    assert browser(lorna).get(f"/visits/{visit.id}/record").location == f"/notes/{kept.note_id}"


def test_a_visit_that_was_moved_leads_to_its_new_day(
    browser: Browser, session: Session, lorna: User, visit: Visit
) -> None:
    entry = MoveEntry(id=uuid4(), day=date(2026, 12, 3), at=time(15), minutes=60)
    moved = move_visit(session, visit, lorna, entry, now=NOW)
    session.commit()
    assert browser(lorna).get(f"/visits/{visit.id}/record").location == f"/visits/{moved.id}/record"


def test_a_worry_for_today_leads_straight_to_who_to_ring(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said, maliks: Episode, member: Find
) -> None:
    said["worry"], said["saw"], said["exact"] = "today", "A cracked phone.", "He threw my phone."
    said["about"], said["said_at"] = str(member(maliks, "Ayaan").id), "08:41"
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)

    worry = session.scalars(select(Worry)).one()
    assert answer.location == f"/worries/{worry.id}"
    assert (worry.urgency, worry.exact_words, worry.member_id) == (
        Urgency.TODAY,
        "He threw my phone.",
        member(maliks, "Ayaan").id,
    )
    assert worry.occurred_at == visit.starts_at + timedelta(minutes=11)
    assert "Call 999" in browser(lorna).get(f"/visits/{planned_again(session, lorna, maliks).id}/record").text


def planned_again(session: Session, lorna: User, maliks: Episode) -> Visit:
    return planned(session, maliks, lorna, TODAY, time(9, 45))


def test_a_small_worry_is_held_and_named_on_the_next_page(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said
) -> None:
    said["worry"], said["saw"] = "hold", "The fridge was nearly empty."
    page = browser(lorna).post(f"/visits/{visit.id}/record", data=said, follow_redirects=True).text

    assert "You wrote down a worry" in page
    assert session.scalars(select(Worry)).one().occurred_at == visit.starts_at


SOMEBODY = str(UUID(int=26))


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"outcome": ""}, "Say whether you met"),
        ({"outcome": "eaten"}, "Choose from the list"),
        ({"present": [SOMEBODY]}, "no longer beside this family"),
        ({"present": [], "children-0-seen": [], "children-0-alone": []}, "Tick who was there"),
        ({"present": ["other"]}, "Say who else was there"),
        ({"topics": ["weather"]}, "no longer on the list"),
        ({"place": "on the moon"}, "Choose from the list"),
        ({"held_on": ""}, "Add the day"),
        ({"held_on": "24/11"}, "Check this date. It should look like 27/3/2016"),
        ({"held_on": "2026-11-25"}, "That is still to come"),
        ({"held_on": "9999-12-31", "began": "23:00", "ended": "01:00"}, "Check the year"),
        ({"held_on": "2026-09-01"}, "our work with this family began on 28 Sep 2026"),
        ({"began": ""}, "Add the time it began"),
        ({"began": "half past"}, "Check the time: for example 10:30"),
        ({"ended": "07:00"}, "it ends after it begins"),
        ({"children-0-member_id": SOMEBODY}, "Somebody chosen here is not in this family"),
        ({"children-0-member_id": "x"}, "What is no longer on it was left out"),
        ({"children-0-why_not": "because"}, "Choose from the list"),
        ({"numbers-0-score": "11"}, "Choose a number from 0 to 10, or Skip"),
        ({"numbers-0-goal_id": SOMEBODY}, "not on this family’s plan"),
        ({"numbers-0-member_id": SOMEBODY}, "Only people of the family give a number"),
        ({"steps": ["x"]}, "This page is out of date"),
        ({"shown_steps": "x"}, "This page is out of date"),
        ({"quotes-0-who": []}, "Say whose words these are"),
        ({"quotes-0-words": ""}, "Add the words that were said"),
        ({"quotes-0-who": "other"}, "Add their name, or who they are"),
        ({"quotes-0-who": SOMEBODY}, "Choose from the list"),
        ({"kept-0-why": "No printer"}, "It is ticked as kept too"),
        ({"kept-0-promise_id": SOMEBODY}, "not this family’s"),
        ({"promises-0-who": f"user:{SOMEBODY}"}, "Choose from the list"),
        ({"promises-0-by": "someday"}, "Choose from the list"),
        ({"promises-0-by": "pick"}, "Choose the day"),
        ({"promises-0-by": "pick", "promises-0-on": "soon"}, "Check this date"),
        ({"worry": "hold"}, "Write what you saw or heard, even a few words"),
        ({"saw": "A bruise"}, "say how soon somebody must know, or clear it"),
        ({"worry": "today", "saw": "A bruise", "said_at": "23:00"}, "That is still to come: check the time"),
        ({"about": SOMEBODY, "worry": "hold", "saw": "A bruise"}, "Choose from the list"),
        ({"next_how": "other"}, "Choose the day"),
        ({"next_how": "other", "next_on": "2026-12-03"}, "Add the time"),
        ({"next_how": "other", "next_on": "2026-11-23", "next_at": "10:00"}, "That has passed"),
        ({"next_how": "other", "next_on": "2062-11-23", "next_at": "10:00"}, "Check the year"),
        ({"instead_of": "x"}, "This page is out of date"),
        ({"reason_words": "Ill"}, "choose Cancelled, or clear it"),
        ({"outcome": "no_answer"}, "Choose “We met”, or clear those"),
        ({"happened": "x" * 20_001}, "Use at most 20,000 characters: there are 20,001"),
        ({"happened": "a\x00b"}, "type it again"),
        ({"promises-0-what": "x" * 301}, "Use at most 300 characters: there are 301"),
        ({"quotes-0-words": "x" * 4_001}, "Use at most 4,000 characters: there are 4,001"),
        ({"id": "x"}, "This page is out of date"),
    ],
    ids=lambda value: "" if isinstance(value, str) else ", ".join(f"{k}={str(v)[:20]}" for k, v in value.items()),
)
def test_what_cannot_be_is_explained_and_nothing_is_kept(
    browser: Browser,
    session: Session,
    lorna: User,
    visit: Visit,
    said: Said,
    says: dict[str, str | list[str]],
    words: str,
) -> None:
    before = count(session, Note)
    for name, value in says.items():
        said.setlist(name, value if isinstance(value, list) else [value])
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)

    assert answer.status_code == 422
    assert words in answer.text
    assert "to put right" in answer.text
    assert count(session, Note) == before
    session.expire_all()
    assert visit.state is VisitState.PLANNED


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({}, "Say who couldn’t make it"),
        ({"cancelled_by": "family"}, "Choose a reason from the list"),
        ({"cancelled_by": "family", "reason": "made_up"}, "Choose from the list"),
    ],
    ids=["by nobody", "for no reason", "for a reason that is not on the list"],
)
def test_a_cancelled_visit_asks_by_whom_and_why(
    browser: Browser, lorna: User, visit: Visit, page: str, says: dict[str, str], words: str
) -> None:
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=typed(page, {"outcome": "cancelled"} | says))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_goal_that_ended_while_somebody_wrote_is_said_and_the_rest_stays(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said, maliks: Episode
) -> None:
    goal = session.scalars(select(Goal).where(Goal.words == "Mornings without shouting.")).one()
    goal.status, goal.ended_on = GoalStatus.REACHED, TODAY - timedelta(days=1)
    session.commit()
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)

    assert answer.status_code == 422
    assert "has ended, so it takes no more numbers" in answer.text
    again = typed(answer.text)
    assert (again["happened"], again["numbers-0-score"]) == (said["happened"], "6")
    assert browser(lorna).post(f"/visits/{visit.id}/record", data=again).status_code == 303


def test_people_who_left_the_family_while_somebody_wrote_are_said_and_no_word_is_lost(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said, maliks: Episode, member: Find
) -> None:
    for name in ("Shazia", "Ayaan"):
        member(maliks, name).left_on = TODAY - timedelta(days=1)
    session.commit()
    answer = browser(lorna).post(f"/visits/{visit.id}/record", data=said)

    assert answer.status_code == 422
    assert "Somebody ticked here is no longer beside this family" in answer.text
    assert "What is no longer on it was left out" in answer.text
    assert str(member(maliks, "Shazia").id) not in answer.text
    again = typed(answer.text, {"children-1-seen": "y", "quotes-0-who": "other", "quotes-0-speaker": "Ayaan"})
    for box in ("happened", "quotes-0-words", "meaning", "kept-1-why", "promises-0-what"):
        assert again[box] == said[box]
    assert browser(lorna).post(f"/visits/{visit.id}/record", data=again).status_code == 303


def test_no_answer_written_down_after_a_later_meeting_asks_for_nothing_more(
    browser: Browser, session: Session, lorna: User, maliks: Episode, visit: Visit
) -> None:
    earlier = planned(session, maliks, lorna, date(2026, 11, 16))
    client, address = browser(lorna), f"/visits/{earlier.id}/record"
    said = typed(client.get(address).text, {"outcome": "no_answer"})
    page = client.post(address, data=said, follow_redirects=True).text

    assert "Who has seen the children" in page
    assert "What to do now" not in page


def test_a_visit_nobody_planned_is_written_down_from_the_familys_page(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    client = browser(lorna)
    address = f"/families/{maliks.family_id}/visits/new"
    page = client.get(address).text
    assert "Today, 9am, at home. Week 9 of 26" in words_of(page)

    said = typed(
        page, {"outcome": "met", "present": [str(member(maliks, "Shazia").id)], "began": "09:15", "ended": "09:40"}
    )
    assert client.post(address, data=said).status_code == 303
    visit = session.scalars(select(Visit).where(Visit.state == VisitState.MET)).one()
    assert (visit.ends_at - visit.starts_at, visit.worker_id) == (timedelta(minutes=25), lorna.id)


def test_a_visit_that_went_on_over_midnight_keeps_its_own_day_and_the_time_of_each_word(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    client, address = browser(lorna), f"/families/{maliks.family_id}/visits/new"
    says = {
        "outcome": "met",
        "present": [str(member(maliks, "Shazia").id)],
        "held_on": "2026-11-23",
        "began": "23:10",
        "ended": "00:40",
        "worry": "hold",
        "saw": "Shouting next door.",
        "said_at": "00:15",
    }
    assert client.post(address, data=typed(client.get(address).text, says)).status_code == 303

    visit = session.scalars(select(Visit).where(Visit.state == VisitState.MET)).one()
    assert visit.starts_at == datetime(2026, 11, 23, 23, 10, tzinfo=UTC)
    assert visit.ends_at == datetime(2026, 11, 24, 0, 40, tzinfo=UTC)
    assert session.scalars(select(Worry.occurred_at)).one() == datetime(2026, 11, 24, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize("at", [datetime(2026, 11, 25, 0, 20, tzinfo=UTC), datetime(2026, 11, 25, 0, 0, tzinfo=UTC)])
def test_a_visit_written_down_just_after_midnight_is_offered_as_it_was(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find, at: datetime
) -> None:
    address = f"/families/{maliks.family_id}/visits/new"
    with clock.at(at):
        client = browser(lorna)
        says = {"outcome": "met", "present": [str(member(maliks, "Shazia").id)]}
        assert client.post(address, data=typed(client.get(address).text, says)).status_code == 303

    visit = session.scalars(select(Visit).where(Visit.state == VisitState.MET)).one()
    assert (visit.starts_at, visit.ends_at) == (at - timedelta(hours=1), at)


def test_a_family_seen_for_the_first_time_needs_no_more_than_who_was_there(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = planned(session, maliks, lorna, TODAY, time(8, 30))
    page = browser(lorna).get(f"/visits/{visit.id}/record").text
    assert "This is the first visit written down for this family." in page
    said = typed(page, {"outcome": "met", "children-1-seen": "y", "next_how": "none"})
    saved = browser(lorna).post(f"/visits/{visit.id}/record", data=said, follow_redirects=True).text
    assert "No next visit yet." in saved


@pytest.mark.parametrize("what", ["record", "move", "cancel", "saved"])
def test_a_worker_of_another_cluster_finds_nothing_there(
    browser: Browser, chloe: User, visit: Visit, said: Said, what: str
) -> None:
    client = browser(chloe)
    assert client.get(f"/visits/{visit.id}/{what}").status_code == 404
    if what != "saved":
        assert client.post(f"/visits/{visit.id}/{what}", data=said).status_code == 404


def test_a_supervisor_can_write_down_a_visit_for_her_team(
    browser: Browser, session: Session, priya: User, visit: Visit, said: Said
) -> None:
    browser(priya).post(f"/visits/{visit.id}/record", data=said)
    assert session.get_one(Note, UUID(said["id"])).written_by_id == priya.id


def about_the_page(statements: Statements) -> list[str]:
    """The statements of a page, without those of the sign-in and the audit trail (which asks for the relation)."""
    passed = ("sign_in", "audit_entry", "BEGIN", "advisory", ".word")
    return [one for one in statements if not any(words in one for words in passed)]


def test_a_large_family_costs_no_more_statements_than_a_small_one(
    browser: Browser,
    session: Session,
    lorna: User,
    tom: User,
    maliks: Episode,
    member: Find,
    visit: Visit,
    statements: Statements,
) -> None:
    visit.with_user_id = tom.id
    session.commit()
    client = browser(lorna)
    statements.clear()
    client.get(f"/visits/{visit.id}/record")
    small = about_the_page(statements)

    shazia = member(maliks, "Shazia").id
    a_goal(session, maliks, lorna, "One more goal.", {shazia: 3, member(maliks, "Hiba").id: 2}, ("Read", "Hiba"))
    session.add_all(
        FamilyMember(
            family_id=maliks.family_id,
            known_as=name,
            relationship_words="Child",
            is_child=True,
            born_on=date(2020, 1, 1),
        )
        for name in ("Zara", "Yusuf", "Amira")
    )
    session.add_all(Partner(family_id=maliks.family_id, name=name) for name in ("Ms Farrell", "Dr Osei"))
    for day in (date(2026, 12, 8), date(2026, 12, 15)):
        planned(session, maliks, lorna, day)
    statements.clear()
    client.get(f"/visits/{visit.id}/record")

    assert len(about_the_page(statements)) == len(small)
    assert len(small) <= 12, small


def test_a_visit_sent_after_the_sign_in_ended_comes_back_filled_in(
    browser: Browser, session: Session, lorna: User, visit: Visit, said: Said
) -> None:
    with_password(session, lorna)
    client = browser(lorna)
    with clock.at(NOW + timedelta(minutes=31)):
        assert client.post(f"/visits/{visit.id}/record", data=said).status_code == 401
        back = typed(client.get(sign_in(client, lorna).location).text)
        assert {name: back.getlist(name) for name in said} == {name: said.getlist(name) for name in said}
        assert client.post(f"/visits/{visit.id}/record", data=back).status_code == 303
    session.expire_all()
    assert visit.state is VisitState.MET
