"""The doors for forms: a decision about something held; and what a phone says of a page that was read from it."""

from uuid import UUID

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.offline.actions import LookEntry
from app.offline.models import HeldHow
from app.web.forms import Form, tidy

MOST = 500  # characters
PAGE_LENGTH = 80


class DecideForm(Form):
    """Put it on the record, or set it aside; and why."""

    how = RadioField("What do you decide?", [InputRequired("Choose what happens to it")])
    reason = TextAreaField(
        "Why?",
        [InputRequired("Say why, in a few words"), Length(max=MOST, message=f"Use at most {MOST} characters")],
        filters=[tidy],
    )

    def offer(self, *, on_record: bool) -> None:
        """Only a form that Withy can take, about a family that is known, can go on the record."""
        choices = {HeldHow.LET_IN.value: "Put it on the record"} if on_record else {}
        self.how.choices = choices | {HeldHow.SET_ASIDE.value: "Set it aside"}


def _id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


class LookForm(Form):
    """Which family's page was read, and which page: its name, and the id of the record where it shows one.

    Nobody fills this in, so nobody could put it right: what cannot be read is left out, and the look is kept.
    """

    family = HiddenField(validators=[Optional()])
    page = HiddenField(validators=[Length(max=PAGE_LENGTH)])

    def entry(self) -> LookEntry:
        """The look."""
        page, _, record = (self.page.data or "page").partition(" ")
        return LookEntry(family_id=_id(self.family.data or ""), page=page[:40], record_id=_id(record))
