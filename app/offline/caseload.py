"""Which pages a person's phone keeps, and what each depends on: the SELECTs behind the manifest.

A page's version changes whenever anything on it may have changed. It is made of the day, the numbers of the latest
entries of the trail about what the page shows, and the few things that change by themselves as the day goes on. Entries
of before today need no look: with each new day every version is another, and the phone asks for each page by its ETag.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.audit.queries import current_epoch, is_change, latest_change_of_house
from app.clusters.queries import offices_open
from app.core import clock
from app.core.permissions import Can
from app.desk.family import LATEST_NOTES
from app.desk.walks import Walk, walks_of
from app.families.models import Allocation, Episode, Family
from app.families.queries import families_seen_by
from app.notes.models import DECIDED, Note, NoteKind
from app.notes.queries import families_to_write_of
from app.notes.wording import Parts
from app.offline.queries import held_for
from app.plans.models import Goal, GoalStatus
from app.promises.models import Promise, PromiseState
from app.supervision.queries import to_prepare
from app.visits.models import Visit, VisitState
from app.visits.queries import watches_for
from app.worries.models import Worry, WorryState, WorryTold
from app.worries.queries import open_worries_for

DAYS = 8  # today and the next seven
# Notes are put right on the day or soon after: further back, that waits for a signal.
TO_PUT_RIGHT = timedelta(days=3)
# A request that began just before midnight may be kept just after it.
SLACK = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that is kept: the view it is of, what its address says, and what it depends on beside the house."""

    endpoint: str
    says: dict[str, Any]
    rests_on: tuple[object, ...]


@dataclass(kw_only=True)
class Caseload:
    """Everything of which the pages of one person are made today."""

    person: User
    today: date
    walks: Sequence[Walk]
    # What every page rests on: which life of the database, and its latest change of settings or people.
    house: tuple[object, ...]
    # For each family the number of its latest change, and how many of its visits have begun and ended by now.
    stands: Mapping[UUID, tuple[int, int, int]]
    # The families that can be chosen for a note.
    listed: tuple[object, ...]
    offices: tuple[object, ...]
    worries: dict[UUID, tuple[UUID, int]]
    waiting: tuple[object, ...]
    visits: Sequence[Row[Any]]
    goals: Sequence[Row[Any]]
    promises: Sequence[Row[Any]]
    notes: Sequence[Row[Any]]
    briefs: Sequence[Row[Any]]
    now: datetime

    def pages(self) -> Iterator[Page]:
        """Every page, the nearest first: what is fetched first is what is needed first."""
        everything = (tuple(sorted(self.stands.items(), key=str)), self.waiting, self.listed)
        # Without families of their own, a supervisor's Today leads on to the team's, which is not kept.
        if self.walks or not self.person.may(Can.TEAM_READ):
            yield Page(endpoint="desk.today", says={}, rests_on=everything)
        for number in range(DAYS):
            on = (self.today + timedelta(days=number)).isoformat()
            yield Page(endpoint="desk.day", says={"on": on}, rests_on=everything)
        yield from self._of_visits()
        yield Page(endpoint="desk.families", says={}, rests_on=everything)
        for walk in self.walks:
            yield from self._of_family(walk.family_id)
        yield from self._of_parts()
        for row in self.briefs:
            says = {"discussion_id": row.id}
            # Beside it stand all that this person brings to the session.
            rests_on = (*self._stand(row.family_id), *map(tuple, self.briefs))
            yield Page(endpoint="supervision.prepare", says=says, rests_on=rests_on)
        for worry_id, (family_id, opened) in self.worries.items():
            rests_on = (self._stand(family_id), opened, self.offices)
            yield Page(endpoint="worries.read", says={"worry_id": worry_id}, rests_on=rests_on)
        yield Page(endpoint="notes.new_contact", says={}, rests_on=(self.listed,))
        yield Page(endpoint="worries.numbers", says={}, rests_on=(self.offices,))
        yield Page(endpoint="desk.more", says={}, rests_on=())

    def _stand(self, family_id: UUID) -> tuple[object, ...]:
        return self.stands.get(family_id, ())

    def _of_visits(self) -> Iterator[Page]:
        for row in self.visits:
            ways = ("record", "going", "move", "cancel") if row.ends_at > self.now else ("record",)
            for way in ways:
                yield Page(endpoint=f"visits.{way}", says={"visit_id": row.id}, rests_on=self._stand(row.family_id))

    def _of_family(self, family_id: UUID) -> Iterator[Page]:
        says, rests_on = {"family_id": family_id}, self._stand(family_id)
        for endpoint in ("desk.family", "visits.new", "desk.notes", "families.details", "desk.chronology"):
            yield Page(endpoint=endpoint, says=says, rests_on=rests_on)
        yield Page(endpoint="visits.plan", says=says, rests_on=rests_on)
        yield Page(endpoint="plans.new_goal", says=says, rests_on=rests_on)
        yield Page(endpoint="plans.reviews", says=says, rests_on=rests_on)
        yield Page(endpoint="plans.ending", says=says, rests_on=rests_on)
        yield Page(endpoint="promises.ledger", says=says, rests_on=rests_on)
        yield Page(endpoint="desk.in_two_minutes", says=says, rests_on=rests_on)
        # This page names every family that a note can be about.
        yield Page(endpoint="notes.new_contact", says={"family": family_id}, rests_on=(*rests_on, self.listed))
        yield Page(endpoint="worries.new", says=says, rests_on=(*rests_on, self.offices))

    def _of_parts(self) -> Iterator[Page]:
        for row in self.goals:
            for endpoint in ("plans.goal", "plans.new_words", "plans.review"):
                yield Page(endpoint=endpoint, says={"goal_id": row.id}, rests_on=self._stand(row.family_id))
        for row in self.promises:
            says = {"promise_id": row.id}
            yield Page(endpoint="promises.outcome", says=says, rests_on=self._stand(row.family_id))
            if row.owner_user_id == self.person.id:  # Today leads to it by an address of its own.
                says = says | {"back": "today"}
                yield Page(endpoint="promises.outcome", says=says, rests_on=self._stand(row.family_id))
        for row in self.notes:
            yield Page(endpoint="notes.read", says={"note_id": row.id}, rests_on=self._stand(row.family_id))
        yield from self._of_amendments()

    def _of_amendments(self) -> Iterator[Page]:
        for row in self.notes:
            # What a supervisor decided is put right at a desk.
            if row.kind in DECIDED or row.recorded_at <= self.now - TO_PUT_RIGHT:
                continue
            for part in Parts:
                if part is not Parts.SEEN or row.kind is NoteKind.VISIT:
                    says = {"note_id": row.id, "part": part.value}
                    yield Page(endpoint="notes.amendment", says=says, rests_on=self._stand(row.family_id))


def caseload_of(session: Session, person: User, now: datetime) -> Caseload:
    """Fifteen statements, whatever the number of families; a few more for those who decide, or look out for others."""
    today = clock.local(now).date()
    since = clock.day_span(today)[0] - SLACK
    walks = walks_of(session, person, today)
    own, episodes = [walk.family_id for walk in walks], [walk.episode_id for walk in walks]
    waiting = open_worries_for(session, person, now)
    visits = _visits(session, episodes, today)
    stands = _stands(session, person, now, since, [one.family.id for one in waiting])
    for row in visits:
        number, began, ended = stands.get(row.family_id, (0, 0, 0))
        stands[row.family_id] = (number, began + (row.starts_at <= now), ended + (row.ends_at <= now))
    epoch = current_epoch(session)
    choosable = families_to_write_of(session, person, now)
    return Caseload(
        person=person,
        today=today,
        walks=walks,
        house=(epoch.id if epoch else None, latest_change_of_house(session, since)),
        stands=stands,
        listed=tuple((one.family_id, one.name, one.own) for one in choosable),
        offices=tuple(offices_open(session, now)),
        worries=_worries(session, own, [one.worry.id for one in waiting]),
        waiting=(*((one.worry.id, one.may_decide) for one in waiting), *_outside(session, person, now)),
        visits=visits,
        goals=_goals(session, episodes),
        promises=_promises(session, episodes),
        notes=_notes(session, own),
        briefs=to_prepare(session, person, now),
        now=now,
    )


def _stands(
    session: Session, person: User, now: datetime, since: datetime, more: Sequence[UUID]
) -> dict[UUID, tuple[int, int, int]]:
    """The latest change of each family that this person may read, will work with soon, or is told a worry about."""
    # One list of ids rather than a row of ORs: both databases then begin at the few, not at every family.
    which = union(
        families_seen_by(person, now).with_only_columns(Family.id),
        _coming(person, clock.local(now).date()),
        select(Family.id).where(Family.id.in_(more)),
    )
    rows = session.execute(
        select(Family.id, func.max(Entry.number).label("number"))
        .outerjoin(Entry, and_(Entry.family_id == Family.id, Entry.at >= since, is_change()))
        .where(Family.id.in_(which))
        .group_by(Family.id)
    )
    return {row.id: (row.number or 0, 0, 0) for row in rows}


def _coming(person: User, today: date) -> Select[UUID]:
    """Families this person works with on one of the days that are kept."""
    return (
        select(Episode.family_id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .where(
            Allocation.user_id == person.id,
            Allocation.from_on <= today + timedelta(days=DAYS - 1),
            or_(Allocation.until_on.is_(None), Allocation.until_on >= today),
            Episode.closed_on.is_(None),
        )
    )


def _visits(session: Session, episodes: Sequence[UUID], today: date) -> Sequence[Row[Any]]:
    """Visits still to write up, those of the days that are kept, and each family's next one."""
    ends = clock.day_span(today + timedelta(days=DAYS - 1))[1]
    place = func.row_number().over(
        partition_by=(Visit.episode_id, Visit.starts_at < ends), order_by=(Visit.starts_at, Visit.id)
    )
    planned = (
        select(Visit.id, Visit.family_id, Visit.starts_at, Visit.ends_at, place.label("place"))
        .where(Visit.episode_id.in_(episodes), Visit.state == VisitState.PLANNED)
        .subquery()
    )
    return session.execute(
        select(planned)
        .where(or_(planned.c.starts_at < ends, planned.c.place == 1))
        .order_by(planned.c.starts_at, planned.c.id)
    ).all()


def _goals(session: Session, episodes: Sequence[UUID]) -> list[Row[Any]]:
    return list(
        session.execute(
            select(Goal.id, Goal.family_id)
            .where(Goal.episode_id.in_(episodes), Goal.status == GoalStatus.ACTIVE)
            .order_by(Goal.family_id, Goal.position, Goal.id)
        )
    )


def _promises(session: Session, episodes: Sequence[UUID]) -> list[Row[Any]]:
    return list(
        session.execute(
            select(Promise.id, Promise.family_id, Promise.owner_user_id)
            .where(Promise.episode_id.in_(episodes), Promise.state == PromiseState.OPEN)
            .order_by(Promise.due_on.nulls_last(), Promise.id)
        )
    )


def _notes(session: Session, families: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The notes that stand on each family's page."""
    place = func.row_number().over(partition_by=Note.family_id, order_by=(Note.occurred_at.desc(), Note.id.desc()))
    latest = (
        select(Note.id, Note.family_id, Note.kind, Note.recorded_at, Note.occurred_at, place.label("place"))
        .where(Note.family_id.in_(families))
        .subquery()
    )
    return session.execute(
        select(latest)
        .where(latest.c.place <= LATEST_NOTES)
        .order_by(latest.c.place, latest.c.occurred_at.desc(), latest.c.id)
    ).all()


def _outside(session: Session, person: User, now: datetime) -> list[object]:
    """Who of those they look out for is out now, and how many things are held for them to decide."""
    held = len(held_for(session, person, now)) if person.may(Can.HELD_DECIDE) else 0
    watches = sorted(watches_for(session, person, now), key=lambda one: (one.expected_at, one.id))
    return [held, *((one.id, one.expected_at, one.is_late(now), one.rounds, one.ended_at) for one in watches)]


def _worries(session: Session, families: Sequence[UUID], waiting: Sequence[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """Worries that wait for this person, and those on their families' pages: of which family, opened by how many."""
    on_their_pages = and_(Worry.family_id.in_(families), Worry.state.in_((WorryState.OPEN, WorryState.HELD)))
    rows = session.execute(
        select(Worry.id, Worry.family_id, func.count(WorryTold.opened_at).label("opened"))
        .outerjoin(WorryTold, WorryTold.worry_id == Worry.id)
        .where(or_(Worry.id.in_(waiting), on_their_pages))
        .group_by(Worry.id, Worry.family_id)
        .order_by(Worry.id)
    )
    return {row.id: (row.family_id, row.opened) for row in rows}
