"""The families somebody works with, as a list that can be searched."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
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
    is_open: bool
    review_due_on: object
    thread: Thread
    # Those who live with the children, as everybody names them; and every name a search may find.
    people: list[str]
    names: list[str]
    visit_at: datetime | None = None
    visit_place: str = ""


def families_of(session: Session, looker: User, now: datetime) -> list[Listed]:
    """Every family this person may read, by name, with today's visit where there is one. Three statements."""
    today = clock.local(now).date()
    rows = session.execute(
        select(Family, Episode, Plan.review_due_on)
        .join(Episode, Episode.family_id == Family.id)
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .where(Family.id.in_(families_seen_by(looker, now).with_only_columns(Family.id)))
        .order_by(func.lower(Family.name), Family.id, Episode.closed_on.is_not(None), Episode.opened_on.desc())
    )
    listed: dict[UUID, Listed] = {}
    for family, episode, review_due_on in rows:
        if family.id not in listed:
            week = episode.week(episode.closed_on or today)
            listed[family.id] = Listed(
                family_id=family.id,
                name=family.name,
                yarn=family.yarn,
                week=week,
                weeks=episode.weeks,
                is_open=episode.is_open(),
                review_due_on=review_due_on,
                thread=thread(week, episode.weeks),
                people=[],
                names=[f"the {family.name} family"],
            )
    _put_people(session, listed)
    _put_visits(session, listed, now)
    return list(listed.values())


def _put_people(session: Session, listed: dict[UUID, Listed]) -> None:
    rows = session.execute(
        select(
            FamilyMember.family_id,
            FamilyMember.known_as,
            FamilyMember.surname,
            FamilyMember.is_child,
            FamilyMember.lives_with_children,
        )
        .where(FamilyMember.family_id.in_(listed), FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    for row in rows:
        listed[row.family_id].names.append(f"{row.known_as} {row.surname}")
        if row.is_child or row.lives_with_children:
            listed[row.family_id].people.append(row.known_as)


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
