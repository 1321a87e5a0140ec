"""A form that was sent after its sign-in had ended: kept, and put back once the same person signs in.

Whose form it was is known from the sign-in behind the cookie, which has ended but did exist, or,
where the cookie is gone too, from the form's own token, which is made for one person on one device.
"""

from typing import cast
from uuid import UUID

import flask
from flask import Flask, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.accounts.actions import hash_token
from app.accounts.actions.kept_forms import KEPT_FOR, drop_forms, keep_form, what_was_typed
from app.accounts.known_devices import owner_of_token
from app.accounts.models import KeptForm, User
from app.accounts.queries import kept_forms_of, person_of_past_sign_in
from app.core import clock
from app.web.answers import sign_in_first
from app.web.own_pages import own_page
from app.web.session import session

# Under this name the cookie holds the ids of what was kept from this browser.
KEPT = "kept"


def init_late_forms(app: Flask) -> None:
    """Leave the web room what it may not import: who fills a form, who keeps a stale one."""
    app.extensions["withy_words_kept"] = _words_of
    app.extensions["withy_stale_form"] = _stale
    app.after_request(_drop_what_arrived)


def answer_late_form() -> ResponseReturnValue:
    """Something was sent without a sign-in: keep it for whoever it is from, and ask them to sign in."""
    owner = person_of_past_sign_in(session, hash_token(flask.session.get("_user_id", "")))
    return _keep_and_ask(owner)


def forms_waiting_for(person: User) -> list[KeptForm]:
    """What this person sent from this browser after a sign-in had ended, the latest first."""
    ids = [UUID(said) for said in flask.session.get(KEPT, ())]
    return list(kept_forms_of(session, person, ids, clock.now() - KEPT_FOR)) if ids else []


def page_of(form: KeptForm) -> str:
    """The address at which the form comes back filled in."""
    return f"{form.page}{'&' if '?' in form.page else '?'}kept={form.id}"


def _stale() -> ResponseReturnValue | None:
    """A form with a token that does not fit: the page is of another sign-in, or the cookie is gone."""
    if request.endpoint == "accounts.try_sign_in":
        g.sign_in_stale = True
        return page_at("accounts.sign_in"), 400
    owner_id = owner_of_token(request.form.get("csrf_token", "") or request.headers.get("X-CSRFToken", ""))
    owner = session.get(User, owner_id) if owner_id else None
    if owner is None or owner.left_on is not None:
        return None
    if current_user.is_authenticated:
        # Somebody else has signed in meanwhile: it waits for its owner, and is not theirs to see.
        _keep(owner)
        return None
    return _keep_and_ask(owner)


def _keep_and_ask(owner: User | None) -> ResponseReturnValue:
    if owner is not None:
        _keep(owner)
    return sign_in_first(lambda: page_at("accounts.sign_in"), at=url_for("accounts.sign_in"))


def page_at(endpoint: str) -> str:
    """The page that this view answers to a stranger with."""
    return cast(str, flask.current_app.view_functions[endpoint]())


def _keep(owner: User) -> None:
    said = [(name, words) for name, words in request.form.items(multi=True) if not _is_secret(name)]
    sent_to = request.full_path.removesuffix("?")
    # The form's own page where it has one, else the page that it stood on.
    page = own_page(sent_to) or own_page(request.referrer or "")
    if not said or page is None:
        return
    form = keep_form(session, owner, _without_kept(page), sent_to, said, now=clock.now())
    session.commit()
    if form is None:
        g.too_long_to_keep = True
        return
    flask.session[KEPT] = [*flask.session.get(KEPT, ()), str(form.id)][-10:]


def _is_secret(name: str) -> bool:
    """Passwords, codes and the form's token are never kept; nor are files, which are not in the form."""
    return "password" in name or name == "code" or name.endswith("csrf_token")


def _without_kept(page: str) -> str:
    path, _, query = page.partition("?")
    rest = "&".join(part for part in query.split("&") if part and not part.startswith("kept="))
    return f"{path}?{rest}" if rest else path


def _words_of(kept: str) -> MultiDict[str, str] | None:
    """What this person typed, for the page on which they typed it."""
    try:
        form_id = UUID(kept)
    except ValueError:
        return None
    if not current_user.is_authenticated:
        return None
    for form in kept_forms_of(session, current_user, [form_id], clock.now() - KEPT_FOR):
        if form.page.partition("?")[0] == request.path:
            return MultiDict(what_was_typed(session, form))
    return None


def _drop_what_arrived(answer: Response) -> Response:
    """The form has been sent again and taken: what was kept of it goes."""
    if request.method != "POST" or answer.status_code >= 400 or not flask.session.get(KEPT):  # noqa: PLR2004
        return answer
    if current_user.is_authenticated:
        sent_to = request.full_path.removesuffix("?")
        arrived = [form for form in forms_waiting_for(current_user) if form.sent_to == sent_to]
        if arrived:
            drop_forms(session, arrived)
            session.commit()
            gone = {str(form.id) for form in arrived}
            flask.session[KEPT] = [said for said in flask.session[KEPT] if said not in gone]
    return answer
