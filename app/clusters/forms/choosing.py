"""The door for what a cluster chooses: figures, lists of words, numbers to ring, office hours."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import time
from functools import cache
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms import Form as Part
from wtforms.validators import Length, NumberRange, Optional, StopValidation

from app.clusters.actions import ChoiceEntry, HoursEntry, NumberEntry
from app.clusters.figures import ABOUT, About, Figures
from app.clusters.lists import NumberToRing
from app.clusters.models import NumberWhen
from app.clusters.queries import Choice
from app.web.forms import Form, tidy

LAST = 1_000
BLANKS = 2  # empty lines at the end of a list, to add to it
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WHEN = {
    NumberWhen.ALWAYS: "Always",
    NumberWhen.OFFICE: "In office hours",
    NumberWhen.OUT_OF_HOURS: "Out of office hours",
}


class FiguresForm(Form):
    """Every figure of a cluster. Its boxes are made from `figures.ABOUT`."""

    def entry(self) -> Figures:
        """The numbers as typed."""
        return Figures(**{key: self[key].data for key in ABOUT})


class Within:
    """A number within the limits of its figure; the words say which figure."""

    def __init__(self, about: About) -> None:
        self.about = about

    def __call__(self, form: Form, field: IntegerField) -> None:
        about = self.about
        if field.data is None or not about.least <= field.data <= about.most:
            # Whatever else was found wrong: this says all there is to do.
            field.errors = []
            raise StopValidation(f"{about.words}: write a number from {about.least} to {about.most}")


@cache
def figures_form() -> type[FiguresForm]:
    """The form with a box for each figure, its limits beside it."""
    boxes: dict[str, Any] = {}
    for key, about in ABOUT.items():
        limits = f"From {about.least} to {about.most} {about.unit}"
        boxes[key] = IntegerField(
            about.words,
            [Within(about)],
            description=f"{limits}. {about.source}",
        )
    return type("FiguresOfCluster", (FiguresForm,), boxes)


class _Choice(Part):
    key = HiddenField()
    words = StringField("Words", [Length(max=200, message="Use 200 letters or fewer")], filters=[tidy])
    position = IntegerField(
        "Place", [Optional(), NumberRange(0, 999, "From 0 to 999")], invalid_value_message="Write a number, such as 3"
    )
    hidden = BooleanField("Hidden")


class ListForm(Form):
    """A list of choices: each with its words, its place, and whether it is hidden."""

    rows = FieldList(FormField(_Choice))

    @staticmethod
    def of(choices: Sequence[Choice]) -> "ListForm":
        """The form filled with a list as it is, and empty lines to add to it."""
        known = [{**asdict(choice), "position": place} for place, choice in enumerate(choices, start=1)]
        return ListForm(data={"rows": known + [{}] * BLANKS})

    def entries(self) -> list[ChoiceEntry]:
        """The choices as typed; empty lines are nothing."""
        typed = [(place, row.form) for place, row in enumerate(self.rows, start=1)]
        wanted = [
            (
                place,
                ChoiceEntry(key=row.key.data or "", words=row.words.data, position=_asked(row), hidden=row.hidden.data),
            )
            for place, row in typed
            if row.key.data or row.words.data
        ]
        # Somebody who writes 2 beside the ninth means: before the one that is second now.
        wanted.sort(key=lambda pair: (pair[1].position, pair[0] == pair[1].position))
        return [replace(entry, position=place) for place, (_, entry) in enumerate(wanted, start=1)]


def _asked(row: Part) -> int:
    """The place that was asked for; none is the end."""
    asked: int | None = row["position"].data
    return LAST if asked is None else asked


class _Number(Part):
    name = StringField("Who answers", [Length(max=120, message="Use 120 letters or fewer")], filters=[tidy])
    words = StringField("What for", [Length(max=200, message="Use 200 letters or fewer")], filters=[tidy])
    phone = StringField("Phone number", [Length(max=30, message="Use 30 digits or fewer")], filters=[tidy])
    when = SelectField("When", choices={when.value: words for when, words in WHEN.items()})


class NumbersForm(Form):
    """Who to ring about a worry, in order."""

    rows = FieldList(FormField(_Number))

    @staticmethod
    def of(numbers: Sequence[NumberToRing]) -> "NumbersForm":
        """The form filled with the numbers as they are, and empty lines."""
        known = [
            {"name": number.name, "words": number.words, "phone": number.phone, "when": number.when.value}
            for number in numbers
        ]
        return NumbersForm(data={"rows": known + [{"when": NumberWhen.ALWAYS.value}] * BLANKS})

    def entries(self) -> list[NumberEntry]:
        """The numbers as typed; a line without name and number is gone."""
        typed = [row.form for row in self.rows if row.form.name.data or row.form.phone.data]
        return [
            NumberEntry(name=row.name.data, words=row.words.data, phone=row.phone.data, when=NumberWhen(row.when.data))
            for row in typed
        ]


class HoursForm(Form):
    """When the office answers: two boxes for each weekday, made below."""

    @staticmethod
    def of(hours: Mapping[int, tuple[time, time]]) -> "HoursForm":
        """The form filled with the hours as they are."""
        data = {f"opens_{day}": opens for day, (opens, _) in hours.items()}
        return hours_form()(data=data | {f"closes_{day}": closes for day, (_, closes) in hours.items()})

    def validate(self, extra_validators: Any = None) -> bool:
        """Both times of a day, or neither."""
        sound = super().validate(extra_validators)
        for day, name in enumerate(WEEKDAYS):
            opens, closes = self[f"opens_{day}"], self[f"closes_{day}"]
            if not (opens.errors or closes.errors) and (opens.data is None) != (closes.data is None):
                box = opens if opens.data is None else closes
                box.errors = [f"{name}: give both times, or neither"]
                sound = False
        return sound

    def entries(self) -> list[HoursEntry]:
        """The days on which the office answers."""
        return [
            HoursEntry(weekday=day, opens=self[f"opens_{day}"].data, closes=self[f"closes_{day}"].data)
            for day in range(len(WEEKDAYS))
            if self[f"opens_{day}"].data is not None
        ]


@cache
def hours_form() -> type[HoursForm]:
    """The form with the boxes of every weekday."""
    boxes = {}
    for day, name in enumerate(WEEKDAYS):
        for end, words in (("opens", "from"), ("closes", "until")):
            boxes[f"{end}_{day}"] = TimeField(
                f"{name}, {words}", [Optional()], invalid_value_message="Write a time such as 09:00"
            )
    return type("HoursOfWeek", (HoursForm,), boxes)
