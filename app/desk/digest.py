"""How each supervisor's team stands, once a week by email: counts, and families by initials and reference alone."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.clusters.figures import Figures
from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Role
from app.desk.team import Line, team_of
from app.desk.team_words import nobody_answers
from app.messages.actions import MessageEntry, queue
from app.messages.models import WEEKLY, Channel
from app.messages.queries import keys_kept
from app.web.filters import count_words, days_late_words
from app.worries.queries import open_worries_for

MOST_FAMILIES = 60  # lines of one email: more than that is no summary
SUBJECT = "Your team this week"
NOTHING = "Nothing waits for a look this week."

# Of these people's phones, what has waited since before then: whose it is, and how many things.
Waiting = Callable[[Collection[UUID], datetime], Sequence[tuple[str, int]]]


@dataclass(frozen=True, kw_only=True)
class Digest:
    """One supervisor's week. The rules are those of the team's page."""

    lines: Sequence[Line]
    # Worries that wait for this supervisor's decision, by family.
    to_decide: Counter[UUID]
    unanswered: frozenset[UUID]
    waiting: Sequence[tuple[str, int]]


def send_digests(session: Session, now: datetime, waiting: Waiting) -> None:
    """Keep the week's email for each supervisor whose day and hour have come, once in a week of the calendar.

    A clock that was down sends it as soon as it runs again, within the week. Whoever came later is told next week.
    """
    for person, figures, key in _whose_turn(session, now):
        digest = digest_for(session, person, now, figures, waiting)
        entry = MessageEntry(
            key=key,
            channel=Channel.EMAIL,
            recipient=person.email,
            subject=SUBJECT,
            words=words_of(digest, person, clock.local(now).date()),
            person_id=person.id,
            until_at=_monday_after(now),
        )
        queue(session, entry, now=now)
        note(session, None, "team.email", about="team", about_id=person.id, now=now)


def _whose_turn(session: Session, now: datetime) -> list[tuple[User, Figures, str]]:
    year, week, _ = clock.local(now).date().isocalendar()
    rows = session.scalars(
        select(User)
        .where(User.role == Role.SUPERVISOR, User.left_on.is_(None), User.cluster_id.is_not(None))
        .order_by(User.name, User.id)
    ).all()
    figures = {cluster: figures_of(session, cluster) for cluster in {one.cluster_id for one in rows} if cluster}
    due = {
        f"{WEEKLY}{year}-{week:02} {person.id}": (person, figures[person.cluster_id])
        for person in rows
        if person.cluster_id and person.created_at <= _due_at(figures[person.cluster_id], now) <= now
    }
    kept = keys_kept(session, due)
    return [(*whom, key) for key, whom in due.items() if key not in kept]


def _due_at(figures: Figures, now: datetime) -> datetime:
    today = clock.local(now).date()
    day = today + timedelta(days=figures.digest_day - today.isoweekday())
    return clock.moment(day, time(figures.digest_hour))


def _monday_after(now: datetime) -> datetime:
    today = clock.local(now).date()
    return clock.moment(today + timedelta(days=8 - today.isoweekday()), time.min)


def digest_for(session: Session, person: User, now: datetime, figures: Figures, waiting: Waiting) -> Digest:
    """What the team's page says of this supervisor's families, and of the phones of their team."""
    team = team_of(session, person, now, figures)
    people = [worker.person.id for worker in team.workers if worker.person]
    worries = [one for one in open_worries_for(session, person, now) if one.may_decide]
    return Digest(
        lines=team.lines,
        to_decide=Counter(one.family.id for one in worries),
        unanswered=frozenset(line.family_id for line in nobody_answers(team)),
        waiting=waiting(people, now - timedelta(hours=figures.unsent_hours)),
    )


def words_of(digest: Digest, person: User, today: date) -> str:
    """The email: counts first, then each family that needs a look, then phones."""
    said = {line.family_id: list(_needs(digest, line, today)) for line in digest.lines}
    needing = [line for line in digest.lines if said[line.family_id]]
    counts = "\n".join(f"{title}: {count}" for title, count in _counts(digest, today))
    families = [f"{initials_of(line.name)}, {line.reference}: {'; '.join(said[line.family_id])}" for line in needing]
    more = len(families) - MOST_FAMILIES
    parts = [
        f"Hello {person.first_name}. Your team has {count_words(len(digest.lines), 'family', 'families')}.",
        counts,
        "\n".join([*families[:MOST_FAMILIES], *([f"and {more} more"] if more > 0 else [])]) or NOTHING,
        "\n".join(f"{name}’s phone: {count_words(many, 'thing')} not sent" for name, many in digest.waiting),
        "Who they are stands in Withy, under Today and Team’s families.",
    ]
    return "\n\n".join(part for part in parts if part)


def initials_of(name: str) -> str:
    """M for Malik, OR for Okafor-Reid: enough for who knows them, nothing for who does not."""
    return "".join(part[0].upper() for part in name.replace("-", " ").split())


def _counts(digest: Digest, today: date) -> list[tuple[str, int]]:
    lines = digest.lines
    return [
        ("Worries to decide", digest.to_decide.total()),
        ("Children not seen alone lately", sum(len(line.not_alone) for line in lines)),
        ("Families where nobody answers", len(digest.unanswered)),
        ("Reviews late", sum(line.review_late(today) for line in lines)),
        ("Plans past their end", sum(line.week > line.weeks for line in lines)),
        ("Things not sent from phones", sum(many for _, many in digest.waiting)),
    ]


def _needs(digest: Digest, line: Line, today: date) -> Iterator[str]:
    """Why one family needs a look, in a few words each."""
    if many := digest.to_decide[line.family_id]:
        yield count_words(many, "worry to decide", "worries to decide")
    if line.not_alone:
        yield f"{count_words(len(line.not_alone), 'child', 'children')} not seen alone"
    if line.family_id in digest.unanswered:
        yield "decide together: nobody answers" if line.needs_decision else "nobody answers"
    if line.review_due_on and line.review_late(today):
        yield f"review {days_late_words(line.review_due_on, today)}"
    if line.week > line.weeks:
        yield f"past week {line.weeks}"
