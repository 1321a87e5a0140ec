"""The doors for people: what was said at a meeting, the family first; and a line added to its minutes."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as Part
from wtforms.validators import InputRequired, Optional

from app.promises.agreed import AgreedPart
from app.team_meetings.actions import AdditionEntry, RecordEntry, Said
from app.team_meetings.models import ADDITION_LENGTH, BOTH_LENGTH, WORDS_LENGTH
from app.web.boxes import DayField, fits
from app.web.forms import Form, IsUuid, new_id, tidy

LIST = "Choose from the list"
WHAT_LENGTH = 120  # characters of a thing agreed: the minutes are one page
MOST_AGREED = 8
FIRST_AGREED = 3  # rows in sight; the others are a tap away


class SaidPart(Part):
    """One person: whether they came, and what they said."""

    person_id = HiddenField(validators=[IsUuid()])
    came = BooleanField("Came")
    words = TextAreaField("In their own words", [fits(WORDS_LENGTH)], filters=[tidy])

    def entry(self) -> Said:
        """What this person said."""
        return Said(person_id=UUID(self.person_id.data or ""), came=self.came.data, words=tidy(self.words.data))


class MinutedPart(AgreedPart):
    """One thing agreed, short enough for minutes of one page."""

    what = StringField("What", [fits(WHAT_LENGTH)], filters=[tidy])


class RecordForm(Form):
    """The family's words first, then the others', then who will do what by when."""

    # Boxes that are rows have no place for words of their own: they are said at the head.
    boxes: Mapping[str, str] = {"family": "", "partners": ""}

    id = new_id()
    family = FieldList(FormField(SaidPart), max_entries=40)
    going_well = TextAreaField("What is going well?", [fits(BOTH_LENGTH)], filters=[tidy])
    worries = TextAreaField("What are we worried about?", [fits(BOTH_LENGTH)], filters=[tidy])
    partners = FieldList(FormField(SaidPart), max_entries=40)
    agreed = FieldList(FormField(MinutedPart), min_entries=MOST_AGREED, max_entries=MOST_AGREED)
    next_on = DayField("When do we meet next?", [Optional()], description="Leave it empty where no day was agreed.")

    def __init__(
        self,
        family: Mapping[str, str],
        partners: Mapping[str, str],
        owners: Mapping[str, str],
        *,
        held_on: date,
        next_on: date,
    ) -> None:
        """`family` and `partners` are names by id. Nobody is ticked before somebody says that they came."""
        super().__init__(
            data={
                "family": [{"person_id": one} for one in family],
                "partners": [{"person_id": one} for one in partners],
                "next_on": next_on,
            }
        )
        self.names = {**family, **partners}
        self.held_on = held_on
        for part in (*self.family, *self.partners):
            name = self.names.get(part.form.person_id.data, "Somebody")
            part.form.came.label.text = f"{name} came"
            part.form.words.label.text = f"What {name} said"
        for part in self.agreed:
            part.form.who.choices = {"": "Choose", **owners}

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes, and: it is a meeting with the family; what is agreed is for a day after it."""
        good = bool(super().validate(extra_validators))
        known = [part for part in (*self.family, *self.partners) if part.form.person_id.data in self.names]
        if len(known) < len(self.family) + len(self.partners):
            self.form_errors.append("This page is out of date: open the form again")
            good = False
        if len(self.family) and not any(part.form.came.data for part in self.family):
            words = "Tick who of the family came. If nobody did, move the meeting or cancel it"
            good = _wrong(self.family[0].form.came, words)
        for part in self.agreed:
            if part.form.by.data is not None and part.form.by.data < self.held_on:
                good = _wrong(part.form.by, "Choose the day of the meeting or a later one")
        return good

    @property
    def first(self) -> list[Any]:
        """The rows for things agreed that are in sight at once."""
        return list(self.agreed)[:FIRST_AGREED]

    @property
    def more(self) -> list[Any]:
        """The rows that are a tap away."""
        return list(self.agreed)[FIRST_AGREED:]

    @property
    def more_is_filled(self) -> bool:
        """Whether something stands in those, so that nothing typed is out of sight."""
        return any(part.form.filled for part in self.more)

    def entry(self) -> RecordEntry:
        """The meeting as it was filled in."""
        form_id = UUID(self.id.data)
        return RecordEntry(
            id=form_id,
            family=tuple(part.form.entry() for part in self.family),
            partners=tuple(part.form.entry() for part in self.partners),
            going_well=tidy(self.going_well.data),
            worries=tidy(self.worries.data),
            agreed=tuple(
                part.form.entry(uuid5(form_id, f"agreed {number}"))
                for number, part in enumerate(self.agreed)
                if part.form.filled
            ),
            next_on=self.next_on.data,
        )


class AdditionForm(Form):
    """A line for the minutes, after they were written."""

    id = new_id()
    words = TextAreaField(
        "What is to be added or put right?",
        [InputRequired("Write what to add"), fits(ADDITION_LENGTH)],
        description="The minutes stay as they were written. This stands below them with the day and your name.",
        filters=[tidy],
    )

    def entry(self) -> AdditionEntry:
        """The line."""
        return AdditionEntry(id=UUID(self.id.data), words=tidy(self.words.data))


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False
