"""One worker's day: what is known of it, gathered in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, Row, bindparam, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import Figures
from app.core import clock
from app.core.db import columns
from app.desk.promised import SOON, Promised, promised_to
from app.desk.walks import Asked, Person, Walk, put_people, walks_of
from app.families.models import Address, WarningKind, WarningNote
from app.home.queries import unseen_words
from app.promises.models import PromiseKind
from app.visits.models import Visit, VisitState

# A visit that nobody wrote up is shown for this long (days); the supervisor's page has it from the next day on.
STILL_TO_WRITE_UP = 14


@dataclass(kw_only=True)
class Call:
    """A visit in the diary of the day."""

    id: UUID
    walk: Walk
    starts_at: datetime
    ends_at: datetime
    state: VisitState
    place: str
    address: str
    postcode: str
    with_words: str
    interpreter: str
    purpose: str
    note_id: UUID | None
    warnings: Sequence["Warned"] = ()
    promised: Sequence[Promised] = ()
    reach: Person | None = None


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A safety note that holds on the day."""

    kind: WarningKind
    words: str
    why: str
    until_on: date


@dataclass(kw_only=True)
class Day:
    """Everything Today shows, in the order in which it shows it."""

    on: date
    walks: Sequence[Walk]
    visits: Sequence[Call]
    to_write_up: Sequence[Call]
    calls: Sequence[Promised]
    promises: Sequence[Promised]
    reviews: Sequence[Walk]
    endings: Sequence[Walk]
    unseen_alone: Sequence[tuple[Walk, Person]]
    # What people of these families said from their own pages: the family, and the row.
    said: Sequence[tuple[Walk, Row[Any]]]

    def next_visit(self, now: datetime) -> Call | None:
        """The first visit still to come or going on, else the first still to write up; none once all are told."""
        planned = [visit for visit in self.visits if visit.state is VisitState.PLANNED]
        return next((visit for visit in planned if visit.ends_at > now), planned[0] if planned else None)


# Statements are made once: building them anew costs more than the database takes to answer.
_FAMILIES: BindParameter[UUID] = bindparam("families", expanding=True)
_ON = bindparam("on", type_=Date)

VISITS = (
    select(
        Visit.id,
        Visit.episode_id,
        Visit.starts_at,
        Visit.ends_at,
        Visit.state,
        Visit.place,
        Visit.with_words,
        Visit.interpreter,
        Visit.purpose,
        Visit.note_id,
        Address.lines,
        Address.postcode,
    )
    .outerjoin(Address, Address.id == Visit.address_id)
    .where(
        Visit.episode_id.in_(bindparam("episodes", expanding=True)),
        Visit.starts_at >= bindparam("since"),
        Visit.starts_at < bindparam("ends"),
        or_(Visit.starts_at >= bindparam("begins"), Visit.state == VisitState.PLANNED),
        Visit.state != VisitState.MOVED,
    )
    .order_by(Visit.starts_at, Visit.id)
)

WARNINGS = (
    select(WarningNote.family_id, WarningNote.kind, WarningNote.words, WarningNote.why, WarningNote.until_on)
    .where(WarningNote.family_id.in_(_FAMILIES), WarningNote.ended_at.is_(None), WarningNote.until_on >= _ON)
    .order_by(WarningNote.until_on, WarningNote.id)
)


def day_for(session: Session, worker: User, on: date, now: datetime, figures: Figures) -> Day:
    """The day of one worker. Seven statements, whatever the number of families; eight where one said something."""
    walks = walks_of(session, worker, on)
    by_episode = {walk.episode_id: walk for walk in walks}
    visits, to_write_up = _visits(session, by_episode, on, now)
    put_people(session, walks, on)
    _put_warnings(session, [*visits, *to_write_up], on)
    today = clock.local(now).date()
    by_family = {walk.family_id: walk for walk in walks}
    promised = promised_to(session, worker, by_family, on, today)
    for visit in visits:
        visit.reach = _whom_to_ring(visit.walk)
        visit.promised = [one for one in promised if one.walk is visit.walk and one.kind is PromiseKind.BRING]
    return Day(
        on=on,
        walks=walks,
        visits=visits,
        to_write_up=to_write_up,
        calls=[one for one in promised if one.kind is PromiseKind.CALL],
        promises=[one for one in promised if one.kind is not PromiseKind.CALL and one.due_on is not None],
        reviews=_reviews(walks, on),
        endings=[walk for walk in walks if _ends(walk, figures)],
        unseen_alone=_unseen_alone(walks, on, figures.alone_days),
        said=_said(session, walks),
    )


def _said(session: Session, walks: Sequence[Walk]) -> list[tuple[Walk, Row[Any]]]:
    """Asked for only where there is something to read."""
    by_family = {walk.family_id: walk for walk in walks if walk.has_said}
    return [(by_family[row.family_id], row) for row in unseen_words(session, list(by_family))] if by_family else []


def _visits(session: Session, by_episode: dict[UUID, Walk], on: date, now: datetime) -> tuple[list[Call], list[Call]]:
    """The day's visits in order, and earlier ones that are still to be written up."""
    begins, ends = clock.day_span(on)
    asked = {
        "episodes": list(by_episode),
        "since": begins - timedelta(days=STILL_TO_WRITE_UP),
        "begins": begins,
        "ends": ends,
    }
    calls = [_call(row, by_episode[row.episode_id]) for row in columns(session, VISITS, asked)]
    earlier = [call for call in calls if call.starts_at < begins and call.ends_at < now]
    return [call for call in calls if call.starts_at >= begins], earlier


def _call(row: Any, walk: Walk) -> Call:
    return Call(
        id=row.id,
        walk=walk,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        place=row.place,
        address=row.lines or "",
        postcode=row.postcode or "",
        with_words=row.with_words,
        interpreter=row.interpreter,
        purpose=row.purpose,
        note_id=row.note_id,
    )


def _put_warnings(session: Session, visits: Sequence[Call], on: date) -> None:
    found: dict[UUID, list[Warned]] = defaultdict(list)
    families = list({visit.walk.family_id for visit in visits})
    for row in columns(session, WARNINGS, {"families": families, "on": on}):
        found[row.family_id].append(Warned(kind=row.kind, words=row.words, why=row.why, until_on=row.until_on))
    for visit in visits:
        visit.warnings = found[visit.walk.family_id]


def _whom_to_ring(walk: Walk) -> Person | None:
    """The first of those who are visited who may be rung or texted: a parent who lives elsewhere is not offered."""
    return next((one for one in walk.people if one.at_home and one.phone and (one.call_ok or one.text_ok)), None)


def _reviews(walks: Sequence[Walk], on: date) -> list[Walk]:
    """Families whose plan is due to be looked at, the longest due first."""
    due = [walk for walk in walks if walk.review_due_on and walk.review_due_on <= on + timedelta(days=SOON)]
    return sorted(due, key=lambda walk: walk.review_due_on or on)


def _ends(walk: Walk, figures: Figures) -> bool:
    """Whether the ending is something for today: not talked about yet, there at last, or with news of more weeks."""
    if walk.asked is not Asked.NOT or walk.week >= walk.weeks:
        return True
    return walk.week >= figures.ending_from(walk.weeks) and not walk.has_talked


def _unseen_alone(walks: Sequence[Walk], on: date, days: int) -> list[tuple[Walk, Person]]:
    """Children nobody has seen alone for this many days, the longest first; new families are given time."""
    before = on - timedelta(days=days)
    found = [
        (walk, child) for walk in walks for child in walk.children if (child.last_alone_on or walk.opened_on) < before
    ]
    return sorted(found, key=lambda pair: pair[1].last_alone_on or date.min)
