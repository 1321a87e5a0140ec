"""The doors for a manager: until when a plan goes on, and why; and the answer to who asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.families.actions import MoreWeeksEntry
from app.families.forms.boxes import Needed, most
from app.families.models import MoreWeeks
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy


class MoreWeeksForm(Form):
    """Past the end of the plan."""

    id = new_id()
    until_on = DayField("Until which day?", [Needed("Add the last day")])
    why = TextAreaField(
        "Why does it go on?",
        [Needed("Say why, so that the family and an inspector can read it"), most(MoreWeeks.why)],
        description="What the family says of it, and what will be different at the end",
        filters=[tidy],
    )

    def entry(self) -> MoreWeeksEntry:
        """The decision as an entry."""
        return MoreWeeksEntry(id=UUID(self.id.data), until_on=self.until_on.data or date.min, why=self.why.data)


ANSWERS: Mapping[str, str] = {"yes": "Yes, it goes on", "no": "No, it ends as planned"}


class AnswerForm(MoreWeeksForm):
    """What a manager says to who asked for more weeks."""

    answer = RadioField(
        "Does it go on?",
        [InputRequired("Say whether it goes on")],
        choices=dict(ANSWERS),
        invalid_choice_message="Choose from the list",
    )

    until_on = DayField("Until which day?", [Optional()])
    why = TextAreaField(
        "Why?",
        [Needed("Say why, so that the family and an inspector can read it"), most(MoreWeeks.why)],
        description="Whoever asked reads this, and tells the family",
        filters=[tidy],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes by themselves, and: a yes has a last day."""
        good = super().validate(extra_validators)
        if self.given and self.until_on.data is None and not self.until_on.errors:
            self.until_on.errors = ["Add the last day"]
            good = False
        return bool(good)

    @property
    def given(self) -> bool:
        """Whether the answer is yes."""
        return bool(self.answer.data == "yes")
