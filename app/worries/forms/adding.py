"""Something more about a worry, and who was rung."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.web.boxes import fits
from app.web.forms import new_id, tidy
from app.worries.actions import AdditionEntry
from app.worries.forms.boxes import WhenForm
from app.worries.models import WHOM_LENGTH, WORDS_LENGTH, AdditionKind

SOMEBODY_ELSE = "else"


class MoreForm(WhenForm):
    """Something more that was heard, seen, asked or told."""

    boxes = {"occurred_at": "at"}  # noqa: RUF012
    prefix = "more"

    id = new_id()
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose what it is")],
        choices={
            "heard": "Something I heard",
            "saw": "Something I saw",
            "asked": "Something I asked",
            "told": "Something I told them",
        },
        default="heard",
    )
    words = TextAreaField("Exactly what?", [fits(WORDS_LENGTH)], description="Exact words where you can")

    def entry(self) -> AdditionEntry:
        """What is added."""
        return AdditionEntry(
            id=UUID(self.id.data),
            kind=AdditionKind(self.kind.data),
            words=tidy(self.words.data),
            occurred_at=self.moment(),
        )


class CallForm(WhenForm):
    """Who was rung about the worry, and whether they answered."""

    boxes = {"occurred_at": "at", "whom": "somebody"}  # noqa: RUF012
    prefix = "call"

    id = new_id()
    who = RadioField("Who?", [InputRequired("Choose who you rang")])
    somebody = StringField("If someone else, their name", [fits(WHOM_LENGTH)])
    spoke = RadioField(
        "What happened?",
        [InputRequired("Say whether you spoke")],
        choices={"yes": "We spoke", "no": "No answer"},
    )
    words = TextAreaField("What was said", [fits(WORDS_LENGTH)])

    def __init__(self, whom: Sequence[str], now: datetime, **more: Any) -> None:
        super().__init__(now, **more)
        self.who.choices = {one: one for one in whom} | {SOMEBODY_ELSE: "Someone else"}

    def entry(self) -> AdditionEntry:
        """The call."""
        return AdditionEntry(
            id=UUID(self.id.data),
            kind=AdditionKind.CALL,
            whom=tidy(self.somebody.data) if self.who.data == SOMEBODY_ELSE else self.who.data,
            spoke=self.spoke.data == "yes",
            words=tidy(self.words.data),
            occurred_at=self.moment(),
        )
