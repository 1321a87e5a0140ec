"""Boxes that forms of many rooms share: a day, a time, a length."""

from typing import Any

from wtforms import DateField, TimeField
from wtforms.validators import Length

LENGTHS = {
    "30": "Half an hour",
    "45": "45 minutes",
    "60": "An hour",
    "75": "An hour and a quarter",
    "90": "An hour and a half",
    "120": "Two hours",
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
SHAPES = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y"]


def fits(most: int) -> Length:
    """At most this many characters, said plainly."""
    return Length(max=most, message=f"Use at most {most:,} characters")


def lengths(minutes: int) -> dict[str, str]:
    """How long something takes, to choose from: the usual ones, and these minutes where they are another."""
    return LENGTHS if str(minutes) in LENGTHS else {str(minutes): f"{minutes} minutes"} | LENGTHS


class DayField(DateField):
    """A day: from the phone's own calendar, or typed as 27/3/2016 where there is none."""

    def __init__(self, label: str, validators: Any = (), **more: Any) -> None:
        words = "Check this date. It should look like 27/3/2016"
        super().__init__(label, validators, format=SHAPES, invalid_value_message=words, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An empty box is no day; a year far away is a slip of the finger."""
        said = " ".join(valuelist).strip()
        self.data: Any = None
        if said:
            self._read(said)

    def _read(self, said: str) -> None:
        super().process_formdata([said])
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError("Check the year")


class ClockField(TimeField):
    """A time of day, as the clock on the wall shows it."""

    def __init__(self, label: str, validators: Any = (), **more: Any) -> None:
        words = "Check this time. It should look like 10:30"
        super().__init__(label, validators, invalid_value_message=words, **more)
