"""The doors for people: how a group meets, when, and why a session is called off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange

from app.supervision.actions import GroupEntry, SessionsEntry
from app.supervision.models import PLACE_LENGTH, WHY_LENGTH
from app.web.boxes import ClockField, DayField, fits, lengths
from app.web.forms import Form, new_id, tidy

LIST = "Choose from the list"
LONG = {"150": "Two and a half hours", "180": "Three hours"}
MOST_WEEKS = 12
TIMES: Mapping[str, str] = {
    "1": "This one",
    "2": "2 sessions",
    "3": "3 sessions",
    "6": "6 sessions",
    "12": "12 sessions",
}


class UsualForm(Form):
    """What the group and each of its sessions have alike."""

    boxes: Mapping[str, str] = {"facilitator": "facilitator_id", "members": "member_ids"}

    id = new_id()
    at = ClockField("What time?", [InputRequired("Add the time")])
    minutes = SelectField("How long", invalid_choice_message=LIST)
    place = StringField("Where", [InputRequired("Say where it is"), fits(PLACE_LENGTH)], filters=[tidy])
    way = SelectField("How you work", invalid_choice_message=LIST)
    facilitator_id = SelectField("Who facilitates", invalid_choice_message=LIST)

    def offer(self, minutes: int, ways: Mapping[str, str], people: Mapping[UUID, str]) -> None:
        """Let these be chosen."""
        self.minutes.choices = lengths(minutes) | LONG
        self.way.choices = dict(ways)
        self.facilitator_id.choices = {str(one): name for one, name in people.items()}

    def usual(self) -> dict[str, Any]:
        """What both entries say alike."""
        return {
            "id": UUID(self.id.data),
            "at": self.at.data,
            "minutes": int(self.minutes.data),
            "place": tidy(self.place.data),
            "way": self.way.data,
            "facilitator_id": UUID(self.facilitator_id.data),
        }


class GroupForm(UsualForm):
    """How a group meets, and who is in it."""

    every_weeks = IntegerField(
        "Every how many weeks?",
        [InputRequired("Write a number, such as 2"), NumberRange(1, MOST_WEEKS, f"From 1 to {MOST_WEEKS} weeks")],
        invalid_value_message="Write a number, such as 2",
    )
    member_ids = SelectMultipleField("Who is in the group?", invalid_choice_message="Choose from the list")

    def __init__(
        self,
        ways: Mapping[str, str],
        people: Mapping[UUID, str],
        colleagues: Mapping[UUID, str],
        first: Mapping[str, Any],
    ) -> None:
        """`people` may facilitate; `colleagues` may be in the group."""
        super().__init__(data=dict(first))
        self.offer(int(first["minutes"]), ways, people)
        self.member_ids.choices = {str(one): name for one, name in colleagues.items()}

    def entry(self) -> GroupEntry:
        """The group as it was filled in."""
        members = frozenset(UUID(one) for one in self.member_ids.data)
        return GroupEntry(every_weeks=self.every_weeks.data, member_ids=members, **self.usual())


class SessionsForm(UsualForm):
    """The next session, and how many after it that repeat as the group does."""

    day = DayField("Which day?", [InputRequired("Choose the day")])
    how_many = SelectField("How many to plan now?", choices=dict(TIMES), invalid_choice_message=LIST)

    def __init__(self, ways: Mapping[str, str], people: Mapping[UUID, str], first: Mapping[str, Any]) -> None:
        super().__init__(data={"how_many": "1"} | dict(first))
        self.offer(int(first["minutes"]), ways, people)

    def entry(self) -> SessionsEntry:
        """The sessions as they were filled in."""
        return SessionsEntry(day=self.day.data, how_many=int(self.how_many.data), **self.usual())


class CancelForm(Form):
    """Why a session will not happen."""

    why = StringField(
        "Why?", [InputRequired("Say why, so that everybody can be told"), fits(WHY_LENGTH)], filters=[tidy]
    )
