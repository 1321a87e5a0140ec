"""Setting a phone up, the pages that lie on it, and what it asks by itself: is Withy there, and will it take this?"""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from marshmallow import ValidationError

from app.accounts.actions import hash_token, hold_sign_in, renew_sign_in
from app.accounts.models import User
from app.accounts.signing_in import SEEN_EVERY, device_words, remember, settings_here, this_sign_in
from app.audit.queries import current_epoch
from app.core import clock
from app.core.permissions import Can
from app.offline.actions import Answer, another_delivery, end_phone, phone_tells, recovery_of, set_up_phone
from app.offline.arriving import batch_of
from app.offline.door import Door
from app.offline.keys import outbox_keys
from app.offline.models import Phone
from app.offline.queries import phone_delivering, phone_resuming, sign_in_to_renew
from app.offline.schemas import plain, waiting_said
from app.web.assets import STATIC
from app.web.lending import lend
from app.web.permissions import allow, public
from app.web.session import session

bp = Blueprint("offline", __name__)

# Every answer to a phone says whose it is: a hotel's Wi-Fi answers too, and with 200.
OURS = "withy"
# How new a sign-in must be that gives out what opens a vault.
FRESH = timedelta(minutes=15)
# The worker that does nothing: it takes the place of any other without waiting, and touches no store.
STAND_ASIDE = """// Withy works with a signal only for now. What waits on this phone stays, and is sent.
addEventListener("install", () => skipWaiting())
addEventListener("activate", event => event.waitUntil(clients.claim()))
"""
LASTS = 400 * 24 * 3600  # seconds: the longest that a browser keeps a cookie


@bp.get("/sync/hello")
@public
def hello() -> ResponseReturnValue:
    """Is Withy there, who is signed in, with which key to seal, and has this phone been shut out?"""
    now = clock.now()
    found, keys = _phone(), outbox_keys()
    phone = found[0] if found else None
    if found is not None:
        _seen(*found, now)
    epoch = current_epoch(session)
    session.commit()
    return _json(
        user=str(current_user.id) if current_user.is_authenticated else None,
        csrf=generate_csrf() if current_user.is_authenticated else None,
        owner=str(phone.user_id) if phone else None,
        wipe=found is not None and _is_shut(*found),
        key={"id": keys[0].id, "public": keys[0].shown},
        epoch=str(epoch.id) if epoch else None,
        build=current_app.jinja_env.globals["build"],
        now=plain(now),
    )


def _is_shut(phone: Phone, owner: User) -> bool:
    """Whether it was ended, or its owner has left."""
    return not phone.is_open or not owner.is_active


def _seen(phone: Phone, owner: User, now: datetime) -> None:
    """When it was last in touch, what waits on it, and which sign-in of its owner is the latest on it.

    One that is shut out is told to clear itself. A leaver's stays shut, also should they come back.
    """
    if said := waiting_said(dict(request.headers)):
        phone_tells(phone, *said, now=now)
    if _is_shut(phone, owner):
        end_phone(session, None, phone, now=now)
        phone.wiped_at = phone.wiped_at or now
    elif now - phone.seen_at > SEEN_EVERY:
        phone.seen_at = now
    if current_user.is_authenticated and current_user.id == phone.user_id:
        phone.sign_in_id = this_sign_in().id


@bp.post("/sync/resume")
@public
def resume() -> ResponseReturnValue:
    """A sign-in that fell quiet or was put on hold goes on, for whoever has opened this phone's vault.

    Never past its own limit.

    A browser that was killed may have lost its cookies too: the phone is known by the token, and given another that
    can deliver. So is one that was lost, or whose sign-in is over: what it kept still arrives, and it can be told.
    """
    now, said = clock.now(), request.get_json(silent=True) or {}
    found = phone_resuming(session, hash_token(str(said.get("token", ""))))
    if found is None:
        return _json(user=None), 401
    phone, person = found
    deliver = "" if deliver_cookie() in request.cookies else another_delivery(phone)
    sign_in = None
    if phone.is_open and person.is_active:
        sign_in = sign_in_to_renew(session, phone, now - settings_here().absolute_limit)
    token = renew_sign_in(session, person, sign_in, now=now) if sign_in else ""
    session.commit()
    if token:
        remember(person, token)
    answer = _json(user=str(person.id) if token else None)
    answer.status_code = 200 if token else 401
    return _with_delivery(answer, deliver) if deliver else answer


@bp.post("/sync/hold")
@allow(Can.DAY_READ)
def hold() -> ResponseReturnValue:
    """The phone goes into a child's hand: this sign-in opens nothing until the vault has been opened again."""
    hold_sign_in(session, current_user, this_sign_in(), now=clock.now())
    session.commit()
    return _json(held=True)


@bp.post("/sync/outbox")
@public
def outbox() -> ResponseReturnValue:
    """Take what a phone kept. Its own credential says whose phone it is: no sign-in is needed, and none is opened."""
    now, found = clock.now(), _phone()
    if found is None:
        return _json(user=None), 401
    try:
        batch = batch_of(request)
    except ValidationError:
        return _json(refused="This is not how a phone sends"), 400
    phone, person = found
    if batch.waiting is not None:
        phone_tells(phone, batch.waiting, batch.since, now=now)
        session.commit()
    door = Door(
        app=current_app._get_current_object(),  # type: ignore[attr-defined]
        session=session,
        phone=phone,
        person=person,
        keys=outbox_keys(),
        most=current_app.config["MAX_CONTENT_LENGTH"],
        sent_at=batch.sent_at,
        now=now,
    )
    return _json(answers=[_said(said.get("id"), door.take(said)) for said in batch.items])


def init_offline(app: Flask) -> None:
    """Let phones deliver: no page of ours asks it, and the browser says itself whose page does.

    And lend pages of rooms below what is known here.
    """
    app.extensions["csrf"].exempt(outbox)
    app.extensions["csrf"].exempt(resume)
    lend(app, "held_here", phone_pages.held_here)
    lend(app, "unsent_words", phone_pages.unsent_words)
    lend(app, "own_phones", phone_pages.own_phones)


@bp.get("/phone/set-up")
@allow(Can.DAY_READ)
def set_up() -> ResponseReturnValue:
    fresh = clock.now() - this_sign_in().started_at <= FRESH
    return render_template("offline/set_up.html", fresh=fresh)


@bp.post("/phone/set-up")
@allow(Can.DAY_READ)
def keep_set_up() -> ResponseReturnValue:
    """The phone's secrets, once, to a browser whose person is signed in."""
    now, most, keys = clock.now(), settings_here().most_devices, outbox_keys()
    before = _vault_of_before(now)
    made = set_up_phone(session, current_user, this_sign_in(), device_words(), most, now=now)
    epoch = current_epoch(session)
    session.commit()
    answer = _json(
        phone=str(made.phone.id),
        resume=made.resume,
        recovery=made.recovery,
        before=before,
        key={"id": keys[0].id, "public": keys[0].shown},
        epoch=str(epoch.id) if epoch else None,
    )
    return _with_delivery(answer, made.deliver)


def _vault_of_before(now: datetime) -> str:
    """Set up again: what opens the vault that lies here, after a new sign-in. The phone of before ends."""
    found = _phone()
    if found is None or found[0].user_id != current_user.id:
        return ""
    phone, share = found[0], ""
    if phone.is_open and now - this_sign_in().started_at <= FRESH:
        share = recovery_of(session, phone, current_user, now=now)
    end_phone(session, current_user, phone, now=now)
    return share


@bp.get("/phone/ready")
@allow(Can.DAY_READ)
def ready() -> ResponseReturnValue:
    return render_template("offline/ready.html")


@bp.get("/phone/unlock")
@public
def unlock() -> ResponseReturnValue:
    return render_template("offline/unlock.html", script="unlock")


@bp.get("/phone/cannot-open")
@public
def cannot_open() -> ResponseReturnValue:
    return render_template("offline/cannot_open.html", script="cannot_open")


@bp.get("/phone/offline")
@public
def no_signal() -> ResponseReturnValue:
    return render_template("offline/offline.html", script="offline")


@bp.get("/phone/hand-over")
@public
def hand_over() -> ResponseReturnValue:
    return render_template("offline/hand_over.html", script="hand_over")


@bp.get("/phone/saved")
@public
def saved() -> ResponseReturnValue:
    return render_template("offline/saved.html", script="saved")


@bp.get("/phone/waiting")
@public
def waiting() -> ResponseReturnValue:
    return render_template("offline/waiting.html", script="waiting")


def _said(item_id: Any, answer: Answer) -> dict[str, Any]:
    """One answer as the phone reads it. `ack` names the very item: nothing else counts as an answer."""
    return {
        "ack": item_id,
        "outcome": answer.outcome.value,
        "at": plain(answer.at),
        "to": answer.to,
        "page": answer.page,
    }


def _json(**said: Any) -> Response:
    return jsonify(app=OURS, **said)


def _phone() -> tuple[Phone, User] | None:
    token = request.cookies.get(deliver_cookie(), "")
    return phone_delivering(session, hash_token(token)) if token else None


def _with_delivery(answer: Response, token: str) -> Response:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(deliver_cookie(), token, max_age=LASTS, secure=secure, httponly=True, samesite="Strict")
    return answer


def deliver_cookie() -> str:
    """The name of the cookie that can only deliver."""
    return "__Host-withy-deliver" if current_app.config["SESSION_COOKIE_SECURE"] else "withy-deliver"


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker, at the root so that it stands before every page. The rest is of this build.

    Switched off, it stands aside at once wherever it is: all is asked of the server, and what phones hold stays there.
    """
    if not current_app.config["WORKER"]:
        return _worker(STAND_ASIDE)
    build = current_app.jinja_env.globals["build"]
    return _worker(f'// The worker of this build.\nimport "/static/{build}/js/offline/worker.js"\n')


def _worker(script: str) -> Response:
    """Asked for anew each time: it says which build there is."""
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/sync/shell")
@public
def shell() -> ResponseReturnValue:
    """Every static file, so that a page that is kept finds its own when there is no signal."""
    build = current_app.jinja_env.globals["build"]
    files = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
    return _json(files=[url_for("static", asked=build, filename=name) for name in files if name != "vendor/words.txt"])


from app.offline import held_pages, phone_pages  # noqa: E402, F401  They hang their views on the blueprint.
