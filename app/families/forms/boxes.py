"""Boxes that the forms of this room share: days, choices, lengths, and a check that nothing moved on."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, StopValidation

from app.core import clock
from app.core.db import Base
from app.families.actions.shape import LONGEST_TEXT
from app.web.forms import Form


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


def picked(value: str | None) -> UUID | None:
    """The id behind a choice, or none."""
    return UUID(value) if value else None


def with_now(choices: Mapping[str, str], value: str | None) -> dict[str, str]:
    """A list of words, with what the row says now where the list has it no longer."""
    return dict(choices) if not value or value in choices else {value: value, **choices}


def _plain(value: object) -> str:
    """What a box or a row says, in one shape, so that the two can be compared."""
    if isinstance(value, list | frozenset):
        return " ".join(sorted(str(one) for one in value))
    return "" if value is None else str(value)


def _sign(value: object) -> str:
    """A short sign of what stands somewhere: another sign means that it says something else."""
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:8]


class ChangeForm(Form):
    """A form over what is there already, or over nothing yet.

    It remembers, box by box, what stood there when the page was opened. Of two people who change the
    same thing at once, the second is shown what the first wrote before anything of it is written over.
    """

    as_was = HiddenField()
    entry: Callable[[], Any]

    def __init__(self, row: Base | None = None, **more: Any) -> None:
        self.row = row
        super().__init__(obj=row, **more)
        if self.as_was.raw_data is None:
            self._remember(self.stands())

    def stands(self) -> dict[str, object]:
        """What stands there now, by the name of its box; read again each time."""
        columns = inspect(type(self.row)).column_attrs if self.row is not None else ()
        names = [column.key for column in columns if column.key in self and column.key != "id"]
        return {name: getattr(self.row, name) for name in names}

    def in_words(self, name: str, value: object) -> str:
        """What stands there now, for somebody who was writing something else."""
        box = self[name]
        if isinstance(box, BooleanField):
            return "It is ticked now" if value else "It is not ticked now"
        if isinstance(box, SelectMultipleField):
            ticked = [words for key, words in box.choices.items() if key in _plain(value).split()]
            return f"Ticked now: {', '.join(ticked)}" if ticked else "Nothing is ticked now"
        if isinstance(value, date):
            return f"It is {value.day}/{value.month}/{value.year} now"
        words = _plain(value)
        if isinstance(box, SelectField | RadioField):
            words = box.choices.get(words, words)
        return f"It says “{words}” now" if words else "It is empty now"

    def moved_on(self) -> bool:
        """Whether somebody else changed anything that this would write over.

        Says so beside each box. A box that this person left alone is filled with what stands there now;
        what they typed stays. Sent once more, the form then stands.
        """
        was, now = self._was(), self.stands()
        changed = {name: value for name, value in now.items() if was.get(name) != _sign(value)}
        theirs = {name: value for name, value in changed.items() if _plain(self[name].data) != _plain(value)}
        for name, value in theirs.items():
            self._show(name, value, untouched=was.get(name) == _sign(self[name].data))
        self._remember(now)
        return bool(theirs)

    def _show(self, name: str, value: object, *, untouched: bool) -> None:
        box = self[name]
        if untouched:
            box.process(None, list(map(str, value)) if isinstance(value, frozenset) else value)
            box.raw_data = None
            words = "Here is how it stands now"
        else:
            words = f"{self.in_words(name, value)}. Save again to keep yours"
        box.errors = [*box.errors, f"{box.label.text}: somebody else changed this meanwhile. {words}"]

    def _was(self) -> dict[str, str]:
        pairs = (one.partition(":") for one in (self.as_was.data or "").split())
        return {name: sign for name, _, sign in pairs}

    def _remember(self, now: Mapping[str, object]) -> None:
        self.as_was.data = " ".join(f"{name}:{_sign(value)}" for name, value in now.items())
