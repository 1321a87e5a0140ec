"""The door for management oversight."""

from collections.abc import Mapping
from uuid import UUID

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.accounts.models import User
from app.notes.actions import OversightEntry
from app.notes.models import NOTE_LENGTH
from app.promises.models import WHAT_LENGTH
from app.web.boxes import DayField, fits
from app.web.forms import Form, new_id, tidy


class OversightForm(Form):
    """What was looked at, what it means, what was decided and why, who does it by when."""

    boxes = {  # noqa: RUF012  Read by the base form, never changed.
        "occurred_at": "on",
        "happened": "looked_at",
        "meaning": "analysis",
        "next_words": "why",
        "what": "decision",
    }

    id = new_id()
    on = DayField("When did you look?", [InputRequired("Enter the day, for example 24/11/2026")])
    looked_at = TextAreaField(
        "What did you look at?",
        [InputRequired("Say what you looked at"), fits(NOTE_LENGTH)],
        description="For example, the last four visit notes, and a talk with the worker",
        filters=[tidy],
    )
    analysis = TextAreaField(
        "What do you make of it?",
        [InputRequired("Write what you make of it"), fits(NOTE_LENGTH)],
        description="For each child: what is life like, what keeps the trouble going, what helps",
        filters=[tidy],
    )
    decision = StringField(
        "What have you decided?",
        [InputRequired("Say what you decided"), fits(WHAT_LENGTH)],
        description="It stands in their list of promises as you write it here",
        filters=[tidy],
    )
    why = TextAreaField("Why?", [InputRequired("Say why you decided this"), fits(NOTE_LENGTH)], filters=[tidy])
    owner = RadioField(
        "Who will do it?",
        [InputRequired("Say who will do it")],
        invalid_choice_message="Choose from the list",
    )
    due_on = DayField("By which day?", [InputRequired("Enter the day it is to be done by")])

    def offer(self, people: Mapping[UUID, User], by: User) -> None:
        """Let each of these be asked to do it."""
        self.owner.choices = {
            str(key): f"{person.first_name} (me)" if key == by.id else person.name for key, person in people.items()
        }

    def entry(self) -> OversightEntry:
        """What was filled in."""
        return OversightEntry(
            id=UUID(self.id.data),
            on=self.on.data,
            looked_at=self.looked_at.data,
            analysis=self.analysis.data,
            decision=self.decision.data,
            why=self.why.data,
            owner_id=UUID(self.owner.data),
            due_on=self.due_on.data,
        )
