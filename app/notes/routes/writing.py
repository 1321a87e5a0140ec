"""Recording a contact, reading a note, putting it right."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast
from uuid import UUID

from flask import Flask, abort, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from app.audit.actions import note as leave_trail
from app.clusters.queries import words_of
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode, Family
from app.notes.actions import amend_note, keep_as, look_at, write_note
from app.notes.forms import KINDS, PARTS, AmendForm, ContactForm, KeepForm, Parts, Standing, amend_form
from app.notes.models import DECIDED, Note, NoteKind, Readers
from app.notes.queries import WholeNote, families_to_write_of, note_seen_by, people_of, whole_note
from app.notes.routes.blueprint import bp
from app.notes.words import NotePage, page_of
from app.promises.actions import promise
from app.web.answers import ask_more, go, try_again
from app.web.deliveries import keep as keep_it
from app.web.deliveries import works_offline, written_at
from app.web.filters import time_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session

FOLLOW = "withy_follow_note"
Follow = Callable[[Session, Note], None]


def init_notes(app: Flask, follow: Follow) -> None:
    """Let what hangs on a note follow when it is put right: the visits, which lie above it, hand that in."""
    app.extensions[FOLLOW] = follow


@bp.get("/contacts/new")
@allow(Can.NOTE_WRITE)
@keep_offline
def new_contact() -> ResponseReturnValue:
    form = _contact_form()
    if "family" in request.args and form.chosen() is None:
        abort(404)
    _leave_contact_trail(form)
    return render_template("notes/contact.html", **_contact_page(form))


@bp.post("/contacts/new")
@allow(Can.NOTE_WRITE)
@works_offline
def record_contact() -> ResponseReturnValue:
    form, now = _contact_form(), clock.now()
    if "choose" in request.form:
        return _people_of_chosen(form)
    chosen = form.chosen()
    if form.validate() and chosen is not None:
        with form.refusals():
            episode = session.get_one(Episode, chosen.episode_id)
            entry = replace(form.entry(), written_at=written_at())
            note = write_note(session, episode, current_user, entry, now=now)
            shared = not session.get_one(Family, episode.family_id).safety_flag
            if promised := form.promise(shared=shared):
                promise(session, episode, current_user, promised, source="note", source_id=note.id, now=now)
            keep_it(session)
            flash(f"Held by Withy, {time_words(now)}")
            return go(url_for("desk.family", family_id=episode.family_id))
    session.rollback()
    _leave_contact_trail(form)
    return try_again("notes/_contact_form.html", page="notes/contact.html", **_contact_page(form))


def _people_of_chosen(form: ContactForm) -> ResponseReturnValue:
    """Choosing a family asks who is in it: nothing is saved, and nothing typed is lost."""
    _leave_contact_trail(form)
    return ask_more("notes/_contact_form.html", page="notes/contact.html", **_contact_page(form))


def _contact_form() -> ContactForm:
    now = clock.now()
    at = clock.local(now)
    kind, tick = request.args.get("kind", ""), request.args.get("with", "")
    form = ContactForm(
        data={
            "family": request.args.get("family"),
            "kind": kind if kind in KINDS else NoteKind.CALL,
            "who": [tick] if tick else [],
            "day": at.date(),
            "time": at.time(),
            "readers": Readers.TEAM,
        }
    )
    form.offer(families_to_write_of(session, current_user, written_at()), current_user)
    if chosen := form.chosen():
        form.around(people_of(session, chosen.family_id, at.date()))
    return form


def _leave_contact_trail(form: ContactForm) -> None:
    """The page names families; with one chosen, its people too."""
    if chosen := form.chosen():
        saw(session, current_user, chosen.family_id, "contact", now=clock.now())
    else:
        leave_trail(session, current_user, "families.view", about="contact", now=clock.now())
    session.commit()


def _contact_page(form: ContactForm) -> dict[str, object]:
    asked = form.families.get(request.args.get("family", ""))
    return {
        "form": form,
        "came_from": asked,
        "chosen": form.chosen(),
        "when": form.when_words(clock.today()),
        "of_now": form.is_of_now(clock.now()),
    }


@bp.get("/notes/<uuid:note_id>")
@allow(Can.FAMILY_READ)
@keep_offline
def read(note_id: UUID) -> ResponseReturnValue:
    whole, family = _whole(note_id)
    form = KeepForm(data={"readers": whole.note.readers, "significant": whole.note.significant})
    look_at(session, current_user, whole.note, now=clock.now())
    session.commit()
    return render_template("notes/read.html", **_read_page(whole, family), form=form)


@bp.post("/notes/<uuid:note_id>/readers")
@allow(Can.NOTE_AMEND)
def keep(note_id: UUID) -> ResponseReturnValue:
    whole, family = _whole_to_change(note_id)
    if whole.note.kind in DECIDED:
        abort(404)
    form, now = KeepForm(), clock.now()
    if form.validate():
        keep_as(session, whole.note, current_user, form.entry(), now=now)
        session.commit()
        flash(f"Held by Withy, {time_words(now)}")
        return go(url_for("notes.read", note_id=note_id))
    return try_again("notes/_keep_form.html", page="notes/read.html", **_read_page(whole, family), form=form)


def _read_page(whole: WholeNote, family: Family) -> dict[str, object]:
    return {"shown": _shown(whole, family), "may_amend": _may_change(whole.note), "PARTS": PARTS}


def _shown(whole: WholeNote, family: Family) -> NotePage:
    return page_of(whole, family, words_of(session, family.cluster_id, "topics"), clock.today())


@bp.get("/notes/<uuid:note_id>/amendment")
@allow(Can.NOTE_AMEND)
@keep_offline
def amendment(note_id: UUID) -> ResponseReturnValue:
    whole, family = _whole_to_change(note_id)
    form = amend_form(_part(), whole.now.number, Standing.of(whole))
    look_at(session, current_user, whole.note, now=clock.now())
    session.commit()
    return render_template("notes/amendment.html", **_amend_page(whole, family, form))


@bp.post("/notes/<uuid:note_id>/amendment")
@allow(Can.NOTE_AMEND)
@works_offline
def amend(note_id: UUID) -> ResponseReturnValue:
    whole, now = _whole_to_change(note_id)[0], clock.now()
    form = amend_form(_part(), whole.now.number, Standing.of(whole))
    if form.validate():
        with form.refusals():
            amend_note(session, whole.note, current_user, form.entry(Standing.of(whole)), now=now)
            cast(Follow, current_app.extensions[FOLLOW])(session, whole.note)
            keep_it(session)
            flash(f"Both versions held by Withy, {time_words(now)}")
            return go(url_for("notes.read", note_id=note_id))
    session.rollback()
    whole, family = _whole(note_id)
    return try_again("notes/_amend_form.html", page="notes/amendment.html", **_amend_page(whole, family, form))


def _amend_page(whole: WholeNote, family: Family, form: AmendForm) -> dict[str, object]:
    shown = _shown(whole, family)
    meanwhile = ""
    if form.version.errors:
        # Somebody was quicker: what they wrote stands beside what was typed here, and saving asks again.
        meanwhile = shown.now_in(_part()) or "Nothing"
        form.version.data = str(whole.now.number)
    return {"shown": shown, "form": form, "which": _part(), "PARTS": PARTS, "meanwhile": meanwhile}


def _part() -> str:
    part = request.args.get("part", Parts.HAPPENED)
    return part if part in PARTS else abort(404)


def _whole(note_id: UUID) -> tuple[WholeNote, Family]:
    note = note_seen_by(session, current_user, note_id, written_at()) or abort(404)
    return whole_note(session, note), session.get_one(Family, note.family_id)


def _may_change(note: Note) -> bool:
    """What a supervisor decided is put right by who may decide."""
    return current_user.may(Can.NOTE_AMEND) and (note.kind not in DECIDED or current_user.may(Can.OVERSIGHT_WRITE))


def _whole_to_change(note_id: UUID) -> tuple[WholeNote, Family]:
    whole, family = _whole(note_id)
    return (whole, family) if _may_change(whole.note) else abort(404)
