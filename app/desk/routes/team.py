"""The team's caseload, and what of it needs a supervisor today."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.desk.outside import note_looks, team_outside
from app.desk.promised import own_promises
from app.desk.routes import bp
from app.desk.routes.day import cluster_name
from app.desk.team import team_of
from app.desk.team_words import (
    CHOICES,
    alone_words,
    children_words,
    chips_of,
    chosen_of,
    counts_words,
    hello_words,
    ladder_state,
    last_saw_words,
    last_seen_words,
    looks_of,
    nobody_answers,
    not_alone_of,
    plans_of,
    seen_alone_words,
    states_of,
)
from app.families.queries.extending import asks_for
from app.visits import watch_words
from app.web.demo import is_demo
from app.web.drawings import thread
from app.web.lending import lent
from app.web.permissions import allow
from app.web.session import session
from app.worries.queries import open_worries_for


@bp.get("/team/today")
@allow(Can.TEAM_READ)
def team_today() -> ResponseReturnValue:
    now, today = clock.now(), clock.today()
    figures = figures_of(session, current_user.cluster_id)
    whole = team_of(session, current_user, now, figures)
    worries = open_worries_for(session, current_user, now)
    outside = team_outside(session, current_user, now, demo=is_demo())
    note_looks(session, current_user, outside.late, now)
    note(session, current_user, "day.view", about="team", now=now)
    session.commit()
    return render_template(
        "desk/team_today.html",
        hello=hello_words(whole, now, current_user, today),
        worries=worries,
        held=lent("held_here", current_user, now),
        unanswered=nobody_answers(whole),
        plans=plans_of(whole, figures, today),
        alone=not_alone_of(whole),
        alone_words=lambda child: alone_words(child, today),
        ladder_state=ladder_state,
        promised=own_promises(session, current_user, now),
        asks=asks_for(session, current_user, now) if current_user.may(Can.PLAN_EXTEND) else [],
        has_own=any(worker.person == current_user and worker.lines for worker in whole.workers),
        last_saw_words=lambda line: last_saw_words(line.ladder, today),
        may_open=not current_user.may(Can.FAMILY_REASON),
        words=watch_words,
        now=now,
        today=today,
        **vars(outside),
    )


@bp.get("/team")
@allow(Can.TEAM_READ)
def team() -> ResponseReturnValue:
    now, today = clock.now(), clock.today()
    figures = figures_of(session, current_user.cluster_id)
    whole = team_of(session, current_user, now, figures)
    key = request.args.get("show", "all")
    if key not in CHOICES:
        abort(404)
    worries = open_worries_for(session, current_user, now)
    name = cluster_name()
    people = [worker.person.id for worker in whole.workers if worker.person]
    unsent = lent("unsent_words", people, figures, now, otherwise={})
    note(session, current_user, "team.view", about="team", now=now)
    session.commit()
    return render_template(
        "desk/team.html",
        cluster_name=name,
        workers=chosen_of(whole, key, figures, today),
        chosen=key,
        chips=chips_of(whole, figures, today),
        counts=counts_words(whole),
        unsent=unsent,
        looks=looks_of(whole, figures, today) if key in ("all", "look") else [],
        worries=worries if key in ("all", "look") else [],
        states={line.episode_id: states_of(line, figures, today) for line in whole.lines},
        threads={line.episode_id: thread(line.week, line.weeks) for line in whole.lines},
        children_words=children_words,
        last_seen_words=last_seen_words,
        seen_alone_words=lambda line: seen_alone_words(line, today),
        may_open=not current_user.may(Can.FAMILY_REASON),
        may_add=current_user.may(Can.FAMILY_ADD),
        now=now,
        today=today,
    )
