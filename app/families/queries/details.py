"""All that a family's details page shows, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import School
from app.core import clock
from app.families.models import (
    Address,
    Allocation,
    AllocationKind,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    Partner,
    ReasonedLook,
    SafeContact,
    WarningNote,
)
from app.families.queries.finding import leads_now
from app.families.queries.knowing import (
    Part,
    current_episode,
    everybody_of,
    partners_of,
    who_knows_each,
)
from app.families.queries.staffing import reasoned_looks_at

# Looks by reason are shown for as long as somebody may still want to ask about them.
LOOKS_SHOWN = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Past:
    """What held once: homes they left, ways to reach somebody, safety notes. It stays readable."""

    homes: Sequence[Address]
    contacts: Sequence[SafeContact]
    warnings: Sequence[WarningNote]


@dataclass(frozen=True, kw_only=True)
class Details:
    """A family's details. Names by member id serve every part."""

    family: Family
    episode: Episode | None
    lead: User | None
    covers: Sequence[tuple[Allocation, User]]
    people: Sequence[FamilyMember]
    homes: Sequence[Address]
    told: Mapping[UUID, Sequence[str]]
    contacts: Mapping[UUID, SafeContact]
    warnings: Sequence[WarningNote]
    past: "Past"
    consents: Sequence[Consent]
    partners: Sequence[Partner]
    looks: Sequence[tuple[ReasonedLook, str]]

    @property
    def names(self) -> dict[UUID, str]:
        """What each member likes to be called."""
        return {person.id: person.known_as for person in self.people}

    @property
    def schools(self) -> list[School]:
        """The children's schools, by name."""
        theirs = {person.school.id: person.school for person in self.people if person.school and not person.left_on}
        return sorted(theirs.values(), key=lambda school: school.name)

    def answers(self, kind: str, *, standing: bool) -> list[Consent]:
        """Answers of one kind that stand, or those taken back, the latest first."""
        return [
            one for one in self.consents if one.kind is ConsentKind(kind) and (one.withdrawn_at is None) is standing
        ]

    def home_of(self, person: FamilyMember) -> str:
        """The household in which somebody lives; empty where there is only one, or it is not written down."""
        if len(self.homes) == 1 and person.lives_with_children:
            return ""
        return next((home.household for home in self.homes if home.id == person.address_id), "")


def details_of(session: Session, family: Family, now: datetime) -> Details:
    """The details of a family that the person who looks was found to see."""
    today = clock.local(now).date()
    episode = current_episode(session, family.id)
    lead, covers = _at_work(session, episode, now)
    people = everybody_of(session, family.id)
    every_home = _every(session, Address, family.id, Address.household)
    every_contact = _every(session, SafeContact, family.id, SafeContact.made_at)
    every_warning = _every(session, WarningNote, family.id, WarningNote.until_on)
    homes = [home for home in every_home if home.is_lived_in(today)]
    known_as = {person.id: person.known_as for person in people}
    told = who_knows_each(session, [home.id for home in homes])
    return Details(
        family=family,
        episode=episode,
        lead=lead,
        covers=covers,
        people=people,
        homes=homes,
        told={home: [name for one, name in known_as.items() if one in ids] for home, ids in told.items()},
        contacts={contact.member_id: contact for contact in every_contact if contact.ended_at is None},
        warnings=[one for one in every_warning if one.holds(today)],
        past=Past(
            homes=[home for home in every_home if not home.is_lived_in(today)],
            contacts=[contact for contact in reversed(every_contact) if contact.ended_at is not None],
            warnings=[one for one in reversed(every_warning) if not one.holds(today)],
        ),
        consents=_every_answer(session, family.id),
        partners=partners_of(session, family.id, today),
        looks=reasoned_looks_at(session, family.id, now - LOOKS_SHOWN),
    )


def _at_work(
    session: Session, episode: Episode | None, now: datetime
) -> tuple[User | None, list[tuple[Allocation, User]]]:
    """Who leads today, and who covers today or later."""
    if episode is None:
        return None, []
    today = clock.local(now).date()
    rows = session.execute(
        select(Allocation, User)
        .join(User, User.id == Allocation.user_id)
        .join(Episode, Episode.id == Allocation.episode_id)
        .where(
            Allocation.episode_id == episode.id,
            User.left_on.is_(None),
            or_(leads_now(today), (Allocation.kind == AllocationKind.COVER) & (Allocation.until_on >= today)),
        )
        .order_by(Allocation.from_on)
    ).all()
    lead = next((user for row, user in rows if row.kind is AllocationKind.LEAD), None)
    covers = [(row, user) for row, user in rows if row.kind is AllocationKind.COVER]
    return lead, [(row, user) for row, user in covers if row.until_on and row.until_on >= row.from_on]


def _every(session: Session, kind: type[Part], family_id: UUID, order: Any) -> Sequence[Part]:
    """Every row of one kind that the family has, also those that hold no longer."""
    return session.scalars(select(kind).where(kind.family_id == family_id).order_by(order)).all()


def _every_answer(session: Session, family_id: UUID) -> Sequence[Consent]:
    """Every answer, also those taken back, the latest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.family_id == family_id)
        .order_by(Consent.given_on.desc(), Consent.recorded_at.desc(), Consent.agency)
    ).all()
