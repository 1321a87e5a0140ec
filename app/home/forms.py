"""The doors for people of a family, and the worker's: a code, four numbers, a number for a goal; what is shared."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, HiddenField, PasswordField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from app.home.actions import WordEntry
from app.home.models import WORD_LENGTH, About
from app.home.sharing import Item
from app.web.forms import Form, IsUuid, new_id, tidy


class CodeForm(Form):
    """The code on the paper."""

    code = TextAreaField(
        "Your code",
        [InputRequired("Type your code"), Length(max=200, message="That is too long for a code")],
        description="It looks like RIVER 42 LAMP OTTER 73 PLUM. Big or small letters, it’s all the same.",
        filters=[tidy],
    )
    mine = BooleanField("This is my own phone")


class NumbersForm(Form):
    """Four numbers of one's own."""

    numbers = PasswordField("Four numbers", [InputRequired("Type four numbers"), Length(max=10)])


class OwnNumberForm(Form):
    """One number for one goal."""

    at = new_id()
    goal_id = HiddenField(validators=[IsUuid()])
    score = StringField("How is it going this week?", [Regexp(r"^(10|[0-9])?$", message="Choose a number")])

    @property
    def number(self) -> int | None:
        """The number; nothing where they are not sure."""
        return int(self.score.data) if self.score.data else None


class WordForm(Form):
    """Something to say before the next visit."""

    id = new_id()
    about = HiddenField(validators=[AnyOf([one.value for one in About])])
    words = TextAreaField("What is it?", [Length(max=WORD_LENGTH, message="That is too long")], filters=[tidy])

    def entry(self) -> WordEntry:
        """What was said."""
        return WordEntry(id=UUID(self.id.data), about=About(self.about.data), words=tidy(self.words.data))


class ShareForm(Form):
    """What is on for one person. `shown` says what the page had: what came since is left as it is."""

    shown = HiddenField()
    on = SelectMultipleField("What is on", [Optional()], validate_choice=False)

    def __init__(self, items: Sequence[Item]) -> None:
        keys = [item.key for item in items]
        super().__init__(data={"shown": " ".join(keys), "on": [item.key for item in items if item.shared]})

    def wanted(self) -> dict[str, bool]:
        """Each thing that the page showed, and whether it is to be on."""
        chosen = set(self.on.data or ())
        return {key: key in chosen for key in (self.shown.data or "").split()}
