"""Changing who is in a family, where they live and how they can be reached safely."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clusters.models import School
from app.clusters.queries import lists_of, schools_of
from app.core import clock
from app.core.permissions import Can
from app.families import actions
from app.families.actions.homes import known_to
from app.families.forms.people import HomeForm, PersonForm, ReachForm, WordsForm
from app.families.models import Address, Family, FamilyMember, SafeContact
from app.families.queries import addresses_of, members_of, safe_contacts_of
from app.families.routes.blueprint import bp
from app.families.routes.opening import BOTH, Change, ask_again_by, changed, opened, part
from app.web.permissions import allow
from app.web.session import session


@bp.route("/<uuid:family_id>/details/words", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def words(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = WordsForm(family)
    page = Change(boxes="words", heading="Going well and hopes", button="Save", saved="Saved", back_to="words")
    return changed(
        family, form, page, lambda: actions.change_words(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/people/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_person(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = _person_form(family, None)
    page = Change(boxes="person", heading="Add someone", button="Add them", saved="Added", back_to="people")
    return changed(
        family, form, page, lambda: actions.add_person(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/people/<uuid:member_id>", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def person(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(FamilyMember, family, member_id)
    form = _person_form(family, row)
    page = Change(boxes="person", heading=row.full_name, button="Save", saved="Saved", back_to="people")
    return changed(
        family,
        form,
        page,
        lambda: actions.change_person(session, family, row, current_user, form.entry(), now=now),
        now,
    )


@bp.route("/<uuid:family_id>/details/addresses/new", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def new_address(family_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    form = HomeForm(None, members_of(session, family.id))
    page = Change(boxes="home", heading="Add an address", button="Add it", saved="Added", back_to="homes")
    return changed(
        family, form, page, lambda: actions.add_home(session, family, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/addresses/<uuid:address_id>", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def address(family_id: UUID, address_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(Address, family, address_id)
    form = HomeForm(row, members_of(session, family.id), lambda: known_to(session, row.id))
    page = Change(boxes="home", heading="Change an address", button="Save", saved="Saved", back_to="homes")
    return changed(
        family, form, page, lambda: actions.change_home(session, family, row, current_user, form.entry(), now=now), now
    )


@bp.route("/<uuid:family_id>/details/safe-contacts/<uuid:member_id>", methods=BOTH)
@allow(Can.FAMILY_WRITE)
def safe_contact(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    family, now = opened(family_id)
    row = part(FamilyMember, family, member_id)
    form = ReachForm(_contact_of(family, row), ask_again_by(family, now))
    page = Change(
        boxes="reach",
        heading=f"How to reach {row.known_as} safely",
        button="Save",
        saved="Saved. What held before stays in the record",
        back_to="contacts",
    )
    return changed(
        family, form, page, lambda: actions.change_safe_contact(session, row, current_user, form.entry(), now=now), now
    )


def _person_form(family: Family, row: FamilyMember | None) -> PersonForm:
    lists = lists_of(session, family.cluster_id, ["relationships", "languages"])
    schools = list(schools_of(session, family.cluster_id))
    theirs = session.get(School, row.school_id) if row is not None and row.school_id else None
    if theirs is not None and theirs not in schools:
        schools.append(theirs)  # It closed, or belongs to another cluster: it stays chosen.
    return PersonForm(
        row,
        lists["relationships"],
        list(lists["languages"].values()),
        addresses_of(session, [family.id], clock.today()),
        schools,
    )


def _contact_of(family: Family, person: FamilyMember) -> SafeContact | None:
    """How this person can be reached now."""
    contacts = safe_contacts_of(session, [family.id])
    return next((contact for contact in contacts if contact.member_id == person.id), None)
