"""The doors for people: visits planned in one go, moved, cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.accounts.models import User
from app.core import clock
from app.families.models import Address, Episode
from app.notes.models import NAME_LENGTH, SETTING_LENGTH
from app.visits.actions import MoveEntry, PlanEntry, VisitEntry, Which, days_of
from app.visits.forms.parts import LIST, Fits, at, day
from app.visits.models import CancelledBy, Visit, VisitState
from app.visits.words import DayShown
from app.web.boxes import lengths
from app.web.filters import capital
from app.web.forms import Form, new_id, tidy

MOST_WEEKS = 60


class PlanForm(Form):
    """Visits on the same day of the week. The days are shown before they are kept."""

    id = new_id()
    # The first day, the time and the weeks whose days were shown: others are shown again first.
    shown = HiddenField()
    first_on = day("First visit")
    at = at("Time")
    minutes = SelectField("How long", invalid_choice_message=LIST)
    weeks = IntegerField(
        "How many weeks?",
        [Optional(), NumberRange(1, MOST_WEEKS, "Choose from 1 week to the end of the plan")],
        invalid_value_message="Write the number of weeks in figures",
    )
    days = SelectMultipleField("Days", [Optional()], validate_choice=False)
    place = SelectField("Where", invalid_choice_message=LIST)
    address = SelectField("Which address?", [Optional()], invalid_choice_message=LIST)
    with_user = SelectField("Who comes with you?", [Optional()], invalid_choice_message=LIST)
    with_words = StringField(
        "What did you agree with them?",
        [Fits(SETTING_LENGTH)],
        description="For example, “Tom is meeting you outside at 10:25am”",
        filters=[tidy],
    )
    interpreter = StringField(
        "Interpreter booked",
        [Fits(NAME_LENGTH)],
        description="The language, and who. Leave it empty where none is booked.",
        filters=[tidy],
    )
    purpose = StringField("What is it for?", [Fits(SETTING_LENGTH)], filters=[tidy])

    def __init__(
        self,
        episode: Episode,
        places: Mapping[str, str],
        addresses: Sequence[Address],
        colleagues: Sequence[User],
        minutes: int,
        first: Mapping[str, Any],
    ) -> None:
        super().__init__(data={"minutes": str(minutes), **first})
        self.episode = episode
        self.minutes.choices = lengths(minutes)
        self.place.choices = {words: capital(words) for words in places.values()}
        self.address.choices = {"": "None of them"} | {
            str(one.id): f"{one.household}: {one.lines}" for one in addresses
        }
        self.with_user.choices = {"": "Nobody"} | {str(one.id): one.name for one in colleagues}

    @property
    def asked(self) -> str:
        """The first day, time and weeks that are asked for now."""
        return f"{self.first_on.data} {self.at.data} {self.weeks.data}"

    @property
    def is_whole(self) -> bool:
        """Whether enough was said to show the days."""
        sent = self.is_submitted()  # type: ignore[no-untyped-call]
        return bool(sent and not any(box.errors for box in (self.first_on, self.at, self.weeks, self.minutes)))

    @property
    def length(self) -> timedelta:
        """How long each visit takes."""
        return timedelta(minutes=int(self.minutes.data))

    def show(self, days: Sequence[DayShown]) -> None:
        """Show these days, all ticked but bank holidays; ticks on days that were shown already stay."""
        if not self.shows_days:
            self.days.data = [one.value for one in days if not one.holiday]
        self.shown.data = self.asked

    @property
    def shows_days(self) -> bool:
        """Whether the days on the page are those that are asked for."""
        return bool(self.shown.data == self.asked)

    @property
    def every_day(self) -> tuple[date, ...]:
        """Each day that is asked for, before any is left out."""
        return days_of(self.first_on.data, self.weeks.data or 1)

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes, and: weeks end with the plan."""
        good = super().validate(extra_validators)
        for field, words in ((self.first_on, "Choose the day of the first visit"), (self.at, "Add the time")):
            if field.data is None and not field.errors:
                field.errors = [*field.errors, words]
                good = False
        if good and self.every_day[-1] > last_day(self.episode) and len(self.every_day) > 1:
            most = max((last_day(self.episode) - self.first_on.data).days // 7 + 1, 1)
            self.weeks.errors = [
                *self.weeks.errors,
                f"The plan ends on {_words(last_day(self.episode))}: choose at most {most}",
            ]
            good = False
        if good and self.shows_days and not self._ticked():
            self.days.errors = [*self.days.errors, "Tick at least one day"]
            good = False
        return bool(good)

    def _ticked(self) -> tuple[date, ...]:
        said = set(self.days.data or ())
        return tuple(one for one in self.every_day if one.isoformat() in said)

    def entry(self) -> PlanEntry:
        """The visits on the days that are ticked."""
        return PlanEntry(
            id=UUID(self.id.data),
            days=self._ticked(),
            at=self.at.data,
            minutes=int(self.minutes.data),
            place=self.place.data,
            address_id=UUID(self.address.data) if self.address.data else None,
            with_user_id=UUID(self.with_user.data) if self.with_user.data else None,
            with_words=self.with_words.data,
            interpreter=self.interpreter.data,
            purpose=self.purpose.data,
        )


class MoveForm(Form):
    """Another day or time for one visit. What else is in the diary then is shown before it is kept."""

    id = new_id()
    # The day and time whose clashes were shown: they stand in nobody's way then.
    shown = HiddenField()
    # Asked only where somebody else has moved it too; the labels say both times.
    which = RadioField("Which is right?", [Optional()], choices=list(Which), invalid_choice_message=LIST)
    day = day("Which day?")
    at = at("What time?")
    minutes = SelectField("How long", invalid_choice_message=LIST)
    reason = SelectField("Why?", [Optional()], invalid_choice_message=LIST)
    reason_words = StringField("Anything to add?", [Fits(SETTING_LENGTH)], filters=[tidy])
    # Asked only where the diary has them: they were agreed for the old time.
    with_words = StringField(
        "What did you agree with them?",
        [Fits(SETTING_LENGTH)],
        description="This was for the old time. Put it right, or clear it",
        filters=[tidy],
    )
    interpreter = StringField(
        "Interpreter booked",
        [Fits(NAME_LENGTH)],
        description="This was for the old time. Book it anew, or clear it",
        filters=[tidy],
    )

    def __init__(self, visit: Visit, reasons: Mapping[str, str]) -> None:
        begins = clock.local(visit.starts_at)
        length = round((visit.ends_at - visit.starts_at) / timedelta(minutes=1))
        super().__init__(
            data={
                "day": begins.date(),
                "at": begins.time(),
                "minutes": str(length),
                "with_words": visit.with_words,
                "interpreter": visit.interpreter,
            }
        )
        self.visit = visit
        self.minutes.choices = lengths(length)
        self.reason.choices = {"": "Not said"} | dict(reasons)

    def knows_of(self, clashes: Sequence[object]) -> bool:
        """Whether what else is in the diary then was shown, if anything is."""
        asked = f"{self.day.data} {self.at.data} {self.minutes.data}"
        known = not clashes or self.shown.data == asked
        self.shown.data = asked
        return bool(known)

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes: a day and a time are needed."""
        good = super().validate(extra_validators)
        for field, words in ((self.day, "Choose the day"), (self.at, "Add the time")):
            if field.data is None and not field.errors:
                field.errors = [*field.errors, words]
                good = False
        return bool(good)

    def entry(self) -> MoveEntry:
        """The new day and time."""
        return MoveEntry(
            id=UUID(self.id.data),
            day=self.day.data,
            at=self.at.data,
            minutes=int(self.minutes.data),
            reason=self.reason.data or "",
            reason_words=self.reason_words.data,
            with_words=self.with_words.data if self.visit.with_words else None,
            interpreter=self.interpreter.data if self.visit.interpreter else None,
            which=Which(self.which.data) if self.which.data else None,
        )


class CancelForm(Form):
    """A visit that will not happen, and honestly why."""

    id = new_id()
    cancelled_by = RadioField(
        "Who can’t make it?",
        [InputRequired("Say who can’t make it")],
        choices={
            CancelledBy.FAMILY.value: "The family",
            CancelledBy.WORKER.value: "I can’t",
            CancelledBy.OTHER.value: "Nobody can help it",
        },
        invalid_choice_message=LIST,
    )
    reason = SelectField("Why?", [InputRequired("Choose a reason from the list")], invalid_choice_message=LIST)
    reason_words = StringField("Anything to add?", [Fits(SETTING_LENGTH)], filters=[tidy])

    def __init__(self, visit: Visit, reasons: Mapping[str, str]) -> None:
        super().__init__()
        self.visit = visit
        self.reason.choices = {"": "Choose"} | dict(reasons)

    def entry(self) -> VisitEntry:
        """The visit as it will not happen; its times are those planned."""
        return VisitEntry(
            id=UUID(self.id.data),
            outcome=VisitState.CANCELLED,
            began_at=self.visit.starts_at,
            ended_at=self.visit.ends_at,
            place=self.visit.place,
            cancelled_by=CancelledBy(self.cancelled_by.data),
            reason=self.reason.data,
            reason_words=self.reason_words.data,
        )


def last_day(episode: Episode) -> date:
    """The last day of the plan, as extended."""
    return episode.extended_to or episode.ends_on


def _words(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}"
