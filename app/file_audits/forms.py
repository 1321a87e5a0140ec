"""The doors: asking for a draw, and answering the questions of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wtforms import Field, RadioField, StringField
from wtforms.validators import InputRequired

from app.file_audits.actions import Answer, DrawEntry, ReadingEntry
from app.file_audits.models import WORDS_LENGTH, Said
from app.file_audits.words import SAID_WORDS
from app.web.boxes import fits
from app.web.forms import Form, new_id, tidy


class DrawForm(Form):
    """A draw. There is nothing to choose."""

    id = new_id()

    def entry(self) -> DrawEntry:
        """The draw."""
        return DrawEntry(id=UUID(self.id.data))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question with its two boxes."""

    key: str
    said: Field
    words: Field


class AnswersForm(Form):
    """Made anew for each audit by `answers_form`: it has the boxes of that audit's questions."""

    id = new_id()
    keys: Sequence[str] = ()

    @property
    def asked(self) -> list[Asked]:
        """Each question in its order."""
        return [Asked(key=key, said=self[f"said-{key}"], words=self[f"words-{key}"]) for key in self.keys]

    def entry(self) -> ReadingEntry:
        """Every answer."""
        return ReadingEntry(
            id=UUID(self.id.data),
            answers={one.key: Answer(said=Said(one.said.data), words=tidy(one.words.data)) for one in self.asked},
        )


def answers_form(questions: Sequence[Sequence[str]]) -> AnswersForm:
    """The form with these questions: (key, words) each."""
    boxes: dict[str, Any] = {"keys": [key for key, _ in questions]}
    for key, words in questions:
        boxes[f"said-{key}"] = RadioField(
            words,
            [InputRequired(f"Answer: {words}")],
            choices=dict(SAID_WORDS),
            invalid_choice_message="Choose from the list",
        )
        boxes[f"words-{key}"] = StringField("A few words why", [fits(WORDS_LENGTH)])
    made: type[AnswersForm] = type("AnswersOf", (AnswersForm,), boxes)
    return made()
