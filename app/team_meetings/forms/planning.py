"""The doors for people: when and where a meeting is, who is asked, and why it is moved or cancelled."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.core import clock
from app.families.models import FamilyMember, Partner
from app.team_meetings.actions import MoveEntry, PlanEntry
from app.team_meetings.models import WHY_LENGTH, TeamMeeting
from app.team_meetings.queries import Around
from app.web.boxes import ClockField, DayField, fits, lengths
from app.web.filters import capital
from app.web.forms import Form, new_id, tidy

LIST = "Choose from the list"
SAY_WHY = "Say why, so that everybody can be told"
NO_YES = "The family has not said yes to sharing with everybody chosen here"


class WhenForm(Form):
    """A day, a time, how long and where: what planning and moving ask alike."""

    id = new_id()
    day = DayField("Which day?", [InputRequired("Choose the day")])
    at = ClockField("What time?", [InputRequired("Add the time")])
    minutes = SelectField("How long", invalid_choice_message=LIST)
    place = SelectField("Where", invalid_choice_message=LIST)

    def offer(self, minutes: int, places: Mapping[str, str], place: str) -> None:
        """Let these be chosen; the place that stands stays in the list, whatever became of it there."""
        listed = {words: capital(words) for words in places.values()}
        self.minutes.choices = lengths(minutes)
        self.place.choices = listed if place in listed else {place: capital(place)} | listed


class PlanForm(WhenForm):
    """A meeting and who is asked. Partners can be chosen only where the family has said yes to sharing."""

    purpose = StringField(
        "What is it for?",
        [fits(WHY_LENGTH)],
        description="In words the family would use. It stands at the head of the minutes.",
        filters=[tidy],
    )
    members = SelectMultipleField("Who of the family is asked?", invalid_choice_message="Choose people of this family")
    partners = SelectMultipleField("Who else does the family want there?", [Optional()], invalid_choice_message=NO_YES)
    safety_words = TextAreaField(
        "How is everybody kept safe?",
        [fits(WHY_LENGTH)],
        description="For us alone. It is never in the minutes.",
        filters=[tidy],
    )

    def __init__(self, around: Around, minutes: int, places: Mapping[str, str], first: Mapping[str, Any]) -> None:
        apart = around.apart
        # Nobody from outside is ticked before the family has said whom they want.
        asked = {
            "minutes": str(minutes),
            "members": [str(one.id) for one in around.members if one.id not in apart],
            "partners": [],
        }
        super().__init__(data=asked | dict(first))
        self.offer(minutes, places, first["place"])
        self.members.choices = {str(one.id): f"{one.known_as}, {member_words(one)}" for one in around.members}
        self.partners.choices = {str(one.id): partner_words(one) for one in around.may_be_asked}

    def entry(self) -> PlanEntry:
        """The meeting as it was filled in."""
        return PlanEntry(
            id=UUID(self.id.data),
            day=self.day.data,
            at=self.at.data,
            minutes=int(self.minutes.data),
            place=self.place.data,
            purpose=tidy(self.purpose.data),
            member_ids=tuple(UUID(one) for one in self.members.data),
            partner_ids=tuple(UUID(one) for one in self.partners.data),
            safety_words=tidy(self.safety_words.data),
        )


class MoveForm(WhenForm):
    """Another day, time or place, and why."""

    why = StringField(
        "Why?", [InputRequired("Say why, so that everybody can be told"), fits(WHY_LENGTH)], filters=[tidy]
    )

    def __init__(self, meeting: TeamMeeting, places: Mapping[str, str]) -> None:
        begins = clock.local(meeting.starts_at)
        minutes = round((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1))
        now = {"day": begins.date(), "at": begins.time(), "minutes": str(minutes), "place": meeting.place}
        super().__init__(data=now)
        self.offer(minutes, places, meeting.place)

    def entry(self) -> MoveEntry:
        """The new time and place."""
        return MoveEntry(
            id=UUID(self.id.data),
            day=self.day.data,
            at=self.at.data,
            minutes=int(self.minutes.data),
            place=self.place.data,
            why=tidy(self.why.data),
        )


class CancelForm(Form):
    """Why a meeting will not happen."""

    why = StringField(
        "Why?", [InputRequired("Say why, so that everybody can be told"), fits(WHY_LENGTH)], filters=[tidy]
    )


def member_words(member: FamilyMember) -> str:
    """Mum; child: who somebody is in the family, within a sentence."""
    words = member.relationship_words
    return words[:1].lower() + words[1:] if member.is_child else words


def partner_words(partner: Partner) -> str:
    """Ms Farrell, Pastoral lead, Kirkfield High."""
    return ", ".join(part for part in (partner.name, partner.job, partner.organisation) if part)
