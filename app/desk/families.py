"""The families somebody works with, as a list that can be searched."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.db import columns
from app.families.models import Episode, Family, FamilyMember, week_of
from app.families.queries import Standing, eyes_of, ids_seen_from, standing_of
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
    is_open: bool
    review_due_on: object
    thread: Thread
    # Those who live with the children, as everybody names them; and every name a search may find.
    people: list[str]
    names: list[str]
    visit_at: datetime | None = None
    visit_place: str = ""


# Statements are made once: building them anew costs more than the database takes to answer.
_FAMILIES: BindParameter[UUID] = bindparam("families", expanding=True)

PEOPLE = (
    select(
        FamilyMember.family_id,
        FamilyMember.known_as,
        FamilyMember.surname,
        FamilyMember.is_child,
        FamilyMember.lives_with_children,
    )
    .where(FamilyMember.family_id.in_(_FAMILIES), FamilyMember.left_on.is_(None))
    .order_by(FamilyMember.position, FamilyMember.known_as)
)

VISITS = (
    select(Visit.family_id, Visit.starts_at, Visit.place)
    .where(
        Visit.family_id.in_(_FAMILIES),
        Visit.starts_at >= bindparam("begins"),
        Visit.starts_at < bindparam("ends"),
        Visit.state == VisitState.PLANNED,
    )
    .order_by(Visit.starts_at.desc())
)


def families_of(session: Session, looker: User, now: datetime) -> list[Listed]:
    """Every family this person may read, by name, with today's visit where there is one. Three statements."""
    today = clock.local(now).date()
    listed: dict[UUID, Listed] = {}
    for row in columns(session, _episodes(standing_of(looker)), eyes_of(looker, now)):
        if row.id not in listed:
            week = week_of(row.opened_on, row.closed_on or today)
            listed[row.id] = Listed(
                family_id=row.id,
                name=row.name,
                yarn=row.yarn,
                week=week,
                weeks=row.weeks,
                is_open=row.closed_on is None,
                review_due_on=row.review_due_on,
                thread=thread(week, row.weeks),
                people=[],
                names=[f"the {row.name} family"],
            )
    _put_people(session, listed)
    _put_visits(session, listed, now)
    return list(listed.values())


@cache
def _episodes(standing: Standing) -> Select[UUID, str, str, date, date | None, int, date | None]:
    """Every family with its plans: within one the open plan first, then the latest."""
    return (
        select(
            Family.id,
            Family.name,
            Family.yarn,
            Episode.opened_on,
            Episode.closed_on,
            Episode.weeks,
            Plan.review_due_on,
        )
        .join(Episode, Episode.family_id == Family.id)
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .where(Family.id.in_(ids_seen_from(standing)))
        .order_by(func.lower(Family.name), Family.id, Episode.closed_on.is_not(None), Episode.opened_on.desc())
    )


def _put_people(session: Session, listed: dict[UUID, Listed]) -> None:
    for row in columns(session, PEOPLE, {"families": list(listed)}):
        listed[row.family_id].names.append(f"{row.known_as} {row.surname}")
        if row.is_child or row.lives_with_children:
            listed[row.family_id].people.append(row.known_as)


def _put_visits(session: Session, listed: dict[UUID, Listed], now: datetime) -> None:
    begins, ends = clock.day_span(clock.local(now).date())
    for row in columns(session, VISITS, {"families": list(listed), "begins": begins, "ends": ends}):
        listed[row.family_id].visit_at, listed[row.family_id].visit_place = row.starts_at, row.place


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
    """Those of whom one name holds these letters, accents or not; all for too few letters."""
    wanted = _plain(words)
    if is_too_short(words):
        return list(listed)
    return [one for one in listed if any(wanted in _plain(name) for name in one.names)]


def is_too_short(words: str) -> bool:
    """Whether these are too few letters to look for."""
    return len(_plain(words)) < SEARCH_LETTERS


def _plain(words: str) -> str:
    """Letters without case, accents or more than one space: “Renée” is found by “renee”."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())
