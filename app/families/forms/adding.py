"""Adding a family: one long page, with as many people as there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from wtforms import BooleanField, FieldList, FormField, StringField, TelField, TextAreaField

from app.core.errors import Refused
from app.families.actions import ConsentEntry, FamilyEntry, HomeEntry, PersonEntry, ReachEntry, WarningEntry
from app.families.actions.reaching import plain_phone
from app.families.forms.boxes import Needed, NotToCome, Pick, PickOne, most
from app.families.forms.parts import MOST_PEOPLE, NOT_YET, WARNING_KINDS, YES, Lists, PersonPart, TalkPart
from app.families.models import (
    Address,
    Allocation,
    ConsentKind,
    Family,
    SafeContact,
    WarningKind,
    WarningNote,
)
from app.families.words import load_words
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy


class AddFamilyForm(Form):
    """Everything a new family starts with. Only names and a lead worker are needed."""

    id = new_id()
    name = StringField(
        "Family’s name",
        [Needed("Add the family’s name"), most(Family.name)],
        filters=[tidy],
        description="As in “the Malik family”",
    )
    going_well = TextAreaField("In their words if you can", [most(Family.going_well)], filters=[tidy])
    hopes = TextAreaField("What they hope will be different", [most(Family.hopes)], filters=[tidy])
    people = FieldList(FormField(PersonPart), min_entries=2, max_entries=MOST_PEOPLE)
    lines = TextAreaField(
        "Family’s address",
        [most(Address.lines)],
        filters=[tidy],
        description="Where the children live. Whoever lives with them knows it; nobody else is told unless you say so.",
    )
    postcode = StringField("Postcode", [most(Address.postcode)], filters=[tidy])
    phone = TelField("Number", [most(SafeContact.phone)], filters=[tidy, plain_phone])
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
    agreed = PickOne("Working with us", choices={YES: "Yes", NOT_YET: "Not yet"}, default=NOT_YET)
    agreed_on = DayField("When did they say so?", [NotToCome("Choose today or a day before it")])
    how = Pick("How?")
    children_asked = BooleanField("The children were asked too")
    talk_to = FieldList(FormField(TalkPart))
    more_agency = Pick("Somebody else")
    warning = TextAreaField("What should a visitor know?", [most(WarningNote.words)], filters=[tidy])
    warning_kind = Pick("What is it about?", choices=WARNING_KINDS, default=WarningKind.OTHER)
    agreed_with = StringField("Who agreed it?", [most(WarningNote.agreed_with)], filters=[tidy])
    until_on = DayField("Until")
    safety_flag = BooleanField("Safety flag")
    restricted = BooleanField("Restricted")
    lead = PickOne("Lead worker", [Needed("Choose who leads")])
    why_lead = TextAreaField(
        "Why this person?", [Needed("Say why this person"), most(Allocation.reason)], filters=[tidy]
    )
    opened_on = DayField("First day of the plan", [Needed("Add the first day of the plan")])
    different = BooleanField("I have looked: this is a different family")

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self.lists = lists
        if self.id.raw_data is None:
            self._begin()
        self.lead.choices = {str(load.person.id): load.person.name for load in lists.loads}
        self.how.choices = {"": "Choose", **lists.ways}
        for part in self.people:
            self._fill(part)
        listed = {part.form.agency.data for part in self.talk_to}
        rest = {key: words for key, words in lists.agencies.items() if key not in listed}
        self.more_agency.choices = {"": "Choose", **rest}

    def _begin(self) -> None:
        """What an empty page suggests."""
        today = self.lists.today
        self.opened_on.data = today
        self.review_on.data = self.until_on.data = self.lists.again
        for part in self.people:
            part.form.lives_with_children.data = True
            part.form.language.data = "English"
        for key in [key for key in ("school", "gp", "housing") if key in self.lists.agencies]:
            self.talk_to.append_entry({"agency": key})

    def _fill(self, part: Any) -> None:
        part.form.may_be_left_out = part is not self.people[0]
        part.form.relationship.choices = {"": "Choose", **self.lists.relationships}
        part.form.school.choices = {"": "None, or not one of ours"} | {
            str(school.id): school.name for school in self.lists.schools
        }

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """The action speaks of the lead worker's entry; here that is one box among many."""
        with super().refusals():
            try:
                yield
            except Refused as no:
                raise Refused("lead" if no.field == "user_id" else no.field, no.words) from no

    def has_room(self) -> bool:
        """Whether there is room for one more person."""
        return len(self.people) < MOST_PEOPLE

    def asks_for_more(self, button: str) -> bool:
        """Whether “add another” was pressed rather than “save”: the page comes back with one more block."""
        if button == "person" and self.has_room():
            part = self.people.append_entry()
            part.form.lives_with_children.data = True
            part.form.language.data = "English"
            self._fill(part)
        chosen = self.more_agency.data
        if button == "agency" and chosen in self.more_agency.choices and chosen:
            self.talk_to.append_entry({"agency": chosen})
            self.more_agency.choices.pop(chosen)
            self.more_agency.data = ""
        return button in ("person", "agency")

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside each box's own rules: what one answer asks of another."""
        good = super().validate(extra_validators)
        for box, words in self._missing():
            if not box.errors:
                box.errors = [*box.errors, words]
                good = False
        return good

    def _missing(self) -> list[tuple[Any, str]]:
        said_yes = self.agreed.data == YES
        asked = (
            (said_yes and not self.agreed_on.data, self.agreed_on, "Add the day they said yes"),
            (said_yes and not self.how.data, self.how, "Say how they told you"),
            (self.warning.data and not self.agreed_with.data, self.agreed_with, "Say who agreed it"),
            (self.warning.data and not self.until_on.data, self.until_on, "Say until when"),
            (bool(self.postcode.data) and not self.lines.data, self.lines, "Add the address"),
        )
        return [(box, words) for missing, box, words in asked if missing]

    def people_said(self) -> list[PersonEntry]:
        """Everybody of whom something was said."""
        return [part.form.entry(self.lists) for part in self.people if not part.form.is_left_out()]

    def entry(self) -> FamilyEntry:
        """The family as an entry."""
        own = UUID(self.id.data or "")
        people = tuple(self.people_said())
        return FamilyEntry(
            id=own,
            name=_bare_name(self.name.data or ""),
            people=people,
            opened_on=self.opened_on.data or self.lists.today,
            lead_id=UUID(self.lead.data),
            why_lead=self.why_lead.data or "",
            going_well=self.going_well.data or "",
            hopes=self.hopes.data or "",
            home=self._home(own),
            reach=self._reach(own),
            consents=tuple(self._consents(own)),
            warning=self._warning(own),
            safety_flag=self.safety_flag.data,
            restricted=self.restricted.data,
        )

    def _home(self, own: UUID) -> HomeEntry | None:
        if not self.lines.data:
            return None
        told = [part.form for part in self.people if part.form.may_know_address.data]
        return HomeEntry(
            id=uuid5(own, "home"),
            lines=self.lines.data,
            postcode=(self.postcode.data or "").upper(),
            known_to=frozenset(UUID(form.id.data) for form in told),
        )

    def _reach(self, own: UUID) -> ReachEntry | None:
        if not (self.phone.data or self.good_times.data or self.must_not_know.data):
            return None
        return ReachEntry(
            id=uuid5(own, "reach"),
            phone=self.phone.data or "",
            call_ok=self.call_ok.data,
            text_ok=self.text_ok.data,
            voicemail_ok=self.voicemail_ok.data,
            good_times=self.good_times.data or "",
            must_not_know=self.must_not_know.data or "",
            review_on=self.review_on.data,
        )

    def _consents(self, own: UUID) -> list[ConsentEntry]:
        day = self.agreed_on.data or self.lists.today
        how = self.lists.ways.get(self.how.data or "", "")
        answers = [
            ConsentEntry(
                id=uuid5(own, f"talk_to {part.form.agency.data}"),
                kind=ConsentKind.TALK_TO,
                agency=self.lists.agencies[part.form.agency.data],
                agreed=part.form.answer.data == YES,
                given_on=day,
                how=how,
            )
            for part in self.talk_to
            if part.form.answer.data and part.form.agency.data in self.lists.agencies
        ]
        if self.agreed.data != YES:
            return answers
        work = ConsentEntry(
            id=uuid5(own, "work"),
            kind=ConsentKind.WORK,
            agreed=True,
            given_on=day,
            how=how,
            children_asked=self.children_asked.data,
        )
        return [work, *answers]

    def _warning(self, own: UUID) -> WarningEntry | None:
        if not self.warning.data or self.until_on.data is None:
            return None
        return WarningEntry(
            id=uuid5(own, "warning"),
            words=self.warning.data,
            kind=WarningKind(self.warning_kind.data),
            agreed_with=self.agreed_with.data or "",
            until_on=self.until_on.data,
        )

    def load_hints(self) -> dict[str, str]:
        """Under each name: how many families, and how much room."""
        return {str(load.person.id): load_words(load) for load in self.lists.loads}


def _bare_name(words: str) -> str:
    """“The Bell family” is the family called Bell."""
    bare = words.removeprefix("The ").removeprefix("the ").removesuffix(" family").removesuffix(" Family")
    return bare.strip() or words
