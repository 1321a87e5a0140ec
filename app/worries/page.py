"""What the pages about one worry show, gathered for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import deputies_of, is_away, supervisor_of
from app.clusters.lists import NumberToRing
from app.clusters.queries import urgent_numbers
from app.core.clock import local
from app.families.models import Family, FamilyMember
from app.families.queries import family_seen_by
from app.web.days import when_said
from app.web.filters import time_words
from app.web.sentences import sentence
from app.worries.models import AdditionKind, WhyTold, Worry, WorryAddition, WorryDecision, WorryTold
from app.worries.queries import additions_of, decisions_of, may_decide, told_of
from app.worries.words import ADDED, about_words, call_words, number_words, told_words


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A colleague to ring: their number, and what they are in this."""

    name: str
    first: str
    phone: str
    job: str
    away: bool


@dataclass(frozen=True, kw_only=True)
class WorryPage:
    """One worry in full, as this person may read it."""

    worry: Worry
    family: Family
    sees_family: bool
    member: FamilyMember | None
    about: str
    raiser: User
    told: Sequence[tuple[WorryTold, User]]
    additions: Sequence[tuple[WorryAddition, User]]
    decisions: Sequence[tuple[WorryDecision, User]]
    colleagues: Sequence[Colleague]
    numbers: Sequence[NumberToRing]
    may_decide: bool
    today: date

    @property
    def whom(self) -> list[str]:
        """Whom this person may have rung: colleagues, then the urgent numbers; 999 by its number."""
        names = [one.first for one in self.colleagues] + [number_words(one) for one in self.numbers]
        return list(dict.fromkeys(names))

    @property
    def decider(self) -> str:
        """Who is expected to decide, by first name."""
        return self.told[0][1].first_name if self.told else "your manager"

    @property
    def safe(self) -> list[str]:
        """What keeps them safe, a line each."""
        return [line.strip() for line in self.worry.keeping_safe.splitlines() if line.strip()]

    def so_far(self, looker: User) -> list[tuple[str, str]]:
        """Everything that has happened with it, in order: an icon and words."""
        wrote = "You" if self.raiser.id == looker.id else self.raiser.first_name
        events = [(self.worry.raised_at, "pen", f"{wrote} wrote it at {time_words(self.worry.raised_at)}")]
        for row, by in self.additions:
            if row.kind is AdditionKind.CALL:
                events.append((row.occurred_at, "phone", call_words(row, by, looker, self.today)))
            else:
                icon, words = ADDED[row.kind]
                when = when_said(row.occurred_at, self.today)
                events.append((row.occurred_at, icon, sentence("{}, {}: {}", words, when, row.words)))
        events += [(row.told_at, "sent", told_words(row, looker, person, self.today)) for row, person in self.told]
        return [(icon, words) for _, icon, words in sorted(events, key=lambda event: event[0])]


def page_of(session: Session, looker: User, worry: Worry, now: datetime) -> WorryPage:
    """Gather the page of a worry that this person may read."""
    today = local(now).date()
    family = session.get_one(Family, worry.family_id)
    member = session.get(FamilyMember, worry.member_id) if worry.member_id else None
    raiser = session.get_one(User, worry.raised_by_id)
    told = told_of(session, worry.id)
    return WorryPage(
        worry=worry,
        family=family,
        sees_family=family_seen_by(session, looker, family.id, now) is not None,
        member=member,
        about=about_words(member, family.title, today),
        raiser=raiser,
        told=told,
        additions=additions_of(session, worry.id),
        decisions=decisions_of(session, worry.id),
        colleagues=_colleagues(session, looker, raiser, told, today),
        numbers=urgent_numbers(session, family.cluster_id, now),
        may_decide=may_decide(session, looker, worry, now),
        today=today,
    )


def own_circle(
    session: Session, looker: User, today: date, kept_from: frozenset[UUID] = frozenset()
) -> list[Colleague]:
    """Whom this person rings first: their supervisor, and whoever stands in; who is here today first.

    `kept_from` are colleagues whom the family in question is kept from: they are not to be rung about it.
    """
    supervisor = supervisor_of(session, looker.id, today)
    if supervisor is None:
        return []
    people = [(supervisor, "Your supervisor")]
    people += [
        (person, f"Stands in for {supervisor.first_name}") for person in deputies_of(session, supervisor.id, today)
    ]
    may_know = [(person, job) for person, job in people if person.id not in kept_from]
    return _here_first(session, may_know, looker.id, today)


def _colleagues(
    session: Session, looker: User, raiser: User, told: Sequence[tuple[WorryTold, User]], today: date
) -> list[Colleague]:
    people = [(raiser, "Wrote this")]
    for row, person in told:
        whose = "Your" if raiser.id == looker.id else f"{raiser.first_name}’s"
        jobs = {WhyTold.SUPERVISOR: f"{whose} supervisor"}
        manages = row.why in {WhyTold.MANAGER, WhyTold.MANAGER_UNOPENED}
        people.append((person, jobs.get(row.why, "Cluster manager" if manages else "Standing in")))
    return _here_first(session, people, looker.id, today)


def _here_first(session: Session, people: Sequence[tuple[User, str]], looker_id: UUID, today: date) -> list[Colleague]:
    """Those with a number, without the looker; who is away today comes last."""
    found = [
        Colleague(
            name=person.name,
            first=person.first_name,
            phone=person.phone,
            job=job,
            away=is_away(session, person.id, today),
        )
        for person, job in people
        if person.phone and person.id != looker_id
    ]
    return sorted(found, key=lambda one: one.away)
