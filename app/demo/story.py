"""A story is many things that happened. Plain rows are laid down in one go; what has rules of its own is
played through the rooms' actions, each at its time and in order, up to now.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.figures import Figures
from app.clusters.models import Cluster, School
from app.core.db import Base
from app.demo.days import Days
from app.demo.told import FamilyTold
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    Consent,
    Episode,
    Family,
    FamilyMember,
    MoreWeeksAsk,
    Partner,
    RelatedStaff,
    SafeContact,
    WarningNote,
)
from app.home.models import AgreedFor, AgreedNote
from app.notes.models import ChildSeen, Note, NoteVersion, Present, Quote
from app.plans.models import EndingTalk, EndingTalker, Goal, GoalRater, GoalRating, Plan, Step
from app.visits.models import Visit

Event = Callable[[datetime], object]

# Each after those that it points at.
ORDER: tuple[type[Base], ...] = (
    Family, Address, FamilyMember, AddressKnownTo, SafeContact, WarningNote, Consent, Partner, RelatedStaff,
    Episode, Allocation, Plan, Goal, GoalRater, Step, Note, NoteVersion, Present, Quote, ChildSeen, Visit, GoalRating,
    MoreWeeksAsk, EndingTalk, EndingTalker, AgreedNote, AgreedFor,
)  # fmt: skip


@dataclass
class Story:
    """Everything that is to happen, and the people and places that it happens with."""

    session: Session
    days: Days
    staff: dict[str, User]
    clusters: dict[str, Cluster]
    figures: dict[UUID, Figures]
    schools: dict[str, School]
    _rows: defaultdict[type[Base], list[Base]] = field(default_factory=lambda: defaultdict(list))
    _events: list[tuple[datetime, int, Event]] = field(default_factory=list)

    def keep(self, *rows: Base) -> None:
        """Lay these rows down with all others of their kind."""
        for row in rows:
            self._rows[type(row)].append(row)

    def lay_down(self) -> None:
        """Write the plain rows, kind by kind."""
        for kind in ORDER:
            self.session.add_all(self._rows.pop(kind, []))
            self.session.flush()
        if self._rows:
            raise LookupError(f"no place in the order for {sorted(kind.__name__ for kind in self._rows)}")

    def has_happened(self, when: datetime) -> bool:
        """Whether this time is past."""
        return when <= self.days.now

    def at(self, when: datetime, event: Event) -> None:
        """Let this happen at its time; what is still to come does not happen."""
        if self.has_happened(when):
            self._events.append((when, len(self._events), event))

    def play(self) -> None:
        """Let everything happen, in order of time; at the same time in the order in which it was told."""
        for when, _, event in sorted(self._events, key=lambda one: one[:2]):
            event(when)


@dataclass(frozen=True)
class Kin:
    """A family while its story is told: its rows, by the names that everybody uses."""

    told: FamilyTold
    worker: User
    supervisor: User
    family: Family
    episode: Episode
    members: dict[str, FamilyMember]
    homes: dict[str, UUID]
    partners: dict[str, Partner]
    # Days of visits at which we met, by week of the plan.
    met_on: dict[int, date] = field(default_factory=dict)

    @property
    def opened_on(self) -> date:
        """The day on which the plan began."""
        return self.episode.opened_on

    def member_id(self, name: str) -> UUID:
        """Whose name this is. Raises KeyError for nobody's."""
        return self.members[name].id

    def home_id(self) -> UUID | None:
        """Where the family is visited, where that is at home."""
        return next(iter(self.homes.values())) if self.told.place == "at home" else None
