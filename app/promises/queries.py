"""Who promised what, and how it stands. Lists are plain rows with the owner's name, one statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.families.models import Family, FamilyMember, Partner
from app.families.queries import families_seen_by
from app.promises.models import Promise, PromiseKind, PromiseOutcome, PromiseState

LEDGER = 500  # promises: more than a plan makes in its weeks


def promise_seen_by(session: Session, looker: User, promise_id: UUID, now: datetime) -> Promise | None:
    """This promise, if this person may read its family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(select(Promise).where(Promise.id == promise_id, Promise.family_id.in_(seen)))


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseLine:
    """A promise as a list shows it. `owner` is an everyday name; `staff` says that a colleague owns it."""

    id: UUID
    family_id: UUID
    what: str
    kind: PromiseKind
    state: PromiseState
    due_on: date | None
    due_words: str
    settled_at: datetime | None
    settled_why: str
    owner: str
    staff: bool
    call_name: str
    call_organisation: str
    visible_to_family: bool

    def days_late(self, today: date) -> int:
        """Days past the day it was due; 0 when it is not late, has no day, or is settled."""
        if self.due_on is None or self.state is not PromiseState.OPEN:
            return 0
        return max((today - self.due_on).days, 0)


def promises_from(session: Session, source: str, source_id: UUID) -> list[PromiseLine]:
    """What was promised in one note (or worry), whatever became of it."""
    return _lines(session, Promise.source == source, Promise.source_id == source_id)


def line_of(session: Session, promise_id: UUID) -> PromiseLine:
    """One promise as a line. Raises IndexError where there is none."""
    return _lines(session, Promise.id == promise_id)[0]


class Whose(StrEnum):
    """Who said that they would do it."""

    OURS = "ours"
    THEIRS = "theirs"
    PARTNERS = "partners"


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine:
    """A promise in the ledger: whose it is, where and when it was made, and how it stands."""

    line: PromiseLine
    whose: Whose
    made_at: datetime
    source: str
    source_id: UUID | None


def ledger_of(session: Session, family_id: UUID) -> list[LedgerLine]:
    """Every promise to and of this family, in all its plans: the open ones first. Two statements."""
    lines = {line.id: line for line in _lines(session, Promise.family_id == family_id, limit=LEDGER)}
    rows = session.scalars(select(Promise).where(Promise.id.in_(lines)))
    kept = {row.id: row for row in rows}
    return [
        LedgerLine(
            line=line,
            whose=_whose(kept[line.id]),
            made_at=kept[line.id].made_at,
            source=kept[line.id].source,
            source_id=kept[line.id].source_id,
        )
        for line in lines.values()
    ]


def _whose(promise: Promise) -> Whose:
    if promise.owner_user_id:
        return Whose.OURS
    return Whose.THEIRS if promise.owner_member_id else Whose.PARTNERS


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer to "was it kept?", and whose."""

    state: PromiseState
    why: str
    at: datetime
    by: str


def answers_to(session: Session, promise_id: UUID) -> Sequence[Answer]:
    """Every answer given about a promise, the latest first."""
    rows = session.execute(
        select(PromiseOutcome.state, PromiseOutcome.why, PromiseOutcome.said_at.label("at"), User.name.label("by"))
        .join(User, User.id == PromiseOutcome.said_by_id)
        .where(PromiseOutcome.promise_id == promise_id)
        .order_by(PromiseOutcome.said_at.desc())
    )
    return [Answer(**row._asdict()) for row in rows]


def _lines(session: Session, *wanted: ColumnElement[bool], limit: int = 100) -> list[PromiseLine]:
    owner, owning_partner = aliased(FamilyMember), aliased(Partner)
    rung, rung_partner = aliased(FamilyMember), aliased(Partner)
    rows = session.execute(
        select(
            Promise.id,
            Promise.family_id,
            Promise.what,
            Promise.kind,
            Promise.state,
            Promise.due_on,
            Promise.due_words,
            Promise.settled_at,
            Promise.settled_why,
            func.coalesce(User.name, owner.known_as, owning_partner.name, "").label("owner"),
            Promise.owner_user_id.is_not(None).label("staff"),
            func.coalesce(rung.known_as, rung_partner.name, "").label("call_name"),
            func.coalesce(rung_partner.organisation, "").label("call_organisation"),
            Promise.visible_to_family,
        )
        .outerjoin(User, User.id == Promise.owner_user_id)
        .outerjoin(owner, owner.id == Promise.owner_member_id)
        .outerjoin(owning_partner, owning_partner.id == Promise.owner_partner_id)
        .outerjoin(rung, rung.id == Promise.call_member_id)
        .outerjoin(rung_partner, rung_partner.id == Promise.call_partner_id)
        .where(*wanted)
        .order_by(
            case((Promise.state == PromiseState.OPEN, 0), else_=1),
            Promise.settled_at.desc(),
            Promise.due_on.is_(None),
            Promise.due_on,
            Promise.made_at,
            Promise.id,
        )
        .limit(limit)
    )
    return [PromiseLine(**row._asdict()) for row in rows]
