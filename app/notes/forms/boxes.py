"""Boxes that several forms of this room share."""

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField

from app.families.models import Partner
from app.notes.models import Readers

READER_WORDS: Mapping[str, str] = {
    Readers.TEAM: "Only our team",
    Readers.FAMILY: "The family can read it too",
}


class MinutesField(IntegerField):
    """A number of minutes, which may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter minutes as a number, for example 45") from None


def names_in(words: str | None) -> tuple[str, ...]:
    """Names typed with commas between them."""
    return tuple(name.strip() for name in (words or "").split(",") if name.strip())


def partner_words(partner: Partner) -> str:
    """A partner as a note names them: “Ms Hargreaves, Cockburn School”, without commas where names are listed."""
    return f"{partner.name} ({partner.organisation})" if partner.organisation else partner.name
