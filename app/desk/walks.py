"""The families that somebody walks beside on a day, and their people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.core import clock
from app.core.db import columns
from app.desk.reach_words import limits_words, reach_words
from app.families.models import (
    Allocation,
    AllocationKind,
    Episode,
    Family,
    FamilyMember,
    FamilyRestriction,
    MoreWeeksAsk,
    RelatedStaff,
    SafeContact,
    age_on,
    week_of,
)
from app.home.models import FamilyWord
from app.notes.models import ChildLastSeen
from app.plans.models import EndingTalk, Plan


class Asked(StrEnum):
    """What became of a question for more weeks. An answer is news for `NEWS` days."""

    NOT = ""
    WAITS = "waits"
    YES = "yes"
    NO = "no"


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
    lead_id: UUID | None
    # Whether somebody of them said something from their own page that nobody has read.
    has_said: bool
    # Whether the ending was talked about, and what became of the last question for more weeks.
    has_talked: bool
    asked: "Asked"
    people: list["Person"] = field(default_factory=list)

    @property
    def title_within(self) -> str:
        """How the family is spoken of within a sentence, as Family says it."""
        return f"the {self.name} family"

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
    # Lives with the children: the others are not named among who is visited.
    at_home: bool
    age: int | None
    phone: str = ""
    call_ok: bool = False
    text_ok: bool = False
    voicemail_ok: bool = False
    good_times: str = ""
    must_not_know: str = ""
    last_alone_on: date | None = None

    @property
    def reach(self) -> str:
        """after 9am. No voicemail. Must not know: Craig; said after the name."""
        limits = limits_words(call_ok=self.call_ok, text_ok=self.text_ok, voicemail_ok=self.voicemail_ok)
        return reach_words(when=self.good_times, limits=limits, must_not_know=self.must_not_know)


# Statements are made once: building them anew costs more than the database takes to answer.
_ON = bindparam("on", type_=Date)
_WORKER: BindParameter[UUID] = bindparam("worker")
_FAMILIES: BindParameter[UUID] = bindparam("families", expanding=True)
_lead, _leader = aliased(Allocation), aliased(User)
_ask, _newer = aliased(MoreWeeksAsk), aliased(MoreWeeksAsk)
_later_ask = and_(_newer.episode_id == _ask.episode_id, _newer.asked_at > _ask.asked_at)
NEWS = timedelta(days=7)

WALKS = (
    select(
        Family.id.label("family_id"),
        Family.name,
        Family.yarn,
        Episode.id.label("episode_id"),
        Episode.opened_on,
        Episode.weeks,
        Episode.last_met_on,
        Episode.unanswered,
        Allocation.kind,
        Plan.review_due_on,
        _leader.name.label("lead_name"),
        _lead.user_id.label("lead_id"),
        exists().where(FamilyWord.family_id == Family.id, FamilyWord.seen_at.is_(None)).label("has_said"),
        exists().where(EndingTalk.episode_id == Episode.id).label("has_talked"),
        _ask.id.label("ask_id"),
        _ask.answered_at,
        _ask.given,
    )
    .join(Episode, Episode.family_id == Family.id)
    .join(Allocation, Allocation.episode_id == Episode.id)
    .outerjoin(Plan, Plan.episode_id == Episode.id)
    .outerjoin(
        _lead,
        and_(
            _lead.episode_id == Episode.id,
            _lead.kind == AllocationKind.LEAD,
            holds_on(_lead.from_on, _lead.until_on, _ON),
        ),
    )
    .outerjoin(_leader, _leader.id == _lead.user_id)
    .outerjoin(_ask, and_(_ask.episode_id == Episode.id, ~exists().where(_later_ask)))
    .where(
        Allocation.user_id == _WORKER,
        holds_on(Allocation.from_on, Allocation.until_on, _ON),
        Episode.closed_on.is_(None),
        ~exists().where(RelatedStaff.family_id == Family.id, RelatedStaff.user_id == _WORKER),
        or_(
            Family.restricted.is_(False),
            exists().where(FamilyRestriction.family_id == Family.id, FamilyRestriction.user_id == _WORKER),
        ),
    )
    .order_by(Family.name, Family.id)
)

PEOPLE = (
    select(
        FamilyMember.id,
        FamilyMember.family_id,
        FamilyMember.known_as,
        FamilyMember.surname,
        FamilyMember.relationship_words,
        FamilyMember.is_child,
        FamilyMember.born_on,
        FamilyMember.lives_with_children,
        SafeContact.phone,
        SafeContact.call_ok,
        SafeContact.text_ok,
        SafeContact.voicemail_ok,
        SafeContact.good_times,
        SafeContact.must_not_know,
        ChildLastSeen.alone_at,
    )
    .outerjoin(SafeContact, and_(SafeContact.member_id == FamilyMember.id, SafeContact.ended_at.is_(None)))
    .outerjoin(ChildLastSeen, ChildLastSeen.member_id == FamilyMember.id)
    .where(FamilyMember.family_id.in_(_FAMILIES), FamilyMember.left_on.is_(None))
    .order_by(FamilyMember.position, FamilyMember.known_as, FamilyMember.id, SafeContact.made_at)
)


def walks_of(session: Session, worker: User, on: date) -> list[Walk]:
    """The open families this person leads or covers on a day, in order of name."""
    walks: dict[UUID, Walk] = {}
    for row in columns(session, WALKS, {"worker": worker.id, "on": on}):
        own = row.kind is AllocationKind.LEAD
        if own or row.episode_id not in walks:
            walks[row.episode_id] = Walk(
                family_id=row.family_id,
                episode_id=row.episode_id,
                name=row.name,
                yarn=row.yarn,
                opened_on=row.opened_on,
                week=week_of(row.opened_on, on),
                weeks=row.weeks,
                last_met_on=row.last_met_on,
                unanswered=row.unanswered,
                review_due_on=row.review_due_on,
                covering_for="" if own or row.lead_name is None else row.lead_name.split()[0],
                lead_id=row.lead_id,
                has_said=bool(row.has_said),
                has_talked=bool(row.has_talked),
                asked=_asked(row, on),
            )
    return list(walks.values())


def _asked(row: Any, on: date) -> Asked:
    if row.ask_id is None:
        return Asked.NOT
    if row.answered_at is None:
        return Asked.WAITS
    if clock.local(row.answered_at).date() + NEWS < on:
        return Asked.NOT
    return Asked.YES if row.given else Asked.NO


def put_people(session: Session, walks: Sequence[Walk], on: date) -> None:
    """Give each family its people, how to reach them, and when each child was last seen alone."""
    by_family = {walk.family_id: walk for walk in walks}
    for row in columns(session, PEOPLE, {"families": list(by_family)}):
        people = by_family[row.family_id].people
        if people and people[-1].id == row.id:
            continue  # A second number: the first made is the one that is offered.
        people.append(
            Person(
                id=row.id,
                known_as=row.known_as,
                full_name=f"{row.known_as} {row.surname}".strip(),
                relationship_words=row.relationship_words,
                is_child=row.is_child,
                at_home=row.is_child or row.lives_with_children,
                age=age_on(row.born_on, on),
                phone=row.phone or "",
                call_ok=bool(row.call_ok),
                text_ok=bool(row.text_ok),
                voicemail_ok=bool(row.voicemail_ok),
                good_times=row.good_times or "",
                must_not_know=row.must_not_know or "",
                last_alone_on=clock.local(row.alone_at).date() if row.alone_at else None,
            )
        )
