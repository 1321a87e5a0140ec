"""Who has checked the words of a language: from then on families may choose it."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core import clock
from app.core.permissions import Can
from app.home import actions
from app.home.catalogues import ENGLISH, tags
from app.home.forms import CheckForm
from app.home.languages import language_of
from app.home.queries import languages_checked
from app.home.routes import bp
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session


@bp.get("/settings/languages")
@allow(Can.SETTINGS_MANAGE)
def spoken() -> ResponseReturnValue:
    checked = languages_checked(session)
    every = [(language_of(tag, checked=tag in checked), checked.get(tag)) for tag in tags() if tag != ENGLISH]
    return render_template("home/languages.html", every=every, today=clock.today())


@bp.get("/settings/languages/<tag>")
@allow(Can.SETTINGS_MANAGE)
def one_language(tag: str) -> ResponseReturnValue:
    return render_template("home/language.html", **_page(tag))


@bp.post("/settings/languages/<tag>")
@allow(Can.SETTINGS_MANAGE)
def check(tag: str) -> ResponseReturnValue:
    page = _page(tag)
    form: CheckForm = page["form"]  # type: ignore[assignment]
    if form.validate():
        with form.refusals():
            actions.check_language(session, tag, current_user, form.entry(), now=clock.now())
            session.commit()
            return go(url_for("home.spoken"))
    return try_again("home/_language_form.html", page="home/language.html", **page)


def _page(tag: str) -> dict[str, object]:
    if tag not in tags() or tag == ENGLISH:
        abort(404)
    row = languages_checked(session).get(tag)
    form = CheckForm(data={"checked_by": row.checked_by if row else "", "checked_on": row.checked_on if row else None})
    return {"form": form, "tag": tag, "about": language_of(tag, checked=row is not None)}
