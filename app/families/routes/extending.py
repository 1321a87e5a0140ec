"""A plan that goes on past its end: decided by the cluster's manager."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families import actions
from app.families.forms.extending import MoreWeeksForm
from app.families.queries import current_episode
from app.families.queries.staffing import more_weeks_of
from app.families.routes.blueprint import bp
from app.families.routes.opening import BOTH, Change, changed, opened
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
