"""Who is out alone, who looks out for them, and who may know."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Supervision, User
from app.accounts.queries import holds_on, supervised_ids
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


# Statements are made once: building them anew costs more than the database takes to answer.
_WORKER: BindParameter[UUID] = bindparam("worker")
_VISIT: BindParameter[UUID] = bindparam("visit")
_ON = bindparam("on", type_=Date)
_LAST_OF_OWN = Watch.began_at == select(func.max(Watch.began_at)).where(Watch.worker_id == _WORKER).scalar_subquery()

OWN = (
    select(Watch)
    .where(Watch.worker_id == _WORKER, or_(Watch.ended_at.is_(None), _LAST_OF_OWN))
    .order_by(Watch.began_at)
)


def own_watches(session: Session, worker: User) -> Own:
    """The visits this person went in to and is not out of, and the last one in any case. One statement."""
    return own_among(session.scalars(OWN, {"worker": worker.id}).all(), worker)


def own_among(watches: Sequence[Watch], worker: User) -> Own:
    """The same, of watches that were asked for already."""
    own = sorted((one for one in watches if one.worker_id == worker.id), key=lambda one: one.began_at)
    return Own(on=[one for one in own if one.is_open], last_buddy_id=own[-1].buddy_id if own else None)


@dataclass(frozen=True, kw_only=True)
class Around:
    """Who is there for somebody at a visit. No supervisor where the family is kept from theirs."""

    supervisor: User | None
    buddies: Sequence[User]


_AROUND = (
    select(
        User,
        and_(User.cluster_id == Episode.cluster_id, User.role.in_((Role.WORKER, Role.SUPERVISOR))).label("near"),
        select(func.max(Supervision.from_on))
        .where(
            Supervision.supervisor_id == User.id,
            Supervision.worker_id == _WORKER,
            holds_on(Supervision.from_on, Supervision.until_on, _ON),
        )
        .correlate(User)
        .scalar_subquery()
        .label("since"),
        and_(
            ~exists().where(RelatedStaff.family_id == Visit.family_id, RelatedStaff.user_id == User.id),
            or_(
                Family.restricted.is_(False),
                exists().where(FamilyRestriction.family_id == Visit.family_id, FamilyRestriction.user_id == User.id),
            ),
        ).label("open"),
    )
    .select_from(Visit)
    .join(Episode, Episode.id == Visit.episode_id)
    .join(Family, Family.id == Visit.family_id)
    .join(User, User.left_on.is_(None))
    .where(
        Visit.id == _VISIT,
        User.id != _WORKER,
        or_(
            User.cluster_id == Episode.cluster_id,
            User.id.in_(
                select(Supervision.supervisor_id).where(
                    Supervision.worker_id == _WORKER, holds_on(Supervision.from_on, Supervision.until_on, _ON)
                )
            ),
        ),
    )
    .order_by(User.name)
)


def around_visit(session: Session, visit_id: UUID, worker: User, today: date) -> Around:
    """Who supervises somebody who goes to this visit, and the colleagues who can look out for them, by name.

    Nobody from whom the family is kept is named as told, nor to be rung. One statement.
    """
    rows = session.execute(_AROUND, {"visit": visit_id, "worker": worker.id, "on": today}).all()
    # The latest line where two overlap.
    above = max((row for row in rows if row.since), key=lambda row: row.since, default=None)
    return Around(
        supervisor=above[0] if above is not None and above.open else None,
        buddies=[row[0] for row in rows if row.near and row.open],
    )


def watches_due(session: Session, now: datetime) -> Sequence[UUID]:
    """The watches about which somebody is to be told now, the longest due first."""
    return session.scalars(select(Watch.id).where(Watch.raise_at <= now).order_by(Watch.raise_at, Watch.id)).all()


def watches_seen_by(looker: User, now: datetime) -> Select[Watch]:
    """Watches that somebody may know of: their own, their buddy's, their team's; a manager the cluster's."""
    return _seen_from(_is_manager(looker)).params(_eyes(looker, now))


def _is_manager(looker: User) -> bool:
    return looker.role is Role.MANAGER and looker.cluster_id is not None


def _eyes(looker: User, now: datetime) -> dict[str, object]:
    return {"worker": looker.id, "on": clock.local(now).date(), "cluster": looker.cluster_id}


@cache
def _seen_from(is_manager: bool) -> Select[Watch]:
    ways = [
        Watch.worker_id == _WORKER,
        Watch.buddy_id == _WORKER,
        Watch.worker_id.in_(supervised_ids(_WORKER, _ON)),
    ]
    if is_manager:
        here: BindParameter[UUID] = bindparam("cluster")
        ways.append(Watch.worker_id.in_(select(User.id).where(User.cluster_id == here)))
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


@cache
def _out_from(is_manager: bool) -> Select[Watch]:
    over_today = and_(Watch.ended_at >= bindparam("begins"), Watch.rounds > 0)
    its_own = and_(Watch.worker_id == _WORKER, _LAST_OF_OWN)
    return _seen_from(is_manager).where(or_(Watch.ended_at.is_(None), over_today, its_own))


def watches_for(session: Session, looker: User, now: datetime) -> Sequence[Watch]:
    """Watches that are on or were raised and are over today, as this person may know of them, and the last of
    their own. One statement.
    """
    begins, _ = clock.day_span(clock.local(now).date())
    return session.scalars(_out_from(_is_manager(looker)), _eyes(looker, now) | {"begins": begins}).all()


def outings_of(session: Session, looker: User, watches: Sequence[Watch], now: datetime) -> list[Outing]:
    """What this person may know of these, the first to be back first. No statement where there are none."""
    if not watches:
        return []
    return _outings(session, looker, select(Watch).where(Watch.id.in_([one.id for one in watches])), now)


def outings_for(session: Session, looker: User, now: datetime) -> list[Outing]:
    """Of everybody else whom this person may know of: who is out now, and today's alarms that are over."""
    others = [one for one in watches_for(session, looker, now) if one.worker_id != looker.id]
    return outings_of(session, looker, others, now)


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
