"""Finding what an address names, through the eyes of whoever looks."""

from datetime import datetime
from uuid import UUID

from flask import abort
from flask_login import current_user

from app.families.models import Episode, Family
from app.families.queries import current_episode, family_seen_by
from app.team_meetings.models import TeamMeeting
from app.team_meetings.queries import meeting_seen_by
from app.web.session import session


def a_family(family_id: UUID, now: datetime) -> Family:
    """The family, or 404."""
    return family_seen_by(session, current_user, family_id, now) or abort(404)


def open_episode(family_id: UUID, now: datetime) -> Episode:
    """The plan that is going on, or 404."""
    a_family(family_id, now)
    episode = current_episode(session, family_id)
    return episode if episode is not None and episode.is_open() else abort(404)


def a_meeting(meeting_id: UUID, now: datetime) -> tuple[TeamMeeting, Episode]:
    """The meeting with its plan, or 404."""
    return meeting_seen_by(session, current_user, meeting_id, now) or abort(404)
