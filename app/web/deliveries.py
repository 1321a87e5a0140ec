"""Forms that a phone kept and sends later: the same views take them as any other form.

A delivery is a request inside a request: the offline room opens what a phone sealed, and asks the form's own view, as
whoever wrote it. Nothing about a form is written twice, so it cannot follow one rule online and another offline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from flask import Flask, Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from app.core import clock
from app.core.db import Base

View = TypeVar("View", bound=Callable[..., object])

# Only the server itself can put this into a request: what a browser sends is spelt HTTP_….
IN_ENVIRON = "withy.delivery"


@dataclass(kw_only=True)
class Delivery:
    """One form that a phone sends. `receipt` is kept in the same transaction as what the form does."""

    person_id: UUID
    sign_in_id: UUID
    written_at: datetime
    receipt: Base
    let_in: "LetIn | None" = None


@dataclass(frozen=True, kw_only=True)
class LetIn:
    """A supervisor's yes to what its writer may no longer send: for one family, kept in the same transaction."""

    by_id: UUID
    family_id: UUID
    keep: Callable[[Session], None]


def works_offline(view: View) -> View:
    """Let a phone keep this form and send it later. Its view finishes with `keep`, never with a plain commit."""
    view.works_offline = True  # type: ignore[attr-defined]
    return view


def is_again() -> bool:
    """Whether a phone opens a form once more that was refused, to put what was typed back into it.

    The form then shows, whatever has become of what it is about: saving it says what may be done.
    """
    return "again" in request.args


def delivery() -> Delivery | None:
    """What this request delivers; None for a form that comes straight from a browser."""
    return cast("Delivery | None", request.environ.get(IN_ENVIRON))


def written_at() -> datetime:
    """When the form of this request was written: now, or earlier on a phone. Who may write is asked of that moment."""
    sent = delivery()
    return sent.written_at if sent else clock.now()


def keep(session: Session) -> None:
    """Commit what a form did, and with it the receipt for the phone that sent it: both or neither."""
    if sent := delivery():
        session.add(sent.receipt)
        if sent.let_in:
            sent.let_in.keep(session)
    session.commit()


def deliver(app: Flask, sent: Delivery, address: str, said: Sequence[tuple[str, str]]) -> Response:
    """Ask the view of this address to take the form, in a request of its own."""
    environ = EnvironBuilder(
        path=address,
        base_url=request.url_root,
        method="POST",
        data=MultiDict(said),
        environ_overrides={IN_ENVIRON: sent},
    ).get_environ()
    # A context of its own first: another person, another transaction, nothing of the request around it.
    with app.app_context(), app.request_context(environ):
        return app.full_dispatch_request()
