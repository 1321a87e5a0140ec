"""One family's page: its story gathered from every room, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.clusters.models import School
from app.core import clock
from app.families.models import (
    Address,
    Allocation,
    AllocationKind,
    Consent,
    Episode,
    Family,
    FamilyMember,
    Partner,
    RelatedStaff,
    SafeContact,
    WarningNote,
)
from app.plans.models import Goal, GoalRating, GoalStatus, Plan
from app.promises.models import Promise, PromiseState
from app.team_meetings.queries import last_meeting_at, next_meeting_at
from app.visits.models import Visit, VisitState
from app.worries.models import Urgency, Worry, WorryState

# Notes that stand on a family's page; the others are a tap away.
LATEST_NOTES = 4
PARTNER_ICONS = {"school": "school", "health": "hand", "service": "star"}


@dataclass(kw_only=True)
class Member:
    """Somebody of the family, as the page names them."""

    row: FamilyMember
    school: str
    age: int | None
    contact: SafeContact | None

    @property
    def first(self) -> str:
        """The name everybody uses."""
        return self.row.known_as


@dataclass(kw_only=True)
class Diary:
    """The weeks so far and the next visit."""

    met: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)
    next_visit: Visit | None = None
    next_address: Address | None = None
    # Past ones that nobody has written up, the earliest first.
    to_write_up: list[Visit] = field(default_factory=list)

    def visit_of(self, day: date) -> Visit | None:
        """The visit of this day that a note belongs to: one that is over and not written up, else the coming one."""
        ahead = [self.next_visit] if self.next_visit else []
        return next((one for one in [*self.to_write_up, *ahead] if clock.local(one.starts_at).date() == day), None)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """One person's numbers for one goal: (week, score), only the weeks that were asked and answered."""

    name: str
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal with each person's numbers, apart."""

    goal: Goal
    raters: Sequence[Numbers]


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """A promise and who made it."""

    promise: Promise
    owner: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.promise.state is PromiseState.OPEN


@dataclass(kw_only=True)
class Story:
    """All that a family's page shows, beside the timeline of notes."""

    family: Family
    episode: Episode
    review_due_on: date | None
    lead: User | None
    cover: User | None
    # The next meeting of the team around the family, and the last one that was held.
    meets_at: datetime | None
    met_at: datetime | None
    diary: Diary
    members: Sequence[Member]
    warnings: Sequence[WarningNote]
    worries: Sequence[Worry]
    goals: Sequence[GoalLine]
    promises: Sequence[PromiseLine]
    partners: Sequence[Partner]
    consents: Sequence[Consent]

    @property
    def reach(self) -> Member | None:
        """The first who may be rung or texted of those who live with the children; nobody who lives elsewhere."""
        at_home = (one for one in self.members if one.row.is_child or one.row.lives_with_children)
        return next((one for one in at_home if one.contact and (one.contact.call_ok or one.contact.text_ok)), None)

    def name_of(self, member_id: UUID | None) -> str:
        """A member's everyday name; “Someone” for one who has left the family."""
        return next((one.first for one in self.members if one.row.id == member_id), "Someone")


def story_of(session: Session, family: Family, now: datetime) -> Story | None:
    """The page of a family that the looker may see. Six statements, whatever its length."""
    today = clock.local(now).date()
    head = _head(session, family.id, today)
    if head is None:
        return None
    episode = head.episode
    members, consents = _members(session, family.id, today)
    warnings, worries, partners = _around(session, family.id, today)
    return Story(
        family=family,
        episode=episode,
        review_due_on=head.review_due_on,
        lead=head.lead,
        cover=head.cover,
        meets_at=head.meets_at,
        met_at=head.met_at,
        diary=_diary(session, episode, now),
        members=members,
        warnings=warnings,
        worries=worries,
        goals=_goals(session, episode, {one.row.id: one.first for one in members}),
        promises=_promises(session, episode),
        partners=partners,
        consents=consents,
    )


@dataclass(frozen=True, kw_only=True)
class Head:
    """An episode with who leads it and who covers, when its plan is looked at, and when its team meets and met."""

    episode: Episode
    review_due_on: date | None
    lead: User | None
    cover: User | None
    meets_at: datetime | None
    met_at: datetime | None


def _head(session: Session, family_id: UUID, today: date) -> Head | None:
    """The open episode, else the latest, with who leads it and who covers today."""
    holds = holds_on(Allocation.from_on, Allocation.until_on, today)
    # Somebody named as related to the family works with it no longer.
    related = exists().where(RelatedStaff.family_id == family_id, RelatedStaff.user_id == User.id)
    rows = session.execute(
        select(
            Episode,
            Plan.review_due_on,
            Allocation.kind,
            User,
            next_meeting_at().label("meets_at"),
            last_meeting_at().label("met_at"),
        )
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .outerjoin(Allocation, and_(Allocation.episode_id == Episode.id, holds))
        .outerjoin(User, and_(User.id == Allocation.user_id, User.left_on.is_(None), ~related))
        .where(Episode.family_id == family_id)
        .order_by(Episode.closed_on.is_not(None), Episode.opened_on.desc())
    ).all()
    if not rows:
        return None
    episode = rows[0].Episode
    staff = {row.kind: row.User for row in rows if row.Episode.id == episode.id and row.User is not None}
    return Head(
        episode=episode,
        review_due_on=rows[0].review_due_on,
        lead=staff.get(AllocationKind.LEAD),
        cover=staff.get(AllocationKind.COVER),
        meets_at=rows[0].meets_at,
        met_at=rows[0].met_at,
    )


def _diary(session: Session, episode: Episode, now: datetime) -> Diary:
    diary = Diary()
    rows = session.execute(
        select(Visit, Address)
        .outerjoin(Address, Address.id == Visit.address_id)
        .where(Visit.episode_id == episode.id, Visit.state != VisitState.MOVED)
        .order_by(Visit.starts_at)
    )
    for visit, address in rows:
        week = episode.week(clock.local(visit.starts_at).date())
        if visit.state is VisitState.MET:
            diary.met.add(week)
        elif visit.state is not VisitState.PLANNED:
            diary.missed.add(week)
        elif visit.ends_at <= now:
            diary.to_write_up.append(visit)
        elif diary.next_visit is None:
            diary.next_visit, diary.next_address = visit, address
    return diary


def _members(session: Session, family_id: UUID, today: date) -> tuple[list[Member], list[Consent]]:
    """The people with their school and how to reach them; and what they agreed to, the newest first."""
    holds = and_(Consent.member_id == FamilyMember.id, Consent.withdrawn_at.is_(None))
    rows = session.execute(
        select(FamilyMember, School.name.label("school"), SafeContact, Consent)
        .outerjoin(School, School.id == FamilyMember.school_id)
        .outerjoin(SafeContact, and_(SafeContact.member_id == FamilyMember.id, SafeContact.ended_at.is_(None)))
        .outerjoin(Consent, holds)
        .where(FamilyMember.family_id == family_id, FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as, SafeContact.made_at)
    )
    members: dict[UUID, Member] = {}
    consents: dict[UUID, Consent] = {}
    for person, school, contact, consent in rows:
        if person.id not in members:
            members[person.id] = Member(row=person, school=school or "", age=person.age(today), contact=contact)
        if consent is not None:
            consents[consent.id] = consent
    newest = sorted(consents.values(), key=lambda one: (one.given_on, one.recorded_at), reverse=True)
    return list(members.values()), newest


# The three lists that one statement brings.
PARTS = WARNINGS, WORRIES, PARTNERS = range(3)


def _around(session: Session, family_id: UUID, today: date) -> tuple[list[WarningNote], list[Worry], list[Partner]]:
    """Safety notes that hold; worries, open or held, the urgent first; and partners. Each row holds one of them."""
    part = union_all(*(select(literal(n).label("part")) for n in PARTS)).subquery().c.part
    warning = and_(part == WARNINGS, WarningNote.ended_at.is_(None), WarningNote.until_on >= today)
    worry = and_(part == WORRIES, Worry.state.in_((WorryState.OPEN, WorryState.HELD)))
    partner = and_(part == PARTNERS, or_(Partner.until_on.is_(None), Partner.until_on >= today))
    rows = session.execute(
        select(WarningNote, Worry, Partner)
        .select_from(part.table)
        .outerjoin(WarningNote, and_(WarningNote.family_id == family_id, warning))
        .outerjoin(Worry, and_(Worry.family_id == family_id, worry))
        .outerjoin(Partner, and_(Partner.family_id == family_id, partner))
        .order_by(
            WarningNote.until_on,
            (Worry.urgency == Urgency.TODAY).desc(),
            Worry.raised_at.desc(),
            Partner.kind.desc(),
            Partner.name,
        )
    ).all()
    return (
        [row.WarningNote for row in rows if row.WarningNote is not None],
        [row.Worry for row in rows if row.Worry is not None],
        [row.Partner for row in rows if row.Partner is not None],
    )


def _goals(session: Session, episode: Episode, names: dict[UUID, str]) -> list[GoalLine]:
    """The goals, those being worked on first; each rater's answered numbers by week, the owner's order kept.

    One that was reached, paused or let go stays to be found; one said in new words is read with the new.
    """
    rows = session.execute(
        select(Goal, GoalRating.member_id, GoalRating.score, GoalRating.rated_on)
        .outerjoin(GoalRating, and_(GoalRating.goal_id == Goal.id, GoalRating.score.is_not(None)))
        .where(Goal.episode_id == episode.id, Goal.status != GoalStatus.SUPERSEDED)
        .order_by(Goal.status != GoalStatus.ACTIVE, Goal.position, Goal.id, GoalRating.rated_on, GoalRating.recorded_at)
    )
    goals: dict[UUID, Goal] = {}
    points: dict[UUID, dict[UUID, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for goal, member_id, score, rated_on in rows:
        goals[goal.id] = goal
        if member_id is not None and score is not None:
            points[goal.id][member_id].append((episode.week(rated_on), score))
    order = list(names)
    return [
        GoalLine(
            goal=goal,
            raters=[
                Numbers(name=names.get(member_id, "Someone"), points=points[goal.id][member_id])
                for member_id in sorted(
                    points[goal.id], key=lambda one: order.index(one) if one in order else len(order)
                )
            ],
        )
        for goal in goals.values()
    ]


def _promises(session: Session, episode: Episode) -> list[PromiseLine]:
    """Open promises first, then the latest eight that were settled."""
    staff = aliased(User)
    rows = session.execute(
        select(Promise, staff.name.label("staff"), FamilyMember.known_as, Partner.name.label("partner"))
        .outerjoin(staff, staff.id == Promise.owner_user_id)
        .outerjoin(FamilyMember, FamilyMember.id == Promise.owner_member_id)
        .outerjoin(Partner, Partner.id == Promise.owner_partner_id)
        .where(Promise.episode_id == episode.id)
        .order_by(
            (Promise.state == PromiseState.OPEN).desc(),
            Promise.settled_at.desc().nulls_first(),
            Promise.due_on,
            Promise.id,
        )
        .limit(30)
    )
    lines = [
        PromiseLine(promise=promise, owner=(name.split()[0] if name else known_as or partner or "Someone"))
        for promise, name, known_as, partner in rows
    ]
    return [line for line in lines if line.is_open] + [line for line in lines if not line.is_open][:8]
