"""The base of every form: clear words beside the field, and nothing typed is ever lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from wtforms import Field, ValidationError

from app.core.errors import Refused


class Form(FlaskForm):  # type: ignore[misc]
    """A form a person fills in."""

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Put an action's no beside the field it is about, or at the top where there is none."""
        try:
            yield
        except Refused as no:
            if no.field in self._fields:
                field = self._fields[no.field]
                field.errors = [*field.errors, no.words]
            else:
                self.form_errors.append(no.words)


class IsUuid:
    """Whether a hidden id is one; a broken one means a page gone stale."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError("This page is out of date: open the form again") from None


def tidy(words: str | None) -> str:
    """Typed text without the space around it, with one kind of line end. A WTForms filter."""
    return (words or "").replace("\r\n", "\n").strip()


def init_forms(app: Flask) -> None:
    """Refuse a form that did not come from one of our own pages, and let answers know of htmx."""
    CSRFProtect(app)
    Htmx(app)
