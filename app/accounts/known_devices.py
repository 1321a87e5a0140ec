"""Devices on which somebody signed in before: a signed cookie with a random number for each person.

It opens nothing. A known device has its own lane for tries (see actions/throttles.py), and its pages
keep their form tokens over several sign-ins of the same person, so that a page left open can still
be sent after signing in again.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

import flask
from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes

from app.accounts.models import User

LASTS = 180 * 24 * 3600  # seconds
# People who share one device: the one who came first is forgotten.
MOST = 5


def known_devices() -> dict[UUID, str]:
    """By person, the number that this device has for them."""
    try:
        said = _serializer().loads(request.cookies.get(_cookie(), ""), max_age=LASTS)
        return {UUID(person): str(number) for person, number in said.items()}
    except (BadData, ValueError, AttributeError):
        return {}


def device_for(person: User) -> str | None:
    """The number that this device has for somebody who signed in on it before."""
    return known_devices().get(person.id)


def know_device(person: User) -> str:
    """Remember, with this answer, that this person signs in here; returns the number."""
    known = known_devices()
    number = known.pop(person.id, None) or secrets.token_urlsafe(12)
    known[person.id] = number
    said = _serializer().dumps({str(who): what for who, what in list(known.items())[-MOST:]})

    @flask.after_this_request
    def set_cookie(answer: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(_cookie(), said, max_age=LASTS, secure=secure, httponly=True, samesite="Lax")
        return answer

    return number


def form_secret(person_id: UUID, number: str) -> str:
    """What the form tokens of this person's pages on this device are made from."""
    key = want_bytes(current_app.secret_key or "")
    return hmac.new(key, f"forms:{person_id}:{number}".encode(), hashlib.sha256).hexdigest()


def owner_of_token(token: str) -> UUID | None:
    """For whom the page was made that sent this form token; nobody where it was not made on this device."""
    try:
        secret = URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token").loads(token)
    except BadData:
        return None
    for person_id, number in known_devices().items():
        if hmac.compare_digest(form_secret(person_id, number), str(secret)):
            return person_id
    return None


def _cookie() -> str:
    return "__Host-withy-known" if current_app.config["SESSION_COOKIE_SECURE"] else "withy-known"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known-device")
