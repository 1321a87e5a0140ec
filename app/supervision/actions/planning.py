"""A group as its supervisor sets it up, and its sessions put in the diary, called off and published."""

from datetime import date, datetime, timedelta
from uuid import uuid5

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import colleagues_of
from app.audit.actions import note as leave_trail
from app.clusters.queries import figures_of, working_calendar
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.core.permissions import Can, Role, may
from app.notes.wording import check_text
from app.supervision.actions.entries import GroupEntry, SessionsEntry
from app.supervision.models import (
    PLACE_LENGTH,
    WHY_LENGTH,
    SessionState,
    SupervisionGroup,
    SupervisionMember,
    SupervisionSession,
)
from app.supervision.queries import Seat, group_of, membership_of
from app.supervision.working import WAYS

CASEWORKERS = tuple(role for role in Role if may(role, Can.SUPERVISION_PREPARE))
# A day further off than this is a slip of the finger.
FARTHEST = timedelta(days=366)
MOST_AT_ONCE = 12
LONGEST = 300  # minutes
A_DAY = timedelta(days=1)


def save_group(session: Session, by: User, entry: GroupEntry, *, now: datetime) -> SupervisionGroup:
    """Say how the group meets and who is in it; who was in it stays written down by dates. Raises Refused."""
    if by.cluster_id is None:
        raise Refused("members", "You belong to no cluster yet")
    _check_usual(session, by, entry)
    if not entry.member_ids:
        raise Refused("members", "Choose who is in the group")
    if entry.member_ids - colleagues_of(session, by, *CASEWORKERS).keys():
        raise Refused("members", "Choose colleagues of your cluster")
    group = group_of(session, by.id)
    if group is None:
        group = SupervisionGroup(id=entry.id, cluster_id=by.cluster_id, supervisor_id=by.id, made_at=now)
    else:
        hold(session, group)
    group.every_weeks, group.at, group.minutes = entry.every_weeks, entry.at, entry.minutes
    group.place, group.way, group.facilitator_id = entry.place, entry.way, entry.facilitator_id
    session.add(group)
    session.flush()
    _let_in_and_out(session, group, entry, clock.local(now).date())
    leave_trail(session, by, "supervision.group", about="supervision_group", about_id=group.id, now=now)
    return group


def _let_in_and_out(session: Session, group: SupervisionGroup, entry: GroupEntry, today: date) -> None:
    there = membership_of(session, group.id, today)
    for user_id, line in there.items():
        if user_id not in entry.member_ids:
            line.until_on = today - A_DAY
    session.add_all(
        SupervisionMember(group_id=group.id, user_id=one, from_on=today)
        for one in sorted(entry.member_ids - there.keys(), key=str)
    )
    session.flush()


def _check_usual(session: Session, by: User, entry: GroupEntry | SessionsEntry) -> None:
    """Raise Refused for what no session can be."""
    if not entry.place:
        raise Refused("place", "Say where it is")
    check_text("place", entry.place, PLACE_LENGTH)
    if not 0 < entry.minutes <= LONGEST:
        raise Refused("minutes", f"Choose up to {LONGEST} minutes")
    if entry.way not in WAYS:
        raise Refused("way", "Choose a way of working from the list")
    if entry.facilitator_id not in {by.id, *colleagues_of(session, by, *CASEWORKERS)}:
        raise Refused("facilitator", "Choose a colleague of your cluster")


def plan_sessions(
    session: Session, group: SupervisionGroup, by: User, entry: SessionsEntry, *, now: datetime
) -> list[SupervisionSession]:
    """Put sessions in the diary, as often as asked, so many weeks apart; on a working day where one falls on none.

    The same form sent again changes nothing. Raises Refused.
    """
    hold(session, group)
    if known := session.get(SupervisionSession, entry.id):
        if (known.group_id, known.starts_at) == (group.id, clock.moment(known.on, entry.at)):
            return [known]
        raise Refused("id", "This form has planned a session before: open a new one")
    _check_usual(session, by, entry)
    _check_days(entry, now)
    calendar = working_calendar(session)
    made = []
    for number in range(entry.how_many):
        on = entry.day + timedelta(weeks=number * group.every_weeks)
        while not calendar.is_working(on):
            on += A_DAY
        starts_at = clock.moment(on, entry.at)
        made.append(
            SupervisionSession(
                id=uuid5(entry.id, f"session {number}") if number else entry.id,
                group_id=group.id,
                cluster_id=group.cluster_id,
                on=on,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=entry.minutes),
                place=entry.place,
                way=entry.way,
                facilitator_id=entry.facilitator_id,
                planned_at=now,
                planned_by_id=by.id,
            )
        )
    session.add_all(made)
    session.flush()
    trail(session, by, "plan", made[0], now)
    return made


def _check_days(entry: SessionsEntry, now: datetime) -> None:
    if clock.moment(entry.day, entry.at) <= now:
        raise Refused("day", "That has passed: choose a day and time to come")
    if entry.day > clock.local(now).date() + FARTHEST:
        raise Refused("day", "Check the year: that is more than a year away")
    if not 1 <= entry.how_many <= MOST_AT_ONCE:
        raise Refused("how_many", f"Plan up to {MOST_AT_ONCE} at once")


def publish(session: Session, seat: Seat, by: User, *, now: datetime) -> None:
    """Let the group read the briefs from now until some days after the session. Again, it changes nothing."""
    found = seat.session
    hold(session, found)
    if found.published_at is not None or not found.is_planned:
        return
    days = figures_of(session, found.cluster_id).brief_days
    found.published_at, found.briefs_until = now, found.ends_at + timedelta(days=days)
    trail(session, by, "publish", found, now)


def cancel_session(session: Session, seat: Seat, by: User, why: str, *, now: datetime) -> None:
    """Call a session off, and say why. What was brought to it closes to the group. Raises Refused."""
    found = seat.session
    hold(session, found)
    if found.state is SessionState.CANCELLED and found.cancelled_why == why:
        return
    if not found.is_planned:
        raise Refused("why", "This session is no longer in the diary: look at its page")
    if not why:
        raise Refused("why", "Say why, so that everybody can be told")
    check_text("why", why, WHY_LENGTH)
    found.state, found.cancelled_at, found.cancelled_why = SessionState.CANCELLED, now, why
    found.briefs_until = now
    trail(session, by, "cancel", found, now)


def trail(session: Session, by: User, what: str, found: SupervisionSession, now: datetime) -> None:
    """Keep in the trail what was done about a session."""
    leave_trail(session, by, f"supervision.{what}", about="supervision_session", about_id=found.id, now=now)
