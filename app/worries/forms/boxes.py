"""Boxes that the forms of this room share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, Length

from app.core import clock
from app.core.errors import Refused
from app.web.forms import Form


def fits(most: int) -> Length:
    """At most this many characters, said plainly."""
    return Length(max=most, message=f"Use at most {most:,} characters")


class Day(DateField):
    """A day; what is no day is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the day, for example 24/11/2026") from None


class At(TimeField):
    """A time of day; what is no time is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the time, for example 10:41") from None


class WhenForm(Form):
    """A form with a day and a time on it, which begin at this moment."""

    boxes: Mapping[str, str] = {}

    day = Day("Day", [InputRequired("Enter the day")])
    at = At("Time", [InputRequired("Enter the time")])

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

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Put an action's no beside the box it is about, where the box has another name."""
        with super().refusals():
            try:
                yield
            except Refused as no:
                raise Refused(self.boxes.get(no.field, no.field), no.words) from None
