"""Looking at goals together: which are due, one after the other."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import choices_of, figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import current_episode, family_seen_by, members_of, partners_of
from app.plans.actions import review_goal
from app.plans.forms import ReviewForm
from app.plans.forms.reviewing import HINTS
from app.plans.models import Decision, Goal
from app.plans.queries import goal_seen_by, goals_of, review_due_on, reviews_of, story_of
from app.plans.routes import bp
from app.plans.words import DECIDED_WORDS, change_words, chart_of, review_title, table_of, who_words
from app.promises.agreed import owners_of
from app.web.answers import go, try_again
from app.web.deliveries import is_again, keep, works_offline, written_at
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session


@bp.get("/families/<uuid:family_id>/reviews")
@allow(Can.FAMILY_READ)
@keep_offline
def reviews(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family = family_seen_by(session, current_user, family_id, now) or abort(404)
    episode = current_episode(session, family_id) or abort(404)
    stories = goals_of(session, episode)
    page = {
        "family": family,
        "episode": episode,
        "stories": stories,
        "reviews": reviews_of(session, [story.goal.id for story in stories]),
        "due_on": review_due_on(session, episode.id),
        "decided": DECIDED_WORDS,
        "today": clock.local(now).date(),
        "may_write": current_user.may(Can.GOAL_WRITE) and episode.is_open(),
    }
    saw(session, current_user, family_id, "reviews", now=now)
    session.commit()
    return render_template("plans/reviews.html", **page)


@bp.get("/goals/<uuid:goal_id>/review")
@allow(Can.GOAL_WRITE)
@keep_offline
def review(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    goal, episode = _goal(goal_id, now)
    if not (goal.is_active and episode.is_open()) and not is_again():
        return go(url_for("plans.goal", goal_id=goal_id))
    page = _page(goal, episode, now)
    saw(session, current_user, episode.family_id, "review", now=now)
    session.commit()
    return render_template("plans/review.html", **page)


@bp.post("/goals/<uuid:goal_id>/review")
@allow(Can.GOAL_WRITE)
@works_offline
def keep_review(goal_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    goal, episode = _goal(goal_id, written_at())
    page = _page(goal, episode, now)
    form: ReviewForm = page["form"]  # type: ignore[assignment]
    if form.validate():
        with form.refusals():
            kept = review_goal(session, episode, goal, current_user, form.entry(), now=now)
            keep(session)
            return go(_then(kept.decision, goal))
    return try_again("plans/_review_form.html", page="plans/review.html", **page)


def _then(decided: Decision, goal: Goal) -> str:
    """New words come next where they chose them; else the goal's page, where the review stands."""
    return url_for("plans.new_words" if decided is Decision.CHANGE else "plans.goal", goal_id=goal.id)


def _goal(goal_id: UUID, now: datetime) -> tuple[Goal, Episode]:
    return goal_seen_by(session, current_user, goal_id, now) or abort(404)


def _page(goal: Goal, episode: Episode, now: datetime) -> dict[str, object]:
    """What a review needs beside its form: how it has gone, and the last numbers."""
    today, story = clock.local(now).date(), story_of(session, goal)
    figures = figures_of(session, episode.cluster_id)
    span = timedelta(weeks=figures.review_weeks)
    members = members_of(session, episode.family_id)
    form = ReviewForm(
        story,
        members,
        choices_of(session, episode.cluster_id, "what_helped"),
        owners_of(current_user, members, partners_of(session, episode.family_id, today)),
        on=today,
        next_on=today + span,
    )
    return {
        "form": form,
        "story": story,
        "goal": goal,
        "episode": episode,
        "family": episode.family,
        "today": today,
        "title": review_title(episode, today),
        "changes": change_words(story.raters, figures.rating_gap),
        "chart": chart_of(story, episode),
        "who": who_words(story),
        "rows": table_of(story, episode),
        "was": {str(line.member.id): line.last.score if line.last else None for line in story.raters},
        "hints": HINTS,
        "next_in": int(span.total_seconds() // 60),
        "posted": request.method == "POST",
    }
