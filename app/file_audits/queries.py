"""Which files there are to draw, which wait for whom, what one says, and what audits found."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.accounts.queries import supervised_ids
from app.clusters.models import Cluster
from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.models import Allocation, Episode, Family, FamilyMember, RelatedStaff
from app.families.queries import not_kept_from
from app.file_audits.drawing import Candidate
from app.file_audits.models import DrawnFile, FileAnswer, FileAudit, FileReading, Replaced, Said
from app.notes.models import ChildLastSeen
from app.plans.models import Goal, GoalReview, Plan

FIRST, SECOND = 1, 2


def pool_of(session: Session, cluster_id: UUID, today: date) -> list[Candidate]:
    """Each family of the cluster with a plan that is open or closed lately, by its latest plan.

    A restricted family is in no draw: who may find it was named one by one.
    """
    since = today - timedelta(weeks=figures_of(session, cluster_id).file_audit_weeks)
    later = aliased(Episode)
    latest = ~exists().where(later.family_id == Episode.family_id, later.opened_on > Episode.opened_on)
    rows = session.execute(
        select(Episode.family_id, Episode.id)
        .join(Family, Family.id == Episode.family_id)
        .where(
            Episode.cluster_id == cluster_id,
            Family.restricted.is_(False),
            or_(Episode.closed_on.is_(None), Episode.closed_on >= since),
            latest,
        )
        .order_by(Episode.family_id, Episode.id)
    )
    return list({row.family_id: Candidate(family_id=row.family_id, episode_id=row.id) for row in rows}.values())


def works_with(session: Session, person: User) -> set[UUID]:
    """Families that this person leads or covers, or ever did."""
    return set(
        session.scalars(
            select(Episode.family_id)
            .join(Allocation, Allocation.episode_id == Episode.id)
            .where(Allocation.user_id == person.id)
        )
    )


def related_to(session: Session, person: User) -> set[UUID]:
    """Families to which this person is named as related."""
    return set(session.scalars(select(RelatedStaff.family_id).where(RelatedStaff.user_id == person.id)))


def close_to(session: Session, person: User, today: date) -> set[UUID]:
    """Plans whose workers this person supervises today, directly or standing in."""
    theirs = supervised_ids(person.id, today)
    return set(session.scalars(select(Allocation.episode_id).where(Allocation.user_id.in_(theirs))))


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that this person can open: which reading of theirs is still to come, or 0 where it is done."""

    file: DrawnFile
    audit: FileAudit
    reference: str
    number: int


def files_for(session: Session, looker: User, now: datetime, *, file_id: UUID | None = None) -> list[Waiting]:
    """Files that this person is to read, the first drawn first; with those they have read, when asked for one."""
    if looker.cluster_id is None or not looker.may(Can.FILE_AUDIT):
        return []
    # Whoever works with a family, or ever did, reads no audit of its file.
    own = (
        exists()
        .where(Episode.family_id == DrawnFile.family_id, Allocation.episode_id == Episode.id)
        .where(Allocation.user_id == looker.id)
    )
    rows = session.execute(
        select(DrawnFile, FileAudit, Family.reference)
        .join(FileAudit, FileAudit.id == DrawnFile.audit_id)
        .join(Family, Family.id == DrawnFile.family_id)
        .where(
            DrawnFile.replaced == Replaced.STAYS,
            FileAudit.cluster_id == looker.cluster_id,
            not_kept_from(looker.id),
            ~own,
            *([DrawnFile.id == file_id] if file_id else []),
        )
        .order_by(FileAudit.drawn_at, DrawnFile.place)
    ).all()
    read = _readings(session, [row.DrawnFile.id for row in rows])
    close = close_to(session, looker, clock.local(now).date())
    days = timedelta(days=figures_of(session, looker.cluster_id).file_audit_days)
    found = []
    for file, audit, reference in rows:
        number = _number_for(looker, audit, read[file.id], is_close=file.episode_id in close)
        if number and now > audit.drawn_at + days:
            continue
        if number or (file_id and any(one.reader_id == looker.id for one in read[file.id])):
            found.append(Waiting(file=file, audit=audit, reference=reference, number=number))
    return found


def _readings(session: Session, file_ids: Sequence[UUID]) -> dict[UUID, list[FileReading]]:
    found: dict[UUID, list[FileReading]] = defaultdict(list)
    for one in session.scalars(
        select(FileReading).where(FileReading.file_id.in_(file_ids)).order_by(FileReading.number)
    ):
        found[one.file_id].append(one)
    return found


def _number_for(looker: User, audit: FileAudit, read: Sequence[FileReading], *, is_close: bool) -> int:
    """Which reading of this file is this person's to make: the first is of who drew it, the second of another."""
    if not read:
        return FIRST if audit.drawn_by_id == looker.id else 0
    if len(read) > 1 or read[0].reader_id == looker.id:
        return 0
    # Not only people who supervise this work: one of the two stands further off.
    return 0 if read[0].is_close and is_close else SECOND


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reader said: each question's answer and words."""

    number: int
    reader: User
    read_at: datetime
    said: dict[str, FileAnswer]


def readings_of(session: Session, file_id: UUID) -> list[Reading]:
    """What was said of this file, the first reading first."""
    rows = session.execute(
        select(FileReading, User)
        .join(User, User.id == FileReading.reader_id)
        .where(FileReading.file_id == file_id)
        .order_by(FileReading.number)
    ).all()
    said: dict[UUID, dict[str, FileAnswer]] = defaultdict(dict)
    for answer in session.scalars(
        select(FileAnswer).where(FileAnswer.reading_id.in_([reading.id for reading, _ in rows]))
    ):
        said[answer.reading_id][answer.question] = answer
    return [Reading(number=one.number, reader=reader, read_at=one.read_at, said=said[one.id]) for one, reader in rows]


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of the family, when last seen and when last seen alone; None for never."""

    known_as: str
    age: int | None
    seen_at: datetime | None
    alone_at: datetime | None


def children_of(session: Session, family_id: UUID, today: date) -> list[Child]:
    """Every child of the family, in its own order."""
    rows = session.execute(
        select(FamilyMember, ChildLastSeen)
        .outerjoin(ChildLastSeen, ChildLastSeen.member_id == FamilyMember.id)
        .where(FamilyMember.family_id == family_id, FamilyMember.is_child, FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.position, FamilyMember.known_as)
    )
    return [
        Child(
            known_as=person.known_as,
            age=person.age(today),
            seen_at=seen.seen_at if seen else None,
            alone_at=seen.alone_at if seen else None,
        )
        for person, seen in rows
    ]


def goals_in(session: Session, episode_id: UUID) -> Sequence[Goal]:
    """The goals of a plan, in their order."""
    return session.scalars(select(Goal).where(Goal.episode_id == episode_id).order_by(Goal.position, Goal.id)).all()


def reviewed_on(session: Session, episode_id: UUID) -> tuple[list[date], date | None]:
    """The days on which goals were reviewed, the latest first; and when the next is due."""
    days = session.scalars(
        select(GoalReview.reviewed_on)
        .where(GoalReview.episode_id == episode_id)
        .group_by(GoalReview.reviewed_on)
        .order_by(GoalReview.reviewed_on.desc())
    )
    return list(days), session.scalar(select(Plan.review_due_on).where(Plan.episode_id == episode_id))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the files of one quarter said to one question: how many of each answer, both readers agreeing."""

    quarter: tuple[int, int]
    question: str
    words: str
    agreed: Counter[Said]
    differed: int


def found_in(session: Session, cluster_id: UUID) -> list[Found]:
    """Question by question, the latest quarter first. Only files that two people have read are counted."""
    one, other = aliased(FileReading), aliased(FileReading)
    first, second = aliased(FileAnswer), aliased(FileAnswer)
    rows = session.execute(
        select(FileAudit.id, FileAudit.drawn_at, FileAudit.questions, first.question, first.said, second.said)
        .join(DrawnFile, DrawnFile.audit_id == FileAudit.id)
        .join(one, _reading(one, FIRST))
        .join(other, _reading(other, SECOND))
        .join(first, first.reading_id == one.id)
        .join(second, (second.reading_id == other.id) & (second.question == first.question))
        .where(FileAudit.cluster_id == cluster_id)
        .order_by(FileAudit.drawn_at)
    )
    agreed: dict[tuple[tuple[int, int], str], Counter[Said]] = defaultdict(Counter)
    differed: Counter[tuple[tuple[int, int], str]] = Counter()
    words: dict[str, str] = {}
    for _, drawn_at, questions, question, said, again in rows:
        words |= dict(questions)
        day = clock.local(drawn_at).date()
        key = ((day.year, (day.month + 2) // 3), question)
        agreed[key].update([said] if said is again else [])
        differed[key] += said is not again
    order = list(words)
    keys = sorted(agreed, key=lambda key: (-key[0][0], -key[0][1], order.index(key[1])))
    return [
        Found(quarter=key[0], question=key[1], words=words[key[1]], agreed=agreed[key], differed=differed[key])
        for key in keys
    ]


def _reading(row: type[FileReading], number: int) -> ColumnElement[bool]:
    return (row.file_id == DrawnFile.id) & (row.number == number)


def clusters_audited(session: Session) -> Sequence[Cluster]:
    """Clusters in which files were drawn, by name."""
    drawn = exists().where(FileAudit.cluster_id == Cluster.id)
    return session.scalars(select(Cluster).where(drawn).order_by(Cluster.name)).all()


def still_to_read(session: Session, person: User, since: datetime) -> int:
    """How many files this person drew since then and has not read."""
    read = exists().where(FileReading.file_id == DrawnFile.id, FileReading.number == FIRST)
    return (
        session.scalar(
            select(func.count())
            .select_from(DrawnFile)
            .join(FileAudit, FileAudit.id == DrawnFile.audit_id)
            .where(
                FileAudit.drawn_by_id == person.id,
                FileAudit.drawn_at >= since,
                DrawnFile.replaced == Replaced.STAYS,
                ~read,
            )
        )
        or 0
    )
