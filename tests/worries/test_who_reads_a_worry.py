"""A worry is read by those who work with the family, whoever raised it, and the people told: nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Supervision, User
from app.audit.models import Entry
from app.core import clock
from app.families.models import Allocation, AllocationKind, Episode, FamilyMember, RelatedStaff
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import WhyTold, Worry, WorryState, WorryTold
from app.worries.queries import open_worries_for, worry_seen_by
from tests.cast import NOW, TODAY, allocation
from tests.reading import words_of
from tests.worries.conftest import WORDS

Browser = Callable[..., FlaskClient]
Said = Callable[..., WorryEntry]


def test_lorna_reads_her_worry_with_the_exact_words_and_what_the_family_wont_see(
    browser: Browser, lorna: User, worry: Worry
) -> None:
    page = browser(lorna).get(f"/worries/{worry.id}").text

    assert WORDS in page
    assert "This needs a person today" in page
    assert "Priya hasn’t opened this yet." in page
    assert "What the family won’t see" in page


@pytest.mark.parametrize("page", ["/worries/{}", "/worries/{}/decision", "/team/today"])
def test_exact_words_are_shown_line_by_line_as_they_were_said(
    browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, said: Said, page: str
) -> None:
    entry = said(exact_words="He threw my phone.\n\nThen he laughed.")
    raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW)
    session.commit()

    shown = browser(priya).get(page.format(entry.id)).text
    assert '<p class="asis" dir="auto">He threw my phone.\n\nThen he laughed.</p>' in shown


def test_the_supervisor_opening_it_is_kept_once_and_shown_to_lorna(
    browser: Browser, session: Session, lorna: User, priya: User, worry: Worry
) -> None:
    with clock.at(NOW + timedelta(minutes=3)):
        assert browser(priya).get(f"/worries/{worry.id}").status_code == 200
    with clock.at(NOW + timedelta(minutes=9)):
        browser(priya).get(f"/worries/{worry.id}")
        assert "Priya opened this at 10:03am." in words_of(browser(lorna).get(f"/worries/{worry.id}").text)

    row = session.get_one(WorryTold, (worry.id, priya.id))
    session.refresh(row)
    assert row.opened_at == NOW + timedelta(minutes=3)


def test_each_look_leaves_a_trace_with_why_it_was_allowed(
    browser: Browser, session: Session, lorna: User, priya: User, worry: Worry
) -> None:
    browser(priya).get(f"/worries/{worry.id}")
    browser(priya).get(f"/worries/{worry.id}")
    browser(lorna).get(f"/worries/{worry.id}")

    rows = session.execute(
        select(Entry.actor_id, Entry.action, Entry.relation)
        .where(Entry.action.in_(["worry.open", "worry.view"]))
        .order_by(Entry.number)
    )
    assert [tuple(row) for row in rows] == [
        (priya.id, "worry.open", "supervises"),
        (priya.id, "worry.view", "supervises"),
        (lorna.id, "worry.view", "lead"),
    ]


@pytest.mark.parametrize("name", ["chloe", "marcus", "tom", "delroy", "hazel", "noor"])
@pytest.mark.parametrize("path", ["", "/decision"])
def test_nobody_else_finds_anything(
    browser: Browser, request: pytest.FixtureRequest, worry: Worry, name: str, path: str
) -> None:
    assert browser(request.getfixturevalue(name)).get(f"/worries/{worry.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/additions", "/decision"])
def test_a_worker_of_another_cluster_can_send_nothing_there(
    browser: Browser, chloe: User, worry: Worry, path: str
) -> None:
    assert browser(chloe).post(f"/worries/{worry.id}{path}").status_code == 404


def test_a_worry_that_is_not_there_looks_the_same(browser: Browser, lorna: User) -> None:
    assert browser(lorna).get(f"/worries/{uuid4()}").status_code == 404


def test_the_manager_who_was_told_reads_the_worry_and_nothing_else_of_the_family(
    browser: Browser, session: Session, delroy: User, maliks: Episode, worry: Worry
) -> None:
    session.add(WorryTold(worry_id=worry.id, user_id=delroy.id, why=WhyTold.MANAGER, told_at=NOW))
    session.commit()
    client = browser(delroy)

    page = client.get(f"/worries/{worry.id}")
    assert page.status_code == 200
    assert f"/families/{maliks.family_id}" not in page.text
    assert "Shazia" not in client.get(f"/worries/{worry.id}/decision").text
    # A manager is asked for a reason first; without one the family stays shut.
    asked = client.get(f"/families/{maliks.family_id}")
    assert (asked.status_code, asked.location) == (303, f"/families/{maliks.family_id}/reason")


def test_somebody_who_is_named_as_related_later_no_longer_finds_it(
    session: Session, priya: User, maliks: Episode, worry: Worry
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=priya.id, named_at=NOW))
    session.commit()

    assert worry_seen_by(session, priya, worry.id, NOW) is None


def test_whoever_raised_it_while_covering_still_reads_it_after_the_cover_has_ended(
    session: Session, tom: User, maliks: Episode, said: Said
) -> None:
    session.add(allocation(maliks.id, tom.id, TODAY, TODAY, AllocationKind.COVER))
    session.commit()
    raised = raise_worry(session, maliks, tom, said(), note_id=None, now=NOW)
    session.commit()

    assert worry_seen_by(session, tom, raised.id, NOW + timedelta(days=7)) is raised


def test_it_stays_on_the_lists_of_both_until_there_is_a_decision(
    session: Session, lorna: User, priya: User, tom: User, chloe: User, worry: Worry
) -> None:
    later = NOW + timedelta(days=2)

    assert [one.worry.id for one in open_worries_for(session, lorna, later)] == [worry.id]
    (hers,) = open_worries_for(session, priya, later)
    assert (hers.about, hers.raised_by.id, hers.may_decide) == ("Ayaan Malik", lorna.id, True)
    assert open_worries_for(session, tom, later) == []
    assert open_worries_for(session, chloe, later) == []


def test_a_held_worry_shows_from_the_day_to_look_again(session: Session, lorna: User, worry: Worry) -> None:
    worry.state, worry.look_again_on = WorryState.HELD, TODAY + timedelta(days=2)
    session.commit()

    assert open_worries_for(session, lorna, NOW + timedelta(days=1)) == []
    assert len(open_worries_for(session, lorna, NOW + timedelta(days=2))) == 1
    assert len(open_worries_for(session, lorna, NOW + timedelta(days=5))) == 1


def test_opening_a_worry_late_tells_whoever_stands_in(
    browser: Browser, session: Session, lorna: User, beth: User, worry: Worry
) -> None:
    with clock.at(NOW + timedelta(minutes=16)):
        browser(lorna).get(f"/worries/{worry.id}")

    assert session.get(WorryTold, (worry.id, beth.id)) is not None


def test_when_the_supervisor_opens_it_at_the_last_moment_nobody_else_is_told(
    browser: Browser, session: Session, priya: User, beth: User, worry: Worry
) -> None:
    with clock.at(NOW + timedelta(minutes=16)):
        browser(priya).get(f"/worries/{worry.id}")

    assert session.get(WorryTold, (worry.id, beth.id)) is None


def test_the_command_tells_whoever_stands_in(session: Session, app: object, beth: User, worry: Worry) -> None:
    with clock.at(NOW + timedelta(minutes=16)):
        answer = app.test_cli_runner().invoke(args=["raise-unopened"])  # type: ignore[attr-defined]

    assert answer.output == "1 more people told.\n"
    assert session.get(WorryTold, (worry.id, beth.id)) is not None


def test_a_worker_without_a_supervisor_is_told_to_ring_when_nobody_could_be_told(
    browser: Browser, session: Session, lorna: User, priya: User, maliks: Episode, said: Said
) -> None:
    session.query(Supervision).delete()
    priya.left_on = TODAY
    raised = raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)
    session.commit()

    page = browser(lorna).get(f"/worries/{raised.id}").text
    assert "Nobody could be told." in page
    assert "Please ring now." in page


def test_an_unallocated_workers_lead_has_ended_and_they_find_a_colleagues_worry_no_more(
    session: Session, lorna: User, tom: User, maliks: Episode, said: Said, member: Callable[..., FamilyMember]
) -> None:
    raised = raise_worry(session, maliks, tom, said(), note_id=None, now=NOW)
    for row in session.scalars(select(Allocation).where(Allocation.user_id == lorna.id)):
        row.until_on = TODAY - timedelta(days=1)
    session.commit()

    assert worry_seen_by(session, lorna, raised.id, NOW) is None
