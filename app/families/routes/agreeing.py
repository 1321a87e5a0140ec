"""Changing what keeps people safe, what they agreed to, and who is in the team around them."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.queries import choices_of, lists_of
from app.core import clock
from app.core.permissions import Can
from app.families import actions
from app.families.forms.agreeing import JustDoForm, PartnerForm, TalkForm, WarningForm, WorkForm
from app.families.models import Consent, ConsentKind, Family, FamilyMember, Partner, WarningNote
from app.families.queries import consents_of, members_of
from app.families.routes.blueprint import bp
from app.families.routes.opening import BOTH, Change, ask_again_by, changed, opened, part
from app.web.permissions import allow
from app.web.session import session


@bp.route("/<uuid:family_id>/details/warnings/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_warning(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = WarningForm(ask_again_by(family, now))
    page = Change(boxes="warning", heading="Keep in mind", button="Add it", saved="Added", back_to="warnings")
    return changed(
        family, form, page, lambda: actions.add_warning(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/warnings/<uuid:warning_id>/end", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def end_warning(family_id: UUID, warning_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(WarningNote, family, warning_id)
    page = Change(
        boxes="just_do",
        heading="Does this hold no longer?",
        button="End it today",
        saved="Ended. It stays in the record",
        back_to="warnings",
        about=row.words,
    )
    return changed(family, JustDoForm(), page, lambda: actions.end_warning(session, row, current_user, now=now), now)


@bp.route("/<uuid:family_id>/details/agreements/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_agreement(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    ways = choices_of(session, family.cluster_id, "consent_ways")
    form = WorkForm(members_of(session, family.id), ways, clock.local(now).date(), ask_again_by(family, now))
    page = Change(
        boxes="answer",
        heading="Working with us",
        button="Save their answer",
        saved="Saved",
        back_to="consents",
        about="One person’s answer. The others’ answers stay as they are.",
    )
    return changed(family, form, page, lambda: _keep_answer(family, form, now), now)


@bp.route("/<uuid:family_id>/details/sharing/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_sharing(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    lists = lists_of(session, family.cluster_id, ["agencies", "consent_ways"])
    people, today = members_of(session, family.id), clock.local(now).date()
    form = TalkForm(people, lists["consent_ways"], lists["agencies"], today, ask_again_by(family, now))
    page = Change(
        boxes="answer",
        heading="Who we may talk to",
        button="Save their answer",
        saved="Saved",
        back_to="consents",
        about="It is not the same as agreeing to work with us. One can be yes and the other no.",
    )
    return changed(family, form, page, lambda: _keep_answer(family, form, now), now)


@bp.route("/<uuid:family_id>/details/consents/<uuid:consent_id>/withdrawal", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def withdrawal(family_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(Consent, family, consent_id)
    whose = part(FamilyMember, family, row.member_id).known_as
    what = "working with us" if row.kind is ConsentKind.WORK else f"our talking to {row.agency}"
    page = Change(
        boxes="just_do",
        heading="Has the answer been taken back?",
        button=f"{whose} has taken it back",
        saved="Taken back. The answer stays in the record",
        back_to="consents",
        about=f"{whose} said {'yes' if row.agreed else 'no'} to {what}. Only this answer ends; the others stay.",
    )
    return changed(
        family, JustDoForm(), page, lambda: actions.withdraw_consent(session, row, current_user, now=now), now
    )


@bp.route("/<uuid:family_id>/details/partners/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_partner(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = PartnerForm(None, _agencies(family))
    page = Change(boxes="partner", heading="Add to the team", button="Add them", saved="Added", back_to="team")
    return changed(
        family, form, page, lambda: actions.add_partner(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/partners/<uuid:partner_id>", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def partner(family_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(Partner, family, partner_id)
    form = PartnerForm(row, _agencies(family))
    page = Change(boxes="partner", heading=row.name, button="Save", saved="Saved", back_to="team")
    return changed(
        family, form, page, lambda: actions.change_partner(session, row, current_user, form.entry(), now=now), now
    )


def _agencies(family: Family) -> list[str]:
    """Whom an answer about sharing can be about: the cluster's list, then others that the family was asked about."""
    listed = choices_of(session, family.cluster_id, "agencies").values()
    asked = (one.agency for one in consents_of(session, family.id) if one.kind is ConsentKind.TALK_TO)
    return list(dict.fromkeys((*listed, *asked)))


def _keep_answer(family: Family, form: WorkForm | TalkForm, now: datetime) -> None:
    whose = part(FamilyMember, family, UUID(form.member_id.data))
    actions.record_consent(session, whose, current_user, form.entry(), now=now)
