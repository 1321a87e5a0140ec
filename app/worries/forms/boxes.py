"""Boxes that the forms of this room share."""

from datetime import datetime
from typing import Any

from wtforms.validators import InputRequired

from app.core import clock
from app.web.boxes import ClockField, DayField
from app.web.forms import Form


class WhenForm(Form):
    """A form with a day and a time on it, which begin at this moment."""

    day = DayField("Day", [InputRequired("Enter the day")])
    at = ClockField("Time", [InputRequired("Enter the time")])

    # Before the names of its boxes, where a page has several such forms.
    prefix = ""

    def __init__(self, now: datetime, **more: Any) -> None:
        local = clock.local(now)
        super().__init__(
            data={"day": local.date(), "at": local.time().replace(second=0, microsecond=0)}, prefix=self.prefix, **more
        )

    def moment(self) -> datetime:
        """The moment that was typed, as the wall clock shows it."""
        assert self.day.data is not None  # noqa: S101  Required.
        assert self.at.data is not None  # noqa: S101  Required.
        return clock.moment(self.day.data, self.at.data)
