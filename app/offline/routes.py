"""What phones ask for by themselves: whether Withy is there, and to take what they kept."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from marshmallow import ValidationError

from app.accounts.actions import hash_token
from app.accounts.models import User
from app.accounts.signing_in import SEEN_EVERY
from app.audit.queries import current_epoch
from app.core import clock
from app.offline.actions import Answer
from app.offline.door import Door
from app.offline.keys import outbox_keys
from app.offline.models import Phone
from app.offline.queries import phone_delivering
from app.offline.schemas import BatchSchema, plain
from app.web.permissions import public
from app.web.session import session

bp = Blueprint("offline", __name__)

# Every answer to a phone says whose it is: a hotel's Wi-Fi answers too, and with 200.
OURS = "withy"


@bp.get("/sync/hello")
@public
def hello() -> ResponseReturnValue:
    """Is Withy there, who is signed in, with which key to seal, and has this phone been shut out?"""
    now = clock.now()
    found, keys = _phone(), outbox_keys()
    phone = found[0] if found else None
    if phone is not None and phone.is_open and now - phone.seen_at > SEEN_EVERY:
        phone.seen_at = now
    epoch = current_epoch(session)
    session.commit()
    return _json(
        user=str(current_user.id) if current_user.is_authenticated else None,
        csrf=generate_csrf() if current_user.is_authenticated else None,
        owner=str(phone.user_id) if phone else None,
        wipe=phone is not None and not phone.is_open,
        key={"id": keys[0].id, "public": keys[0].shown},
        epoch=str(epoch.id) if epoch else None,
        build=current_app.jinja_env.globals["build"],
        now=plain(now),
    )


@bp.post("/sync/outbox")
@public
def outbox() -> ResponseReturnValue:
    """Take what a phone kept. Its own credential says whose phone it is: no sign-in is needed, and none is opened."""
    now, found = clock.now(), _phone()
    if found is None:
        return _json(user=None), 401
    try:
        batch = BatchSchema().load(request.get_json(silent=True) or {})
    except ValidationError:
        return _json(refused="This is not how a phone sends"), 400
    phone, person = found
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
    """Let phones deliver: no page of ours asks it, and the browser says itself whose page does."""
    app.extensions["csrf"].exempt(outbox)


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


def deliver_cookie() -> str:
    """The name of the cookie that can only deliver."""
    return "__Host-withy-deliver" if current_app.config["SESSION_COOKIE_SECURE"] else "withy-deliver"
