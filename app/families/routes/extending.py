"""A plan that goes on past its end: decided by the cluster's manager, of themselves or when somebody asks."""

from datetime import datetime
from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families import actions
from app.families.actions import saw_ask
from app.families.forms.extending import AnswerForm, MoreWeeksForm
from app.families.queries import current_episode
from app.families.queries.extending import Asked, asks_for, more_weeks_of
from app.families.routes.blueprint import bp
from app.families.routes.opening import BOTH, Change, changed, keep, opened
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.route("/<uuid:family_id>/more-weeks", methods=BOTH)
@allow(Can.PLAN_EXTEND)
def more_weeks(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    episode = current_episode(session, family.id)
    if episode is None or not episode.is_open():
        abort(404)
    form = MoreWeeksForm()
    page = Change(
        boxes="more_weeks",
        heading="Past the end of the plan",
        button="Let it go on",
        saved="Decided",
        back_to="staff",
    )
    return changed(
        family,
        form,
        page,
        lambda: actions.give_more_weeks(session, episode, current_user, form.entry(), now=now),
        now,
        episode=episode,
        decided=more_weeks_of(session, episode.id),
        today=clock.local(now).date(),
    )


@bp.route("/more-weeks-asked/<uuid:ask_id>", methods=BOTH)
@allow(Can.PLAN_EXTEND)
def asked(ask_id: UUID) -> ResponseReturnValue:
    """What somebody asks of this manager: no other reason is needed to read it."""
    now = clock.now()
    found = next(iter(asks_for(session, current_user, now, ask_id=ask_id)), None) or abort(404)
    form = AnswerForm(data={"until_on": found.ask.until_on})
    page = {
        "asked": found,
        "family": found.episode.family,
        "form": form,
        "decided": more_weeks_of(session, found.episode.id),
        "today": clock.local(now).date(),
    }
    if request.method == "GET":
        saw_ask(session, current_user, found.ask, now=now)
        session.commit()
        return render_template("families/asked.html", **page)
    if form.validate():
        with form.refusals():
            keep(lambda: _answer(found, form, now))
            flash("Decided")
            return go(url_for("desk.team_today"))
    return try_again("families/_asked_form.html", page="families/asked.html", **page)


def _answer(found: Asked, form: AnswerForm, now: datetime) -> None:
    if form.given:
        actions.give_more_weeks(session, found.episode, current_user, form.entry(), now=now)
    else:
        why = form.entry().why
        actions.give_no_more_weeks(session, found.ask, found.episode, current_user, why, now=now)
