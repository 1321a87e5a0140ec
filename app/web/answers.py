"""The two answers to a POST. Nothing else reads request.htmx."""

from collections.abc import Callable

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import make_response


def done(part: str, *, to: str, **context: object) -> ResponseReturnValue:
    """It worked: the changed part for htmx, the next page for a plain browser."""
    if request.htmx:  # type: ignore[attr-defined]
        answer: Response = make_response(render_template(part, **context))
        answer.status_code = 201
        return answer
    return redirect(to, 303)


def go(to: str) -> ResponseReturnValue:
    """It worked, and the next thing is another page, with script or without."""
    if request.htmx:  # type: ignore[attr-defined]
        answer: Response = make_response("", redirect=to)
        return answer
    return redirect(to, 303)


def try_again(part: str, *, page: str, **context: object) -> ResponseReturnValue:
    """It did not: the same form, still filled in, with words beside the fields."""
    return render_template(part if request.htmx else page, **context), 422  # type: ignore[attr-defined]


def ask_more(part: str, *, page: str, **context: object) -> ResponseReturnValue:
    """Nothing is saved and nothing is wrong: the same form, with more to choose from."""
    return render_template(part if request.htmx else page, **context)  # type: ignore[attr-defined]


def sign_in_first(page: Callable[[], str], *, at: str) -> ResponseReturnValue:
    """Something was sent after the sign-in had ended: with script the browser goes to `at`."""
    if request.htmx:  # type: ignore[attr-defined]
        answer: Response = make_response("", redirect=at)
        answer.status_code = 401
        return answer
    return page(), 401
