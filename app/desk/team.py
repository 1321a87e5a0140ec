"""The team's caseload: each worker's families, and what needs a look today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on, supervised_ids
from app.clusters.figures import Figures
from app.core import clock
from app.core.permissions import Role
from app.families.models import Allocation, AllocationKind, Episode, Family, age_on
from app.families.queries import families_known_to
from app.plans.models import Plan
from app.promises.models import Promise, PromiseState
from app.visits.ladder import Ladder, Rung
from app.visits.models import Visit, VisitState
from app.visits.queries import ladders
from app.worries.models import Urgency, Worry, WorryState


@dataclass(frozen=True, kw_only=True)
class Alone:
    """When a child was last seen alone; `last_on` is None for never."""

    known_as: str
    age: int | None
    last_on: date | None


@dataclass(kw_only=True)
class Line:
    """One family in the caseload."""

    family_id: UUID
    episode_id: UUID
    name: str
    reference: str
    yarn: str
    week: int
    weeks: int
    last_met_on: date | None
    opened_on: date
    ladder: Ladder
    review_due_on: date | None
    children: list[tuple[str, int | None]] = field(default_factory=list)
    # The children by when they were last seen alone; and those not within the cluster's own time.
    alone: list[Alone] = field(default_factory=list)
    not_alone: list[Alone] = field(default_factory=list)
    worry_today: bool = False
    worries_held: int = 0
    # What somebody of the team promised and has not done by its day; visits of earlier days without a note.
    promises_late: int = 0
    to_write_up: int = 0
    worker: str = ""

    @property
    def longest_not_alone(self) -> Alone | None:
        """The child it is longest since anybody saw alone; None where there are no children."""
        return min(self.alone, key=lambda child: child.last_on or date.min, default=None)

    @property
    def needs_decision(self) -> bool:
        """Whether the ladder, when nobody answers, has reached its last step."""
        return self.ladder.rung is Rung.DECISION

    def review_late(self, today: date) -> bool:
        """Whether the goal review is past its day."""
        return self.review_due_on is not None and self.review_due_on < today


@dataclass(frozen=True, kw_only=True)
class Worker:
    """One member of the team with the families they lead; nobody, for families without a lead."""

    person: User | None
    lines: Sequence[Line]
    # How many they lead in all: a choice may show fewer.
    leads: int

    @property
    def room(self) -> int:
        """How many more families they have room for; never below 0."""
        return max(self.person.caseload_target - self.leads, 0) if self.person else 0


@dataclass(frozen=True, kw_only=True)
class Team:
    """The caseload of one supervisor or cluster manager."""

    workers: Sequence[Worker]

    @property
    def lines(self) -> list[Line]:
        """Every family of the team."""
        return [line for worker in self.workers for line in worker.lines]


def team_of(session: Session, looker: User, now: datetime, figures: Figures) -> Team:
    """Who walks beside which family, as this person may know it. Seven statements, and one for each cluster."""
    today = clock.local(now).date()
    people = _people(session, looker, today)
    led = _lines(session, looker, now)
    lines = [line for _, line in led]
    _put_children(lines, today, figures)
    _put_worries(session, lines)
    _put_overdue(session, lines, today)
    workers = []
    for person in people:
        own = [line for lead_id, line in led if lead_id == person.id]
        for line in own:
            line.worker = person.first_name
        if own or person.role is Role.WORKER:
            workers.append(Worker(person=person, lines=own, leads=len(own)))
    known = {person.id for person in people}
    alone = [line for lead_id, line in led if lead_id not in known]
    if alone:
        workers.insert(0, Worker(person=None, lines=alone, leads=len(alone)))
    return Team(workers=workers)


def _people(session: Session, looker: User, today: date) -> Sequence[User]:
    """The looker's team by name: those they supervise and themselves; for a manager the cluster."""
    if looker.role is Role.MANAGER:
        who = User.cluster_id == looker.cluster_id
    else:
        who = User.id.in_(supervised_ids(looker.id, today)) | (User.id == looker.id)
    return session.scalars(select(User).where(who, User.left_on.is_(None)).order_by(User.name)).all()


def _lines(session: Session, looker: User, now: datetime) -> list[tuple[UUID | None, Line]]:
    today = clock.local(now).date()
    rows = session.execute(
        select(Family, Episode, User.id.label("lead_id"), Plan.review_due_on)
        .join(Episode, and_(Episode.family_id == Family.id, Episode.closed_on.is_(None)))
        .outerjoin(
            Allocation,
            and_(
                Allocation.episode_id == Episode.id,
                Allocation.kind == AllocationKind.LEAD,
                holds_on(Allocation.from_on, Allocation.until_on, today),
            ),
        )
        .outerjoin(User, and_(User.id == Allocation.user_id, User.left_on.is_(None)))
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .where(Family.id.in_(families_known_to(looker, now).with_only_columns(Family.id)))
        .order_by(Family.name, Family.id)
    ).all()
    stands = ladders(session, [row.Episode for row in rows], today)
    return [
        (
            lead_id,
            Line(
                family_id=family.id,
                episode_id=episode.id,
                name=family.name,
                reference=family.reference,
                yarn=family.yarn,
                week=episode.week(today),
                weeks=episode.weeks,
                last_met_on=episode.last_met_on,
                opened_on=episode.opened_on,
                ladder=stands[episode.id],
                review_due_on=review_due_on,
            ),
        )
        for family, episode, lead_id, review_due_on in rows
    ]


def _put_children(lines: Sequence[Line], today: date, figures: Figures) -> None:
    before = today - timedelta(days=figures.alone_days)
    for line in lines:
        for child in sorted(line.ladder.children, key=lambda one: one.place):
            age = age_on(child.born_on, today)
            line.children.append((child.known_as, age))
            alone = Alone(known_as=child.known_as, age=age, last_on=child.alone_on)
            line.alone.append(alone)
            if (child.alone_on or line.opened_on) < before:
                line.not_alone.append(alone)


def _put_worries(session: Session, lines: Sequence[Line]) -> None:
    held: dict[UUID, int] = defaultdict(int)
    today: set[UUID] = set()
    rows = session.execute(
        select(Worry.family_id, Worry.urgency, Worry.state).where(
            Worry.family_id.in_([line.family_id for line in lines]),
            Worry.state.in_((WorryState.OPEN, WorryState.HELD)),
        )
    )
    for family_id, urgency, state in rows:
        if urgency is Urgency.TODAY and state is WorryState.OPEN:
            today.add(family_id)
        else:
            held[family_id] += 1
    for line in lines:
        line.worry_today = line.family_id in today
        line.worries_held = held[line.family_id]


def _put_overdue(session: Session, lines: Sequence[Line], today: date) -> None:
    """Promises of the team past their day, and visits before today that nobody has written up."""
    by_episode = {line.episode_id: line for line in lines}
    count = func.count().label("count")
    promises = select(Promise.episode_id, literal("promises").label("what"), count).where(
        Promise.episode_id.in_(by_episode),
        Promise.owner_user_id.is_not(None),
        Promise.state == PromiseState.OPEN,
        Promise.due_on < today,
    )
    visits = select(Visit.episode_id, literal("visits"), count).where(
        Visit.episode_id.in_(by_episode),
        Visit.state == VisitState.PLANNED,
        Visit.ends_at < clock.day_span(today)[0],
    )
    for row in session.execute(union_all(promises.group_by(Promise.episode_id), visits.group_by(Visit.episode_id))):
        if row.what == "promises":
            by_episode[row.episode_id].promises_late = row[2]
        else:
            by_episode[row.episode_id].to_write_up = row[2]
