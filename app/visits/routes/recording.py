"""The visit note: one form, whether the visit was planned or not, and the page that says it is kept."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode
from app.families.queries import current_episode, family_seen_by
from app.visits import words
from app.visits.actions import record_new_visit, record_visit
from app.visits.forms import VisitForm
from app.visits.forms.choices import STEP, from_now
from app.visits.forms.recording import MOST_ROWS
from app.visits.going_in import GoingIn, going_in
from app.visits.models import Visit, VisitState
from app.visits.queries import Sheet, ladder, own_watches, sheet_of, visit_seen_by, what_was_kept
from app.visits.routes import bp
from app.web.answers import go, try_again
from app.web.deliveries import is_again, works_offline, written_at
from app.web.deliveries import keep as keep_it
from app.web.demo import is_demo
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session
from app.worries.models import Urgency


@bp.get("/visits/<uuid:visit_id>/record")
@allow(Can.VISIT_RECORD)
@keep_offline
def record(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    if visit.state is not VisitState.PLANNED and not is_again():
        return redirect(_where_it_is(visit))
    return _open(visit, episode, now, url_for("visits.record", visit_id=visit.id))


@bp.post("/visits/<uuid:visit_id>/record")
@allow(Can.VISIT_RECORD)
@works_offline
def keep(visit_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    visit, episode = _visit(visit_id, at)
    form = _form(visit, episode, now)
    if not form.asks_for_a_row and form.validate():
        with form.refusals():
            entry = form.entry(written_at=at)
            kept = record_visit(session, visit, current_user, entry, beside=form.beside.data, now=now)
            keep_it(session)
            return go(_after(form, kept))
    session.rollback()
    visit, episode = _visit(visit_id, at)
    return _again(form, visit, episode, now, url_for("visits.record", visit_id=visit_id))


@bp.get("/families/<uuid:family_id>/visits/new")
@allow(Can.VISIT_RECORD)
@keep_offline
def new(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    episode = _episode(family_id, now)
    return _open(_just_now(episode, now), episode, now, url_for("visits.new", family_id=family_id))


@bp.post("/families/<uuid:family_id>/visits/new")
@allow(Can.VISIT_RECORD)
@works_offline
def keep_new(family_id: UUID) -> ResponseReturnValue:
    now, at = clock.now(), written_at()
    episode = _episode(family_id, at)
    form = _form(_just_now(episode, now), episode, now)
    if not form.asks_for_a_row and form.validate():
        with form.refusals():
            kept = record_new_visit(session, episode, current_user, form.entry(written_at=at), now=now)
            keep_it(session)
            return go(_after(form, kept))
    session.rollback()
    episode = _episode(family_id, at)
    return _again(form, _just_now(episode, now), episode, now, url_for("visits.new", family_id=family_id))


@bp.get("/visits/<uuid:visit_id>/saved")
@allow(Can.VISIT_RECORD)
def saved(visit_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    visit, episode = _visit(visit_id, now)
    kept = what_was_kept(session, visit, now) or abort(404)
    steps = ladder(session, episode, clock.local(now).date()) if visit.state is VisitState.NO_ANSWER else None
    saw(session, current_user, episode.family_id, "visit-saved", now=now)
    session.commit()
    return render_template(
        "visits/saved.html", kept=kept, episode=episode, ladder=steps, words=words, today=clock.local(now).date()
    )


def _visit(visit_id: UUID, now: datetime) -> tuple[Visit, Episode]:
    return visit_seen_by(session, current_user, visit_id, now) or abort(404)


def _episode(family_id: UUID, now: datetime) -> Episode:
    family_seen_by(session, current_user, family_id, now) or abort(404)
    episode = current_episode(session, family_id)
    return episode if episode is not None and episode.is_open() else abort(404)


def _just_now(episode: Episode, now: datetime) -> Visit:
    """A visit nobody planned, as if it had ended a moment ago; it is not in the diary until it is kept."""
    minutes = figures_of(session, episode.cluster_id).visit_minutes
    ends = now - timedelta(minutes=now.minute % STEP, seconds=now.second, microseconds=now.microsecond)
    return Visit(
        family_id=episode.family_id,
        episode_id=episode.id,
        worker_id=current_user.id,
        starts_at=ends - timedelta(minutes=minutes),
        ends_at=ends,
        place="at home",
        interpreter="",
        state=VisitState.PLANNED,
    )


def _form(visit: Visit, episode: Episode, now: datetime) -> VisitForm:
    return VisitForm(sheet_of(session, visit, episode, current_user, clock.local(now).date()), now)


def _open(visit: Visit, episode: Episode, now: datetime, here: str) -> ResponseReturnValue:
    page = _page(_form(visit, episode, now), now, here)
    saw(session, current_user, episode.family_id, "visit-note", now=now)
    session.commit()
    return render_template("visits/record.html", **page)


def _again(form: VisitForm, visit: Visit, episode: Episode, now: datetime, here: str) -> ResponseReturnValue:
    """The form as it was typed, beside the family as it is now."""
    form.fit(sheet_of(session, visit, episode, current_user, clock.local(now).date()), now)
    return try_again("visits/_form.html", page="visits/record.html", **_page(form, now, here))


def _page(form: VisitForm, now: datetime, here: str) -> dict[str, Any]:
    sheet, today = form.sheet, clock.local(now).date()
    visit, new = sheet.visit, sheet.visit.id is None
    day = clock.local(visit.starts_at).date()
    week, weeks = sheet.episode.week(day), sheet.episode.weeks
    goes_in = day == today and not new
    begins, ends, _ = from_now(visit)
    return {
        "form": form,
        "sheet": sheet,
        "here": here,
        "new": new,
        "going": _going(sheet, now) if goes_in else None,
        "now": now,
        "today": today,
        "words": words,
        "most_rows": MOST_ROWS,
        "facts": words.facts(visit, week, weeks, today, **begins),
        "when": _when(form, begins, ends),
        "begins": begins,
        "ends": ends,
        "people": {str(member.id): member for member in sheet.members},
        "open_promises": {str(one.promise.id): one for one in sheet.promises},
    }


def _when(form: VisitForm, begins: dict[str, str], ends: dict[str, str]) -> str:
    """The line above the times: as they are in the diary, unless somebody else has put other times there meanwhile."""
    visit = form.sheet.visit
    if form.refused == "recorded":
        return words.times_typed(form.began.data, form.ended.data, form.place.data or visit.place)
    return words.times_just_now(visit, begins, ends) if visit.id is None else words.times(visit)


def _going(sheet: Sheet, now: datetime) -> GoingIn:
    own = own_watches(session, current_user)
    return going_in(session, sheet.visit, current_user, own, sheet.around, now, demo=is_demo())


def _after(form: VisitForm, kept: Visit) -> str:
    """A worry that needs a person today comes first; then what was kept."""
    if form.worry.data == Urgency.TODAY and kept.note_id is not None:
        return url_for("worries.read", worry_id=uuid5(kept.note_id, "worry"))
    return url_for("visits.saved", visit_id=kept.id)


def _where_it_is(visit: Visit) -> str:
    """Where a visit is read that is no longer to be written down."""
    if visit.state is VisitState.MOVED and visit.moved_to_id is not None:
        return url_for("visits.record", visit_id=visit.moved_to_id)
    if visit.note_id is not None:
        return url_for("notes.read", note_id=visit.note_id)
    return url_for("desk.family", family_id=visit.family_id)
