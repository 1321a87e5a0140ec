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


def init_permissions(app: Flask) -> None:
    """Check each request before its view runs; a view without a mark answers 404."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # No such address: Flask answers 404 itself.
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission"):
        abort(404)
    # Where the browser says whose page sent it (all do since 2023), another site's is refused outright.
    if request.method not in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(400)
    if view.permission is None:
        return None
    if not current_user.is_authenticated:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if not current_user.may(view.permission):
        abort(404)
    return None
