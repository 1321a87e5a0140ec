"""Where families stand on the ladder when nobody answers. The rule itself, and its source: ladder.py."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.clusters.queries import figures_of, working_calendar
from app.clusters.working_days import WorkingDays
from app.core import clock
from app.families.models import Episode, FamilyMember
from app.notes.models import ChildSeen, Note, NoteKind, NoteVersion, Present
from app.visits.ladder import Ladder, LastSeen, in_a_row, ladder_of, unseen_for
from app.visits.models import Visit, VisitState

# Contacts in which somebody of the family spoke with us; visits at which we met are counted by themselves.
SPOKEN = (NoteKind.CALL, NoteKind.MEETING)


def ladder(session: Session, episode: Episode, today: date) -> Ladder:
    """How one family stands today when nobody answers."""
    return ladders(session, [episode], today)[episode.id]


def ladders(session: Session, episodes: Sequence[Episode], today: date) -> dict[UUID, Ladder]:
    """How each of these families stands today, by episode; four statements, and one for each cluster."""
    ids = [episode.id for episode in episodes]
    unanswered, reached = _unanswered(session, ids), _reached(session, ids)
    children = _children(session, episodes, today, working_calendar(session))
    figures = {cluster_id: figures_of(session, cluster_id) for cluster_id in {one.cluster_id for one in episodes}}
    return {
        episode.id: ladder_of(
            in_a_row(unanswered[episode.id], reached[episode.id]),
            children[episode.family_id],
            figures[episode.cluster_id],
        )
        for episode in episodes
    }


def unanswered_in_a_row(session: Session, episode_id: UUID) -> int:
    """Visits without an answer since somebody of the family was last reached."""
    ids = [episode_id]
    return in_a_row(_unanswered(session, ids)[episode_id], _reached(session, ids)[episode_id])


def _unanswered(session: Session, episode_ids: Sequence[UUID]) -> defaultdict[UUID, list[datetime]]:
    """When each visit without an answer was, since the last at which we met."""
    met = aliased(Visit)
    last_met = (
        select(func.max(met.starts_at))
        .where(met.episode_id == Visit.episode_id, met.state == VisitState.MET)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Visit.episode_id, Visit.starts_at).where(
            Visit.episode_id.in_(episode_ids),
            Visit.state == VisitState.NO_ANSWER,
            or_(last_met.is_(None), Visit.starts_at > last_met),
        )
    )
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for episode_id, at in rows:
        found[episode_id].append(at)
    return found


def _reached(session: Session, episode_ids: Sequence[UUID]) -> defaultdict[UUID, list[datetime]]:
    """When somebody of each family last spoke with us, apart from visits, as the notes say now."""
    rows = session.execute(
        select(Note.episode_id, func.max(Note.occurred_at))
        .join(NoteVersion, and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.latest))
        .where(
            Note.episode_id.in_(episode_ids),
            Note.kind.in_(SPOKEN),
            NoteVersion.reached,
            exists().where(Present.version_id == NoteVersion.id),
        )
        .group_by(Note.episode_id)
    )
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for episode_id, at in rows:
        found[episode_id].append(at)
    return found


def _children(
    session: Session, episodes: Sequence[Episode], today: date, calendar: WorkingDays
) -> defaultdict[UUID, list[LastSeen]]:
    """Each child of these families, with the last time one of ours saw them; by family, in its own order."""
    opened_on = {episode.family_id: episode.opened_on for episode in episodes}
    latest = (
        select(
            ChildSeen.member_id,
            ChildSeen.alone,
            Note.occurred_at,
            User.name,
            func.row_number().over(partition_by=ChildSeen.member_id, order_by=Note.occurred_at.desc()).label("place"),
        )
        .join(NoteVersion, NoteVersion.id == ChildSeen.version_id)
        .join(Note, and_(Note.id == NoteVersion.note_id, Note.latest == NoteVersion.number))
        .join(User, User.id == Note.written_by_id)
        .where(Note.family_id.in_(opened_on), ChildSeen.seen)
        .subquery()
    )
    rows = session.execute(
        select(FamilyMember.family_id, FamilyMember.id, FamilyMember.known_as, latest)
        .outerjoin(latest, and_(latest.c.member_id == FamilyMember.id, latest.c.place == 1))
        .where(FamilyMember.family_id.in_(opened_on), FamilyMember.is_child, FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    found: defaultdict[UUID, list[LastSeen]] = defaultdict(list)
    for row in rows:
        seen_on = clock.local(row.occurred_at).date() if row.occurred_at else None
        found[row.family_id].append(
            LastSeen(
                member_id=row.id,
                known_as=row.known_as,
                seen_on=seen_on,
                seen_by=row.name.split()[0] if row.name else "",
                alone=bool(row.alone),
                working_days=unseen_for(seen_on, opened_on[row.family_id], today, calendar),
            )
        )
    return found
