"""Drawing files, reading one, and what was found."""

from datetime import date, datetime
from secrets import token_hex
from uuid import UUID

from flask import Blueprint, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.clusters.models import Cluster
from app.clusters.queries import figures_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode, Family
from app.families.queries import lead_workers_of
from app.file_audits.actions import answer, draw
from app.file_audits.forms import AnswersForm, DrawForm, answers_form
from app.file_audits.queries import (
    Waiting,
    children_of,
    clusters_audited,
    files_for,
    found_in,
    goals_in,
    readings_of,
    reviewed_on,
)
from app.file_audits.words import LEAST_SAID, SAID_WORDS, quarters_of
from app.notes.queries import timeline
from app.plans.words import STATUS_WORDS
from app.promises.queries import ledger_of
from app.web.answers import go, try_again
from app.web.permissions import allow
from app.web.session import session

bp = Blueprint("file_audits", __name__, url_prefix="/file-audits")
NOTES = 200
WHY = "file audit"


@bp.get("")
@allow(Can.FILE_AUDIT)
def start() -> ResponseReturnValue:
    now = clock.now()
    page = _start_page(DrawForm(), now)
    note(session, current_user, "file_audits.view", about="file_audits", now=now)
    session.commit()
    return render_template("file_audits/start.html", **page)


@bp.post("")
@allow(Can.FILE_AUDIT)
def draw_files() -> ResponseReturnValue:
    form, now = DrawForm(), clock.now()
    if form.validate():
        with form.refusals():
            draw(session, current_user, form.entry(), seed=token_hex(16), now=now)
            session.commit()
            flash("Drawn")
            return go(url_for("file_audits.start"))
    session.rollback()
    page = _start_page(form, now)
    note(session, current_user, "file_audits.view", about="file_audits", now=now)
    session.commit()
    return try_again("file_audits/_draw_form.html", page="file_audits/start.html", **page)


def _start_page(form: DrawForm, now: datetime) -> dict[str, object]:
    return {
        "form": form,
        "waiting": files_for(session, current_user, now),
        "many": figures_of(session, current_user.cluster_id).file_audit_files,
        "today": clock.local(now).date(),
    }


@bp.get("/files/<uuid:file_id>")
@allow(Can.FILE_AUDIT)
def read(file_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found = _file(file_id, now)
    page = _file_page(found, answers_form(found.audit.questions), now)
    saw(session, current_user, found.file.family_id, WHY, reason=WHY, now=now)
    session.commit()
    return render_template("file_audits/file.html", **page)


@bp.post("/files/<uuid:file_id>")
@allow(Can.FILE_AUDIT)
def answered(file_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found = _file(file_id, now)
    form = answers_form(found.audit.questions)
    if form.validate():
        with form.refusals():
            answer(session, found, current_user, form.entry(), now=now)
            session.commit()
            flash("Your answers are kept")
            return go(url_for("file_audits.start"))
    session.rollback()
    found = _file(file_id, now)
    page = _file_page(found, form, now)
    saw(session, current_user, found.file.family_id, WHY, reason=WHY, now=now)
    session.commit()
    return try_again("file_audits/_answers_form.html", page="file_audits/file.html", **page)


def _file(file_id: UUID, now: datetime) -> Waiting:
    return next(iter(files_for(session, current_user, now, file_id=file_id)), None) or abort(404)


def _file_page(found: Waiting, form: AnswersForm, now: datetime) -> dict[str, object]:
    """What was answered so far; and the record, while there is a reading to make."""
    today = clock.local(now).date()
    page: dict[str, object] = {
        "found": found,
        "form": form,
        "readings": readings_of(session, found.file.id),
        "SAID": SAID_WORDS,
        "today": today,
    }
    return page | _record(found, today) if found.number else page


def _record(found: Waiting, today: date) -> dict[str, object]:
    family_id, episode_id = found.file.family_id, found.file.episode_id
    episode = session.get_one(Episode, episode_id)
    days, due_on = reviewed_on(session, episode_id)
    return {
        "family": session.get_one(Family, family_id),
        "episode": episode,
        "lead": lead_workers_of(session, [episode_id], today).get(episode_id),
        "children": children_of(session, family_id, today),
        "goals": goals_in(session, episode_id),
        "STATUS": STATUS_WORDS,
        "reviewed": days,
        "review_due_on": due_on,
        "ledger": ledger_of(session, family_id),
        "notes": timeline(session, family_id, limit=NOTES),
    }


@bp.get("/results")
@allow(Can.FILE_AUDIT_RESULTS)
def results() -> ResponseReturnValue:
    """The team sees its own cluster; whoever audits sees every cluster, without small counts."""
    now = clock.now()
    within = current_user.may(Can.FILE_AUDIT)
    clusters = [session.get_one(Cluster, current_user.cluster_id)] if within else clusters_audited(session)
    found = [(cluster, quarters_of(found_in(session, cluster.id), within=within)) for cluster in clusters]
    note(session, current_user, "file_audits.view", about="results", now=now)
    session.commit()
    return render_template(
        "file_audits/results.html", found=found, within=within, least=LEAST_SAID, heads=[*SAID_WORDS.values()]
    )
