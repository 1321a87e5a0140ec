"""A family's details on one page, each section with its ways to change it."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.queries import reasoned_look_of
from app.families.queries.details import details_of
from app.families.routes.blueprint import bp
from app.families.routes.opening import opened
from app.families.words import ok_words, person_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session


@bp.get("/<uuid:family_id>/details")
@allow(Can.FAMILY_READ)
@keep_offline
def details(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    shown = details_of(session, family, now)
    look = reasoned_look_of(session, current_user, family.id, now) if current_user.may(Can.FAMILY_REASON) else None
    saw(session, current_user, family.id, "details", now=now)
    session.commit()
    return render_template(
        "families/details.html",
        details=shown,
        family=family,
        today=clock.local(now).date(),
        look=look,
        may_write=current_user.may(Can.FAMILY_WRITE),
        may_allocate=current_user.may(Can.FAMILY_ADD),
        may_extend=current_user.may(Can.PLAN_EXTEND),
        may_restrict=current_user.may(Can.FAMILY_RESTRICT),
        person_words=person_words,
        ok_words=ok_words,
    )
