"""A worry is kept in exact words, and somebody who decides is told at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, Supervision, User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyMember, FamilyRestriction, RelatedStaff
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Urgency, WhyTold, Worry, WorryState, WorryTold
from tests.cast import LONG_AGO, NOW

Said = Callable[..., WorryEntry]
Away = Callable[..., None]


def told(session: Session) -> dict[str, WhyTold]:
    rows = session.execute(select(User.name, WorryTold.why).join(WorryTold, WorryTold.user_id == User.id))
    return {name: why for name, why in rows}


def test_a_small_worry_is_written_down_and_watched_and_nobody_is_told(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said
) -> None:
    worry = raise_worry(session, maliks, lorna, said(urgency=Urgency.HOLD), note_id=None, now=NOW)

    assert worry.state is WorryState.HELD
    assert told(session) == {}


def test_a_worry_for_today_tells_the_workers_supervisor_and_stays_open(
    session: Session, lorna: User, maliks: Episode, said: Said, beth: User, delroy: User
) -> None:
    worry = raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert worry.state is WorryState.OPEN
    assert told(session) == {"Priya Nair": WhyTold.SUPERVISOR}
    assert session.scalars(select(Entry.action)).all() == ["worry.raise"]


def test_when_the_supervisor_is_away_the_deputies_are_told_at_once_too(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said, beth: User, away: Away
) -> None:
    away(priya)
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {"Priya Nair": WhyTold.SUPERVISOR, "Beth Lund": WhyTold.DEPUTY_AWAY}


def test_when_the_deputies_are_away_as_well_the_cluster_manager_is_told(
    session: Session,
    lorna: User,
    priya: User,
    maliks: Episode,
    said: Said,
    beth: User,
    delroy: User,
    away: Away,
) -> None:
    away(priya)
    away(beth)
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session)["Delroy Grant"] is WhyTold.MANAGER


def test_when_whoever_stands_in_may_not_decide_the_cluster_manager_is_told_as_well(
    session: Session, lorna: User, priya: User, tom: User, maliks: Episode, said: Said, delroy: User, away: Away
) -> None:
    session.add(Deputy(supervisor_id=priya.id, deputy_id=tom.id, from_on=LONG_AGO, until_on=None))
    away(priya)
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {
        "Priya Nair": WhyTold.SUPERVISOR,
        "Tom Sugden": WhyTold.DEPUTY_AWAY,
        "Delroy Grant": WhyTold.MANAGER,
    }


def test_a_worker_without_a_supervisor_reaches_the_cluster_manager(
    session: Session, lorna: User, maliks: Episode, said: Said, delroy: User
) -> None:
    session.query(Supervision).delete()
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {"Delroy Grant": WhyTold.MANAGER}


def test_a_supervisor_who_is_related_to_the_family_is_never_told_and_the_deputy_is_instead(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said, beth: User, delroy: User
) -> None:
    session.add(RelatedStaff(family_id=maliks.family_id, user_id=priya.id, named_at=NOW))
    session.flush()
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {"Beth Lund": WhyTold.DEPUTY_INSTEAD}


def test_of_a_restricted_family_only_those_named_are_told(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said, beth: User, delroy: User
) -> None:
    session.get_one(Family, maliks.family_id).restricted = True
    session.add_all(
        FamilyRestriction(family_id=maliks.family_id, user_id=person.id, named_at=NOW) for person in (lorna, delroy)
    )
    session.flush()
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {"Delroy Grant": WhyTold.MANAGER}


def test_a_supervisor_who_raises_a_worry_does_not_tell_themself(
    session: Session, priya: User, maliks: Episode, said: Said, delroy: User
) -> None:
    raise_worry(session, maliks, priya, said(), note_id=None, now=NOW)

    assert told(session) == {"Delroy Grant": WhyTold.MANAGER}


def test_a_worry_sent_twice_is_kept_once_and_tells_once(
    session: Session, lorna: User, maliks: Episode, said: Said
) -> None:
    entry = said()
    first = raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW)
    again = raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW + timedelta(minutes=1))

    assert again is first
    assert session.scalar(select(func.count()).select_from(WorryTold)) == 1


def test_other_words_under_a_used_id_are_refused_not_lost(
    session: Session, lorna: User, maliks: Episode, said: Said
) -> None:
    entry = said()
    raise_worry(session, maliks, lorna, entry, note_id=None, now=NOW)

    with pytest.raises(Refused, match="open a new one"):
        raise_worry(session, maliks, lorna, replace(entry, exact_words="Something else"), note_id=None, now=NOW)


def test_a_worry_needs_what_was_seen_or_heard(session: Session, lorna: User, maliks: Episode, said: Said) -> None:
    with pytest.raises(Refused, match="saw or heard"):
        raise_worry(session, maliks, lorna, said(saw_or_heard=" ", exact_words=""), note_id=None, now=NOW)


def test_nothing_is_heard_in_the_future(session: Session, lorna: User, maliks: Episode, said: Said) -> None:
    with pytest.raises(Refused, match="later than now"):
        raise_worry(session, maliks, lorna, said(occurred_at=NOW + timedelta(minutes=6)), note_id=None, now=NOW)


def test_a_worry_is_about_somebody_of_the_family(
    session: Session,
    lorna: User,
    maliks: Episode,
    bells: Episode,
    said: Said,
    member: Callable[..., FamilyMember],
) -> None:
    with pytest.raises(Refused, match="of this family"):
        raise_worry(session, maliks, lorna, said(member_id=member(bells, "Kai").id), note_id=None, now=NOW)


def test_where_there_is_no_manager_either_another_supervisor_of_the_cluster_is_told(
    session: Session, lorna: User, priya: User, marcus: User, maliks: Episode, said: Said
) -> None:
    session.query(Supervision).delete()
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {"Priya Nair": WhyTold.NEARBY}


def test_when_everyone_who_should_know_is_away_another_supervisor_is_told_as_well(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said, delroy: User, jo: User, away: Away
) -> None:
    away(priya)
    away(delroy)
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {
        "Priya Nair": WhyTold.SUPERVISOR,
        "Delroy Grant": WhyTold.MANAGER,
        "Jo Hale": WhyTold.NEARBY,
    }


def test_a_worry_with_nobody_to_tell_is_still_kept(
    session: Session, lorna: User, priya: User, maliks: Episode, said: Said
) -> None:
    session.query(Supervision).delete()
    priya.left_on = LONG_AGO
    raise_worry(session, maliks, lorna, said(), note_id=None, now=NOW)

    assert told(session) == {}
    assert session.scalar(select(func.count()).select_from(Worry)) == 1
