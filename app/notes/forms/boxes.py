"""Boxes that several forms of this room share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wtforms import DateField, IntegerField, TimeField
from wtforms.validators import Length

from app.core.errors import Refused
from app.families.models import Partner
from app.notes.models import Readers
from app.web.forms import Form

READER_WORDS: Mapping[str, str] = {
    Readers.TEAM: "Only our team",
    Readers.FAMILY: "The family can read it too",
}


def fits(most: int) -> Length:
    """At most this many characters, said plainly."""
    return Length(max=most, message=f"Use at most {most:,} characters")


class DayField(DateField):
    """A day; what is no day is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the day, for example 24/11/2026") from None


class ClockField(TimeField):
    """A time of day; what is no time is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the time, for example 12:15") from None


class MinutesField(IntegerField):
    """A number of minutes, which may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter minutes as a number, for example 45") from None


class NoteForm(Form):
    """A form of this room. `boxes` says which box an action's field is, where the names differ."""

    boxes: Mapping[str, str] = {}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Put an action's no beside the box it is about, or at the top where that is a whole list."""
        with super().refusals():
            try:
                yield
            except Refused as no:
                raise Refused(self.boxes.get(no.field, no.field), no.words) from None


def names_in(words: str | None) -> tuple[str, ...]:
    """Names typed with commas between them."""
    return tuple(name.strip() for name in (words or "").split(",") if name.strip())


def partner_words(partner: Partner) -> str:
    """A partner as a note names them: “Ms Hargreaves, Cockburn School”, without commas where names are listed."""
    return f"{partner.name} ({partner.organisation})" if partner.organisation else partner.name
