"""The families that somebody walks beside on a day, and their people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.families.models import (
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyMember,
    FamilyRestriction,
    RelatedStaff,
    SafeContact,
)
from app.notes.queries import last_alone_at
from app.plans.models import Plan


@dataclass(kw_only=True)
class Walk:
    """A family that somebody walks beside on a day, and why they do."""

    family_id: UUID
    episode_id: UUID
    name: str
    yarn: str
    opened_on: date
    week: int
    weeks: int
    last_met_on: date | None
    unanswered: int
    review_due_on: date | None
    # Whose lead it is while somebody else covers; empty when it is one's own.
    covering_for: str
    people: list["Person"] = field(default_factory=list)

    @property
    def weeks_left(self) -> int:
        """Whole weeks after this one; 0 at the end and past it."""
        return max(self.weeks - self.week, 0)

    @property
    def children(self) -> list["Person"]:
        """The children, in the family's own order."""
        return [person for person in self.people if person.is_child]


@dataclass(kw_only=True)
class Person:
    """A member of a family, and how they can be reached."""

    id: UUID
    known_as: str
    full_name: str
    relationship_words: str
    is_child: bool
    age: int | None
    phone: str = ""
    call_ok: bool = False
    text_ok: bool = False
    good_times: str = ""
    last_alone_on: date | None = None


def walks_of(session: Session, worker: User, on: date) -> list[Walk]:
    """The open families this person leads or covers on a day, in order of name."""
    lead, leader = aliased(Allocation), aliased(User)
    rows = session.execute(
        select(Family, Episode, Allocation.kind, Plan.review_due_on, leader.name.label("lead_name"))
        .join(Episode, Episode.family_id == Family.id)
        .join(Allocation, Allocation.episode_id == Episode.id)
        .outerjoin(Plan, Plan.episode_id == Episode.id)
        .outerjoin(
            lead,
            and_(
                lead.episode_id == Episode.id,
                lead.kind == AllocationKind.LEAD,
                holds_on(lead.from_on, lead.until_on, on),
            ),
        )
        .outerjoin(leader, leader.id == lead.user_id)
        .where(
            Allocation.user_id == worker.id,
            holds_on(Allocation.from_on, Allocation.until_on, on),
            Episode.closed_on.is_(None),
            ~exists().where(RelatedStaff.family_id == Family.id, RelatedStaff.user_id == worker.id),
            or_(
                Family.restricted.is_(False),
                exists().where(FamilyRestriction.family_id == Family.id, FamilyRestriction.user_id == worker.id),
            ),
        )
        .order_by(Family.name, Family.id)
    )
    walks: dict[UUID, Walk] = {}
    for family, episode, kind, review_due_on, lead_name in rows:
        own = kind is AllocationKind.LEAD
        if own or episode.id not in walks:
            walks[episode.id] = Walk(
                family_id=family.id,
                episode_id=episode.id,
                name=family.name,
                yarn=family.yarn,
                opened_on=episode.opened_on,
                week=episode.week(on),
                weeks=episode.weeks,
                last_met_on=episode.last_met_on,
                unanswered=episode.unanswered,
                review_due_on=review_due_on,
                covering_for="" if own or lead_name is None else lead_name.split()[0],
            )
    return list(walks.values())


def put_people(session: Session, walks: Sequence[Walk], on: date) -> None:
    """Give each family its people, how to reach them, and when each child was last seen alone."""
    by_family = {walk.family_id: walk for walk in walks}
    rows = session.execute(
        select(FamilyMember, SafeContact, last_alone_at())
        .outerjoin(SafeContact, and_(SafeContact.member_id == FamilyMember.id, SafeContact.ended_at.is_(None)))
        .where(FamilyMember.family_id.in_(by_family), FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as, SafeContact.made_at)
    )
    for member, contact, alone_at in rows:
        people = by_family[member.family_id].people
        if people and people[-1].id == member.id:
            continue  # A second number: the first made is the one that is offered.
        people.append(
            Person(
                id=member.id,
                known_as=member.known_as,
                full_name=member.full_name,
                relationship_words=member.relationship_words,
                is_child=member.is_child,
                age=member.age(on),
                phone=contact.phone if contact else "",
                call_ok=contact.call_ok if contact else False,
                text_ok=contact.text_ok if contact else False,
                good_times=contact.good_times if contact else "",
                last_alone_on=clock.local(alone_at).date() if alone_at else None,
            )
        )
