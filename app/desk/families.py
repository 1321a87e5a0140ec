"""The families somebody works with, as a list that can be searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import DEFAULTS
from app.clusters.models import Figure
from app.core import clock
from app.families.models import Episode, Family, FamilyMember
from app.families.queries import families_seen_by
from app.plans.models import Plan
from app.visits.models import Visit, VisitState
from app.web.drawings import Thread, thread

SEARCH_LETTERS = 2


@dataclass(kw_only=True)
class Listed:
    """One family in the list."""

    family_id: UUID
    name: str
    yarn: str
    week: int
    weeks: int
    weeks_left: int
    is_ending: bool
    is_open: bool
    review_due_on: object
    thread: Thread
    people: list[str]
    visit_at: datetime | None = None
    visit_place: str = ""


def families_of(session: Session, looker: User, now: datetime) -> list[Listed]:
    """Every family this person may read, by name, with today's visit where there is one. Three statements."""
    today = clock.local(now).date()
    rows = session.execute(
        select(Family, Episode, Plan.review_due_on, func.coalesce(Figure.value, DEFAULTS.ending_week))
        .join(Episode, Episode.family_id == Family.id)
        .outerjoin(Figure, and_(Figure.cluster_id == Episode.cluster_id, Figure.key == "ending_week"))
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .where(Family.id.in_(families_seen_by(looker, now).with_only_columns(Family.id)))
        .order_by(func.lower(Family.name), Family.id, Episode.closed_on.is_not(None), Episode.opened_on.desc())
    )
    listed: dict[UUID, Listed] = {}
    for family, episode, review_due_on, ending_week in rows:
        if family.id not in listed:
            listed[family.id] = Listed(
                family_id=family.id,
                name=family.name,
                yarn=family.yarn,
                week=episode.week(today),
                weeks=episode.weeks,
                weeks_left=episode.weeks_left(today),
                is_ending=episode.week(today) >= ending_week,
                is_open=episode.is_open(),
                review_due_on=review_due_on,
                thread=thread(episode.week(today), episode.weeks),
                people=[],
            )
    _put_people(session, listed)
    _put_visits(session, listed, now)
    return list(listed.values())


def _put_people(session: Session, listed: dict[UUID, Listed]) -> None:
    rows = session.execute(
        select(FamilyMember.family_id, FamilyMember.known_as)
        .where(FamilyMember.family_id.in_(listed), FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    for family_id, known_as in rows:
        listed[family_id].people.append(known_as)


def _put_visits(session: Session, listed: dict[UUID, Listed], now: datetime) -> None:
    begins, ends = clock.day_span(clock.local(now).date())
    rows = session.execute(
        select(Visit.family_id, Visit.starts_at, Visit.place)
        .where(
            and_(Visit.family_id.in_(listed), Visit.starts_at >= begins, Visit.starts_at < ends),
            Visit.state == VisitState.PLANNED,
        )
        .order_by(Visit.starts_at.desc())
    )
    for family_id, starts_at, place in rows:
        listed[family_id].visit_at, listed[family_id].visit_place = starts_at, place


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The list as the page shows it: today's visits by time, then the others, then those whose help has ended."""

    seeing: Sequence[Listed]
    others: Sequence[Listed]
    ended: Sequence[Listed]


def sections_of(listed: Sequence[Listed]) -> Sections:
    """Each family in one section; within the others and the ended as they came, by name."""
    still = [one for one in listed if one.is_open]
    return Sections(
        seeing=sorted((one for one in still if one.visit_at), key=attrgetter("visit_at")),
        others=[one for one in still if one.visit_at is None],
        ended=[one for one in listed if not one.is_open],
    )


def matching(listed: Sequence[Listed], words: str) -> list[Listed]:
    """Those whose name, or the name of one of their people, holds these letters; all for too few."""
    wanted = words.strip().casefold()
    if len(wanted) < SEARCH_LETTERS:
        return list(listed)
    return [
        one for one in listed if wanted in one.name.casefold() or any(wanted in name.casefold() for name in one.people)
    ]
