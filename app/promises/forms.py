"""The door for people: was it kept?"""

from collections.abc import Mapping

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.promises.actions import SettleEntry
from app.promises.models import WHY_LENGTH, Promise, PromiseState
from app.web.forms import Form, tidy

ANSWERS: Mapping[str, str] = {
    PromiseState.KEPT: "Kept",
    PromiseState.CHANGED: "Changed",
    PromiseState.NOT_KEPT: "Not kept",
}
STILL_OPEN = {PromiseState.OPEN.value: "Not yet"}


class OutcomeForm(Form):
    """Whether a promise was kept, changed or not kept, and why."""

    state = RadioField("Was it kept?", [InputRequired("Choose what became of it")])
    why = TextAreaField(
        "What happened?", [Length(max=WHY_LENGTH, message=f"Use at most {WHY_LENGTH} characters")], filters=[tidy]
    )

    def about(self, promise: Promise) -> None:
        """Let the answers to this promise be chosen: a settled one can be open again."""
        settled = promise.state is not PromiseState.OPEN
        self.state.choices = {str(key): words for key, words in ANSWERS.items()} | (STILL_OPEN if settled else {})

    def entry(self) -> SettleEntry:
        """What was filled in."""
        return SettleEntry(state=PromiseState(self.state.data), why=self.why.data)
