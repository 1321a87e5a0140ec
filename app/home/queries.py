"""One person's page, and the way in that a phone or a code has."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.accounts.queries import holds_on
from app.audit.models import Entry
from app.clusters.models import Cluster
from app.core import clock
from app.core.db import columns
from app.core.permissions import Role
from app.families.models import Allocation, AllocationKind, Episode, Family, FamilyMember, RelatedStaff
from app.families.queries import families_seen_by
from app.home.agreed import AgreedStory
from app.home.models import FamilyWord, LanguageCheck, OwnPage, OwnPhone, PaperCode, What
from app.home.said import JOBS
from app.home.sharing import Item, items_for
from app.plans.models import Goal, GoalRating, Step
from app.promises.models import Promise, PromiseState
from app.visits.models import Visit, VisitState

KEPT_SHOWN = timedelta(days=14)
MONTHS_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class OwnGoal:
    """A goal as one person sees it: its words, and their own numbers alone."""

    goal: Goal
    first: int | None
    now: int | None
    rates: bool
    steps: list[Step]
    # Each number they gave, in order; a skip is none.
    numbers: list[GoalRating]
    # Whether this person is asked who may see it, and whether the people at home may.
    asks_who: bool
    opened: bool


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One promise: who, what, and whether it was kept."""

    who: str
    what: str
    due_on: date | None
    kept: bool


@dataclass(frozen=True, kw_only=True)
class WrittenDown:
    """What was agreed to have happened, and what it said before where it was put right."""

    on: date
    words: str
    by: str
    before: list[str]


@dataclass(frozen=True, kw_only=True)
class OwnView:
    """All that is on one person's page. `open`: whether more than the numbers to ring is on it."""

    person: FamilyMember
    open: bool
    worker: User | None
    cluster: Cluster
    goals: list[OwnGoal]
    agreed: list[Agreed]
    visit: Visit | None
    # The first day of each month, and the jobs of those who looked in it; the latest first.
    looks: list[tuple[date, list[Role]]]
    written: list[WrittenDown]


WORDS = (
    select(
        FamilyWord.id,
        FamilyWord.family_id,
        FamilyWord.about,
        FamilyWord.words,
        FamilyWord.said_at,
        FamilyMember.known_as,
    )
    .join(FamilyMember, FamilyMember.id == FamilyWord.member_id)
    .where(FamilyWord.family_id.in_(bindparam("families", expanding=True)), FamilyWord.seen_at.is_(None))
    .order_by(FamilyWord.said_at, FamilyWord.id)
)


def unseen_words(session: Session, families: Sequence[UUID]) -> Sequence[Row[Any]]:
    """What people of these families said from their own pages, and nobody has read yet. One statement."""
    return columns(session, WORDS, {"families": list(families)}).all()


def word_seen_by(session: Session, looker: User, word_id: UUID, now: datetime) -> FamilyWord | None:
    """This word, if this person may read the family whose it is."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    return session.scalar(select(FamilyWord).where(FamilyWord.id == word_id, FamilyWord.family_id.in_(seen)))


def languages_checked(session: Session) -> dict[str, LanguageCheck]:
    """The languages whose words somebody has checked, by tag."""
    return {row.tag: row for row in session.scalars(select(LanguageCheck))}


def way_in_of(session: Session, person: FamilyMember) -> OwnPage | None:
    """This person's way in, whether it is open or not."""
    return session.get(OwnPage, person.id)


def phone_with(session: Session, token_hash: str, now: datetime) -> tuple[OwnPhone, FamilyMember] | None:
    """The phone behind a cookie and whose it is; nothing once it is forgotten, or its person withdrew."""
    row = session.execute(
        # The way in comes along: who asks for the phone asks for that next.
        select(OwnPhone, FamilyMember, OwnPage)
        .join(FamilyMember, FamilyMember.id == OwnPhone.member_id)
        .join(OwnPage, OwnPage.member_id == OwnPhone.member_id)
        .where(
            OwnPhone.token_hash == token_hash,
            OwnPhone.ended_at.is_(None),
            OwnPhone.ends_at > now,
            # Whoever has not chosen numbers in the first half hour may be somebody else by now.
            or_(OwnPhone.numbers_hash != "", OwnPhone.open_until > now),
            OwnPage.withdrawn_at.is_(None),
            FamilyMember.left_on.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def live_code_with(session: Session, code_hash: str, now: datetime) -> tuple[PaperCode, FamilyMember] | None:
    """The code with this fingerprint and whose it is, while it opens their page. One statement, found or not."""
    row = session.execute(
        select(PaperCode, FamilyMember)
        .join(FamilyMember, FamilyMember.id == PaperCode.member_id)
        .where(
            PaperCode.code_hash == code_hash,
            PaperCode.used_at.is_(None),
            PaperCode.stopped_at.is_(None),
            PaperCode.ends_at > now,
            FamilyMember.left_on.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def live_code_of(session: Session, person: FamilyMember, now: datetime) -> PaperCode | None:
    """The code that was made for this person and still waits to be used."""
    return session.scalar(
        select(PaperCode).where(
            PaperCode.member_id == person.id,
            PaperCode.used_at.is_(None),
            PaperCode.stopped_at.is_(None),
            PaperCode.ends_at > now,
        )
    )


def ways_in_of(session: Session, family_id: UUID) -> dict[UUID, OwnPage]:
    """Who of a family has a way in, by person."""
    return {row.member_id: row for row in session.scalars(select(OwnPage).where(OwnPage.family_id == family_id))}


def page_of(session: Session, person: FamilyMember, way_in: OwnPage | None, now: datetime, today: date) -> OwnView:
    """What this person sees now: by the same rules for them and for a worker who looks at it first."""
    episode, cluster, worker = _plan_of(session, person, today)
    closed = way_in is not None and (way_in.paused_at is not None or way_in.withdrawn_at is not None)
    is_open = episode.is_open() and not closed
    items = items_for(session, episode, person) if is_open else []
    on: set[What] = {item.what for item in items if item.shared and item.what is not What.GOAL}
    return OwnView(
        person=person,
        open=is_open,
        worker=worker,
        cluster=cluster,
        goals=[_own_goal(item, person, What.OUR_PROMISES in on) for item in items if item.shared and item.story],
        agreed=_agreed(session, episode, person, on, now) if on & {What.OWN_PROMISES, What.OUR_PROMISES} else [],
        visit=_next_visit(session, episode, now) if What.VISITS in on else None,
        looks=_looks(session, person.family_id, today) if What.LOOKS in on else [],
        written=_written(session, person, [item.agreed for item in items if item.shared and item.agreed]),
    )


def _written(session: Session, person: FamilyMember, stories: Sequence[AgreedStory]) -> list[WrittenDown]:
    by_id = {story.now.written_by_id for story in stories}
    names = {one.id: one.first_name for one in session.scalars(select(User).where(User.id.in_(by_id)))} if by_id else {}
    return [
        WrittenDown(
            on=story.now.happened_on,
            words=story.now.words,
            by=names[story.now.written_by_id],
            before=[one.words for one in story.before(person.id)],
        )
        for story in stories
    ]


def _plan_of(session: Session, person: FamilyMember, today: date) -> tuple[Episode, Cluster, User | None]:
    """The family's open plan, else the latest, with its cluster and who leads it now. One statement."""
    leads = and_(
        Allocation.episode_id == Episode.id,
        Allocation.kind == AllocationKind.LEAD,
        holds_on(Allocation.from_on, Allocation.until_on, today),
    )
    related = exists().where(RelatedStaff.family_id == Episode.family_id, RelatedStaff.user_id == User.id)
    row = session.execute(
        select(Episode, Cluster, User)
        .join(Cluster, Cluster.id == Episode.cluster_id)
        .outerjoin(Allocation, leads)
        .outerjoin(User, and_(User.id == Allocation.user_id, User.left_on.is_(None), ~related))
        .where(Episode.family_id == person.family_id)
        .options(joinedload(Episode.family))
        .order_by(Episode.closed_on.is_not(None), Episode.opened_on.desc())
        .limit(1)
    ).first()
    if row is None:
        raise LookupError("no plan was ever made with this family")
    return row.Episode, row.Cluster, row.User


def _own_goal(item: Item, person: FamilyMember, with_steps: bool) -> OwnGoal:
    story = item.story
    if story is None:
        raise LookupError("only a goal is drawn as one")
    mine = next((line for line in story.raters if line.member.id == person.id), None)
    own = mine.numbers if mine else []
    return OwnGoal(
        goal=story.goal,
        first=own[0].score if own else None,
        now=own[-1].score if own else None,
        rates=mine is not None or item.own,
        numbers=mine.ratings if mine else [],
        # Small steps name others of the home.
        steps=story.steps if with_steps else [],
        asks_who=item.own and person.is_child,
        opened=item.opened,
    )


def _agreed(session: Session, episode: Episode, person: FamilyMember, on: set[What], now: datetime) -> list[Agreed]:
    """Promises of this person, and those that a worker made to the home: open ones, and those kept not long ago."""
    asked = (
        select(Promise, User)
        .outerjoin(User, User.id == Promise.owner_user_id)
        .where(
            Promise.episode_id == episode.id,
            Promise.visible_to_family,
            Promise.state.in_((PromiseState.OPEN, PromiseState.KEPT)),
        )
        .order_by(Promise.made_at, Promise.id)
    )
    found = []
    for promise, user in session.execute(asked):
        own = promise.owner_member_id == person.id and What.OWN_PROMISES in on
        ours = user is not None and What.OUR_PROMISES in on
        fresh = promise.settled_at is None or promise.settled_at > now - KEPT_SHOWN
        if (own or ours) and fresh:
            kept = promise.state is PromiseState.KEPT
            who = user.first_name if user else person.known_as
            found.append(Agreed(who=who, what=promise.what, due_on=promise.due_on, kept=kept))
    return found


def _looks(session: Session, family_id: UUID, today: date) -> list[tuple[date, list[Role]]]:
    """Who opened the record, by month and by job, a whole month late; nothing of looks along the safety path."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    begins = (last_month - timedelta(days=31 * MONTHS_SHOWN)).replace(day=1)
    rows = session.execute(
        select(Entry.at, User.role)
        .join(User, User.id == Entry.actor_id)
        .where(
            Entry.family_id == family_id,
            Entry.action == "family.view",
            ~Entry.about.startswith("worr"),
            Entry.at >= clock.day_span(begins)[0],
            Entry.at < clock.day_span(last_month)[0],
        )
    )
    months: dict[date, set[Role]] = defaultdict(set)
    for at, role in rows:
        months[clock.local(at).date().replace(day=1)].add(role)
    return [(month, [role for role in JOBS if role in months[month]]) for month in sorted(months, reverse=True)]


def _next_visit(session: Session, episode: Episode, now: datetime) -> Visit | None:
    return session.scalars(
        select(Visit)
        .where(Visit.episode_id == episode.id, Visit.state == VisitState.PLANNED, Visit.ends_at > now)
        .order_by(Visit.starts_at, Visit.id)
        .limit(1)
    ).first()
