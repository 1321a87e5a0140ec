"""What somebody who tries Withy finds."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.passwords import is_password, problem_with
from app.audit.actions import verify_chain
from app.clusters.figures import DEFAULTS
from app.clusters.models import School, Service, UrgentNumber
from app.clusters.queries import working_calendar
from app.core import clock
from app.core.db import Base, UtcDateTime
from app.demo.people import CAST, PASSPHRASE
from app.demo.seeding import seed
from app.desk.day import day_for
from app.desk.team import team_of
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyMember,
    Partner,
    SafeContact,
)
from app.notes.models import ChildSeen, Note, NoteKind, NoteVersion
from app.plans.models import Goal, GoalRating, GoalStatus
from app.team_meetings.models import TeamMeeting
from app.team_meetings.queries import story_of
from app.visits.models import Visit, VisitState
from app.worries.models import Urgency, Worry, WorryDecision, WorryState
from tests.cast import NOW, TODAY
from tests.demo_data import Demo

# Ofcom's numbers for drama in Leeds and on mobiles, and 999.
DRAMA = re.compile(r"0113 ?496 ?0\d{3}|07700 ?900\d{3}|999")
# What may lie ahead: plans, visits, things due and agreements that end.
AHEAD = {
    "briefs_until",
    "ends_on",
    "starts_at",
    "ends_at",
    "due_on",
    "review_due_on",
    "review_on",
    "next_on",
    "ask_again_on",
    "until_on",
    "look_again_on",
    "from_on",
    "on",
}


def test_lorna_has_three_visits_and_two_calls(session: Session, demo: Demo) -> None:
    day = day_for(session, demo.person("Lorna"), TODAY, NOW, DEFAULTS)

    visits = [(clock.local(visit.starts_at).strftime("%H:%M"), visit.walk.name) for visit in day.visits]
    assert visits == [("10:30", "Malik"), ("13:00", "Whitaker"), ("16:00", "Tesfaye")]
    assert day.visits[0].with_words == "Tom is meeting you outside at 10:25am."
    assert [promised.what for promised in day.visits[0].promised] == ["Bring the bus pass form"]
    assert [warned.words for warned in day.visits[1].warnings] == ["Dog: Dean puts Duchess in the kitchen."]
    assert day.visits[2].interpreter == "Tigrinya interpreter booked"
    assert {(call.whom, call.what) for call in day.calls} == {
        ("Grace Okafor", "Ask how Friday at school went"),
        ("Mr Bhatti", "Zofia’s new timetable"),
    }
    assert [walk.name for walk in day.reviews] == ["Kowalczyk"]
    assert [walk.name for walk in day.endings] == ["Okafor-Reid"]
    assert [(walk.name, child.known_as) for walk, child in day.unseen_alone] == [("Okafor-Reid", "Tia")]
    assert (day.to_write_up, [one.what for one in day.promises]) == ([], ["Bring the bus pass form"])


def test_tom_who_covers_reads_what_iwona_promised(session: Session, demo: Demo) -> None:
    tomorrow = day_for(session, demo.person("Tom"), TODAY + timedelta(days=1), NOW, DEFAULTS)

    covered = next(visit for visit in tomorrow.visits if visit.walk.covering_for)
    assert (covered.walk.name, covered.walk.covering_for) == ("Marsden", "Iwona")
    assert [(one.said_by, one.what) for one in covered.promised] == [
        ("Iwona", "Bring back the letter about the gas bill")
    ]


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-25T22:30",
        "2026-11-28T12:40",
        "2026-12-25T00:05",
        "2026-12-29T09:00",
        "2027-03-28T23:55",
        "2028-02-29T16:20",
    ],
    ids=lambda at: at[:10],
)
def test_on_whatever_day_it_is_told_lorna_has_three_visits(session: Session, at: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)

    seed(session, now=now)

    lorna = session.scalars(select(User).where(User.email == CAST[0].email)).one()
    today = clock.local(now).date()
    day = day_for(session, lorna, today, now, DEFAULTS)
    assert (len(day.visits), len(day.calls)) == (3, 2)
    assert [walk.week for walk in day.walks] == [11, 13, 9, 21, 2, 4]
    priya = session.scalars(select(User).where(User.email == "priya@withy.example")).one()
    doors = {line.name: line.ladder.unanswered for line in team_of(session, priya, now, DEFAULTS).lines}
    assert {name: count for name, count in doors.items() if count} == {"Doyle": 3, "Petrescu": 2}


def test_the_team_is_as_its_page_shows_it(session: Session, demo: Demo) -> None:
    team = team_of(session, demo.person("Priya"), NOW, DEFAULTS)

    assert {worker.person.first_name: len(worker.lines) for worker in team.workers if worker.person} == {
        "Iwona": 5,
        "Kwame": 5,
        "Lorna": 6,
        "Tom": 5,
    }
    assert sum(worker.room for worker in team.workers) == 3
    lines = {line.name: line for line in team.lines}
    assert {name for name, line in lines.items() if line.needs_decision} == {"Doyle"}
    assert (lines["Doyle"].ladder.unanswered, lines["Petrescu"].ladder.unanswered) == (3, 2)
    assert (TODAY - (lines["Doyle"].last_met_on or TODAY)).days == 18
    assert {name for name, line in lines.items() if line.week > line.weeks} == {"Hussain"}
    assert lines["Chowdhury"].review_due_on == TODAY - timedelta(days=8)
    assert lines["Singh"].last_met_on == TODAY


def test_three_mills_has_twelve_families_three_behind_it(session: Session, demo: Demo) -> None:
    three_mills = demo.person("Chloe").cluster_id
    episodes = session.scalars(select(Episode).join(Family).where(Family.cluster_id == three_mills)).all()

    assert len(episodes) == 12
    assert {demo.session.get_one(Family, one.family_id).name for one in episodes if not one.is_open()} == {
        "Okafor",
        "Pickersgill",
    }
    assert demo.episode("Whitaker-Lawal").level == "child_in_need"
    assert demo.family("Rowe").safety_flag


def test_the_maliks_are_in_week_nine_with_nineteen_notes(session: Session, demo: Demo) -> None:
    episode = demo.episode("Malik")
    notes = session.scalars(select(Note).where(Note.episode_id == episode.id).order_by(Note.occurred_at)).all()
    last = [note for note in notes if note.kind is NoteKind.VISIT][-1]

    assert (episode.week(TODAY), len(notes), last.latest) == (9, 19, 2)
    assert clock.local(last.occurred_at).isoformat() == "2026-11-17T10:30:00+00:00"
    numbers = session.execute(
        select(Goal.words, FamilyMember.known_as, GoalRating.score)
        .join(Goal, Goal.id == GoalRating.goal_id)
        .join(FamilyMember, FamilyMember.id == GoalRating.member_id)
        .where(GoalRating.note_id == last.id, Goal.position < 2)
        .order_by(Goal.position, FamilyMember.position)
    ).all()
    assert [(name, score) for _, name, score in numbers] == [("Shazia", 5), ("Ayaan", 4), ("Shazia", 6), ("Hiba", 6)]


def test_the_team_around_the_maliks_met_three_weeks_ago_and_meets_again(session: Session, demo: Demo) -> None:
    held, planned = session.scalars(select(TeamMeeting).order_by(TeamMeeting.starts_at)).all()
    assert {held.family_id, planned.family_id} == {demo.family("Malik").id}
    assert (held.was_held, planned.is_planned) == (True, True)
    assert held.next_on == clock.local(planned.starts_at).date()
    assert [one.name for one in story_of(session, held).came] == ["Shazia", "Ayaan", "Becca Lund", "Ms Farrell"]


def test_every_family_we_walk_beside_has_goals_with_numbers_a_lead_and_a_visit_ahead(
    session: Session, demo: Demo
) -> None:
    for episode in session.scalars(select(Episode).where(Episode.closed_on.is_(None))):
        name = session.get_one(Family, episode.family_id).name
        leads = select(Allocation).where(
            Allocation.episode_id == episode.id, Allocation.kind == AllocationKind.LEAD, Allocation.until_on.is_(None)
        )
        assert len(session.scalars(leads).all()) == 1, name
        ahead = select(Visit.id).where(Visit.episode_id == episode.id, Visit.state == VisitState.PLANNED)
        assert len(session.scalars(ahead).all()) >= 2, name
        goals = select(Goal).where(Goal.episode_id == episode.id, Goal.status == GoalStatus.ACTIVE)
        for goal in session.scalars(goals):
            assert session.scalars(select(GoalRating).where(GoalRating.goal_id == goal.id)).all(), goal.words
        if episode.week(TODAY) > 2:
            assert 1 <= len(session.scalars(goals).all()) <= DEFAULTS.active_goals, name


def test_each_visit_that_was_met_has_its_note_and_names_every_child(session: Session, demo: Demo) -> None:
    children = Counter(session.scalars(select(FamilyMember.family_id).where(FamilyMember.is_child)))
    rows = session.execute(
        select(Visit, NoteVersion)
        .join(Note, Note.id == Visit.note_id)
        .join(NoteVersion, (NoteVersion.note_id == Note.id) & (NoteVersion.number == Note.latest))
        .where(Visit.state == VisitState.MET)
    ).all()
    seen = Counter(session.scalars(select(ChildSeen.version_id)))

    assert len(rows) == len(session.scalars(select(Visit.id).where(Visit.state == VisitState.MET)).all()) > 300
    for visit, version in rows:
        assert (visit.starts_at, seen[version.id]) == (version.occurred_at, children[visit.family_id])


def test_what_an_episode_keeps_of_its_visits_is_what_they_say(session: Session, demo: Demo) -> None:
    for episode in session.scalars(select(Episode)):
        met = session.scalars(
            select(Visit.starts_at).where(Visit.episode_id == episode.id, Visit.state == VisitState.MET)
        ).all()
        assert episode.last_met_on == clock.local(max(met)).date()
        assert episode.last_contact_at is not None
        assert episode.last_contact_at >= max(met)


def test_past_visits_are_on_working_days_and_in_their_weeks(session: Session, demo: Demo) -> None:
    calendar = working_calendar(session)
    rows = session.execute(select(Visit, Episode).join(Episode).where(Visit.starts_at < NOW - timedelta(days=1)))

    for visit, episode in rows:
        day = clock.local(visit.starts_at).date()
        assert calendar.is_working(day)
        assert episode.opened_on <= day


def test_nothing_that_has_happened_lies_ahead(session: Session, demo: Demo) -> None:
    for mapper in Base.registry.mappers:
        for column in inspect(mapper.class_).columns:
            if not isinstance(column.type, Date | UtcDateTime) or column.name in AHEAD:
                continue
            for value in session.scalars(select(column).where(column.is_not(None))):
                latest = NOW if isinstance(value, datetime) else TODAY
                assert value <= latest, f"{mapper.class_.__name__}.{column.name}"


def test_every_phone_number_is_for_drama(session: Session, demo: Demo) -> None:
    columns = (User.phone, School.phone, Service.phone, UrgentNumber.phone, SafeContact.phone, Partner.phone)
    numbers = [number for column in columns for number in session.scalars(select(column)) if number]

    assert len(numbers) > 80
    assert [number for number in numbers if not DRAMA.fullmatch(number)] == []
    mobiles = [number for number in session.scalars(select(SafeContact.phone)) if number]
    assert len(mobiles) == len(set(mobiles)), "two people of the demo share a number"


def test_craig_may_not_know_where_leanne_lives(session: Session, demo: Demo) -> None:
    rows = session.execute(
        select(Address.household, FamilyMember.known_as)
        .join(AddressKnownTo, AddressKnownTo.address_id == Address.id)
        .join(FamilyMember, FamilyMember.id == AddressKnownTo.member_id)
        .where(Address.family_id == demo.family("Rowe").id)
    ).all()

    assert {tuple(row) for row in rows} == {
        ("Leanne’s", "Leanne"),
        ("Leanne’s", "Jayden"),
        ("Leanne’s", "Poppy"),
        ("Craig’s", "Craig"),
    }


def test_worries_are_held_or_decided_and_none_waits(session: Session, demo: Demo) -> None:
    worries = {session.get_one(Family, one.family_id).name: one for one in session.scalars(select(Worry))}

    assert {name: one.state for name, one in worries.items()} == {
        "Malik": WorryState.HELD,
        "Begum": WorryState.HELD,
        "Chowdhury": WorryState.CLOSED,
        "Whitaker-Lawal": WorryState.STEPPED_UP,
    }
    decided = set(session.scalars(select(WorryDecision.worry_id)))
    assert decided == {one.id for one in worries.values() if one.urgency is Urgency.TODAY}


def test_the_trail_of_the_telling_holds(session: Session, demo: Demo) -> None:
    verdict = verify_chain(session)

    assert verdict.findings == []
    assert verdict.count > 50


def test_everyone_signs_in_with_the_passphrase_that_is_printed(browser: Callable[..., FlaskClient], demo: Demo) -> None:
    for one in CAST:
        answer = browser().post("/sign-in", data={"email": one.email, "password": PASSPHRASE})
        assert answer.status_code == 303, one.name


def test_the_passphrase_is_one_that_the_rules_allow(session: Session, demo: Demo) -> None:
    assert all(problem_with(PASSPHRASE, [one.name, one.email, one.cluster]) == "" for one in CAST)
    assert is_password(PASSPHRASE, demo.person("Priya").password_hash)


def test_every_page_of_lornas_day_opens(browser: Callable[..., FlaskClient], app: Flask, demo: Demo) -> None:
    lorna = browser(demo.person("Lorna"))
    families = [f"/families/{demo.family(name).id}" for name in ("Malik", "Okafor-Reid", "Kowalczyk")]

    for page in ("/today", "/families", *families):
        assert lorna.get(page).status_code == 200, page
    assert lorna.get(f"/families/{demo.family('Bell').id}").status_code == 404
