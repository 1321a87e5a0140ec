"""What a worker does about somebody's own page: a code into their hand, what is on, a look at it first, a pause."""

from datetime import datetime
from uuid import UUID

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.square_code import square_code
from app.core import clock
from app.core.permissions import Can
from app.families.actions import saw
from app.families.models import Episode, Family, FamilyMember
from app.families.queries import current_episode, family_seen_by, lead_workers_of, members_of
from app.home import actions
from app.home.forms import ShareForm
from app.home.models import OwnPage
from app.home.queries import live_code_of, way_in_of, ways_in_of, word_seen_by
from app.home.routes import bp
from app.home.routes.theirs import family_host, own_page
from app.home.sharing import items_for
from app.home.words import item_words
from app.web.answers import go
from app.web.deliveries import keep, works_offline, written_at
from app.web.forms import Form
from app.web.permissions import allow
from app.web.session import session

ONE = "/families/<uuid:family_id>/own-pages/<uuid:member_id>"


@bp.get("/families/<uuid:family_id>/own-pages")
@allow(Can.FAMILY_WRITE)
def people(family_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    family, episode = family_here(family_id, now)
    page = {
        "family": family,
        "members": members_of(session, family_id),
        "ways": ways_in_of(session, family_id),
        "episode": episode,
        "today": clock.local(now).date(),
    }
    saw(session, current_user, family_id, "own pages", now=now)
    session.commit()
    return render_template("home/people.html", **page)


@bp.get(ONE)
@allow(Can.FAMILY_WRITE)
def person(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    page = _page(family_id, member_id, now)
    saw(session, current_user, family_id, "own page", now=now)
    session.commit()
    return render_template("home/person.html", **page)


@bp.get(f"{ONE}/preview")
@allow(Can.FAMILY_WRITE)
def preview(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Exactly what this person sees, in the same template."""
    now = clock.now()
    _, _, member = _person(family_id, member_id, now)
    page = own_page(member, way_in_of(session, member)) | {"preview": True}
    saw(session, current_user, family_id, "own page preview", now=now)
    session.commit()
    return render_template("home/plan.html", **page)


@bp.post(f"{ONE}/shared")
@allow(Can.FAMILY_WRITE)
def shared(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    _, episode, member = _person(family_id, member_id, now)
    form = ShareForm(items_for(session, episode, member))
    if not form.validate():
        return render_template("home/person.html", **_page(family_id, member_id, now)), 422
    actions.share(session, episode, member, current_user, form.wanted(), now=now)
    session.commit()
    return _back(family_id, member_id)


@bp.post(f"{ONE}/code")
@allow(Can.FAMILY_WRITE)
def make_code(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """A new code, shown once: it stands in this answer and nowhere else."""
    now = clock.now()
    family, _, member = _person(family_id, member_id, now)
    if not Form().validate():
        return _back(family_id, member_id)
    made = actions.make_code(session, member, current_user, now=now)
    session.commit()
    ends_at = now + actions.CODE_LASTS
    today = clock.local(now).date()
    return render_template(
        "home/made_code.html", family=family, member=member, code=made, ends_at=ends_at, today=today, address=_address()
    )


@bp.post(f"{ONE}/link")
@allow(Can.FAMILY_WRITE)
def make_link(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """A square to scan and numbers to tell, shown once: they stand in this answer and nowhere else."""
    now = clock.now()
    family, _, member = _person(family_id, member_id, now)
    if not Form().validate():
        return _back(family_id, member_id)
    made = actions.make_link(session, member, current_user, now=now)
    session.commit()
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else request.scheme
    return render_template(
        "home/made_link.html",
        family=family,
        member=member,
        told=made.told,
        square=square_code(f"{scheme}://{_address()}#{made.secret}"),
        square_label="A square to scan with a phone’s camera",
        ends_at=now + actions.CODE_LASTS,
        today=clock.local(now).date(),
    )


@bp.post(f"{ONE}/code/stop")
@allow(Can.FAMILY_WRITE)
def stop_code(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    _, _, member = _person(family_id, member_id, now)
    if Form().validate():
        actions.stop_code(session, member, current_user, now=now)
        session.commit()
    return _back(family_id, member_id)


@bp.post(f"{ONE}/pause")
@allow(Can.FAMILY_WRITE)
def pause(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    return _quieten(family_id, member_id, paused=True)


@bp.post(f"{ONE}/go-on")
@allow(Can.FAMILY_WRITE)
def go_on(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    return _quieten(family_id, member_id, paused=False)


@bp.post(f"{ONE}/withdraw")
@allow(Can.FAMILY_WRITE)
def withdraw(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    own = _own_page(family_id, member_id, now)
    if Form().validate():
        actions.withdraw(session, own, current_user, now=now)
        session.commit()
    return _back(family_id, member_id)


@bp.post("/family-words/<uuid:word_id>/seen")
@allow(Can.PROMISE_KEEP)
@works_offline
def seen(word_id: UUID) -> ResponseReturnValue:
    """One tap on Today: it was read."""
    word = word_seen_by(session, current_user, word_id, written_at()) or abort(404)
    actions.have_seen(session, word, current_user, now=clock.now())
    keep(session)
    return go(url_for("desk.today"))


def _quieten(family_id: UUID, member_id: UUID, *, paused: bool) -> ResponseReturnValue:
    now = clock.now()
    own = _own_page(family_id, member_id, now)
    if Form().validate():
        actions.pause(session, own, current_user, paused=paused, now=now)
        session.commit()
    return _back(family_id, member_id)


def _back(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    return go(url_for("home.person", family_id=family_id, member_id=member_id))


def _address() -> str:
    """What is typed to open it, without what a browser adds by itself."""
    return f"{family_host() or request.host}{url_for('home.start')}"


def family_here(family_id: UUID, now: datetime) -> tuple[Family, Episode]:
    """This family and its plan, for whoever may find it; nothing is there for anybody else."""
    family = family_seen_by(session, current_user, family_id, now) or abort(404)
    return family, current_episode(session, family_id) or abort(404)


def _person(family_id: UUID, member_id: UUID, now: datetime) -> tuple[Family, Episode, FamilyMember]:
    family, episode = family_here(family_id, now)
    member = session.get(FamilyMember, member_id)
    if member is None or member.family_id != family_id or member.left_on is not None:
        abort(404)
    return family, episode, member


def _own_page(family_id: UUID, member_id: UUID, now: datetime) -> OwnPage:
    return way_in_of(session, _person(family_id, member_id, now)[2]) or abort(404)


def _page(family_id: UUID, member_id: UUID, now: datetime) -> dict[str, object]:
    family, episode, member = _person(family_id, member_id, now)
    today = clock.local(now).date()
    items = items_for(session, episode, member)
    lead = lead_workers_of(session, [episode.id], today).get(episode.id)
    return {
        "family": family,
        "member": member,
        "way_in": way_in_of(session, member),
        "waiting": live_code_of(session, member, now),
        "form": ShareForm(items),
        "items": [(item, *item_words(item, member, lead.first_name if lead else "the worker")) for item in items],
        "today": today,
    }
