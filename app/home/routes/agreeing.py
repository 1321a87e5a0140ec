"""What a worker and a family both agree happened, in plain words, for the people whom they choose."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.queries import members_of
from app.home import actions
from app.home.agreed import AgreedStory, agreed_of
from app.home.forms import AgreedForm
from app.home.routes import bp
from app.home.routes.staff import family_here
from app.home.sharing import is_usually_for
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session

AGREED = "/families/<uuid:family_id>/agreed-notes"


@bp.get(AGREED)
@allow(Can.FAMILY_WRITE)
def agreed_notes(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _page(family_id, now)
    saw(session, current_user, family_id, "agreed notes", now=now)
    session.commit()
    return render_template("home/agreed_notes.html", **page)


@bp.post(AGREED)
@allow(Can.FAMILY_WRITE)
def write_agreed(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _page(family_id, now)
    form: AgreedForm = page["form"]
    if form.validate():
        with form.refusals():
            actions.write_agreed(session, page["episode"], current_user, form.entry(), now=now)
            session.commit()
            return go(url_for("home.agreed_notes", family_id=family_id, saved=1))
    return try_again("home/_agreed_form.html", page="home/agreed_notes.html", **page)


def _page(family_id: UUID, now: datetime) -> dict[str, Any]:
    family, episode = family_here(family_id, now)
    members, stories = members_of(session, family_id), agreed_of(session, episode)
    before = next((one for one in stories if str(one.now.first_id) == request.args.get("instead_of")), None)
    today = clock.local(now).date()
    chosen = [one.id for one in members if (before.is_for(one.id) if before else is_usually_for(family, one))]
    return {
        "family": family,
        "episode": episode,
        "stories": [(story, _names(story, {one.id: one.known_as for one in members})) for story in stories],
        "form": AgreedForm(members, chosen, _day_asked(today), before),
        "before": before,
        "saved": "saved" in request.args,
        "today": today,
    }


def _names(story: AgreedStory, names: dict[UUID, str]) -> list[str]:
    """For whom it is written now, by the names they go by."""
    return [name for member_id, name in names.items() if story.is_for(member_id)]


def _day_asked(today: date) -> date:
    """The day of the visit that somebody comes from, else today."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
