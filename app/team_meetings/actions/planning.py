"""Putting a meeting in the diary, moving it and calling it off. A time is that of the clock on the wall."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, Family
from app.notes.wording import check_text
from app.team_meetings.actions.entries import MoveEntry, PlanEntry, fingerprint
from app.team_meetings.apart import who_would_meet
from app.team_meetings.models import (
    PLACE_LENGTH,
    WHY_LENGTH,
    MeetingState,
    TeamMeeting,
    TeamMeetingMove,
    TeamMeetingPerson,
)
from app.team_meetings.queries import Around, around

# A day further off than this is a slip of the finger: a plan lasts half a year.
FARTHEST = timedelta(days=366)


def plan_meeting(session: Session, episode: Episode, by: User, entry: PlanEntry, *, now: datetime) -> TeamMeeting:
    """Put a meeting in the diary and say who is asked; the same form sent again changes nothing. Raises Refused."""
    hold(session, episode)
    if known := session.get(TeamMeeting, entry.id):
        if known.episode_id == episode.id and known.asked == fingerprint(entry, by.id):
            return known
        raise Refused("id", "This form has planned a meeting before: open a new one")
    _check_plan(session, episode, entry, now)
    starts_at = clock.moment(entry.day, entry.at)
    meeting = TeamMeeting(
        id=entry.id,
        family_id=episode.family_id,
        episode_id=episode.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=entry.minutes),
        place=entry.place,
        purpose=entry.purpose,
        safety_words=entry.safety_words,
        planned_at=now,
        planned_by_id=by.id,
        asked=fingerprint(entry, by.id),
    )
    session.add(meeting)
    session.flush()
    session.add_all(TeamMeetingPerson(meeting_id=meeting.id, member_id=one, invited=True) for one in entry.member_ids)
    session.add_all(TeamMeetingPerson(meeting_id=meeting.id, partner_id=one, invited=True) for one in entry.partner_ids)
    trail(session, by, "plan", meeting, now)
    return meeting


def move_meeting(session: Session, meeting: TeamMeeting, by: User, entry: MoveEntry, *, now: datetime) -> TeamMeeting:
    """Give a meeting another time or place; the earlier one is kept, with why. The same form again changes nothing.

    Raises Refused.
    """
    episode = hold_both(session, meeting)
    starts_at = clock.moment(entry.day, entry.at)
    if known := session.get(TeamMeetingMove, entry.id):
        if (known.meeting_id, known.to_at, known.why) == (meeting.id, starts_at, entry.why):
            return meeting
        raise Refused("id", "This form has moved the meeting before: open a new one")
    _check_open(episode, meeting, "day")
    _check_moment(entry.day, entry.at, now)
    check_text("place", entry.place, PLACE_LENGTH)
    _check_why(entry.why)
    ends_at = starts_at + timedelta(minutes=entry.minutes)
    if (starts_at, ends_at, entry.place) == (meeting.starts_at, meeting.ends_at, meeting.place):
        raise Refused("day", "That is when it is now: choose another day, time or place")
    session.add(
        TeamMeetingMove(
            id=entry.id,
            meeting_id=meeting.id,
            was_at=meeting.starts_at,
            was_place=meeting.place,
            to_at=starts_at,
            why=entry.why,
            moved_at=now,
            moved_by_id=by.id,
        )
    )
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, entry.place
    trail(session, by, "move", meeting, now)
    return meeting


def cancel_meeting(session: Session, meeting: TeamMeeting, by: User, why: str, *, now: datetime) -> TeamMeeting:
    """Call a meeting off, and say why. The same reason sent again changes nothing. Raises Refused."""
    episode = hold_both(session, meeting)
    if meeting.state is MeetingState.CANCELLED and meeting.cancelled_why == why:
        return meeting
    _check_open(episode, meeting, "why")
    _check_why(why)
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_at, meeting.cancelled_by_id, meeting.cancelled_why = now, by.id, why
    trail(session, by, "cancel", meeting, now)
    return meeting


def _check_moment(day: date, at: time, now: datetime) -> None:
    """Raise Refused for a time that has passed, or a day too far away to be meant."""
    if clock.moment(day, at) <= now:
        raise Refused("day", "That has passed: choose a day and time to come")
    if day > clock.local(now).date() + FARTHEST:
        raise Refused("day", "Check the year: that is more than a year away")


def _check_plan(session: Session, episode: Episode, entry: PlanEntry, now: datetime) -> None:
    if not episode.is_open():
        raise Refused("day", "This plan has ended: no more meetings are planned on it")
    _check_moment(entry.day, entry.at, now)
    if not entry.place:
        raise Refused("place", "Say where it is")
    for field, most in (("place", PLACE_LENGTH), ("purpose", WHY_LENGTH), ("safety_words", WHY_LENGTH)):
        check_text(field, getattr(entry, field), most)
    family = session.get_one(Family, episode.family_id)
    _check_asked(around(session, family, clock.local(now).date()), entry)


def _check_asked(there: Around, entry: PlanEntry) -> None:
    """The family is asked; partners only where it said yes to sharing; nobody meets who must not."""
    members = {one.id: one for one in there.members}
    if not entry.member_ids:
        raise Refused("members", "Ask somebody of the family: it is their meeting")
    if set(entry.member_ids) - set(members):
        raise Refused("members", "Choose people of this family")
    if set(entry.partner_ids) - {one.id for one in there.may_be_asked}:
        raise Refused("partners", "The family has not said yes to sharing with everybody chosen here")
    meet = who_would_meet(there.apart, entry.member_ids)
    if meet and not entry.safety_words:
        raise Refused("safety_words", would_meet_words([there.apart[one] for one in meet]))


def would_meet_words(why: list[str]) -> str:
    """What is said where people are asked who must not meet."""
    return f"{'. '.join(why)}. Ask them at another time, or say how everybody is kept safe"


def hold_both(session: Session, meeting: TeamMeeting) -> Episode:
    """Wait for the plan, then for what is on it, as everywhere: two at once then never wait for each other."""
    episode = session.get_one(Episode, meeting.episode_id)
    hold(session, episode)
    hold(session, meeting)
    return episode


def _check_open(episode: Episode, meeting: TeamMeeting, field: str) -> None:
    if not episode.is_open():
        raise Refused(field, "This plan has ended: its meetings stay as they are")
    if not meeting.is_planned:
        raise Refused(field, "This meeting is no longer in the diary: look at its page")


def _check_why(why: str) -> None:
    if not why:
        raise Refused("why", "Say why, so that everybody can be told")
    check_text("why", why, WHY_LENGTH)


def trail(session: Session, by: User, what: str, meeting: TeamMeeting, now: datetime) -> None:
    action, about_id = f"team_meeting.{what}", meeting.id
    leave_trail(session, by, action, about="team_meeting", about_id=about_id, family_id=meeting.family_id, now=now)
