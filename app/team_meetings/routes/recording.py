"""A meeting written down, and a line added to its minutes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import lead_workers_of
from app.team_meetings.actions import add_to_minutes, record_meeting
from app.team_meetings.forms import AdditionForm, RecordForm
from app.team_meetings.models import TeamMeeting
from app.team_meetings.queries import around, story_of
from app.team_meetings.routes import bp
from app.team_meetings.routes.finding import a_meeting
from app.team_meetings.routes.reading import meeting_page
from app.team_meetings.words import line_words
from app.web.answers import go, try_again
from app.web.filters import time_words
from app.web.permissions import allow
from app.web.session import session


@bp.get("/team-meetings/<uuid:meeting_id>/record")
@allow(Can.TEAM_MEETING_RECORD)
def record(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    if not (found.is_planned and found.has_begun(now) and episode.is_open()):
        return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    page = _page(found, episode, now)
    saw(session, current_user, found.family_id, "record team meeting", now=now)
    session.commit()
    return render_template("team_meetings/record.html", **page)


@bp.post("/team-meetings/<uuid:meeting_id>/record")
@allow(Can.TEAM_MEETING_RECORD)
def keep_record(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    page = _page(found, episode, now)
    form: RecordForm = page["form"]
    if form.validate():
        with form.refusals():
            record_meeting(session, found, current_user, form.entry(), now=now)
            session.commit()
            flash(f"Held by Withy, {time_words(now)}")
            return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    return try_again("team_meetings/_record_form.html", page="team_meetings/record.html", **page)


@bp.post("/team-meetings/<uuid:meeting_id>/additions")
@allow(Can.TEAM_MEETING_RECORD)
def add(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    form = AdditionForm()
    if form.validate():
        with form.refusals():
            add_to_minutes(session, found, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    page = meeting_page(found, episode, now) | {"addition_form": form}
    return try_again("team_meetings/_addition_form.html", page="team_meetings/meeting.html", **page)


def _page(found: TeamMeeting, episode: Episode, now: datetime) -> dict[str, Any]:
    """The form with a box for everybody who was asked or may be: the family first, whoever of them was asked."""
    today, held_on = clock.local(now).date(), clock.local(found.starts_at).date()
    story, there = story_of(session, found), around(session, episode.family, today)
    family = {str(one.id): one.name for one in story.family}
    family |= {str(one.id): one.known_as for one in there.members}
    partners = {str(one.id): one.name for one in story.others}
    partners |= {str(one.id): one.name for one in there.may_be_asked}
    lead = lead_workers_of(session, [episode.id], today).get(episode.id, current_user)
    owners = {f"user:{current_user.id}": f"{current_user.first_name} (me)"}
    owners.setdefault(f"user:{lead.id}", lead.first_name)
    owners |= {f"member:{one}": name for one, name in family.items()}
    owners |= {f"partner:{one}": name for one, name in partners.items()}
    weeks = timedelta(weeks=figures_of(session, episode.cluster_id).team_meeting_weeks)
    return {
        "form": RecordForm(family, partners, owners, held_on=held_on, next_on=held_on + weeks),
        "meeting": found,
        "family": episode.family,
        "asked": {str(one.id) for one in story.people if one.row.invited},
        "line": line_words(found, today),
        "today": today,
    }
