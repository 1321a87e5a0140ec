"""Every page of a family begins here: find it through the eyes of who looks, and answer a form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from app.clusters.models import Cluster
from app.clusters.queries import figures_of
from app.core import clock
from app.core.db import hold
from app.core.permissions import Can
from app.families.actions import saw
from app.families.forms.boxes import ChangeForm
from app.families.models import Family
from app.families.queries import family_known_to, family_seen_by, part_of
from app.families.queries.knowing import Part
from app.web.answers import go, try_again
from app.web.forms import Form
from app.web.session import session

BOTH = ["GET", "POST"]


def opened(family_id: UUID) -> tuple[Family, datetime]:
    """The family and this moment. A cluster manager is asked for a reason; others meet 404."""
    now = clock.now()
    family = family_seen_by(session, current_user, family_id, now)
    if family is None:
        asks = request.method == "GET" and current_user.may(Can.FAMILY_REASON)
        if asks and family_known_to(session, current_user, family_id, now) is not None:
            abort(redirect(url_for("families.reason", family_id=family_id), 303))
        abort(404)
    return family, now


def part(kind: type[Part], family: Family, part_id: UUID) -> Part:
    """One row of this family, or 404."""
    return part_of(session, kind, family.id, part_id) or abort(404)


def ask_again_by(family: Family, now: datetime) -> date:
    """The day that a form suggests for asking again: so many weeks from now as the cluster says."""
    return clock.local(now).date() + timedelta(weeks=figures_of(session, family.cluster_id).look_again_weeks)


def own_cluster() -> Cluster:
    """The cluster of whoever is signed in."""
    cluster = session.get(Cluster, current_user.cluster_id) if current_user.cluster_id else None
    return cluster or abort(404)


def keep(act: Callable[[], object]) -> None:
    """Do it and commit. The same form sent twice at once: the second then finds what the first made."""
    try:
        act()
        session.commit()
    except IntegrityError:
        session.rollback()
        act()
        session.commit()


@dataclass(frozen=True, kw_only=True)
class Change:
    """A page with one form that changes one thing of a family.

    `boxes` names the fragment with the form's boxes, `back_to` the section of the details page.
    """

    boxes: str
    heading: str
    button: str
    saved: str
    back_to: str
    about: str = ""


def changed(
    family: Family, form: Form, change: Change, act: Callable[[], object], now: datetime, **more: object
) -> ResponseReturnValue:
    """The page, or the answer to its form: kept and back to the details, or once more with words."""
    back = url_for("families.details", family_id=family.id, _anchor=change.back_to)
    shown = {"family": family, "form": form, "change": change, "back_to": back, "here": request.path, **more}
    if request.method == "GET":
        saw(session, current_user, family.id, change.boxes, now=now)
        session.commit()
        return render_template("families/change.html", **shown)
    if form.validate() and not _moved_on(family, form):
        with form.refusals():
            keep(act)
            flash(change.saved)
            return go(back)
    return try_again("families/_change.html", page="families/change.html", **shown)


def _moved_on(family: Family, form: Form) -> bool:
    if not isinstance(form, ChangeForm):
        return False
    hold(session, family)  # Whoever saves at the same moment waits, and is then shown what this one kept.
    if form.row is not None:
        session.refresh(form.row)
    return form.moved_on()
