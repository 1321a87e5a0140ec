"""Changing who is in a family, where they live, how they can be reached: one form a page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField

from app.clusters.models import School
from app.families.actions import (
    HomeEntry,
    PersonEntry,
    ReachEntry,
    WordsEntry,
)
from app.families.actions.reaching import plain_phone
from app.families.forms.boxes import ChangeForm, Needed, Pick, PickSome, most, picked, with_now
from app.families.models import (
    Address,
    Family,
    FamilyMember,
    SafeContact,
)
from app.web.boxes import DayField
from app.web.filters import phone_words
from app.web.forms import new_id, tidy

NOWHERE = {"": "Somewhere else, or not written down"}


class WordsForm(ChangeForm):
    """What the family is called, what is going well, what they hope for."""

    name = StringField(
        "Family’s name",
        [Needed("Add the family’s name"), most(Family.name)],
        filters=[tidy],
        description="As in “the Malik family”",
    )
    going_well = TextAreaField(
        "What’s going well", [most(Family.going_well)], filters=[tidy], description="In their words if you can"
    )
    hopes = TextAreaField("What they hope will be different", [most(Family.hopes)], filters=[tidy])
    safety_flag = BooleanField("Safety flag")

    def entry(self) -> WordsEntry:
        """The words as an entry."""
        return WordsEntry(
            name=self.name.data or "",
            going_well=self.going_well.data or "",
            hopes=self.hopes.data or "",
            safety_flag=self.safety_flag.data,
        )


class PersonForm(ChangeForm):
    """Somebody of the family."""

    id = new_id()
    known_as = StringField(
        "Name they like to be called",
        [Needed("Add the name they like to be called"), most(FamilyMember.known_as)],
        filters=[tidy],
    )
    surname = StringField("Surname", [most(FamilyMember.surname)], filters=[tidy])
    relationship_words = Pick("Who they are", [Needed("Say who they are")])
    born_on = DayField("Date of birth")
    pronouns = StringField(
        "Pronouns", [most(FamilyMember.pronouns)], filters=[tidy], description="If they have told you"
    )
    language = StringField("Language", [most(FamilyMember.language)], filters=[tidy], default="English")
    also_speaks = StringField("Also speaks", [most(FamilyMember.also_speaks)], filters=[tidy])
    interpreter = BooleanField("Needs an interpreter")
    is_child = BooleanField("One of the children")
    parental_responsibility = BooleanField("Has parental responsibility")
    lives_with_children = BooleanField("Lives with the children", default=True)
    address_id = Pick("Where they live")
    school_id = Pick("School")
    about = StringField(
        "Anything worth knowing",
        [most(FamilyMember.about)],
        filters=[tidy],
        description="One line, as in “Drives nights, so ring after 2pm”",
    )
    left_on = DayField("No longer part of this family since", description="Leave it empty while they are.")

    def __init__(
        self,
        row: FamilyMember | None,
        relationships: Mapping[str, str],
        languages: Sequence[str],
        homes: Sequence[Address],
        schools: Sequence[School],
    ) -> None:
        super().__init__(row)
        if row is None:
            del self.left_on
        self.child_words = relationships.get("child", "")
        self.languages = languages
        words = {said: said for said in relationships.values()}
        self.relationship_words.choices = {"": "Choose"} | with_now(words, row.relationship_words if row else None)
        self.address_id.choices = NOWHERE | {str(home.id): f"{home.household}, {home.lines}" for home in homes}
        self.school_id.choices = {"": "None, or not one of ours"} | {str(school.id): school.name for school in schools}

    def entry(self) -> PersonEntry:
        """This person as an entry."""
        return PersonEntry(
            id=self.row.id if isinstance(self.row, FamilyMember) else UUID(self.id.data),
            known_as=self.known_as.data or "",
            surname=self.surname.data or "",
            relationship_words=self.relationship_words.data,
            is_child=self.is_child.data or self.relationship_words.data == self.child_words,
            born_on=self.born_on.data,
            pronouns=self.pronouns.data or "",
            language=self.language.data or "English",
            also_speaks=self.also_speaks.data or "",
            interpreter=self.interpreter.data,
            parental_responsibility=self.parental_responsibility.data,
            lives_with_children=self.lives_with_children.data,
            address_id=picked(self.address_id.data),
            school_id=picked(self.school_id.data),
            about=self.about.data or "",
            left_on=self.left_on.data if "left_on" in self else None,
        )


class HomeForm(ChangeForm):
    """One household's address, and who may know it."""

    id = new_id()
    household = StringField(
        "Whose home is it?",
        [Needed("Say whose home it is"), most(Address.household)],
        filters=[tidy],
        default="Home",
        description="As in “Home”, “Dad’s flat” or “Nan’s”",
    )
    lines = TextAreaField("Address", [Needed("Add the address"), most(Address.lines)], filters=[tidy])
    postcode = StringField("Postcode", [most(Address.postcode)], filters=[tidy])
    from_on = DayField("They live there since")
    until_on = DayField("Until", description="Leave it empty while they live there.")
    known_to = PickSome(
        "Who in the family may know this address?",
        description="Nobody else is told or shown it. Ask on their own if you are not sure.",
    )

    def __init__(
        self, row: Address | None, people: Sequence[FamilyMember], knows: Callable[[], frozenset[UUID]] = frozenset
    ) -> None:
        self.knows = knows
        super().__init__(row)
        self.known_to.choices = {str(person.id): person.known_as for person in people}
        if self.as_was.raw_data is None:
            self.known_to.data = [str(member_id) for member_id in knows()]

    def stands(self) -> dict[str, object]:
        """The address, and who may know it."""
        return super().stands() | {"known_to": self.knows()}

    def entry(self) -> HomeEntry:
        """This home as an entry."""
        return HomeEntry(
            id=self.row.id if isinstance(self.row, Address) else UUID(self.id.data),
            household=self.household.data or "Home",
            lines=self.lines.data or "",
            postcode=(self.postcode.data or "").upper(),
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            known_to=frozenset(UUID(one) for one in self.known_to.data or []),
        )


class ReachForm(ChangeForm):
    """How one person can be reached safely. It begins with what holds now; saving makes a new row."""

    id = new_id()
    phone = TelField("Number", [most(SafeContact.phone)], filters=[tidy, plain_phone])
    email = EmailField("Email", [most(SafeContact.email)], filters=[tidy])
    call_ok = BooleanField("Call")
    text_ok = BooleanField("Text")
    voicemail_ok = BooleanField("Voicemail")
    good_times = StringField("Good times", [most(SafeContact.good_times)], filters=[tidy])
    must_not_know = StringField(
        "Is there anyone who must not know?",
        [most(SafeContact.must_not_know)],
        filters=[tidy],
        description="Ask when they are on their own. Leave it empty if not.",
    )
    review_on = DayField("Ask again by")

    def __init__(self, row: SafeContact | None, again: date) -> None:
        super().__init__(row)
        if self.as_was.raw_data is None:
            self.id.process(None)  # A new row, not the one that holds now.
            self.phone.data = phone_words(self.phone.data or "")
            self.review_on.data = again

    def entry(self) -> ReachEntry:
        """This way to reach somebody as an entry."""
        return ReachEntry(
            id=UUID(self.id.data),
            phone=self.phone.data or "",
            email=self.email.data or "",
            call_ok=self.call_ok.data,
            text_ok=self.text_ok.data,
            voicemail_ok=self.voicemail_ok.data,
            good_times=self.good_times.data or "",
            must_not_know=self.must_not_know.data or "",
            review_on=self.review_on.data,
        )
