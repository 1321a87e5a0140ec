"""Who is out alone: oneself, those one looks out for, and one's team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.desk.day import Call
from app.messages.queries import Reach, reach_of
from app.visits.going_in import GoingIn, going_in
from app.visits.models import Watch
from app.visits.queries import Outing, around_visit, outings_for, outings_of, own_among, watches_for


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What Today says of it: the next visit's own card, one's other visits, those one looks out for."""

    going: GoingIn | None
    still_in: Sequence[Watch]
    late: Sequence[Outing]
    looks_out_for: Sequence[Outing]


@dataclass(frozen=True, kw_only=True)
class TeamOutside:
    """What the team's day says of it, and whether anybody could be told at all."""

    late: Sequence[Outing]
    out_now: Sequence[Outing]
    safe_again: Sequence[Outing]
    reach: Reach


def outside_for(session: Session, person: User, next_visit: Call | None, now: datetime, *, demo: bool) -> Outside:
    """The lone-working part of one person's day."""
    watches = watches_for(session, person, now)
    own = own_among(watches, person)
    going = None
    if next_visit is not None and (next_visit.ends_at > now or own.at(next_visit.id)):
        around = around_visit(session, next_visit.id, person, clock.local(now).date())
        going = going_in(session, next_visit, person, own, around, now, demo=demo)
    theirs = [watch for watch in watches if watch.worker_id != person.id and watch.is_open]
    others = outings_of(session, person, theirs, now)
    return Outside(
        going=going,
        still_in=[watch for watch in own.on if going is None or watch.visit_id != going.visit.id],
        late=[one for one in others if one.watch.is_late(now)],
        looks_out_for=[one for one in others if one.watch.buddy_id == person.id and not one.watch.is_late(now)],
    )


def note_looks(session: Session, person: User, late: Sequence[Outing], now: datetime) -> None:
    """Keep that this person was shown where somebody is: a buddy may not read the family. Call it last."""
    for one in late:
        if one.address:
            relation = "buddy" if one.watch.buddy_id == person.id else "supervises"
            note(
                session,
                person,
                "watch.view",
                about="lone_watch",
                about_id=one.watch.id,
                family_id=one.family_id,
                relation=relation,
                now=now,
            )


def team_outside(session: Session, person: User, now: datetime, *, demo: bool) -> TeamOutside:
    """The lone-working part of the team's day; those who are late the longest come first."""
    known = outings_for(session, person, now)
    return TeamOutside(
        late=[one for one in known if one.watch.is_late(now)],
        out_now=[one for one in known if one.watch.is_open and not one.watch.is_late(now)],
        safe_again=[one for one in known if not one.watch.is_open],
        reach=reach_of(session, now, demo=demo),
    )
