"""Today, and the page called More."""

from datetime import date

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.clusters.models import Cluster
from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.desk.day import Day, day_for
from app.desk.more import doors_for
from app.desk.outside import note_looks, outside_for
from app.desk.routes import bp
from app.desk.walks import walks_of
from app.desk.words import ending_words, lay_out
from app.visits import watch_words
from app.web.demo import is_demo
from app.web.kept import keep_offline
from app.web.lending import lent
from app.web.permissions import allow
from app.web.session import session
from app.worries.queries import open_worries_for


@bp.get("/")
@allow(Can.SIGNED_IN)
def start() -> ResponseReturnValue:
    return redirect(url_for("desk.today" if current_user.may(Can.DAY_READ) else "desk.more"))


@bp.get("/today")
@allow(Can.DAY_READ)
@keep_offline
def today() -> ResponseReturnValue:
    if current_user.may(Can.TEAM_READ) and not walks_of(session, current_user, clock.today()):
        return redirect(url_for("desk.team_today"))
    return _day(clock.today())


@bp.get("/today/<on>")
@allow(Can.DAY_READ)
@keep_offline
def day(on: str) -> ResponseReturnValue:
    try:
        shown = date.fromisoformat(on)
    except ValueError:
        abort(404)
    # One way to write a day, and none at the ends of the calendar, which have no day before or after.
    if on != shown.isoformat() or not date.min.year < shown.year < date.max.year:
        abort(404)
    return _day(shown)


def _day(on: date) -> ResponseReturnValue:
    now = clock.now()
    shown: Day = day_for(session, current_user, on, now, figures_of(session, current_user.cluster_id))
    worries = open_worries_for(session, current_user, now)
    today = clock.local(now).date()
    laid = lay_out(shown, now)
    outside = outside_for(session, current_user, laid.next if on == today else None, now, demo=is_demo())
    note_looks(session, current_user, outside.late, now)
    held = lent("held_here", current_user, now)
    note(session, current_user, "day.view", about="day", now=now)
    session.commit()
    return render_template(
        "desk/today.html",
        day=shown,
        worries=worries,
        held=held,
        now=now,
        today=today,
        leads_a_team=current_user.may(Can.TEAM_READ),
        words=watch_words,
        ending_words=ending_words,
        **vars(outside),
        **vars(laid),
    )


@bp.get("/more")
@allow(Can.SIGNED_IN)
@keep_offline
def more() -> ResponseReturnValue:
    return render_template(
        "desk/more.html",
        cluster_name=cluster_name(),
        role_words=current_user.role_words,
        groups=doors_for(current_user),
    )


def cluster_name() -> str:
    """The name of the cluster of whoever is signed in; empty for those who belong to none."""
    cluster = session.get(Cluster, current_user.cluster_id) if current_user.cluster_id else None
    return cluster.name if cluster else ""
