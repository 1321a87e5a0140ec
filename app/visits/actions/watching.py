"""Going in to a visit alone, needing longer, and being out again. A phone may have kept any of it for a while.

`at` is when it was written, `now` when the server hears of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode
from app.visits.actions.telling import call_off
from app.visits.models import HowEnded, Visit, VisitState, Watch
from app.visits.queries import around_visit, open_watch

# Longer than this is a slip of the finger, and nobody would look until then.
LONGEST = timedelta(hours=4)
# What a phone kept comes in pieces, the end after the beginning: nobody is told in between.
SETTLES = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class GoInEntry:
    """When they expect to be out, and which colleague is told too if they are not. The id is the form's own."""

    id: UUID
    until: datetime
    buddy_id: UUID | None = None


def go_in(session: Session, visit: Visit, by: User, entry: GoInEntry, *, at: datetime, now: datetime) -> Watch:
    """Look out for somebody from now on; the same form sent again changes nothing. Raises Refused.

    Another form, while they are in there already, says anew until when and who looks out.
    """
    hold(session, visit)
    if known := session.get(Watch, entry.id):
        if (known.visit_id, known.worker_id) == (visit.id, by.id):
            return known
        raise Refused("id", "This form has been used before: open the page again")
    # Moved or called off in the office meanwhile: whoever stands at the door is looked out for all the same.
    if visit.state in (VisitState.MET, VisitState.NO_ANSWER):
        raise Refused("until", "This visit has been written down already")
    _check_until(entry.until, at)
    buddies = around_visit(session, visit.id, by, clock.local(now).date()).buddies
    if entry.buddy_id is not None and entry.buddy_id not in {one.id for one in buddies}:
        raise Refused("buddy", "Choose somebody from the list")
    watch = open_watch(session, visit.id, by) or _begin(session, visit, by, entry, at, now)
    watch.buddy_id = entry.buddy_id
    _expect(session, watch, by, entry.until, now)
    leave_trail(session, by, "watch.start", about="lone_watch", about_id=watch.id, family_id=watch.family_id, now=now)
    return watch


def need_longer(session: Session, visit: Visit, by: User, until: datetime, *, at: datetime, now: datetime) -> Watch:
    """Expect somebody out later than they said, and call off an alarm about it. Raises Refused."""
    hold(session, visit)
    watch = open_watch(session, visit.id, by)
    if watch is None:
        raise Refused("until", "Nobody is looking out for you: say first that you are going in")
    hold(session, watch)
    _check_until(until, at)
    if watch.expected_at == until:
        return watch
    _expect(session, watch, by, until, now)
    leave_trail(session, by, "watch.longer", about="lone_watch", about_id=watch.id, family_id=watch.family_id, now=now)
    return watch


def come_out(
    session: Session, visit: Visit, by: User, *, how: HowEnded = HowEnded.OUT, at: datetime, now: datetime
) -> Watch | None:
    """Stop looking out for somebody: they are out. None where nobody was looking out, or it was said before."""
    hold(session, visit)
    watch = open_watch(session, visit.id, by)
    if watch is None:
        return None
    hold(session, watch)
    if not watch.is_open:
        return None
    end_watch(watch, how, at=at)
    call_off(session, watch, by, f"{by.first_name} is out and well. Nothing more to do.", now=now)
    leave_trail(session, by, "watch.end", about="lone_watch", about_id=watch.id, family_id=watch.family_id, now=now)
    return watch


def end_watch(watch: Watch, how: HowEnded, *, at: datetime) -> None:
    """They are out: the clock tells nobody any more."""
    watch.ended_at, watch.ended_how, watch.raise_at = max(at, watch.began_at), how, None


def due_to_raise(until: datetime, grace_minutes: int, now: datetime) -> datetime:
    """When the clock tells people: after the grace, and never before what a phone kept has all come in."""
    return max(until + timedelta(minutes=grace_minutes), now + SETTLES)


def _begin(session: Session, visit: Visit, by: User, entry: GoInEntry, at: datetime, now: datetime) -> Watch:
    watch = Watch(
        id=entry.id,
        visit_id=visit.id,
        family_id=visit.family_id,
        worker_id=by.id,
        began_at=at,
        known_at=now,
        expected_at=entry.until,
        rounds=0,
    )
    session.add(watch)
    return watch


def _expect(session: Session, watch: Watch, by: User, until: datetime, now: datetime) -> None:
    visit = session.get_one(Visit, watch.visit_id)
    figures = figures_of(session, session.get_one(Episode, visit.episode_id).cluster_id)
    call_off(session, watch, by, f"{by.first_name} is well and stays until {clock.local(until):%H:%M}.", now=now)
    watch.expected_at, watch.raise_at = until, due_to_raise(until, figures.lone_grace_minutes, now)
    watch.raised_at = None


def _check_until(until: datetime, at: datetime) -> None:
    if until <= at:
        raise Refused("until", "That has passed: choose a time that is still to come")
    if until > at + LONGEST:
        raise Refused("until", "That is more than four hours away. You can say later that you need longer")
