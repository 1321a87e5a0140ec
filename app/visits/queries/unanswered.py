"""Where families stand on the ladder when nobody answers. The rule itself, and its source: ladder.py."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.clusters.figures import Figures
from app.clusters.queries import rules_of
from app.clusters.working_days import WorkingDays
from app.core import clock
from app.core.db import columns
from app.families.models import Episode, FamilyMember
from app.notes.models import ChildLastSeen, Note, NoteKind, NoteVersion, Present
from app.visits.ladder import Ladder, LastSeen, in_a_row, ladder_of, unseen_for
from app.visits.models import Visit, VisitState

# Contacts in which somebody of the family spoke with us; visits at which we met are counted by themselves.
SPOKEN = (NoteKind.CALL, NoteKind.MEETING)
# The numbers of a cluster and the calendar they are counted on.
Rules = tuple[Figures, WorkingDays]


_EPISODES: BindParameter[UUID] = bindparam("episodes", expanding=True)
_FAMILIES: BindParameter[UUID] = bindparam("families", expanding=True)


def _shut() -> Select[UUID, datetime, bool]:
    """When each visit without an answer was, since the last at which we met."""
    met = aliased(Visit)
    last_met = (
        select(func.max(met.starts_at))
        .where(met.episode_id == Visit.episode_id, met.state == VisitState.MET)
        .scalar_subquery()
    )
    return select(Visit.episode_id, Visit.starts_at.label("at"), literal(False).label("spoken")).where(
        Visit.episode_id.in_(_EPISODES),
        Visit.state == VisitState.NO_ANSWER,
        or_(last_met.is_(None), Visit.starts_at > last_met),
    )


def _spoken() -> Select[UUID, datetime, bool]:
    """When somebody of each family last spoke with us, apart from visits, as the notes say now."""
    return (
        select(Note.episode_id, func.max(Note.occurred_at), literal(True))
        .join(NoteVersion, and_(NoteVersion.note_id == Note.id, NoteVersion.number == Note.latest))
        .where(
            Note.episode_id.in_(_EPISODES),
            Note.kind.in_(SPOKEN),
            NoteVersion.reached,
            exists().where(Present.version_id == NoteVersion.id),
        )
        .group_by(Note.episode_id)
    )


# Each child of some families, with the last time one of ours saw them; in the family's own order.
CHILDREN = (
    select(
        FamilyMember.family_id,
        FamilyMember.id,
        FamilyMember.known_as,
        FamilyMember.born_on,
        ChildLastSeen.alone,
        ChildLastSeen.seen_at,
        ChildLastSeen.alone_at,
        User.name,
    )
    .outerjoin(ChildLastSeen, ChildLastSeen.member_id == FamilyMember.id)
    .outerjoin(User, User.id == ChildLastSeen.seen_by_id)
    .where(FamilyMember.family_id.in_(_FAMILIES), FamilyMember.is_child, FamilyMember.left_on.is_(None))
    .order_by(FamilyMember.position, FamilyMember.known_as)
)
# Made once: building them anew costs more than the database takes to answer.
DOORS = union_all(_shut(), _spoken())


def ladder(session: Session, episode: Episode, today: date) -> Ladder:
    """How one family stands today when nobody answers."""
    return ladders(session, [episode], today)[episode.id]


def ladders(session: Session, episodes: Sequence[Episode], today: date) -> dict[UUID, Ladder]:
    """How each of these families stands today, by episode; two statements, and one for each cluster."""
    rules = {cluster_id: rules_of(session, cluster_id) for cluster_id in {one.cluster_id for one in episodes}}
    return ladders_by(session, episodes, today, rules)


def ladders_by(
    session: Session, episodes: Sequence[Episode], today: date, rules: Mapping[UUID, Rules]
) -> dict[UUID, Ladder]:
    """The same by rules, of each cluster, that whoever asks has read already. Two statements."""
    doors = _doors(session, [episode.id for episode in episodes])
    children = _children(session, episodes, today, rules)
    return {
        episode.id: ladder_of(doors[episode.id], children[episode.family_id], rules[episode.cluster_id][0])
        for episode in episodes
    }


def unanswered_in_a_row(session: Session, episode_id: UUID) -> int:
    """Visits without an answer since somebody of the family was last reached."""
    return _doors(session, [episode_id])[episode_id]


def _doors(session: Session, episode_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Visits without an answer in a row, by episode. One statement."""
    unanswered: defaultdict[UUID, list[datetime]] = defaultdict(list)
    reached: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for row in columns(session, DOORS, {"episodes": list(episode_ids)}):
        (reached if row.spoken else unanswered)[row.episode_id].append(row.at)
    return {one: in_a_row(unanswered[one], reached[one]) for one in episode_ids}


def _children(
    session: Session, episodes: Sequence[Episode], today: date, rules: Mapping[UUID, Rules]
) -> defaultdict[UUID, list[LastSeen]]:
    """Each child of these families, with the last time one of ours saw them; by family, in its own order."""
    by_family = {episode.family_id: episode for episode in episodes}
    found: defaultdict[UUID, list[LastSeen]] = defaultdict(list)
    for place, row in enumerate(columns(session, CHILDREN, {"families": list(by_family)})):
        episode, seen_on = by_family[row.family_id], _day(row.seen_at)
        found[row.family_id].append(
            LastSeen(
                member_id=row.id,
                known_as=row.known_as,
                seen_on=seen_on,
                seen_by=row.name.split()[0] if row.name else "",
                alone=bool(row.alone),
                working_days=unseen_for(seen_on, episode.opened_on, today, rules[episode.cluster_id][1]),
                alone_on=_day(row.alone_at),
                born_on=row.born_on,
                place=place,
            )
        )
    return found


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at else None
