"""The ending, talked about with the family from the cluster's week on: what was said, and what was decided."""

from datetime import datetime
from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode, Family
from app.families.queries import current_episode, family_seen_by, members_of
from app.families.queries.extending import asks_of
from app.plans.actions import talk_about_ending
from app.plans.forms import EndingForm
from app.plans.forms.ending import WAY_HINTS
from app.plans.models import GoalStatus
from app.plans.queries import goals_of, talks_of
from app.plans.routes import bp
from app.plans.words import first_and_last
from app.web.answers import go, try_again
from app.web.deliveries import keep, works_offline, written_at
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session

# Goals that count at an ending: also those reached on the way. New words have taken the place of superseded ones.
AT_THE_END = (GoalStatus.ACTIVE, GoalStatus.PAUSED, GoalStatus.REACHED, GoalStatus.LET_GO)


@bp.get("/families/<uuid:family_id>/ending")
@allow(Can.GOAL_WRITE)
@keep_offline
def ending(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, episode = _plan(family_id, now)
    page = _page(family, episode, now)
    saw(session, current_user, family_id, "ending", now=now)
    session.commit()
    return render_template("plans/ending.html", **page)


@bp.post("/families/<uuid:family_id>/ending")
@allow(Can.GOAL_WRITE)
@works_offline
def keep_ending(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, episode = _plan(family_id, written_at())
    page = _page(family, episode, now)
    form: EndingForm = page["form"]  # type: ignore[assignment]
    if form.validate():
        with form.refusals():
            talk_about_ending(session, episode, current_user, form.entry(), now=now)
            keep(session)
            return go(url_for("plans.ending", family_id=family_id))
    return try_again("plans/_ending_form.html", page="plans/ending.html", **page)


def _plan(family_id: UUID, now: datetime) -> tuple[Family, Episode]:
    family = family_seen_by(session, current_user, family_id, now) or abort(404)
    return family, current_episode(session, family_id) or abort(404)


def _page(family: Family, episode: Episode, now: datetime) -> dict[str, object]:
    today = clock.local(now).date()
    figures = figures_of(session, episode.cluster_id)
    return {
        "family": family,
        "episode": episode,
        "today": today,
        "form": EndingForm(members_of(session, family.id), on=today, last_day=episode.last_day),
        "goals": [(story.goal, first_and_last(story)) for story in goals_of(session, episode, statuses=AT_THE_END)],
        "talks": talks_of(session, episode.id),
        "asks": {ask.id: ask for ask in asks_of(session, episode.id)},
        "from_week": figures.ending_from(episode.weeks),
        "may_write": episode.is_open(),
        "hints": WAY_HINTS,
    }
