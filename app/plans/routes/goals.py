"""A goal's page, and agreeing a new one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import choices_of, figures_of, lists_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import current_episode, family_seen_by, members_of
from app.plans.actions import add_step, agree_goal, change_goal_status, mark_steps
from app.plans.forms import GoalForm, GoalStatusForm, StepForm, StepsDoneForm
from app.plans.models import Goal, GoalStatus
from app.plans.queries import active_count, goal_seen_by, newer_words, review_due_on, reviews_of, story_of
from app.plans.routes import bp
from app.plans.words import DECIDED_WORDS, STATUS_WORDS, change_words, chart_of, helped_words, table_of, who_words
from app.web.answers import done, go, try_again
from app.web.deliveries import is_again, keep, works_offline, written_at
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session


@bp.get("/goals/<uuid:goal_id>")
@allow(Can.FAMILY_READ)
@keep_offline
def goal(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = _goal(goal_id, now)
    page = _page(found, episode, now)
    saw(session, current_user, episode.family_id, "goal", now=now)
    session.commit()
    return render_template("plans/goal.html", **page)


@bp.post("/goals/<uuid:goal_id>/steps")
@allow(Can.GOAL_WRITE)
@works_offline
def step(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = _goal(goal_id, written_at())
    form = StepForm()
    if form.validate():
        with form.refusals():
            add_step(session, found, current_user, form.entry(), now=now)
            keep(session)
            return _steps_saved(found, episode, now)
    return try_again("plans/_steps.html", page="plans/goal.html", **_page(found, episode, now) | {"step_form": form})


@bp.post("/goals/<uuid:goal_id>/steps-done")
@allow(Can.GOAL_WRITE)
@works_offline
def steps_done(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = _goal(goal_id, written_at())
    form = StepsDoneForm(story_of(session, found).steps)
    if form.validate():
        with form.refusals():
            mark_steps(session, episode, current_user, form.done_ids(), shown_ids=form.shown_ids(), now=now)
            keep(session)
            return _steps_saved(found, episode, now)
    return try_again("plans/_steps.html", page="plans/goal.html", **_page(found, episode, now) | {"done_form": form})


@bp.post("/goals/<uuid:goal_id>/status")
@allow(Can.GOAL_WRITE)
@works_offline
def status(goal_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    found, episode = _goal(goal_id, at)
    form = GoalStatusForm()
    if form.validate():
        with form.refusals():
            change_goal_status(session, found, current_user, form.entry(), on=clock.local(at).date(), now=now)
            keep(session)
            return go(url_for("plans.goal", goal_id=found.id))
    return try_again("plans/_status.html", page="plans/goal.html", **_page(found, episode, now) | {"status_form": form})


@bp.get("/families/<uuid:family_id>/goals/new")
@allow(Can.GOAL_WRITE)
@keep_offline
def new_goal(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    return _show_new(_open_episode(family_id, now), None, now)


@bp.post("/families/<uuid:family_id>/goals/new")
@allow(Can.GOAL_WRITE)
@works_offline
def agree(family_id: UUID) -> ResponseReturnValue:
    return _agree(_open_episode(family_id, written_at()), None)


@bp.get("/goals/<uuid:goal_id>/new-words")
@allow(Can.GOAL_WRITE)
@keep_offline
def new_words(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found, episode = _goal(goal_id, now)
    if not (found.is_active and episode.is_open()) and not is_again():
        return go(url_for("plans.goal", goal_id=goal_id))
    return _show_new(episode, found, now)


@bp.post("/goals/<uuid:goal_id>/new-words")
@allow(Can.GOAL_WRITE)
@works_offline
def change(goal_id: UUID) -> ResponseReturnValue:
    found, episode = _goal(goal_id, written_at())
    return _agree(episode, found)


def _show_new(episode: Episode, before: Goal | None, now: datetime) -> ResponseReturnValue:
    page = _new_page(episode, before)
    saw(session, current_user, episode.family_id, "new goal", now=now)
    session.commit()
    return render_template("plans/new_goal.html", **page)


def _agree(episode: Episode, before: Goal | None) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    page = _new_page(episode, before)
    form: GoalForm = page["form"]  # type: ignore[assignment]
    if form.validate():
        with form.refusals():
            kept = agree_goal(session, episode, current_user, form.entry(clock.local(at).date()), now=now)
            keep(session)
            return go(url_for("plans.goal", goal_id=kept.id))
    return try_again("plans/_goal_form.html", page="plans/new_goal.html", **page)


def _goal(goal_id: UUID, now: datetime) -> tuple[Goal, Episode]:
    return goal_seen_by(session, current_user, goal_id, now) or abort(404)


def _open_episode(family_id: UUID, now: datetime) -> Episode:
    if family_seen_by(session, current_user, family_id, now) is None:
        abort(404)
    episode = current_episode(session, family_id)
    return episode if episode is not None and episode.is_open() else abort(404)


def _page(found: Goal, episode: Episode, now: datetime) -> dict[str, object]:
    """What the goal's page shows."""
    story = story_of(session, found)
    figures = figures_of(session, episode.cluster_id)
    lists = lists_of(session, episode.cluster_id, ("outcome_areas", "what_helped"))
    reviews = reviews_of(session, [found.id])[found.id]
    # What was posted is of one form alone; the others on the page are as they were.
    blank: dict[str, Any] = {"formdata": None} if request.method == "POST" else {}
    return {
        "saved": False,
        "story": story,
        "goal": found,
        "reviews": reviews,
        "decided": DECIDED_WORDS,
        "helped": {one.review.id: helped_words(one, lists["what_helped"]) for one in reviews},
        "older": session.get(Goal, found.supersedes_id) if found.supersedes_id else None,
        "newer": newer_words(session, found) if found.status is GoalStatus.SUPERSEDED else None,
        "episode": episode,
        "family": episode.family,
        "today": clock.local(now).date(),
        "changes": change_words(story.raters, figures.rating_gap),
        "chart": chart_of(story, episode),
        "who": who_words(story),
        "rows": table_of(story, episode),
        "status_words": STATUS_WORDS[found.status],
        "area": lists["outcome_areas"].get(found.outcome_area, ""),
        "review_due_on": review_due_on(session, episode.id),
        "may_write": current_user.may(Can.GOAL_WRITE) and episode.is_open(),
        "done_form": StepsDoneForm(story.steps, **blank),
        "step_form": StepForm(**blank),
        "status_form": GoalStatusForm(data={"status": found.status, "why": found.status_why}, **blank),
    }


def _new_page(episode: Episode, before: Goal | None) -> dict[str, object]:
    """What agreeing a goal needs, or giving one new words."""
    family = episode.family
    return {
        "here": url_for("plans.change", goal_id=before.id) if before else url_for("plans.agree", family_id=family.id),
        "before": before,
        "form": GoalForm(
            members_of(session, episode.family_id),
            choices_of(session, episode.cluster_id, "languages"),
            choices_of(session, episode.cluster_id, "outcome_areas"),
            clock.today(),
            story_of(session, before) if before else None,
        ),
        "episode": episode,
        "family": family,
        "active": active_count(session, episode.id),
        "most": figures_of(session, episode.cluster_id).active_goals,
    }


def _steps_saved(found: Goal, episode: Episode, now: datetime) -> ResponseReturnValue:
    to = url_for("plans.goal", goal_id=found.id)
    return done("plans/_steps.html", to=to, **_page(found, episode, now) | {"saved": True})
