"""What keeps people safe, what they agreed to, and the team around them: one form a page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import BooleanField, StringField, TelField, TextAreaField

from app.families.actions import (
    ConsentEntry,
    PartnerEntry,
    WarningEntry,
)
from app.families.actions.reaching import plain_phone
from app.families.forms.boxes import ChangeForm, Needed, Pick, PickOne, most, with_now
from app.families.forms.parts import NO, WARNING_KINDS, YES
from app.families.models import (
    Consent,
    ConsentKind,
    FamilyMember,
    Partner,
    WarningKind,
    WarningNote,
)
from app.web.boxes import DayField
from app.web.filters import phone_words
from app.web.forms import Form, new_id, tidy

PARTNER_KINDS: Mapping[str, str] = {
    "school": "School or nursery",
    "health": "Health",
    "service": "Another service",
    "other": "Somebody else, a neighbour or a friend",
}


class WarningForm(Form):
    """What a visitor should keep in mind."""

    id = new_id()
    words = TextAreaField(
        "What should a visitor know?",
        [Needed("Say what a visitor should know"), most(WarningNote.words)],
        filters=[tidy],
        description="What it is, not what somebody is like",
    )
    kind = Pick("What is it about?", choices=WARNING_KINDS, default=WarningKind.OTHER)
    why = TextAreaField("Why?", [most(WarningNote.why)], filters=[tidy])
    agreed_with = StringField(
        "Who agreed it?", [Needed("Say who agreed it"), most(WarningNote.agreed_with)], filters=[tidy]
    )
    until_on = DayField("Until", [Needed("Say until when")])

    def __init__(self, again: date) -> None:
        super().__init__()
        if self.id.raw_data is None:
            self.until_on.data = again

    def entry(self) -> WarningEntry:
        """This as an entry."""
        return WarningEntry(
            id=UUID(self.id.data),
            words=self.words.data or "",
            kind=WarningKind(self.kind.data),
            why=self.why.data or "",
            agreed_with=self.agreed_with.data or "",
            until_on=self.until_on.data or date.max,
        )


class _AnswerForm(Form):
    """What both kinds of answer ask."""

    id = new_id()
    member_id = Pick("Whose answer is it?", [Needed("Say whose answer it is")])
    agreed = PickOne("Do they agree?", [Needed("Choose yes or no")], choices={YES: "Yes", NO: "No"})
    given_on = DayField("When did they say so?", [Needed("Add the day they said so")])
    how = Pick("How?", [Needed("Say how they told you")])
    words = TextAreaField(
        "Their words", [most(Consent.words)], filters=[tidy], description="If they said more than yes or no"
    )
    ask_again_on = DayField("Ask again by")

    kind: ConsentKind

    def __init__(self, people: Sequence[FamilyMember], ways: Mapping[str, str], today: date, again: date) -> None:
        super().__init__()
        self.member_id.choices = {"": "Choose"} | {str(person.id): person.known_as for person in people}
        self.how.choices = {"": "Choose"} | {words: words for words in ways.values()}
        if self.id.raw_data is None:
            self.given_on.data = today
            self.ask_again_on.data = again

    def entry(self) -> ConsentEntry:
        """This answer as an entry."""
        return ConsentEntry(
            id=UUID(self.id.data),
            kind=self.kind,
            agreed=self.agreed.data == YES,
            given_on=self.given_on.data or date.max,
            how=self.how.data or "",
            words=self.words.data or "",
            ask_again_on=self.ask_again_on.data,
            **self._own(),
        )

    def _own(self) -> dict[str, Any]:
        return {}


class WorkForm(_AnswerForm):
    """Whether somebody agrees to work with us."""

    kind = ConsentKind.WORK
    children_asked = BooleanField("The children were asked too")

    def _own(self) -> dict[str, Any]:
        return {"children_asked": self.children_asked.data}


class TalkForm(_AnswerForm):
    """Whether somebody is happy for us to talk to one agency."""

    kind = ConsentKind.TALK_TO
    agency = Pick("Who with?", [Needed("Choose who it is about")])
    children_asked = BooleanField("The children were asked too")

    def __init__(
        self,
        people: Sequence[FamilyMember],
        ways: Mapping[str, str],
        agencies: Mapping[str, str],
        today: date,
        again: date,
    ) -> None:
        super().__init__(people, ways, today, again)
        self.agency.choices = {"": "Choose"} | {words: words for words in agencies.values()}

    def _own(self) -> dict[str, Any]:
        return {"agency": self.agency.data, "children_asked": self.children_asked.data}


class PartnerForm(ChangeForm):
    """Somebody of the team around the family."""

    id = new_id()
    name = StringField("Their name", [Needed("Add their name"), most(Partner.name)], filters=[tidy])
    job = StringField("What they do", [most(Partner.job)], filters=[tidy], description="As in “Pastoral lead”")
    organisation = StringField("Where", [most(Partner.organisation)], filters=[tidy])
    kind = PickOne("Who are they with?", choices=PARTNER_KINDS, default="other")
    phone = TelField("Number", [most(Partner.phone)], filters=[tidy, plain_phone])
    about = StringField("Anything worth knowing", [most(Partner.about)], filters=[tidy])
    agency = Pick(
        "Which answer about sharing covers them?",
        description="They can be asked to a team meeting once the family has said yes to it.",
    )
    until_on = DayField("In the team until", description="Leave it empty while they are.")

    def __init__(self, row: Partner | None, agencies: Sequence[str]) -> None:
        super().__init__(row)
        said = with_now({words: words for words in agencies}, row.agency if row else None)
        self.agency.choices = {"": "Not said yet", **said}
        self.kind.choices = with_now(PARTNER_KINDS, row.kind if row else None)
        if self.as_was.raw_data is None:
            self.phone.data = phone_words(self.phone.data or "")

    def entry(self) -> PartnerEntry:
        """This person as an entry."""
        return PartnerEntry(
            id=self.row.id if isinstance(self.row, Partner) else UUID(self.id.data),
            name=self.name.data or "",
            job=self.job.data or "",
            organisation=self.organisation.data or "",
            kind=self.kind.data,
            phone=self.phone.data or "",
            about=self.about.data or "",
            agency=self.agency.data or "",
            until_on=self.until_on.data,
        )


class JustDoForm(Form):
    """One button: the address says what it does."""
