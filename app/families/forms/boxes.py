"""Boxes that the forms of this room share: days, choices, lengths, and a check that nothing moved on."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import inspect
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, StopValidation

from app.core import clock
from app.core.db import Base
from app.families.actions.shape import LONGEST_TEXT
from app.web.forms import Form, IsUuid


def most(column: InstrumentedAttribute[str]) -> Length:
    """As many letters as the column holds."""
    length = getattr(column.type, "length", None) or LONGEST_TEXT
    return Length(max=length, message=f"Use {length} letters or fewer")


class Needed:
    """It must be filled in; the words say what to do."""

    field_flags: Mapping[str, bool] = {}

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors or not field.data:
            raise StopValidation(None if field.errors else self.words)


class NotToCome:
    """A day that has been: today at the latest."""

    field_flags: Mapping[str, bool] = {}

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and field.data > clock.today():
            raise StopValidation(self.words)


class _FromList:
    """A choice that is not in the list means that the list changed, or that someone played with the page."""

    data: Any
    choices: Any

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is for `Needed` to judge."""
        chosen = self.data if isinstance(self.data, list) else [self.data]
        if not {one for one in chosen if one} <= set(self.choices):
            raise StopValidation("Choose from the list")


class Pick(_FromList, SelectField):
    """One of a list that drops down. Choices are a dict: value → words."""


class PickOne(_FromList, RadioField):
    """One of a few, all in sight."""


class PickSome(_FromList, SelectMultipleField):
    """Any of several, all in sight."""


def new_id() -> Any:
    """The id of what a form makes, made with the form: sent twice, it is still one."""
    return HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()])


def picked(value: str | None) -> UUID | None:
    """The id behind a choice, or none."""
    return UUID(value) if value else None


def with_now(choices: Mapping[str, str], value: str | None) -> dict[str, str]:
    """A list of words, with what the row says now where the list has it no longer."""
    return dict(choices) if not value or value in choices else {value: value, **choices}


def fingerprint(row: Base | None) -> str:
    """A short sign of all that a row says: another sign means that somebody changed it."""
    if row is None:
        return ""
    said = {column.key: str(getattr(row, column.key)) for column in inspect(type(row)).column_attrs}
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


class ChangeForm(Form):
    """A form over a row that is there already, or over nothing yet."""

    as_was = HiddenField()
    entry: Callable[[], Any]

    def __init__(self, row: Base | None, **more: Any) -> None:
        self.row = row
        super().__init__(obj=row, **more)
        if self.as_was.raw_data is None:
            self.as_was.data = fingerprint(row)

    def moved_on(self, said: Mapping[str, object]) -> bool:
        """Whether somebody else changed the row meanwhile, unless to the very same words.

        Says so on the form; sent once more, the form then stands.
        """
        now = fingerprint(self.row)
        if self.row is None or self.as_was.data == now:
            return False
        columns = {column.key for column in inspect(type(self.row)).column_attrs} - {"id"}
        if all(getattr(self.row, name) == value for name, value in said.items() if name in columns):
            return False
        self.as_was.data = now
        self.form_errors.append("Somebody else changed this while you were writing. Save again to keep your words")
        return True
