"""Who supervises whom, who stands in, who is away: for admins, and a supervisor's own."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.lines import (
    DEPUTIES,
    SUPERVISED_BY,
    be_away,
    be_back,
    end_deputy,
    name_deputy,
    supervise,
)
from app.accounts.forms.people import AbsenceForm, LineForm
from app.accounts.models import User
from app.accounts.queries import (
    absence_of,
    absences_from,
    colleagues_of,
    deputies_from,
    deputy_line_of,
    person_arranged_by,
    person_seen_by,
    supervisors_over_time,
)
from app.accounts.routes.blueprint import bp
from app.core import clock
from app.core.permissions import Can
from app.web.permissions import allow
from app.web.session import session


@bp.get("/people/<uuid:person_id>/supervisor")
@allow(Can.PEOPLE_MANAGE)
def supervisor(person_id: UUID) -> ResponseReturnValue:
    who = _managed(person_id)
    return _supervisor_page(who, _offered(LineForm(from_on=clock.today()), _supervisors_for(who)))


@bp.post("/people/<uuid:person_id>/supervisor")
@allow(Can.PEOPLE_MANAGE)
def name_supervisor(person_id: UUID) -> ResponseReturnValue:
    who = _managed(person_id)
    form = _offered(LineForm(), _supervisors_for(who))
    if form.validate():
        with form.refusals():
            entry = form.entry()
            supervise(session, current_user, who, session.get_one(User, entry.other_id), entry, now=clock.now())
            session.commit()
            flash("Saved")
            return redirect(url_for("accounts.person", person_id=who.id), 303)
    return _supervisor_page(who, form), 422


def _supervisors_for(who: User) -> dict[UUID, str]:
    return colleagues_of(session, who, *SUPERVISED_BY.get(who.role, ()))


def _supervisor_page(who: User, form: LineForm) -> str:
    lines = supervisors_over_time(session, who.id)
    return render_template("accounts/supervisor.html", form=form, person=who, lines=lines, today=clock.today())


@bp.get("/people/<uuid:person_id>/stand-ins")
@allow(Can.SIGNED_IN)
def stand_ins(person_id: UUID) -> ResponseReturnValue:
    who = _arranged(person_id)
    return _stand_ins_page(who, _offered(LineForm(from_on=clock.today()), colleagues_of(session, who, *DEPUTIES)))


@bp.post("/people/<uuid:person_id>/stand-ins")
@allow(Can.SIGNED_IN)
def name_stand_in(person_id: UUID) -> ResponseReturnValue:
    who = _arranged(person_id)
    form = _offered(LineForm(), colleagues_of(session, who, *DEPUTIES))
    if form.validate():
        with form.refusals():
            entry = form.entry()
            name_deputy(session, current_user, who, session.get_one(User, entry.other_id), entry, now=clock.now())
            session.commit()
            flash("Saved")
            return redirect(url_for("accounts.stand_ins", person_id=who.id), 303)
    return _stand_ins_page(who, form), 422


@bp.post("/people/<uuid:person_id>/stand-ins/<uuid:line_id>/end")
@allow(Can.SIGNED_IN)
def end_stand_in(person_id: UUID, line_id: UUID) -> ResponseReturnValue:
    who = _arranged(person_id)
    line = deputy_line_of(session, who, line_id) or abort(404)
    end_deputy(session, current_user, line, now=clock.now())
    session.commit()
    return redirect(url_for("accounts.stand_ins", person_id=who.id), 303)


def _stand_ins_page(who: User, form: LineForm) -> str:
    lines = deputies_from(session, who.id, clock.today())
    return render_template("accounts/stand_ins.html", form=form, person=who, lines=lines, today=clock.today())


@bp.get("/account/days-away")
@allow(Can.TEAM_RESET)
def own_days_away() -> ResponseReturnValue:
    return redirect(url_for("accounts.days_away", person_id=current_user.id), 303)


@bp.get("/people/<uuid:person_id>/days-away")
@allow(Can.SIGNED_IN)
def days_away(person_id: UUID) -> ResponseReturnValue:
    return _days_away_page(_arranged(person_id), AbsenceForm())


@bp.post("/people/<uuid:person_id>/days-away")
@allow(Can.SIGNED_IN)
def be_away_on(person_id: UUID) -> ResponseReturnValue:
    who, form = _arranged(person_id), AbsenceForm()
    if form.validate():
        with form.refusals():
            be_away(session, current_user, who, form.entry(), now=clock.now())
            session.commit()
            flash("Saved")
            return redirect(url_for("accounts.days_away", person_id=who.id), 303)
    return _days_away_page(who, form), 422


@bp.post("/people/<uuid:person_id>/days-away/<uuid:absence_id>/end")
@allow(Can.SIGNED_IN)
def end_days_away(person_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    who = _arranged(person_id)
    absence = absence_of(session, who, absence_id) or abort(404)
    be_back(session, current_user, absence, now=clock.now())
    session.commit()
    return redirect(url_for("accounts.days_away", person_id=who.id), 303)


def _days_away_page(who: User, form: AbsenceForm) -> str:
    today = clock.today()
    return render_template(
        "accounts/days_away.html",
        form=form,
        person=who,
        absences=absences_from(session, who.id, today),
        lines=deputies_from(session, who.id, today),
        leads_others=who.role in DEPUTIES,
        today=today,
    )


def _managed(person_id: UUID) -> User:
    return person_seen_by(session, current_user, person_id) or abort(404)


def _arranged(person_id: UUID) -> User:
    return person_arranged_by(session, current_user, person_id) or abort(404)


def _offered(form: LineForm, people: Mapping[UUID, str]) -> LineForm:
    form.offer(people)
    return form
