"""What a page says to somebody who goes in to a visit: the form, or until when they are looked out for.

It must never look as if somebody were watching when nobody is: whether anybody can be told comes first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.messages.queries import Reach, reach_of
from app.visits.forms.watching import GoInForm, LongerForm
from app.visits.models import Watch
from app.visits.queries import Around, Own
from app.visits.watch_words import who_looks_out


class Planned(Protocol):
    """A visit in the diary, as a row or as Today has it."""

    @property
    def id(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, kw_only=True)
class GoingIn:
    """One visit, one person: what they may do about it now."""

    visit: Planned
    watch: Watch | None
    buddy: User | None
    supervisor: User | None
    reach: Reach
    form: GoInForm | None
    longer: LongerForm | None

    @property
    def looks_out(self) -> str:
        """Who is told if they are late; nobody's name while Withy can tell nobody."""
        return who_looks_out(self.buddy, self.supervisor) if self.reach is Reach.READY else ""


def going_in(
    session: Session, visit: Planned, by: User, own: Own, around: Around, now: datetime, *, demo: bool
) -> GoingIn:
    """Gather it. Where a form was sent to this page it is another one: these are drawn afresh."""
    watch = own.at(visit.id)
    form = None
    if watch is None:
        times = visit.starts_at, visit.ends_at
        form = GoInForm(*times, around.buddies, own.last_buddy_id, now, shown=True)
    return GoingIn(
        visit=visit,
        watch=watch,
        buddy=session.get(User, watch.buddy_id) if watch and watch.buddy_id else None,
        supervisor=around.supervisor,
        reach=reach_of(session, now, demo=demo),
        form=form,
        longer=LongerForm(watch, now, shown=True) if watch else None,
    )
