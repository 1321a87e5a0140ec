"""A family's meetings, one of them, and its minutes on one page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import current_episode
from app.team_meetings.forms import AdditionForm
from app.team_meetings.models import TeamMeeting
from app.team_meetings.queries import around, meetings_of, story_of
from app.team_meetings.routes import bp
from app.team_meetings.routes.finding import a_family, a_meeting
from app.team_meetings.words import STATE_WORDS, given_words, line_words, size_of
from app.web.answers import go
from app.web.permissions import allow
from app.web.session import session


@bp.get("/families/<uuid:family_id>/team-meetings")
@allow(Can.FAMILY_READ)
def meetings(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family = a_family(family_id, now)
    episode, found = current_episode(session, family_id), meetings_of(session, family_id)
    is_open = episode is not None and episode.is_open()
    page = {
        "family": family,
        "planned": [one for one in reversed(found) if one.is_planned],
        "past": [one for one in found if not one.is_planned],
        "state_words": STATE_WORDS,
        "today": clock.local(now).date(),
        "now": now,
        "may_plan": is_open and current_user.may(Can.TEAM_MEETING_PLAN),
    }
    saw(session, current_user, family_id, "team meetings", now=now)
    session.commit()
    return render_template("team_meetings/meetings.html", **page)


@bp.get("/team-meetings/<uuid:meeting_id>")
@allow(Can.FAMILY_READ)
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    page = meeting_page(found, episode, now)
    saw(session, current_user, found.family_id, "team meeting", now=now)
    session.commit()
    return render_template("team_meetings/meeting.html", addition_form=AdditionForm(), **page)


@bp.get("/team-meetings/<uuid:meeting_id>/minutes")
@allow(Can.FAMILY_READ)
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    if not found.was_held:
        return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    page = meeting_page(found, episode, now)
    saw(session, current_user, found.family_id, "team minutes", now=now)
    session.commit()
    return render_template("team_meetings/minutes.html", **page, now=now)


def meeting_page(found: TeamMeeting, episode: Episode, now: datetime) -> dict[str, Any]:
    """What a meeting's page shows."""
    today, story = clock.local(now).date(), story_of(session, found)
    there = around(session, episode.family, today)
    given = story.may_be_given(there)
    writer = story.staff[found.recorded_by_id or found.planned_by_id]
    is_open = episode.is_open()
    return {
        "meeting": found,
        "episode": episode,
        "family": episode.family,
        "story": story,
        "there": there,
        "given": given_words(given, writer.first_name),
        "given_ids": {one.id for one in given},
        "writer": writer,
        "size": size_of(story),
        "line": line_words(found, today),
        "today": today,
        "may_plan": is_open and found.is_planned and current_user.may(Can.TEAM_MEETING_PLAN),
        "may_record": is_open and current_user.may(Can.TEAM_MEETING_RECORD),
        "has_begun": found.has_begun(now),
    }
