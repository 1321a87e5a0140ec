"""The gathering pages as people meet them: what stands on them, what does not, and what they ask of the database."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import Cluster, Figure
from app.core import clock
from app.desk.family import story_of
from app.families.models import Episode, Family, FamilyMember, Partner, WarningKind, WarningNote
from app.notes.actions import NoteEntry, SaidWords, SeenChild, write_note
from app.notes.models import NoteKind
from app.plans.models import Goal, GoalRating, GoalStatus
from app.promises.models import Promise, PromiseKind
from app.visits.models import Visit, VisitState
from tests import cast
from tests.cast import NOW, TODAY
from tests.databases import Statements
from tests.reading import words_of
from tests.visits.told import cancelled, happened, met, no_answer, planned

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

    assert "Morning, Lorna. 1 visit." in words_of(page)
    assert "The Malik family" in words_of(page)
    assert "tel:+447700900142" in words_of(page)
    assert "You said you’d bring" in words_of(page)


def test_a_day_with_nothing_on_it_says_so_kindly(browser: Browser, lorna, maliks) -> None:
    assert "No visits today" in browser(lorna).get("/today").text


def test_a_worker_without_families_is_told_they_will_be_here(browser: Browser, tom) -> None:
    assert "No families yet" in browser(tom).get("/today").text


@pytest.mark.parametrize("on", ["2026-13-01", "tomorrow", "0", "0001-01-01", "9999-12-31", "20261124", "2026-W48-2"])
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


@pytest.mark.parametrize(
    "words", ["Shazia Malik", "the malik family", "  MALIK ", "renee", "r"], ids=lambda words: words.strip()
)
def test_a_family_is_found_by_whatever_people_call_it(browser, session, lorna, maliks, member, words) -> None:
    member(maliks, "Hiba").known_as = "Renée"
    session.commit()

    page = browser(lorna).post("/families", data={"find": words}).text

    assert "The Malik family" in page
    assert ("1 family of 1 match." in page) == (words != "r"), "one letter is too few to look for"
    assert ("Type at least two letters" in page) == (words == "r")


def test_a_plan_past_its_end_says_so_and_one_in_its_last_week_too(browser, session, lorna, maliks) -> None:
    client, said = browser(lorna), {}
    for week in (19, 20, 26, 27):
        maliks.opened_on = TODAY - timedelta(weeks=week - 1)
        session.commit()
        pages = client.get("/families").text, client.get("/today").text
        said[week] = [
            words for words in ("6 weeks left", "The last week", "Past week 26") if all(words in one for one in pages)
        ]

    assert said == {19: [], 20: ["6 weeks left"], 26: ["The last week"], 27: ["Past week 26"]}


def test_the_note_of_a_visit_that_is_over_is_the_one_that_was_planned(browser, session, lorna, maliks) -> None:
    over = planned(session, maliks, lorna, TODAY, time(8, 30))

    page = browser(lorna).get(f"/families/{maliks.family_id}").text

    assert f'<a href="/visits/{over.id}/record">' in page
    assert "/visits/new" not in page


def test_cancelled_visits_can_be_read_alone_and_a_kind_that_is_none_is_not_there(
    browser, session, lorna, maliks
) -> None:
    happened(session, maliks, lorna, TODAY - timedelta(days=7), cancelled)
    happened(session, maliks, lorna, TODAY - timedelta(days=14), no_answer)
    client, address = browser(lorna), f"/families/{maliks.family_id}/notes"

    page = client.get(f"{address}?kind=cancelled").text

    assert "Visit cancelled" in page
    assert len(re.findall(r"/notes/([0-9a-f-]{36})", page)) == 1
    assert client.get(f"{address}?kind=letters").status_code == 404


def test_a_plan_that_ended_stays_in_its_week_and_keeps_the_goals_that_were_reached(
    browser, session, lorna, priya, busy_maliks
) -> None:
    goal = session.scalars(select(Goal).where(Goal.episode_id == busy_maliks.id)).one()
    goal.status, goal.ended_on = GoalStatus.REACHED, TODAY
    busy_maliks.closed_on = busy_maliks.opened_on + timedelta(days=15)
    session.commit()

    page = browser(priya).get(f"/families/{busy_maliks.family_id}").text

    assert "Week 3 of 26" in page
    assert re.search(r"Mornings without shouting.*Reached", page, re.S)
    assert "No visit is planned" not in page


def test_goals_being_worked_on_stand_before_one_that_was_reached(browser, session, lorna, maliks, member) -> None:
    _fill(session, lorna, maliks, member, times=2)
    first = session.scalars(select(Goal).where(Goal.words.contains("shouting, 0"))).one()
    first.status = GoalStatus.REACHED
    session.commit()

    page = browser(lorna).get(f"/families/{maliks.family_id}").text

    assert page.index("shouting, 1") < page.index("shouting, 0") < page.index("Reached")


def test_a_supervisor_who_leads_a_family_too_goes_from_one_day_to_the_other(
    browser, session, priya, maliks, beckside
) -> None:
    people = (("Donna", "Mum", date(1992, 1, 20), False),)
    client = browser(priya)
    assert "Your own day" not in client.get("/team/today").text
    cast._family(session, "Abbott", "moss", beckside, priya, TODAY, people, "07700900161")

    assert 'href="/team/today"' in client.get("/today").text
    assert "Your own day" in client.get("/team/today").text


def test_older_notes_follow_without_one_shown_twice_or_left_out(browser, session, lorna, maliks, member) -> None:
    _fill(session, lorna, maliks, member, times=45)
    client, address, seen = browser(lorna), f"/families/{maliks.family_id}/notes", []
    while address:
        page = client.get(address).text
        seen += re.findall(r"/notes/([0-9a-f-]{36})", page)
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""

    assert len(seen) == len(set(seen)) == 45


@pytest.fixture
def three_doors_shut(session: Session, lorna: User, maliks: Episode, member: Member) -> Episode:
    """Ayaan and Hiba were last seen 18 days ago; since then nobody answered, three times."""
    seen = tuple(SeenChild(member_id=member(maliks, name).id, seen=True, alone=False) for name in ("Ayaan", "Hiba"))
    happened(session, maliks, lorna, TODAY - timedelta(days=18), met, seen=seen)
    for days in (14, 7, 4):
        happened(session, maliks, lorna, TODAY - timedelta(days=days), no_answer)
    return maliks


def _call(session: Session, maliks: Episode, lorna: User, shazia: FamilyMember) -> None:
    entry = NoteEntry(
        id=uuid4(),
        kind=NoteKind.CALL,
        occurred_at=NOW - timedelta(days=1),
        happened="They were at her sister’s.",
        present=(shazia.id,),
    )
    write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()


def test_priya_sees_who_was_not_seen_who_last_saw_them_and_who_decides(browser, priya, three_doors_shut) -> None:
    client = browser(priya)
    team, today = client.get("/team").text, client.get("/team/today").text

    assert "The Malik family, not seen for 18 days, no answer 3 times in a row." in team
    assert "Decide with Lorna today" in today
    assert all("Lorna last saw Ayaan and Hiba on Fri 6 Nov." in page for page in (team, today))


def test_whoever_must_be_decided_about_stands_before_a_second_no_answer(
    browser, session, lorna, priya, beckside, three_doors_shut
) -> None:
    people = (("Donna", "Mum", date(1992, 1, 20), False),)
    abbotts = cast._family(session, "Abbott", "moss", beckside, lorna, date(2026, 9, 28), people, "07700900161")
    for days in (7, 4):
        happened(session, abbotts, lorna, TODAY - timedelta(days=days), no_answer)

    page = browser(priya).get("/team/today").text

    assert page.index("Malik, with Lorna") < page.index("Abbott, with Lorna")
    assert "2 in a row. Ask the school" in page


def test_one_child_of_two_not_seen_is_named(browser, session, lorna, priya, three_doors_shut, member) -> None:
    seen = (SeenChild(member_id=member(three_doors_shut, "Hiba").id, seen=True, alone=False),)
    entry = NoteEntry(
        id=uuid4(), kind=NoteKind.MEETING, occurred_at=NOW - timedelta(days=1), happened="At school.", seen=seen
    )
    write_note(session, three_doors_shut, lorna, entry, now=NOW)
    session.commit()

    page = browser(priya).get("/team").text

    assert "The Malik family, Ayaan not seen for 18 days" in page
    assert "Lorna last saw Ayaan on Fri 6 Nov. Lorna last saw Hiba on Mon 23 Nov." in page


def test_lorna_reads_on_the_familys_page_what_to_do_and_who_last_saw_each_child(
    browser, lorna, three_doors_shut
) -> None:
    page = browser(lorna).get(f"/families/{three_doors_shut.family_id}").text

    assert "3 visits in a row without an answer." in words_of(page)
    assert "This needs a decision in supervision." in words_of(page)
    assert "Lorna last saw Hiba on Fri 6 Nov." in words_of(page)


def test_once_shazia_has_been_reached_no_door_counts_any_more(
    browser, session, lorna, priya, three_doors_shut, member
) -> None:
    session.add(Figure(cluster_id=three_doors_shut.cluster_id, key="unseen_working_days", value=60))
    _call(session, three_doors_shut, lorna, member(three_doors_shut, "Shazia"))

    assert "Decide with Lorna" not in browser(priya).get("/team/today").text
    assert "no answer" not in browser(priya).get("/team").text
    assert "without an answer" not in browser(lorna).get(f"/families/{three_doors_shut.family_id}").text


def test_the_list_says_that_a_plan_is_ending_from_the_week_that_the_cluster_chose(
    browser, session, lorna, maliks
) -> None:
    assert "weeks left" not in browser(lorna).get("/families").text
    session.add(Figure(cluster_id=maliks.cluster_id, key="ending_week", value=9))
    session.commit()

    assert "17 weeks left" in browser(lorna).get("/families").text


def test_the_weave_knows_the_weeks_we_met_and_those_we_missed(session, lorna, maliks) -> None:
    for day, say in (
        (date(2026, 9, 29), met),
        (date(2026, 10, 6), no_answer),
        (date(2026, 10, 13), no_answer),
        (date(2026, 10, 20), cancelled),
    ):
        happened(session, maliks, lorna, day, say)
    later, sooner = (planned(session, maliks, lorna, day) for day in (date(2026, 12, 8), date(2026, 12, 1)))

    story = story_of(session, session.get_one(Family, maliks.family_id), NOW)

    assert story is not None
    assert (story.diary.met, story.diary.missed) == ({1}, {2, 3, 4})
    assert story.diary.next_visit is sooner is not later


def test_a_familys_page_keeps_safety_notes_worries_and_partners_apart(session, lorna, maliks) -> None:
    both = {"family_id": maliks.family_id}
    for n in range(2):
        session.add_all(
            [
                WarningNote(
                    kind=WarningKind.DOG,
                    words=f"A dog, {n}.",
                    why="It bites.",
                    agreed_with="Priya",
                    agreed_on=TODAY,
                    until_on=TODAY + timedelta(days=n),
                    made_by_id=lorna.id,
                    **both,
                ),
                Partner(kind="school", name=f"Mr Bhatti {n}", **both),
            ]
        )
    session.commit()

    story = story_of(session, session.get_one(Family, maliks.family_id), NOW)

    assert story is not None
    assert [one.words for one in story.warnings] == ["A dog, 0.", "A dog, 1."]
    assert [one.name for one in story.partners] == ["Mr Bhatti 0", "Mr Bhatti 1"]
    assert story.worries == []


def test_the_list_has_todays_visits_by_time_and_the_ended_last(
    browser, session, lorna, priya, maliks, beckside
) -> None:
    people = (("Donna", "Mum", date(1992, 1, 20), False),)
    for name, at, ended in (("Abbott", time(15), False), ("Zielinski", time(9), False), ("Aaron", None, True)):
        episode = cast._family(session, name, "moss", beckside, lorna, date(2026, 9, 28), people, "07700900161")
        if at:
            _visit(session, episode, lorna, at)
        if ended:
            episode.closed_on = TODAY - timedelta(days=1)
            session.commit()

    page = browser(priya).get("/families").text

    order = ["Seeing today", "The Zielinski", "The Abbott", "The others", "The Malik", ">Ended<", "The Aaron"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_lorna_can_write_down_a_worry_from_the_familys_page_while_help_goes_on(
    browser, session, lorna, priya, maliks
) -> None:
    way_in = f"/families/{maliks.family_id}/worries/new"
    client = browser(lorna)

    assert way_in in client.get(f"/families/{maliks.family_id}").text
    assert client.get(way_in).status_code == 200
    maliks.closed_on = TODAY
    session.commit()
    ended = browser(priya).get(f"/families/{maliks.family_id}")
    assert ended.status_code == 200
    assert way_in not in ended.text


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
    # Today asks who could look out for her, once, as soon as there is a visit to go in to.
    _visit(session, busy_maliks, lorna, time(16))
    statements.clear()
    client.get(address)
    few = len(_asked(statements))
    _fill(session, lorna, busy_maliks, member, times=10)
    for n in range(30):
        people = (("Donna", "Mum", date(1992, 1, 20), False), ("Kai", "Child", date(2017, 4, 5), True))
        more = cast._family(session, f"Family{n:02}", "moss", beckside, lorna, TODAY, people, "07700900161")
        _visit(session, more, lorna, time(17, n))
    statements.clear()
    client.get(address)

    assert len(_asked(statements)) == few
    assert few <= (10 if page == "/today" else 13)
