"""The team's caseload: each worker's families, and what needs a look today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on, supervised_ids
from app.clusters.figures import Figures
from app.core import clock
from app.core.permissions import Role
from app.families.models import Allocation, AllocationKind, Episode, Family, FamilyMember
from app.families.queries import families_known_to
from app.notes.queries import last_alone_at
from app.plans.models import Plan
from app.visits.ladder import Ladder, Rung
from app.visits.queries import ladders
from app.worries.models import Urgency, Worry, WorryState


@dataclass(kw_only=True)
class Line:
    """One family in the caseload."""

    family_id: UUID
    episode_id: UUID
    name: str
    yarn: str
    week: int
    weeks: int
    last_met_on: date | None
    opened_on: date
    ladder: Ladder
    review_due_on: date | None
    children: list[tuple[str, int | None]] = field(default_factory=list)
    # Children not seen alone within the cluster's own time.
    not_alone: list[str] = field(default_factory=list)
    worry_today: bool = False
    worries_held: int = 0
    worker: str = ""

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

    @property
    def room(self) -> int:
        """How many more families they have room for; never below 0."""
        return max(self.person.caseload_target - len(self.lines), 0) if self.person else 0


@dataclass(frozen=True, kw_only=True)
class Team:
    """The caseload of one supervisor or cluster manager."""

    workers: Sequence[Worker]

    @property
    def lines(self) -> list[Line]:
        """Every family of the team."""
        return [line for worker in self.workers for line in worker.lines]


def team_of(session: Session, looker: User, now: datetime, figures: Figures) -> Team:
    """Who walks beside which family, as this person may know it. Six statements, and one for each cluster."""
    today = clock.local(now).date()
    people = _people(session, looker, today)
    led = _lines(session, looker, now)
    lines = [line for _, line in led]
    _put_children(session, lines, today, figures)
    _put_worries(session, lines)
    workers = []
    for person in people:
        own = [line for lead_id, line in led if lead_id == person.id]
        for line in own:
            line.worker = person.first_name
        if own or person.role is Role.WORKER:
            workers.append(Worker(person=person, lines=own))
    known = {person.id for person in people}
    alone = [line for lead_id, line in led if lead_id not in known]
    if alone:
        workers.insert(0, Worker(person=None, lines=alone))
    return Team(workers=workers)


def _people(session: Session, looker: User, today: date) -> Sequence[User]:
    """The looker's team by name: those they supervise and themselves; for a manager the cluster."""
    if looker.role is Role.MANAGER:
        who = User.cluster_id == looker.cluster_id
    else:
        who = User.id.in_(supervised_ids(looker, today)) | (User.id == looker.id)
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


def _put_children(session: Session, lines: Sequence[Line], today: date, figures: Figures) -> None:
    by_family = {line.family_id: line for line in lines}
    rows = session.execute(
        select(FamilyMember, last_alone_at())
        .where(FamilyMember.family_id.in_(by_family), FamilyMember.is_child.is_(True), FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    before = today - timedelta(days=figures.alone_days)
    for child, alone_at in rows:
        line = by_family[child.family_id]
        line.children.append((child.known_as, child.age(today)))
        if (line.opened_on if alone_at is None else clock.local(alone_at).date()) < before:
            line.not_alone.append(child.known_as)


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
