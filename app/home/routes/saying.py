"""What one person says from their own page, and what they may ask of us."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.clusters.queries import choices_of
from app.core import clock
from app.families.models import FamilyMember
from app.families.queries import current_episode
from app.home import actions
from app.home.forms import WhoSeesForm, WordForm
from app.home.models import About, OwnPage
from app.home.routes import bp
from app.home.routes.theirs import open_phone, own_page
from app.web.answers import go
from app.web.permissions import public
from app.web.session import session

# Said on the page about their rights; the others on the page itself.
OF_RIGHTS = (About.PUT_RIGHT, About.COPY, About.STOP)


@bp.post("/our-plan/word")
@public
def say() -> ResponseReturnValue:
    """We can’t make it; something to talk about next time; something to put right."""
    now, found = clock.now(), open_phone()
    if found is None:
        return go(url_for("home.start"))
    person, form = found[1], WordForm()
    way_in, of_rights = session.get_one(OwnPage, person.id), form.about.data in OF_RIGHTS
    if form.validate() and way_in.paused_at is None:
        with form.refusals():
            actions.say_word(session, person, form.entry(), now=now)
            session.commit()
            return go(url_for("home.rights" if of_rights else "home.start", said=form.about.data))
    session.rollback()
    page = _rights(person, way_in) if of_rights else own_page(person, way_in)
    # Paused meanwhile, there is nothing but the numbers to ring.
    shown = "home/rights.html" if of_rights and page["page"].open else "home/plan.html"
    return render_template(shown, **page | {"word_form": form}), 422


@bp.post("/our-plan/who-sees")
@public
def who_sees() -> ResponseReturnValue:
    """A young person lets the people at home see a goal of theirs, or takes it back."""
    found = open_phone()
    if found is None:
        return go(url_for("home.start"))
    person, form = found[1], WhoSeesForm()
    way_in, episode = session.get_one(OwnPage, person.id), current_episode(session, person.family_id)
    if form.validate() and way_in.paused_at is None and episode is not None:
        with form.refusals():
            actions.let_see(session, episode, person, form.entry(), now=clock.now())
            session.commit()
            return go(url_for("home.start", told=form.goal_id.data))
    session.rollback()
    return render_template("home/plan.html", **own_page(person, way_in) | {"who_form": form}), 422


@bp.get("/our-plan/rights")
@public
def rights() -> ResponseReturnValue:
    """What we keep, and what they may ask: to put it right, to have a copy, to stop, to complain."""
    found = open_phone()
    if found is None:
        return go(url_for("home.start"))
    page = _rights(found[1], session.get_one(OwnPage, found[1].id))
    if not page["page"].open:
        return go(url_for("home.start"))
    return render_template("home/rights.html", **page)


def _rights(person: FamilyMember, way_in: OwnPage) -> dict[str, Any]:
    page = own_page(person, way_in)
    # A cluster's own words stay as it wrote them: they are in no list of translations.
    complain_to = [gettext(words) for words in choices_of(session, page["page"].cluster.id, "complaints").values()]
    return page | {"complain_to": complain_to, "said": request.args.get("said", "")}
