"""Who is out alone, who looks out for them, and who may know."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import supervised_ids
from app.core import clock
from app.core.permissions import Role
from app.families.models import Address, Episode, Family, FamilyRestriction, RelatedStaff
from app.families.queries import families_known_to, families_seen_by, not_kept_from
from app.messages.models import Message, MessageState
from app.messages.queries import messages_about
from app.visits.models import AnswerKind, Visit, Watch, WatchAnswer


def open_watch(session: Session, visit_id: UUID, worker: User) -> Watch | None:
    """The watch of this person at this visit, while they are in there."""
    return session.scalar(
        select(Watch)
        .where(Watch.visit_id == visit_id, Watch.worker_id == worker.id, Watch.ended_at.is_(None))
        .order_by(Watch.began_at.desc())
        .limit(1)
    )


@dataclass(frozen=True, kw_only=True)
class Own:
    """One's own watches: those that are on, the first first, and whom one chose last time."""

    on: Sequence[Watch]
    last_buddy_id: UUID | None

    def at(self, visit_id: UUID) -> Watch | None:
        """The one at this visit."""
        return next((watch for watch in self.on if watch.visit_id == visit_id), None)


def own_watches(session: Session, worker: User) -> Own:
    """The visits this person went in to and is not out of, and the last one in any case. One statement."""
    last = select(func.max(Watch.began_at)).where(Watch.worker_id == worker.id).scalar_subquery()
    found = session.scalars(
        select(Watch)
        .where(Watch.worker_id == worker.id, or_(Watch.ended_at.is_(None), Watch.began_at == last))
        .order_by(Watch.began_at)
    ).all()
    return Own(on=[one for one in found if one.is_open], last_buddy_id=found[-1].buddy_id if found else None)


def buddies_for(session: Session, visit_id: UUID, by: User) -> Sequence[User]:
    """Colleagues who can look out for somebody at this visit, by name; nobody from whom the family is kept."""
    related = exists().where(RelatedStaff.family_id == Visit.family_id, RelatedStaff.user_id == User.id)
    named = exists().where(FamilyRestriction.family_id == Visit.family_id, FamilyRestriction.user_id == User.id)
    return session.scalars(
        select(User)
        .join(Episode, Episode.cluster_id == User.cluster_id)
        .join(Visit, Visit.episode_id == Episode.id)
        .join(Family, Family.id == Visit.family_id)
        .where(
            Visit.id == visit_id,
            User.role.in_((Role.WORKER, Role.SUPERVISOR)),
            User.left_on.is_(None),
            User.id != by.id,
            ~related,
            or_(Family.restricted.is_(False), named),
        )
        .order_by(User.name)
    ).all()


def watches_due(session: Session, now: datetime) -> Sequence[UUID]:
    """The watches about which somebody is to be told now, the longest due first."""
    return session.scalars(select(Watch.id).where(Watch.raise_at <= now).order_by(Watch.raise_at, Watch.id)).all()


def watches_seen_by(looker: User, now: datetime) -> Select[Watch]:
    """Watches that somebody may know of: their own, their buddy's, their team's; a manager the cluster's."""
    today = clock.local(now).date()
    worker = aliased(User)
    ways = [
        Watch.worker_id == looker.id,
        Watch.buddy_id == looker.id,
        Watch.worker_id.in_(supervised_ids(looker.id, today)),
    ]
    if looker.role is Role.MANAGER and looker.cluster_id is not None:
        ways.append(Watch.worker_id.in_(select(worker.id).where(worker.cluster_id == looker.cluster_id)))
    return select(Watch).where(or_(*ways))


def watch_seen_by(session: Session, looker: User, watch_id: UUID, now: datetime) -> Watch | None:
    """This watch, if this person may know of it."""
    return session.scalar(watches_seen_by(looker, now).where(Watch.id == watch_id))


@dataclass(kw_only=True)
class Told:
    """Somebody who was to be told, since when, and whether they could be: by the best of their messages."""

    person: User
    at: datetime
    state: MessageState


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One answer to an alarm, and whose."""

    kind: AnswerKind
    by: User
    at: datetime


@dataclass(kw_only=True)
class Outing:
    """Somebody who is, or was today, out alone, as one looker may know it.

    `family` and `address` are empty where they are not for this person: a buddy who does not work with the
    family is told the address once it is needed, and never the name.
    """

    watch: Watch
    worker: User
    buddy: User | None
    place: str
    address: str
    family: str
    family_id: UUID
    told: list[Told] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)

    @property
    def dealt_with(self) -> Answered | None:
        """Who says that they are finding out; nobody once people were told again."""
        last = self.answers[-1] if self.answers else None
        if last is None or last.kind is not AnswerKind.DEALING:
            return None
        return last if self.watch.told_at is None or last.at >= self.watch.told_at else None


def outings_for(session: Session, looker: User, now: datetime) -> list[Outing]:
    """Who of those this person may know of is out now, the latest back first, and today's alarms that are over.

    One statement where nobody is; three otherwise.
    """
    begins, _ = clock.day_span(clock.local(now).date())
    over_today = and_(Watch.ended_at >= begins, Watch.rounds > 0)
    asked = watches_seen_by(looker, now).where(or_(Watch.ended_at.is_(None), over_today))
    return _outings(session, looker, asked, now)


def outing_seen_by(session: Session, looker: User, watch: Watch, now: datetime) -> Outing:
    """One of them, whenever it was."""
    return _outings(session, looker, select(Watch).where(Watch.id == watch.id), now)[0]


_SENT_BEST = (
    MessageState.SENT,
    MessageState.SHOWN,
    MessageState.SENDING,
    MessageState.QUEUED,
    MessageState.WITHDRAWN,
    MessageState.FAILED,
)


def _outings(session: Session, looker: User, asked: Select[Watch], now: datetime) -> list[Outing]:
    buddy = aliased(User)
    seen = Family.id.in_(families_seen_by(looker, now).with_only_columns(Family.id))
    known = Family.id.in_(families_known_to(looker, now).with_only_columns(Family.id))
    rows = session.execute(
        asked.join(User, User.id == Watch.worker_id)
        .join(Visit, Visit.id == Watch.visit_id)
        .join(Family, Family.id == Watch.family_id)
        .outerjoin(buddy, buddy.id == Watch.buddy_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .add_columns(
            User,
            buddy,
            Visit.place,
            Family.name,
            Address.lines,
            Address.postcode,
            seen.label("seen"),
            known.label("known"),
            not_kept_from(looker.id).label("open"),
        )
        .order_by(Watch.expected_at, Watch.id)
    ).all()
    outings = {row[0].id: _outing(row, now) for row in rows}
    if outings:
        _put_told(session, outings)
        _put_answers(session, outings)
    return list(outings.values())


def _outing(row: Any, now: datetime) -> Outing:
    watch, worker, buddy = row[0], row[1], row[2]
    shown = row.seen or (row.open and watch.is_late(now))
    return Outing(
        watch=watch,
        worker=worker,
        buddy=buddy,
        place=row.place,
        address=", ".join(part for part in (row.lines, row.postcode) if part) if shown else "",
        family=row.name if row.known else "",
        family_id=watch.family_id,
    )


def _put_told(session: Session, outings: dict[UUID, Outing]) -> None:
    messages = messages_about(session, list(outings))
    people = {one.id: one for one in session.scalars(select(User).where(User.id.in_({m.person_id for m in messages})))}
    found: dict[tuple[UUID | None, UUID | None], list[Message]] = defaultdict(list)
    for message in messages:
        found[message.about_id, message.person_id].append(message)
    for (about_id, person_id), theirs in found.items():
        if about_id and person_id in people:
            best = min(theirs, key=lambda one: _SENT_BEST.index(one.state))
            outings[about_id].told.append(
                Told(person=people[person_id], at=best.sent_at or best.made_at, state=best.state)
            )


def _put_answers(session: Session, outings: dict[UUID, Outing]) -> None:
    rows = session.execute(
        select(WatchAnswer, User)
        .join(User, User.id == WatchAnswer.answered_by_id)
        .where(WatchAnswer.watch_id.in_(outings))
        .order_by(WatchAnswer.answered_at)
    )
    for said, by in rows:
        outings[said.watch_id].answers.append(Answered(kind=said.kind, by=by, at=said.answered_at))
