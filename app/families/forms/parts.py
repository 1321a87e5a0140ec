"""Parts of the page on which a family is added: one person, one agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, StringField
from wtforms import Form as Part
from wtforms.validators import StopValidation

from app.clusters.models import School
from app.families.actions import PersonEntry
from app.families.actions.shape import NOT_BORN_YET
from app.families.forms.boxes import Needed, NotToCome, Pick, PickOne, most, picked
from app.families.models import (
    FamilyMember,
    WarningKind,
)
from app.families.queries.staffing import Load
from app.web.boxes import DayField
from app.web.forms import new_id, tidy

MOST_PEOPLE = 20
YES, NO, NOT_YET = "yes", "no", "not_yet"
WARNING_KINDS: Mapping[str, str] = {
    WarningKind.PAIRS: "Visit in pairs",
    WarningKind.DOG: "A dog or another animal",
    WarningKind.ACCESS: "Getting in or parking",
    WarningKind.CONTACT: "How we make contact",
    WarningKind.OTHER: "Something else",
}


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What may be chosen on the page, as the cluster has it. `again` is the day by which it asks again."""

    relationships: Mapping[str, str]
    languages: Sequence[str]
    schools: Sequence[School]
    agencies: Mapping[str, str]
    ways: Mapping[str, str]
    loads: Sequence[Load]
    today: date
    again: date


class _NeededHere(Needed):
    """Needed, unless the whole block was left empty."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.is_left_out():
            raise StopValidation
        super().__call__(form, field)


class PersonPart(Part):
    """One person's boxes."""

    id = new_id()
    known_as = StringField(
        "Name they like to be called",
        [_NeededHere("Add the name they like to be called"), most(FamilyMember.known_as)],
        filters=[tidy],
    )
    surname = StringField("Surname", [most(FamilyMember.surname)], filters=[tidy])
    relationship = Pick("Who they are", [_NeededHere("Say who they are")])
    born_on = DayField("Date of birth", [NotToCome(NOT_BORN_YET)])
    language = StringField("Language", [most(FamilyMember.language)], filters=[tidy])
    school = Pick("School")
    interpreter = BooleanField("Needs an interpreter")
    is_child = BooleanField("One of the children")
    parental_responsibility = BooleanField("Has parental responsibility")
    lives_with_children = BooleanField("Lives with the children")
    may_know_address = BooleanField("May be told the family’s address")

    may_be_left_out = True

    def is_left_out(self) -> bool:
        """Whether nothing was said of this person: an empty block is nobody."""
        typed = (self.known_as, self.surname, self.relationship, self.born_on, self.school)
        return self.may_be_left_out and not any(box.data or box.process_errors for box in typed)

    def entry(self, lists: Lists) -> PersonEntry:
        """This person as an entry."""
        return PersonEntry(
            id=UUID(self.id.data or ""),
            known_as=self.known_as.data or "",
            surname=self.surname.data or "",
            relationship_words=lists.relationships[self.relationship.data],
            is_child=self.is_child.data or self.relationship.data == "child",
            born_on=self.born_on.data,
            language=self.language.data or "English",
            interpreter=self.interpreter.data,
            parental_responsibility=self.parental_responsibility.data,
            lives_with_children=self.lives_with_children.data,
            school_id=picked(self.school.data),
        )


class TalkPart(Part):
    """Whether we may talk to one agency."""

    agency = HiddenField()
    answer = PickOne("May we?", choices={YES: "Yes", NO: "No"})
