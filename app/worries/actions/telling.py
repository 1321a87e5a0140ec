"""Who is told of a worry for today, and who next while nobody has opened it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import deputies_of, is_away, supervisor_of
from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.looks import fetching_phone
from app.core.permissions import Can, Role
from app.families.models import Family
from app.worries.models import WhyTold, Worry, WorryTold
from app.worries.queries import kept_from, unopened_worries


def tell_at_once(session: Session, worry: Worry, now: datetime) -> list[WorryTold]:
    """Tell the raiser's supervisor; the deputies too where the supervisor is away, or instead where the
    family is kept from the supervisor; the cluster's managers where that leaves nobody here who may decide,
    and its other supervisors where even then nobody is.
    """
    circle = Circle(session, worry, clock.local(now).date())
    told = [circle.told(person, why, now) for person, why in circle.first()]
    session.add_all(told)
    session.flush()
    return told


def tell_deputies_of_unopened(session: Session, now: datetime) -> list[WorryTold]:
    """Tell the next people of each worry for today that nobody told has opened in the cluster's set time.

    The deputies come first, then the managers, then the cluster's other supervisors, each after the same
    number of minutes. Running it again tells nobody twice. A phone that only fetches pages tells nobody: it may
    do so at any hour, several at once.
    """
    if fetching_phone(session):
        return []
    today = clock.local(now).date()
    # Most often nobody is to be told: look without waiting for anyone, and only then look again.
    due = [worry for worry in unopened_worries(session) if Circle(session, worry, today).next(now)]
    for worry in due:
        hold(session, worry)
    told = [(worry, row) for worry in due for row in Circle(session, worry, today).next(now)]
    session.add_all(row for _, row in told)
    # The trail is written last: nothing else may be waited for while its end is held.
    for worry in dict.fromkeys(worry for worry, _ in told):
        note(session, None, "worry.tell", about="worry", about_id=worry.id, family_id=worry.family_id, now=now)
    return [row for _, row in told]


class Circle:
    """The people around one worry on one day: who was told, and who may be."""

    def __init__(self, session: Session, worry: Worry, today: date) -> None:
        self.session, self.worry, self.today = session, worry, today
        self.family = session.get_one(Family, worry.family_id)
        self.rows = session.scalars(select(WorryTold).where(WorryTold.worry_id == worry.id)).all()
        self.kept = kept_from(session, self.family)
        self.supervisor = supervisor_of(session, worry.raised_by_id, today)

    def first(self) -> list[tuple[User, WhyTold]]:
        """Whom to tell at once, and why."""
        told: list[tuple[User, WhyTold]] = []
        if self.supervisor and self._may_know(self.supervisor):
            told.append((self.supervisor, WhyTold.SUPERVISOR))
        if not any(self._is_here(person) for person, _ in told):
            why = WhyTold.DEPUTY_AWAY if told else WhyTold.DEPUTY_INSTEAD
            told += [(person, why) for person in self._deputies()]
        for why, role in ((WhyTold.MANAGER, Role.MANAGER), (WhyTold.NEARBY, Role.SUPERVISOR)):
            if not any(self._is_here(person) and person.may(Can.WORRY_DECIDE) for person, _ in told):
                known = {person.id for person, _ in told}
                told += [(person, why) for person in self._everyone(role) if person.id not in known]
        return told

    def next(self, now: datetime) -> list[WorryTold]:
        """Whom to tell because nobody told before has opened it in time; nobody where it is not time yet."""
        if not self.worry.needs_a_person or any(row.opened_at for row in self.rows):
            return []
        since = max((row.told_at for row in self.rows), default=self.worry.raised_at)
        minutes = figures_of(self.session, self.family.cluster_id).worry_unopened_minutes
        if now < since + timedelta(minutes=minutes):
            return []
        known = {row.user_id for row in self.rows}
        for why, people in self._rungs():
            if told := [self.told(person, why, now) for person in people if person.id not in known]:
                return told
        return []

    def told(self, person: User, why: WhyTold, now: datetime) -> WorryTold:
        """That this person was told now."""
        return WorryTold(worry_id=self.worry.id, user_id=person.id, why=why, told_at=now)

    def _rungs(self) -> Iterator[tuple[WhyTold, list[User]]]:
        """Whom to tell next, and then next, while nobody opens it."""
        yield WhyTold.DEPUTY_UNOPENED, self._deputies()
        yield WhyTold.MANAGER_UNOPENED, self._everyone(Role.MANAGER)
        yield WhyTold.NEARBY_UNOPENED, self._everyone(Role.SUPERVISOR)

    def _deputies(self) -> list[User]:
        if self.supervisor is None:
            return []
        return self._who_may_know(deputies_of(self.session, self.supervisor.id, self.today))

    def _everyone(self, role: Role) -> list[User]:
        """Everyone of this role in the family's cluster, by name."""
        people = select(User).where(
            User.cluster_id == self.family.cluster_id, User.role == role, User.left_on.is_(None)
        )
        return self._who_may_know(self.session.scalars(people.order_by(User.name)).all())

    def _who_may_know(self, people: Sequence[User]) -> list[User]:
        return [person for person in people if self._may_know(person)]

    def _may_know(self, person: User) -> bool:
        return person.id != self.worry.raised_by_id and person.id not in self.kept

    def _is_here(self, person: User) -> bool:
        return not is_away(self.session, person.id, self.today)
