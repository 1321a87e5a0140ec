"""The gathering pages as people meet them: what stands on them, what does not, and what they ask of the database."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import Cluster
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.notes.actions import NoteEntry, SaidWords, SeenChild, write_note
from app.notes.models import NoteKind
from app.plans.models import Goal, GoalRating
from app.promises.models import Promise, PromiseKind
from app.visits.models import Visit, VisitState
from tests import cast
from tests.cast import NOW, TODAY
from tests.databases import Statements

Browser = Callable[..., FlaskClient]
Member = Callable[[Episode, str], FamilyMember]

# Not a page's own: who is signed in, and the trail of who looked.
NOT_COUNTED = re.compile(r"FROM sign_in|audit_entry|pg_advisory|UPDATE sign_in|BEGIN|SAVEPOINT|anon_1\.word")


def _asked(statements: Statements) -> list[str]:
    return [one for one in statements if not NOT_COUNTED.search(one)]


@pytest.fixture
def busy_maliks(session: Session, lorna: User, maliks: Episode, member: Member) -> Episode:
    """The Maliks with visits, notes, goals, numbers and promises: a page with something in every place."""
    _fill(session, lorna, maliks, member)
    return maliks


def _fill(session: Session, worker: User, episode: Episode, member: Member, times: int = 1) -> None:
    ayaan, shazia = member(episode, "Ayaan"), member(episode, "Shazia")
    for n in range(times):
        when = NOW - timedelta(days=7 * (n % 8) + 1, minutes=n)
        entry = NoteEntry(
            id=uuid4(),
            kind=NoteKind.VISIT,
            occurred_at=when,
            happened=f"Bags were packed by the door, time {n}.",
            present=(shazia.id, ayaan.id),
            quotes=(SaidWords(member_id=ayaan.id, words="I like it when Mum waits."),),
            seen=(SeenChild(member_id=ayaan.id, seen=True, alone=True),),
        )
        note = write_note(session, episode, worker, entry, now=NOW)
        both = {"family_id": episode.family_id, "episode_id": episode.id}
        session.add(
            Visit(
                worker_id=worker.id,
                starts_at=when,
                ends_at=when + timedelta(hours=1),
                state=VisitState.MET,
                note_id=note.id,
                planned_at=NOW,
                planned_by_id=worker.id,
                **both,
            )
        )
        goal = Goal(id=uuid4(), words=f"Mornings without shouting, {n}.", agreed_on=TODAY, made_by_id=worker.id, **both)
        session.add(goal)
        session.flush()
        session.add(
            GoalRating(
                goal_id=goal.id, member_id=shazia.id, score=6, rated_on=TODAY, recorded_at=NOW, recorded_by_id=worker.id
            )
        )
        session.add(
            Promise(
                id=uuid4(),
                what=f"Bring the form {n}",
                kind=PromiseKind.BRING,
                owner_user_id=worker.id,
                made_at=NOW,
                made_by_id=worker.id,
                **both,
            )
        )
    session.commit()


def _visit(session: Session, episode: Episode, worker: User, at: time) -> None:
    starts_at = clock.moment(TODAY, at)
    session.add(
        Visit(
            family_id=episode.family_id,
            episode_id=episode.id,
            worker_id=worker.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            planned_at=NOW,
            planned_by_id=worker.id,
        )
    )
    session.commit()


def test_today_shows_the_next_visit_with_the_way_in(browser: Browser, session, lorna, busy_maliks) -> None:
    _visit(session, busy_maliks, lorna, time(10, 30))

    page = browser(lorna).get("/today").text

    assert "Morning, Lorna. 1 visit." in page
    assert "The Malik family" in page
    assert "tel:+447700900142" in page
    assert "You said you’d bring" in page


def test_a_day_with_nothing_on_it_says_so_kindly(browser: Browser, lorna, maliks) -> None:
    assert "No visits today" in browser(lorna).get("/today").text


def test_a_worker_without_families_is_told_they_will_be_here(browser: Browser, tom) -> None:
    assert "No families yet" in browser(tom).get("/today").text


@pytest.mark.parametrize("on", ["2026-13-01", "tomorrow", "0"])
def test_a_day_that_is_no_day_is_not_there(browser: Browser, lorna, on) -> None:
    assert browser(lorna).get(f"/today/{on}").status_code == 404


def test_no_page_is_titled_with_a_family(browser: Browser, lorna, busy_maliks) -> None:
    client = browser(lorna)
    for address in ("/today", "/families", f"/families/{busy_maliks.family_id}"):
        title = re.search(r"<title>(.*?)</title>", client.get(address).text)
        assert title is not None
        assert "Malik" not in title[1]


def test_a_familys_page_holds_its_story(browser: Browser, lorna, busy_maliks) -> None:
    page = browser(lorna).get(f"/families/{busy_maliks.family_id}").text

    for words in ("Week 9 of 26", "Mornings without shouting", "I like it when Mum waits.", "Bring the form", "Ayaan"):
        assert words in page


def test_what_somebody_typed_as_markup_is_shown_as_they_typed_it(browser: Browser, session, lorna, maliks) -> None:
    entry = NoteEntry(id=uuid4(), kind=NoteKind.CALL, occurred_at=NOW, happened="<script>alert(1)</script>")
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()

    page = browser(lorna).get(f"/families/{maliks.family_id}").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_lorna_finds_a_family_by_a_childs_name_and_no_other_workers_family(
    browser: Browser, lorna, maliks, bells
) -> None:
    client = browser(lorna)

    assert "The Malik family" in client.post("/families", data={"find": "hib"}).text
    assert "No match for" in client.post("/families", data={"find": "Bell"}).text


def test_older_notes_follow_without_one_shown_twice_or_left_out(browser, session, lorna, maliks, member) -> None:
    _fill(session, lorna, maliks, member, times=45)
    client, address, seen = browser(lorna), f"/families/{maliks.family_id}/notes", []
    while address:
        page = client.get(address).text
        seen += re.findall(r"/notes/([0-9a-f-]{36})", page)
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""

    assert len(seen) == len(set(seen)) == 45


def test_priya_sees_who_was_not_seen_and_who_decides(browser: Browser, session, priya, maliks) -> None:
    maliks.unanswered, maliks.last_met_on = 3, TODAY - timedelta(days=18)
    session.commit()

    assert "not seen for 18 days" in browser(priya).get("/team").text
    assert "Decide with Lorna today" in browser(priya).get("/team/today").text


def test_delroy_sees_the_caseload_and_is_asked_why_before_he_opens_a_family(browser: Browser, delroy, maliks) -> None:
    page = browser(delroy).get("/team").text

    assert "Malik" in page
    assert f"/families/{maliks.family_id}/reason" in page


def test_an_unknown_choice_of_the_caseload_is_not_there(browser: Browser, priya, maliks) -> None:
    assert browser(priya).get("/team?show=everything").status_code == 404


@pytest.mark.parametrize("page", ["/today", "/families", "family", "/team", "/team/today", "notes"])
def test_a_page_asks_the_same_of_the_database_with_one_row_or_thirty(
    browser: Browser,
    session: Session,
    lorna: User,
    priya: User,
    beckside: Cluster,
    busy_maliks: Episode,
    member: Member,
    statements: Statements,
    page: str,
) -> None:
    client = browser(priya if page.startswith("/team") else lorna)
    inside = {"family": "", "notes": "/notes"}
    address = f"/families/{busy_maliks.family_id}{inside[page]}" if page in inside else page
    statements.clear()
    client.get(address)
    few = len(_asked(statements))
    _fill(session, lorna, busy_maliks, member, times=10)
    for n in range(30):
        people = (("Donna", "Mum", date(1992, 1, 20), False), ("Kai", "Child", date(2017, 4, 5), True))
        more = cast._family(session, f"Family{n:02}", "moss", beckside, lorna, TODAY, people, "07700900161")
        _visit(session, more, lorna, time(9, n))
    statements.clear()
    client.get(address)

    assert len(_asked(statements)) == few
    assert few <= 12
