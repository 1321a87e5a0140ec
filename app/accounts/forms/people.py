"""Looking after other people's accounts, and the lines between colleagues."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from wtforms import BooleanField, EmailField, IntegerField, RadioField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.accounts.actions.lines import AbsenceEntry, LineEntry
from app.accounts.actions.people import PersonEntry
from app.accounts.actions.ways_in import ABSENT, UNPROVED, InviteEntry, ResetEntry
from app.accounts.models import ROLE_WORDS
from app.core.permissions import Role
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy

MOST_FAMILIES = 60
NOBODY = SelectChoice("", "None")
PROOFS = {
    "known": "I know them by sight",
    "badge": "I saw their work badge",
    "document": "I saw their passport or driving licence",
}


class PersonForm(Form):
    """What an admin may change about somebody."""

    name = StringField(
        "Name",
        [DataRequired("Enter their first and last name"), Length(max=120, message="Use at most 120 letters")],
        filters=[tidy],
    )
    role = SelectField("Role", choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()])
    cluster_id = SelectField("Cluster", description="Admins and auditors belong to none.")
    phone = TelField(
        "Work phone",
        [Optional(), Length(max=30), Regexp(r"^[\d +()]+$", message="Use digits and spaces, such as 07700 900150")],
        filters=[tidy],
    )
    caseload_target = IntegerField(
        "Families they lead at one time",
        [Optional(), NumberRange(0, MOST_FAMILIES, f"Write a number from 0 to {MOST_FAMILIES}")],
        description="Whoever gives out families sees how much room is left. Fewer for part of a week.",
        invalid_value_message="Write a whole number, such as 6",
    )

    def offer(self, clusters: Mapping[UUID, str]) -> None:
        """Say which clusters there are."""
        self.cluster_id.choices = [NOBODY, *(SelectChoice(str(id_), name) for id_, name in clusters.items())]

    def entry(self) -> PersonEntry:
        """What was typed."""
        return PersonEntry(
            name=self.name.data,
            role=Role(self.role.data),
            cluster_id=UUID(self.cluster_id.data) if self.cluster_id.data else None,
            phone=self.phone.data,
            caseload_target=self.caseload_target.data if "caseload_target" in self else None,
        )


class InviteForm(PersonForm):
    """Who is to come in. Their caseload begins with the cluster's figure."""

    caseload_target = None
    id = new_id()
    email = EmailField(
        "Work email",
        [
            DataRequired("Enter their work email"),
            Length(max=254, message="That is too long for an email"),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an email such as name@council.example"),
        ],
        description="They sign in with it. It can’t be changed later.",
        filters=[tidy],
    )

    def invitation(self) -> InviteEntry:
        """What was typed."""
        said = self.entry()
        return InviteEntry(
            id=UUID(self.id.data),
            name=said.name,
            email=self.email.data,
            role=said.role,
            cluster_id=said.cluster_id,
            phone=said.phone,
        )


class LeaveForm(Form):
    """The last day."""

    left_on = DayField("Last day", [InputRequired("Enter their last day")])


class ResetForm(Form):
    """Somebody is here, in person, and cannot come in."""

    id = new_id()
    in_person = BooleanField("They are here with me now", [InputRequired(ABSENT)])
    proof = RadioField("How do you know who they are?", [InputRequired(UNPROVED)], choices=PROOFS)
    clears_second_step = BooleanField("They have also lost their phone or authenticator app")

    def entry(self) -> ResetEntry:
        """What was typed."""
        return ResetEntry(
            id=UUID(self.id.data),
            in_person=self.in_person.data,
            proof=self.proof.data,
            clears_second_step=self.clears_second_step.data,
        )


class LineForm(Form):
    """A colleague, from a day on."""

    id = new_id()
    other_id = SelectField("Who", [InputRequired("Choose who")])
    from_on = DayField("From", [InputRequired("Enter the first day")])
    until_on = DayField("Until, if you know", [Optional()])

    def offer(self, people: Mapping[UUID, str]) -> None:
        """Say who there is to choose from."""
        ask = SelectChoice("", "Choose a colleague")
        self.other_id.choices = [ask, *(SelectChoice(str(id_), name) for id_, name in people.items())]

    def entry(self) -> LineEntry:
        """What was typed."""
        return LineEntry(
            id=UUID(self.id.data),
            other_id=UUID(self.other_id.data),
            from_on=cast(date, self.from_on.data),
            until_on=self.until_on.data,
        )


class AbsenceForm(Form):
    """Days away. Why is never asked."""

    id = new_id()
    from_on = DayField("First day away", [InputRequired("Enter the first day")])
    until_on = DayField("Last day away", [InputRequired("Enter the last day")])

    def entry(self) -> AbsenceEntry:
        """What was typed."""
        return AbsenceEntry(
            id=UUID(self.id.data), from_on=cast(date, self.from_on.data), until_on=cast(date, self.until_on.data)
        )
