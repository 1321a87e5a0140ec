"""The doors for people: which families are brought, and for how many minutes each."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField, IntegerField, SelectMultipleField
from wtforms import Form as Part
from wtforms.validators import InputRequired, NumberRange

from app.supervision.actions import BringEntry, MinutesEntry
from app.supervision.actions.agenda import MOST_MINUTES
from app.supervision.queries import Item, Suggestion
from app.web.forms import Form, IsUuid, new_id

FROM_TO = f"Give each family from 1 to {MOST_MINUTES} minutes"


class BringForm(Form):
    """Families to bring, chosen from those that somebody could bring."""

    id = new_id()
    families = SelectMultipleField("Which families?", invalid_choice_message="Choose from the list")

    def __init__(self, could: Sequence[Suggestion]) -> None:
        super().__init__(data={"families": []})
        self.families.choices = {str(one.family.id): one.family.title for one in could}

    def entry(self) -> BringEntry:
        """The families as they were chosen."""
        return BringEntry(id=UUID(self.id.data), family_ids=tuple(UUID(one) for one in self.families.data))


class MinutesPart(Part):
    """One family's minutes."""

    discussion_id = HiddenField(validators=[IsUuid()])
    minutes = IntegerField(
        "Minutes",
        [InputRequired(FROM_TO), NumberRange(1, MOST_MINUTES, FROM_TO)],
        invalid_value_message="Write a number, such as 15",
    )


class MinutesForm(Form):
    """How long each family on the agenda is given."""

    boxes: Mapping[str, str] = {"minutes": "rows"}

    rows = FieldList(FormField(MinutesPart))

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(
            data={"rows": [{"discussion_id": one.discussion.id, "minutes": one.discussion.minutes} for one in items]}
        )
        names = {str(one.discussion.id): one.family.title_within for one in items}
        for row in self.rows:
            row.form.minutes.label.text = f"Minutes for {names.get(str(row.form.discussion_id.data), 'this family')}"

    def entry(self) -> MinutesEntry:
        """The minutes as typed."""
        return MinutesEntry(
            minutes={UUID(str(row.form.discussion_id.data)): row.form.minutes.data for row in self.rows}
        )
