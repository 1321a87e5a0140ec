"""A meeting put in the diary, moved, and called off."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import choices_of, figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.team_meetings.actions import cancel_meeting, move_meeting, plan_meeting
from app.team_meetings.forms import CancelForm, MoveForm, PlanForm
from app.team_meetings.models import TeamMeeting
from app.team_meetings.queries import around, meetings_of, next_day
from app.team_meetings.routes import bp
from app.team_meetings.routes.finding import a_meeting, open_episode
from app.team_meetings.words import line_words
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session

AFTER_SCHOOL = time(15, 45)


@bp.get("/families/<uuid:family_id>/team-meetings/plan")
@allow(Can.TEAM_MEETING_PLAN)
def plan(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _plan_page(open_episode(family_id, now), now)
    saw(session, current_user, family_id, "plan team meeting", now=now)
    session.commit()
    return render_template("team_meetings/plan.html", **page)


@bp.post("/families/<uuid:family_id>/team-meetings/plan")
@allow(Can.TEAM_MEETING_PLAN)
def keep_plan(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    episode = open_episode(family_id, now)
    page = _plan_page(episode, now)
    form: PlanForm = page["form"]
    if form.validate():
        with form.refusals():
            kept = plan_meeting(session, episode, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("team_meetings.meeting", meeting_id=kept.id))
    return try_again("team_meetings/_plan_form.html", page="team_meetings/plan.html", **page)


@bp.get("/team-meetings/<uuid:meeting_id>/move")
@allow(Can.TEAM_MEETING_PLAN)
def move(meeting_id: UUID) -> ResponseReturnValue:
    return _show(meeting_id, "move")


@bp.post("/team-meetings/<uuid:meeting_id>/move")
@allow(Can.TEAM_MEETING_PLAN)
def keep_move(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    page = _page("move", found, episode, now)
    form: MoveForm = page["form"]
    if form.validate():
        with form.refusals():
            move_meeting(session, found, current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    return try_again("team_meetings/_move_form.html", page="team_meetings/move.html", **page)


@bp.get("/team-meetings/<uuid:meeting_id>/cancel")
@allow(Can.TEAM_MEETING_PLAN)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    return _show(meeting_id, "cancel")


@bp.post("/team-meetings/<uuid:meeting_id>/cancel")
@allow(Can.TEAM_MEETING_PLAN)
def keep_cancelled(meeting_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    page = _page("cancel", found, episode, now)
    form: CancelForm = page["form"]
    if form.validate():
        with form.refusals():
            cancel_meeting(session, found, current_user, form.why.data, now=now)
            session.commit()
            return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    return try_again("team_meetings/_cancel_form.html", page="team_meetings/cancel.html", **page)


def _show(meeting_id: UUID, what: str) -> ResponseReturnValue:
    """The form that moves or cancels; the meeting's own page where it is no longer in the diary."""
    now = clock.now()
    found, episode = a_meeting(meeting_id, now)
    if not (found.is_planned and episode.is_open()):
        return go(url_for("team_meetings.meeting", meeting_id=meeting_id))
    page = _page(what, found, episode, now)
    saw(session, current_user, found.family_id, f"{what} team meeting", now=now)
    session.commit()
    return render_template(f"team_meetings/{what}.html", **page)


def _page(what: str, found: TeamMeeting, episode: Episode, now: datetime) -> dict[str, Any]:
    today = clock.local(now).date()
    form = MoveForm(found, choices_of(session, episode.cluster_id, "places")) if what == "move" else CancelForm()
    return {
        "form": form,
        "meeting": found,
        "family": episode.family,
        "line": line_words(found, today),
        "today": today,
    }


def _plan_page(episode: Episode, now: datetime) -> dict[str, Any]:
    """The form, with the day and time that follow from the last meeting, and everybody who could be asked."""
    today = clock.local(now).date()
    there = around(session, episode.family, today)
    before = [one for one in meetings_of(session, episode.family_id) if one.was_held and one.episode_id == episode.id]
    last = before[0] if before else None
    figures = figures_of(session, episode.cluster_id)
    begins = clock.local(last.starts_at) if last else None
    first = {
        "day": next_day(session, episode, last, begins.date() if begins else episode.opened_on, today),
        "at": begins.time() if begins else AFTER_SCHOOL,
        "place": last.place if last else "at school",
    }
    places = choices_of(session, episode.cluster_id, "places")
    return {
        "form": PlanForm(there, figures.team_meeting_minutes, places, first),
        "there": there,
        "last": last,
        "weeks": figures.team_meeting_weeks,
        "episode": episode,
        "family": episode.family,
        "today": today,
        "may_change": current_user.may(Can.FAMILY_WRITE),
    }
