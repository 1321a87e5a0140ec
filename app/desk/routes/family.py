"""The families somebody works with, and one of them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit.actions import note
from app.clusters.figures import Figures
from app.clusters.queries import figures_of, rules_of
from app.core import clock
from app.core.permissions import Can
from app.desk.families import families_of, is_too_short, matching, sections_of
from app.desk.family import LATEST_NOTES, PARTNER_ICONS, Story, story_of
from app.desk.family_words import family_words, member_words, who_leads
from app.desk.forms import SearchForm
from app.desk.routes import bp
from app.families.actions import saw
from app.families.models import Family
from app.families.queries import family_known_to, family_seen_by
from app.notes.models import NoteKind
from app.notes.queries import TimelineNote, chronology_of, timeline
from app.notes.queries.listing import Before
from app.visits.queries import ladders_by
from app.visits.words import ladder_words
from app.web.kept import keep_offline
from app.web.permissions import allow
from app.web.session import session

NOTES_A_PAGE = 20
EPOCH = datetime.fromtimestamp(0, UTC)


@bp.get("/families")
@allow(Can.FAMILY_READ)
@keep_offline
def families() -> ResponseReturnValue:
    return _families(SearchForm())


@bp.post("/families")
@allow(Can.FAMILY_READ)
def search() -> ResponseReturnValue:
    # Posted, so that no family's name lands in an address or a log.
    return _families(SearchForm())


def _families(form: SearchForm) -> ResponseReturnValue:
    now = clock.now()
    everyone = families_of(session, current_user, now)
    figures = figures_of(session, current_user.cluster_id)
    words = form.find.data or ""
    listed = matching(everyone, words)
    note(session, current_user, "families.view", about="families", now=now)
    session.commit()
    return render_template(
        "desk/families.html",
        form=form,
        words=words,
        too_few=bool(words) and is_too_short(words),
        ending_from=figures.ending_from,
        count=len(everyone),
        found=len(listed),
        sections=sections_of(listed),
        today=clock.local(now).date(),
    )


@bp.get("/families/<uuid:family_id>")
@allow(Can.FAMILY_READ)
@keep_offline
def family(family_id: UUID) -> ResponseReturnValue:
    now, shown = clock.now(), _family(family_id)
    today = clock.local(now).date()
    story = story_of(session, shown, now) or abort(404)
    episode = story.episode
    figures, no_answer = _stands(story, today)
    notes = timeline(session, shown.id, limit=LATEST_NOTES)
    saw(session, current_user, shown.id, "family", now=now)
    session.commit()
    visit_now = story.diary.visit_of(today)
    is_open = episode.is_open()
    return render_template(
        "desk/family.html",
        family=shown,
        story=story,
        notes=notes,
        today=today,
        now=now,
        may_write=is_open and current_user.may(Can.NOTE_WRITE),
        may_change=current_user.may(Can.FAMILY_WRITE),
        visit_now=visit_now,
        partner_icons=PARTNER_ICONS,
        member_words=lambda one: member_words(one, today),
        may_raise=is_open and current_user.may(Can.WORRY_RAISE),
        may_oversee=is_open and current_user.may(Can.OVERSIGHT_WRITE) and story.lead != current_user,
        ladder_words=no_answer,
        **vars(family_words(story, figures, today)),
    )


@bp.get("/families/<uuid:family_id>/in-two-minutes")
@allow(Can.FAMILY_READ)
@keep_offline
def in_two_minutes(family_id: UUID) -> ResponseReturnValue:
    """For whoever steps in: what must be known first, what comes next, and no more."""
    now, shown = clock.now(), _family(family_id)
    today = clock.local(now).date()
    story = story_of(session, shown, now) or abort(404)
    _, no_answer = _stands(story, today)
    notes = timeline(session, shown.id, limit=1)
    saw(session, current_user, shown.id, "in two minutes", now=now)
    session.commit()
    return render_template(
        "desk/in_two_minutes.html",
        family=shown,
        story=story,
        today=today,
        last=notes[0] if notes else None,
        ours=[line for line in story.promises if line.is_open and line.promise.owner_user_id],
        going=[line for line in story.goals if line.goal.is_active],
        who_leads=who_leads(story),
        ladder_words=no_answer,
        member_words=lambda one: member_words(one, today),
    )


def _stands(story: Story, today: date) -> tuple[Figures, list[str]]:
    """The figures of the family's cluster, and how far up the no-answer ladder an open plan is, in words."""
    episode = story.episode
    rules = rules_of(session, episode.cluster_id)
    stands = ladders_by(session, [episode], today, {episode.cluster_id: rules})[episode.id]
    return rules[0], ladder_words(stands, today) if episode.is_open() and stands.rung else []


def _family(family_id: UUID) -> Family:
    """The family; a cluster manager whose reason has run out, or who gave none, is asked for one."""
    now = clock.now()
    family = family_seen_by(session, current_user, family_id, now)
    if (
        family is None
        and family_known_to(session, current_user, family_id, now)
        and current_user.may(Can.FAMILY_REASON)
    ):
        abort(redirect(url_for("families.reason", family_id=family_id), 303))
    return family or abort(404)


@bp.get("/families/<uuid:family_id>/notes")
@allow(Can.FAMILY_READ)
@keep_offline
def notes(family_id: UUID) -> ResponseReturnValue:
    shown = _family(family_id)
    kind = request.args.get("kind", "")
    if kind and kind not in set(NoteKind):
        abort(404)
    kinds = (NoteKind(kind),) if kind else ()
    page = timeline(
        session, shown.id, kinds=kinds, before=_before(request.args.get("before", "")), limit=NOTES_A_PAGE + 1
    )
    saw(session, current_user, shown.id, "notes", now=clock.now())
    session.commit()
    return render_template(
        "desk/notes.html",
        family=shown,
        notes=page[:NOTES_A_PAGE],
        older=_place_of(page[NOTES_A_PAGE - 1]) if len(page) > NOTES_A_PAGE else "",
        kind=kind,
        today=clock.today(),
    )


def _before(words: str) -> Before | None:
    """The place in the list where an older page begins: a time and a note's id. 404 for anything else."""
    if not words:
        return None
    try:
        at, note_id = words.split("_")
        return EPOCH + timedelta(microseconds=int(at)), UUID(note_id)
    except (ValueError, OverflowError):
        abort(404)


def _place_of(item: TimelineNote) -> str:
    at, note_id = item.key
    return f"{(at - EPOCH) // timedelta(microseconds=1)}_{note_id.hex}"


@bp.get("/families/<uuid:family_id>/chronology")
@allow(Can.FAMILY_READ)
@keep_offline
def chronology(family_id: UUID) -> ResponseReturnValue:
    shown = _family(family_id)
    events = chronology_of(session, shown.id)
    saw(session, current_user, shown.id, "chronology", now=clock.now())
    session.commit()
    return render_template("desk/chronology.html", family=shown, notes=events, today=clock.today())
