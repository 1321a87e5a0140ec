"""Every view says which verb it needs. A silent view is shut."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core.permissions import Can

View = TypeVar("View", bound=Callable[..., object])


def allow(verb: Can) -> Callable[[View], View]:
    """Open this view to people whose role has the verb."""

    def mark(view: View) -> View:
        view.permission = verb  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open this view to anyone, signed in or not. Sign-in, static files, health: nothing of a family."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def verb_of(endpoint: str) -> Can:
    """The verb that the view at this endpoint needs. For views that are not public."""
    verb: Can = vars(current_app.view_functions[endpoint])["permission"]
    return verb


def init_permissions(app: Flask) -> None:
    """Check each request before its view runs; a view without a mark answers 404."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # No such address: Flask answers 404 itself.
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission"):
        abort(404)
    if request.method not in ("GET", "HEAD") and _is_from_another_site():
        abort(400)
    if view.permission is None:
        return None
    if not current_user.is_authenticated:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if not current_user.may(view.permission):
        abort(404)
    return None


def _is_from_another_site() -> bool:
    """Whether the browser says that somebody else's page sent this: all do since 2023, older ones by its origin."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in ("cross-site", "same-site")
    return origin is not None and origin not in (f"https://{request.host}", f"http://{request.host}")
