"""A worry, raised outside a visit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.families.models import FamilyMember
from app.web.boxes import fits
from app.web.forms import new_id, tidy
from app.worries.actions import WorryEntry
from app.worries.forms.boxes import WhenForm
from app.worries.models import SETTING_LENGTH, WORDS_LENGTH, Urgency

NOBODY = "nobody"  # the worry is about nobody in particular


class WorryForm(WhenForm):
    """A worry, raised outside a visit."""

    boxes = {"member_id": "about", "occurred_at": "at"}  # noqa: RUF012  Read by the base form, never changed.

    id = new_id()
    urgency = RadioField(
        "How soon does it need a person?",
        [InputRequired("Choose how soon it needs a person")],
        choices={
            "today": "I need to talk to my supervisor today",
            "hold": "A small worry, I’ll write it down",
        },
    )
    about = RadioField("Who is it about?", [InputRequired("Choose who it is about")])
    saw_or_heard = TextAreaField(
        "What did you see or hear?", [fits(WORDS_LENGTH)], description="Only what happened, not what it might mean"
    )
    exact_words = TextAreaField(
        "Their exact words", [fits(WORDS_LENGTH)], description="As they said it. Don’t tidy it up."
    )
    setting = StringField("Where, and who was there", [fits(SETTING_LENGTH)])
    asked = TextAreaField("What you asked", [fits(WORDS_LENGTH)])
    told_child = TextAreaField("What you told them would happen", [fits(WORDS_LENGTH)])
    keeping_safe = TextAreaField(
        "What’s keeping them safe?", [fits(WORDS_LENGTH)], description="One thing on each line"
    )

    def __init__(self, members: Sequence[FamilyMember], now: datetime, **more: Any) -> None:
        super().__init__(now, **more)
        self.about.choices = {str(one.id): one.known_as for one in members} | {NOBODY: "The whole family"}

    def entry(self) -> WorryEntry:
        """The worry as it was written down."""
        return WorryEntry(
            id=UUID(self.id.data),
            urgency=Urgency(self.urgency.data),
            member_id=None if self.about.data == NOBODY else UUID(self.about.data),
            saw_or_heard=tidy(self.saw_or_heard.data),
            exact_words=tidy(self.exact_words.data),
            occurred_at=self.moment(),
            setting=tidy(self.setting.data),
            asked=tidy(self.asked.data),
            told_child=tidy(self.told_child.data),
            keeping_safe=tidy(self.keeping_safe.data),
        )
