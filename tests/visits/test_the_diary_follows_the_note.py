"""When a visit's note is put right, the diary, the numbers of that day and the last meeting say the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.notes.models import Note
from app.plans.actions import RatingEntry
from app.plans.models import GoalRating
from app.visits.models import Visit, VisitState
from app.visits.queries import ladder
from tests.cast import TODAY
from tests.visits.told import a_goal, cancelled, happened, met, no_answer
from tests.visits.typed import typed

Browser = Callable[..., FlaskClient]
Find = Callable[[Episode, str], FamilyMember]
TUESDAY = date(2026, 11, 17)


def put_right(client: FlaskClient, visit: Visit, **says: str) -> None:
    """Lorna corrects when it was, on the note's own page."""
    address = f"/notes/{visit.note_id}/amendment?part=when"
    form = typed(client.get(address).text, {"reason": "I wrote down the wrong day", **says})
    assert client.post(address, data=form).status_code == 303


def test_a_visit_on_another_day_is_there_wherever_it_is_told(
    browser: Browser, session: Session, lorna: User, maliks: Episode, member: Find
) -> None:
    shazia = member(maliks, "Shazia").id
    goal = a_goal(session, maliks, lorna, "Mornings without shouting.", {shazia: 6})
    number = RatingEntry(goal_id=goal.id, member_id=shazia, score=7)
    visit = happened(session, maliks, lorna, TUESDAY, met, ratings=(number,))
    put_right(browser(lorna), visit, day="2026-11-13", time="14:00", minutes="45", place="at school")

    session.expire_all()
    assert (visit.starts_at, visit.place) == (datetime(2026, 11, 13, 14, tzinfo=UTC), "at school")
    assert visit.ends_at - visit.starts_at == timedelta(minutes=45)
    rated = select(GoalRating.score, GoalRating.rated_on).where(GoalRating.note_id == visit.note_id)
    assert session.execute(rated).one() == (7, date(2026, 11, 13))
    assert maliks.last_met_on == date(2026, 11, 13)


def test_the_last_meeting_stays_where_another_visit_was_later(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    first = happened(session, maliks, lorna, date(2026, 11, 10), met)
    happened(session, maliks, lorna, TUESDAY, met)
    put_right(browser(lorna), first, day="2026-11-09")

    session.expire_all()
    assert maliks.last_met_on == TUESDAY


def test_the_ladder_counts_from_the_day_that_was_put_right(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    happened(session, maliks, lorna, date(2026, 11, 10), no_answer)
    visit = happened(session, maliks, lorna, TUESDAY, met)
    assert ladder(session, maliks, TODAY).unanswered == 0
    put_right(browser(lorna), visit, day="2026-11-09")

    session.expire_all()
    assert ladder(session, maliks, TODAY).unanswered == 1
    assert maliks.unanswered == 1


def test_a_cancelled_visit_keeps_the_time_that_was_planned(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = happened(session, maliks, lorna, TUESDAY, cancelled)
    was = visit.starts_at
    put_right(browser(lorna), visit, day="2026-11-16")

    session.expire_all()
    assert (visit.state, visit.starts_at) == (VisitState.CANCELLED, was)


def test_nothing_follows_where_the_amendment_is_refused(
    browser: Browser, session: Session, lorna: User, maliks: Episode
) -> None:
    visit = happened(session, maliks, lorna, TUESDAY, met)
    was, client = visit.starts_at, browser(lorna)
    address = f"/notes/{visit.note_id}/amendment?part=when"
    form = typed(client.get(address).text, {"reason": "A slip", "day": "2026-09-01"})
    assert client.post(address, data=form).status_code == 422

    session.expire_all()
    assert visit.starts_at == was
    assert session.get_one(Note, visit.note_id).latest == 1
