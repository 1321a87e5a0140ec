"""What Withy fills in for a brief: a family's weeks, strengths, numbers, contacts and promises, as they stand today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.families.models import Episode, Family
from app.notes.models import Note, NoteKind, Readers
from app.plans.queries import GoalStory, goals_of
from app.promises.models import PromiseState
from app.promises.queries import PromiseLine, ledger_of
from app.visits.ladder import Ladder
from app.visits.models import Visit, VisitState
from app.visits.queries import ladders
from app.worries.models import Worry, WorryState

CONTACTS = 3  # that a brief names
CONTACT = (NoteKind.VISIT, NoteKind.NO_ANSWER, NoteKind.CALL, NoteKind.TEXT, NoteKind.MEETING)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One contact: what sort it was, and when. What was said stays in the note."""

    kind: NoteKind
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A family as the group hears of it. `met` and `missed` are weeks of the plan."""

    family: Family
    episode: Episode
    week: int
    met: set[int]
    missed: set[int]
    visits: int
    unmet: int
    ladder: Ladder
    goals: Sequence[GoalStory]
    worries: int
    contacts: Sequence[Contact]
    promises: Sequence[PromiseLine]


def brief_of(session: Session, family: Family, episode: Episode, now: datetime) -> Brief:
    """A fixed number of statements, whatever the family's length."""
    today = clock.local(now).date()
    visits = session.execute(
        select(Visit.state, Visit.starts_at).where(
            Visit.episode_id == episode.id,
            Visit.state.in_((VisitState.MET, VisitState.NO_ANSWER, VisitState.CANCELLED)),
        )
    ).all()
    weeks = {state: {episode.week(_day(at)) for one, at in visits if one is state} for state in VisitState}
    return Brief(
        family=family,
        episode=episode,
        week=episode.week(today),
        met=weeks[VisitState.MET],
        missed=(weeks[VisitState.NO_ANSWER] | weeks[VisitState.CANCELLED]) - weeks[VisitState.MET],
        visits=sum(state is VisitState.MET for state, _ in visits),
        unmet=sum(state is not VisitState.MET for state, _ in visits),
        ladder=ladders(session, [episode], today)[episode.id],
        goals=goals_of(session, episode),
        worries=_worries(session, family.id),
        contacts=_contacts(session, family.id),
        promises=[one.line for one in ledger_of(session, family.id) if one.line.state is PromiseState.OPEN],
    )


def _day(at: datetime) -> date:
    return clock.local(at).date()


def _worries(session: Session, family_id: UUID) -> int:
    held = select(func.count()).where(Worry.family_id == family_id, Worry.state.in_((WorryState.OPEN, WorryState.HELD)))
    return session.scalar(held) or 0


def _contacts(session: Session, family_id: UUID) -> list[Contact]:
    rows = session.execute(
        select(Note.kind, Note.occurred_at)
        .where(Note.family_id == family_id, Note.readers == Readers.TEAM, Note.kind.in_(CONTACT))
        .order_by(Note.occurred_at.desc(), Note.id.desc())
        .limit(CONTACTS)
    )
    return [Contact(kind=row.kind, occurred_at=row.occurred_at) for row in rows]
