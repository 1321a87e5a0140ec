"""One worker's day: what is known of it, gathered in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import Figures
from app.core import clock
from app.desk.walks import Person, Walk, put_people, walks_of
from app.families.models import (
    Address,
    FamilyMember,
    Partner,
    SafeContact,
    WarningKind,
    WarningNote,
)
from app.promises.models import Promise, PromiseKind, PromiseState
from app.visits.models import Visit, VisitState

# A visit that nobody wrote up is shown for this long (days); after that the supervisor's page has it.
STILL_TO_WRITE_UP = 14
# Reviews and promises are shown this many days before they are due.
SOON = 7


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
    promised: Sequence["Promised"] = ()
    reach: Person | None = None


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A safety note that holds on the day."""

    kind: WarningKind
    words: str
    why: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Promised:
    """Something this worker promised, and to which family."""

    id: UUID
    walk: Walk
    what: str
    kind: PromiseKind
    due_on: date | None
    days_late: int
    # Whom to ring, for a call.
    whom: str
    organisation: str
    phone: str


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

    @property
    def next_visit(self) -> Call | None:
        """The first visit still to come or going on; none once all are behind."""
        return next((visit for visit in self.visits if visit.state is VisitState.PLANNED), None)


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

PROMISES = (
    select(
        Promise.id,
        Promise.family_id,
        Promise.what,
        Promise.kind,
        Promise.due_on,
        FamilyMember.known_as,
        FamilyMember.surname,
        Partner.name.label("partner"),
        Partner.organisation,
        Partner.phone.label("partner_phone"),
        SafeContact.phone,
        SafeContact.call_ok,
    )
    .outerjoin(FamilyMember, FamilyMember.id == Promise.call_member_id)
    .outerjoin(Partner, Partner.id == Promise.call_partner_id)
    .outerjoin(SafeContact, and_(SafeContact.member_id == FamilyMember.id, SafeContact.ended_at.is_(None)))
    .where(
        Promise.owner_user_id == bindparam("worker"),
        Promise.state == PromiseState.OPEN,
        Promise.family_id.in_(_FAMILIES),
        or_(
            Promise.due_on <= bindparam("soon", type_=Date),
            and_(Promise.due_on.is_(None), Promise.kind != PromiseKind.DO),
        ),
    )
    .order_by(Promise.due_on.nulls_last(), Promise.made_at, Promise.id)
)


def day_for(session: Session, worker: User, on: date, now: datetime, figures: Figures) -> Day:
    """The day of one worker. Seven statements, whatever the number of families."""
    walks = walks_of(session, worker, on)
    by_episode = {walk.episode_id: walk for walk in walks}
    visits, to_write_up = _visits(session, by_episode, on, now)
    put_people(session, walks, on)
    _put_warnings(session, [*visits, *to_write_up], on)
    promised = _promises(session, worker, {walk.family_id: walk for walk in walks}, on)
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
        endings=[walk for walk in walks if walk.week >= figures.ending_week],
        unseen_alone=_unseen_alone(walks, on, figures.alone_days),
    )


def _visits(session: Session, by_episode: dict[UUID, Walk], on: date, now: datetime) -> tuple[list[Call], list[Call]]:
    """The day's visits in order, and earlier ones that are still to be written up."""
    begins, ends = clock.day_span(on)
    asked = {
        "episodes": list(by_episode),
        "since": begins - timedelta(days=STILL_TO_WRITE_UP),
        "begins": begins,
        "ends": ends,
    }
    calls = [_call(row, by_episode[row.episode_id]) for row in session.execute(VISITS, asked)]
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
    for row in session.execute(WARNINGS, {"families": families, "on": on}):
        found[row.family_id].append(Warned(kind=row.kind, words=row.words, why=row.why, until_on=row.until_on))
    for visit in visits:
        visit.warnings = found[visit.walk.family_id]


def _promises(session: Session, worker: User, by_family: dict[UUID, Walk], on: date) -> list[Promised]:
    """This worker's open promises to these families: late, due soon, or belonging to a visit."""
    asked = {"worker": worker.id, "families": list(by_family), "soon": on + timedelta(days=SOON)}
    found: dict[UUID, Promised] = {}
    for row in session.execute(PROMISES, asked):
        if row.id not in found:
            found[row.id] = Promised(
                id=row.id,
                walk=by_family[row.family_id],
                what=row.what,
                kind=row.kind,
                due_on=row.due_on,
                days_late=max((on - row.due_on).days, 0) if row.due_on else 0,
                whom=f"{row.known_as} {row.surname}".strip() if row.known_as else row.partner or "",
                organisation=row.organisation or "",
                phone=row.partner_phone if row.partner else row.phone if row.call_ok else "",
            )
    return list(found.values())


def _whom_to_ring(walk: Walk) -> Person | None:
    """The first person of the family who may be rung or texted."""
    return next((one for one in walk.people if one.phone and (one.call_ok or one.text_ok)), None)


def _reviews(walks: Sequence[Walk], on: date) -> list[Walk]:
    """Families whose plan is due to be looked at, the longest due first."""
    due = [walk for walk in walks if walk.review_due_on and walk.review_due_on <= on + timedelta(days=SOON)]
    return sorted(due, key=lambda walk: walk.review_due_on or on)


def _unseen_alone(walks: Sequence[Walk], on: date, days: int) -> list[tuple[Walk, Person]]:
    """Children nobody has seen alone for this many days, the longest first; new families are given time."""
    before = on - timedelta(days=days)
    found = [
        (walk, child) for walk in walks for child in walk.children if (child.last_alone_on or walk.opened_on) < before
    ]
    return sorted(found, key=lambda pair: pair[1].last_alone_on or date.min)
