"""Withy says whom to think of, and why; the worker and the supervisor choose; the minutes add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import DEFAULTS, Figures
from app.clusters.models import Figure
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember, RelatedStaff
from app.plans.models import Goal, GoalRater, GoalRating, Plan
from app.supervision.actions import BringEntry, bring
from app.supervision.models import CaseDiscussion, SupervisionSession
from app.supervision.queries import Seat, could_bring, items_seen_by
from app.supervision.reasons import weigh
from app.supervision.words import sum_of
from app.worries.models import Urgency, Worry, WorryState
from tests.cast import NOW, TODAY
from tests.families.filled_in import typed_in
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
Member = Callable[[Episode, str], FamilyMember]


def reasons(session: Session, looker: User, seat: Seat, figures: Figures = DEFAULTS) -> list[str]:
    """Why Withy would bring the Maliks; they are the only family there is."""
    [one] = weigh(could_bring(session, looker, seat, NOW), figures, TODAY)
    return list(one.reasons)


def a_goal(session: Session, episode: Episode, by: User, said: dict[FamilyMember, list[tuple[int, int]]]) -> None:
    """A goal with each person's numbers: (weeks ago, score)."""
    mine = {"family_id": episode.family_id, "episode_id": episode.id}
    goal = Goal(id=uuid4(), words="“Mornings.”", agreed_on=episode.opened_on, made_by_id=by.id, **mine)
    session.add(goal)
    session.flush()
    for place, (who, numbers) in enumerate(said.items()):
        session.add(GoalRater(goal_id=goal.id, member_id=who.id, position=place))
        session.add_all(
            GoalRating(
                goal_id=goal.id,
                member_id=who.id,
                score=score,
                rated_on=TODAY - timedelta(weeks=ago),
                recorded_at=NOW - timedelta(weeks=ago),
                recorded_by_id=by.id,
            )
            for ago, score in numbers
        )
    session.commit()


@pytest.fixture(autouse=True)
def quiet(session: Session, maliks: Episode) -> None:
    """A review that is due later, and a plan begun five weeks ago: nothing stands out but what a test says."""
    session.get_one(Plan, maliks.id).review_due_on = TODAY + timedelta(days=7)
    maliks.opened_on = TODAY - timedelta(weeks=5)
    session.commit()


CALM = replace(DEFAULTS, alone_days=60)


def test_a_family_about_which_nothing_stands_out_can_be_brought_all_the_same(
    browser: Browser, session: Session, lorna: User, maliks: Episode, seat: Seat
) -> None:
    session.add(Figure(cluster_id=maliks.cluster_id, key="unseen_working_days", value=60))
    session.commit()
    assert "Nothing stands out." not in browser(lorna).get(f"/supervision/sessions/{seat.session.id}/bring").text
    session.add(Figure(cluster_id=maliks.cluster_id, key="alone_days", value=60))
    session.commit()
    assert "Nothing stands out." in browser(lorna).get(f"/supervision/sessions/{seat.session.id}/bring").text
    assert reasons(session, lorna, seat, CALM) == []


def test_a_goal_that_fell_that_is_stuck_and_on_which_two_disagree_is_said(
    session: Session, lorna: User, maliks: Episode, member: Member, seat: Seat
) -> None:
    shazia, ayaan = member(maliks, "Shazia"), member(maliks, "Ayaan")
    maliks.opened_on = TODAY - timedelta(weeks=9)
    a_goal(session, maliks, lorna, {shazia: [(8, 7), (1, 7)], ayaan: [(8, 3), (1, 3)]})
    said = reasons(session, lorna, seat)
    assert "“Mornings” has not moved for 6 weeks." in said
    assert "“Mornings”: Shazia and Ayaan see it differently." in said
    a_goal(session, maliks, lorna, {shazia: [(4, 6), (1, 4)]})
    assert "“Mornings”: Shazia said a lower number." in reasons(session, lorna, seat)
    assert "“Mornings” has not moved for 6 weeks." not in reasons(
        session, lorna, seat, replace(DEFAULTS, stuck_weeks=9)
    )


def test_a_child_whom_nobody_saw_alone_and_a_door_that_nobody_opened_are_said(
    session: Session, lorna: User, maliks: Episode, seat: Seat
) -> None:
    said = reasons(session, lorna, seat)
    assert "Ayaan and Hiba not seen alone for over 4 weeks." in said
    assert "Ayaan and Hiba not seen by anybody for too long." in said


def test_week_20_a_late_review_and_a_worry_that_is_held_are_said(
    session: Session, lorna: User, maliks: Episode, seat: Seat
) -> None:
    maliks.opened_on = TODAY - timedelta(weeks=20)
    maliks.ends_on = Episode.end_of(maliks.opened_on, 26)
    session.get_one(Plan, maliks.id).review_due_on = TODAY - timedelta(days=8)
    session.add(
        Worry(
            id=uuid4(),
            family_id=maliks.family_id,
            episode_id=maliks.id,
            urgency=Urgency.HOLD,
            state=WorryState.HELD,
            raised_by_id=lorna.id,
            raised_at=NOW,
            recorded_at=NOW,
            occurred_at=NOW,
            saw_or_heard="A cracked phone.",
        )
    )
    session.commit()
    said = reasons(session, lorna, seat)
    for words in (
        "Week 21 of 26: time to talk about the ending.",
        "Review 8 days late.",
        "1 worry held.",
        "Not talked about here yet.",
    ):
        assert words in [one.replace("One worry", "1 worry") for one in said]
    assert "cracked" not in " ".join(said)


def test_a_family_is_new_for_the_clusters_own_weeks(session: Session, lorna: User, maliks: Episode, seat: Seat) -> None:
    maliks.opened_on = TODAY - timedelta(weeks=3)
    session.commit()
    assert "New to us." in reasons(session, lorna, seat)
    assert "New to us." not in reasons(session, lorna, seat, replace(DEFAULTS, new_weeks=2))


def test_a_family_that_was_talked_about_long_ago_is_said_with_how_long(
    session: Session, lorna: User, maliks: Episode, seat: Seat, on_agenda: CaseDiscussion
) -> None:
    maliks.opened_on = TODAY - timedelta(weeks=20)
    before = SupervisionSession(
        **{
            column: getattr(seat.session, column)
            for column in ("group_id", "cluster_id", "place", "way", "facilitator_id", "planned_at", "planned_by_id")
        },
        id=uuid4(),
        on=TODAY - timedelta(weeks=9),
        starts_at=NOW - timedelta(weeks=9),
        ends_at=NOW - timedelta(weeks=9),
    )
    session.add(before)
    session.flush()
    on_agenda.session_id = before.id
    session.commit()
    assert "Last talked about 9 weeks ago." in reasons(session, lorna, seat)


def test_a_worker_is_offered_their_own_and_the_supervisor_everybodys(
    session: Session, lorna: User, tom: User, priya: User, seat: Seat, maliks: Episode
) -> None:
    toms = replace(seat, runs=False)
    assert could_bring(session, tom, toms, NOW) == []
    assert [one.family.name for one in could_bring(session, priya, seat, NOW)] == ["Malik"]


def test_whoever_is_related_is_not_offered_the_family(
    session: Session, lorna: User, priya: User, seat: Seat, maliks: Episode
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=priya.id, named_at=NOW))
    session.commit()
    assert could_bring(session, priya, seat, NOW) == []


def test_lorna_brings_the_maliks_and_takes_them_off_again(
    browser: Browser, session: Session, lorna: User, maliks: Episode, seat: Seat
) -> None:
    client, here = browser(lorna), f"/supervision/sessions/{seat.session.id}"
    filled = typed_in(client, f"{here}/bring", "bring")
    assert client.post(f"{here}/bring", data=filled).status_code == 422
    said = filled | {"families": str(maliks.family_id)}
    for _ in range(2):
        client.post(f"{here}/bring", data=said)
    made = session.scalars(select(CaseDiscussion)).one()
    assert (made.worker_id, made.minutes, made.position) == (lorna.id, 15, 1)
    assert "not seen alone" in made.reasons
    assert "Lorna brings it" in words_of(client.get(here).text)
    assert client.post(f"/supervision/families/{made.id}/take-off").status_code == 303
    assert "Lorna brings it" not in words_of(client.get(here).text)
    session.expire_all()
    assert session.get_one(CaseDiscussion, made.id).off_by_id == lorna.id


def test_nobody_brings_a_family_that_is_not_theirs_to_bring(
    session: Session, tom: User, maliks: Episode, seat: Seat
) -> None:
    entry = BringEntry(id=uuid4(), family_ids=(maliks.family_id,))
    with pytest.raises(Refused, match="from the list"):
        bring(session, seat, tom, could_bring(session, tom, replace(seat, runs=False), NOW), {}, entry, now=NOW)


def test_the_minutes_add_up_and_over_time_is_shown_and_not_forbidden(
    browser: Browser, session: Session, priya: User, seat: Seat, on_agenda: CaseDiscussion
) -> None:
    client, here = browser(priya), f"/supervision/sessions/{seat.session.id}"
    assert "50 minutes of 120. 70 minutes left." in words_of(client.get(here).text)
    filled = typed_in(client, here, "minutes")
    assert client.post(f"{here}/minutes", data=filled | {"rows-0-minutes": "0"}).status_code == 422
    assert client.post(f"{here}/minutes", data=filled | {"rows-0-minutes": "90"}).status_code == 303
    assert "5 minutes over" in words_of(client.get(here).text)
    session.expire_all()
    total = sum_of(seat, items_seen_by(session, priya, [seat.session.id], NOW))
    assert (total.around, total.families, total.over, total.left) == (35, 90, 5, 0)


def test_a_cluster_says_how_long_one_family_is_talked_about(
    session: Session, priya: User, maliks: Episode, seat: Seat
) -> None:
    session.add(Figure(cluster_id=maliks.cluster_id, key="discussion_minutes", value=25))
    session.commit()
    entry = BringEntry(id=uuid4(), family_ids=(maliks.family_id,))
    [made] = bring(session, seat, priya, could_bring(session, priya, seat, NOW), {}, entry, now=NOW)
    assert made.minutes == 25
