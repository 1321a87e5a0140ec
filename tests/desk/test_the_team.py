"""The supervisor's pages: what is overdue, what needs a look first, and how many were seen."""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import DEFAULTS
from app.clusters.models import Cluster
from app.desk.team import team_of
from app.desk.team_words import hello_words, looks_of, states_of
from app.families.models import Episode, FamilyMember
from app.notes.actions import SeenChild
from app.promises.models import Promise, PromiseState
from app.visits.queries import unanswered_in_a_row
from tests import cast
from tests.cast import NOW, TODAY
from tests.visits.told import happened, met, no_answer, planned

Member = Callable[[Episode, str], FamilyMember]
PEOPLE = (("Donna", "Mum", date(1992, 1, 20), False), ("Kai", "Child", date(2017, 4, 5), True))


@pytest.fixture
def abbotts(session: Session, lorna: User, beckside: Cluster) -> Episode:
    """A family of Lorna's that stands before the Maliks in every list."""
    return cast._family(session, "Abbott", "moss", beckside, lorna, date(2026, 11, 9), PEOPLE, "07700900161")


def _promise(session: Session, episode: Episode, worker: User, due_on: date, **more: object) -> None:
    session.add(
        Promise(
            id=uuid4(),
            family_id=episode.family_id,
            episode_id=episode.id,
            what="Post the form",
            due_on=due_on,
            made_at=NOW,
            made_by_id=worker.id,
            **more,
        )
    )
    session.commit()


def test_what_is_overdue_is_counted_by_its_own_rule(session, lorna, priya, maliks, abbotts, member) -> None:
    yesterday = TODAY - timedelta(days=1)
    _promise(session, maliks, lorna, yesterday, owner_user_id=lorna.id)
    _promise(session, maliks, lorna, yesterday - timedelta(days=7), owner_user_id=lorna.id)
    # Due today, answered, or the family's own: nothing of ours is late.
    _promise(session, maliks, lorna, TODAY, owner_user_id=lorna.id)
    _promise(session, maliks, lorna, yesterday, owner_user_id=lorna.id, state=PromiseState.KEPT)
    _promise(session, maliks, lorna, yesterday, owner_member_id=member(maliks, "Shazia").id)
    planned(session, maliks, lorna, yesterday, time(16))
    planned(session, abbotts, lorna, TODAY, time(8))

    lines = {line.name: line for line in team_of(session, priya, NOW, DEFAULTS).lines}

    assert (lines["Malik"].promises_late, lines["Malik"].to_write_up) == (2, 1)
    assert (lines["Abbott"].promises_late, lines["Abbott"].to_write_up) == (0, 0)
    words = [state.words for state in states_of(lines["Malik"], DEFAULTS, TODAY)]
    assert {"2 promises late", "1 visit to write up"} <= set(words)


def test_seven_days_count_as_seen_and_eight_do_not(session, lorna, priya, maliks, abbotts) -> None:
    happened(session, maliks, lorna, TODAY - timedelta(days=8), met)
    happened(session, abbotts, lorna, TODAY - timedelta(days=7), met)

    hello = hello_words(team_of(session, priya, NOW, DEFAULTS), NOW, priya, TODAY)

    assert hello == "Morning, Priya. 1 of 2 families seen in the last 7 days."


def test_whoever_nobody_has_seen_stands_before_a_plan_past_its_end(
    session, lorna, priya, maliks, abbotts, member
) -> None:
    abbotts.opened_on = TODAY - timedelta(weeks=27)
    seen = (SeenChild(member_id=member(abbotts, "Kai").id, seen=True, alone=False),)
    happened(session, abbotts, lorna, TODAY - timedelta(days=1), met, seen=seen)
    for days in (14, 7, 4):
        happened(session, maliks, lorna, TODAY - timedelta(days=days), no_answer)
    assert unanswered_in_a_row(session, maliks.id) == 3

    team = team_of(session, priya, NOW, DEFAULTS)

    assert [look.line.name for look in looks_of(team, DEFAULTS, TODAY)] == ["Malik", "Abbott"]


def test_priya_reads_for_each_child_when_it_was_last_seen_alone(browser, session, lorna, priya, maliks) -> None:
    page = browser(priya).get("/team/today").text

    assert "Ayaan Malik, 11, with Lorna" in page
    assert "Hiba Malik, 7, with Lorna" in page
    assert page.count("Not alone yet") == 2


def test_each_family_says_which_child_it_is_longest_since_anybody_saw_alone(
    browser, session, lorna, priya, maliks, member
) -> None:
    client, ayaan, hiba = browser(priya), member(maliks, "Ayaan"), member(maliks, "Hiba")
    alone = {child: SeenChild(member_id=child.id, seen=True, alone=True) for child in (ayaan, hiba)}

    assert "Ayaan not alone yet" in client.get("/team").text
    happened(session, maliks, lorna, TODAY - timedelta(days=14), met, seen=(alone[ayaan],))
    assert "Hiba not alone yet" in client.get("/team").text
    happened(session, maliks, lorna, TODAY - timedelta(days=7), met, seen=(alone[hiba],))
    assert "Ayaan alone Tue 10 Nov" in client.get("/team").text


def test_a_choice_of_families_does_not_make_room_for_more(browser, session, lorna, priya, maliks, abbotts) -> None:
    lorna.caseload_target = 3
    maliks.opened_on = TODAY - timedelta(weeks=21)
    session.commit()

    page = browser(priya).get("/team?show=ending").text

    assert "1 of 2 families. Room for 1<" in page
    assert "2 families. Room for 1<" in browser(priya).get("/team").text
