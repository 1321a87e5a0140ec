"""The floor: the same sign-in and person, then the same template over the same data, held in memory.

What a page costs above this is what it asks of the database and how it puts the answers together.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, before_render_template, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from jinja2 import Template

from app.audit.actions import note
from app.core.permissions import Can
from app.web.permissions import allow
from app.web.session import session
from bench.instance import NOW
from bench.visitors import Visitor, send

# Bytes by which the two may differ: which tab of the navigation is marked, and whose page it is for a phone.
OWN_MARKS = 128
# What each request puts into its own context.
OF_THE_REQUEST = {"g", "request", "session", "current_user"}


class Floor:
    """Addresses of an application that answer with a page's template over what it was given before."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.held: list[tuple[str, dict[str, Any]]] = []
        for name, view in (("floor", self._page), ("trail", self._page_with_trail)):
            app.add_url_rule(f"/bench/{name}/<int:number>", f"bench.{name}", allow(Can.SIGNED_IN)(_plain(view)))

    def of(self, visitor: Visitor, page: str) -> tuple[str, str]:
        """The floor's address for this page of this visitor, and the same with a look left in the trail."""
        with _listening() as heard:
            answer = send(self.app, visitor.environ(visitor.addresses[page]))
        if answer.status != 200 or not heard:
            raise LookupError(f"{page} answered {answer.status}")
        name, context = heard[-1]
        self.held.append((name, {key: value for key, value in context.items() if key not in OF_THE_REQUEST}))
        number = len(self.held) - 1
        same = send(self.app, visitor.environ(f"/bench/floor/{number}"))
        if abs(len(same.body) - len(answer.body)) > OWN_MARKS:
            raise LookupError(f"the floor of {page} has {len(same.body)} bytes, the page {len(answer.body)}")
        return f"/bench/floor/{number}", f"/bench/trail/{number}"

    def _page(self, number: int) -> ResponseReturnValue:
        # Read from the database as on every page.
        _ = current_user.id
        name, context = self.held[number]
        return render_template(name, **context)

    def _page_with_trail(self, number: int) -> ResponseReturnValue:
        note(session, current_user, "day.view", about="day", now=NOW)
        session.commit()
        return self._page(number)


def _plain(view: Callable[[int], ResponseReturnValue]) -> Callable[[int], ResponseReturnValue]:
    """A function of its own, on which the permission can be written."""

    def answer(number: int) -> ResponseReturnValue:
        return view(number)

    return answer


class _listening:
    """What templates were rendered with, while it listens."""

    def __enter__(self) -> list[tuple[str, dict[str, Any]]]:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.hear: Callable[..., None] = self._hear
        before_render_template.connect(self.hear)
        return self.heard

    def _hear(self, _app: Flask, template: Template, context: dict[str, Any], **_: object) -> None:
        self.heard.append((str(template.name), dict(context)))

    def __exit__(self, *_: object) -> None:
        before_render_template.disconnect(self.hear)
