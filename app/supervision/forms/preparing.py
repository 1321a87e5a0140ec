"""The door for people: a family prepared for a session. Nothing must be filled in: half done is kept too."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from app.supervision.actions import PrepEntry
from app.supervision.models import QUESTION_LENGTH, WORDS_LENGTH, CasePrep, Told, Wants
from app.web.boxes import DayField, fits
from app.web.forms import Form, new_id, tidy

LIST = "Choose from the list"
TOLD: Mapping[str, str] = {Told.YES.value: "Yes, I told them", Told.NOT_YET.value: "Not yet"}
WANTS: Mapping[str, str] = {
    Wants.IDEAS.value: "Ideas",
    Wants.THINKING.value: "Thinking space",
    Wants.DECISION.value: "A decision",
}
WORDS = ("family_wants", "going_well", "worried", "needs", "question", "why_now", "family_would_say")


def _words(label: str, hint: str = "") -> Any:
    return TextAreaField(label, [fits(WORDS_LENGTH)], description=hint, filters=[tidy])


class PrepForm(Form):
    """The family’s say first, then the three columns, then the worker’s question, and what is theirs alone."""

    id = new_id()
    told = RadioField("Does the family know?", [Optional()], choices=dict(TOLD), invalid_choice_message=LIST)
    told_on = DayField("If you told them, when?", [Optional()])
    family_wants = _words("What would they like us to talk about?", "And what do they want to hear back?")
    going_well = _words("What’s going well?")
    worried = _words(
        "What are we worried about?", "Say what you saw or heard, and what might happen if nothing changes."
    )
    needs = _words("What needs to happen?")
    wants = RadioField(
        "What do you want from the group?", [Optional()], choices=dict(WANTS), invalid_choice_message=LIST
    )
    question = StringField("Your question, in one line", [fits(QUESTION_LENGTH)], filters=[tidy])
    why_now = _words("Why now?")
    family_would_say = _words("What would the family say about your question?")
    pulls = _words("What pulls you?", "")

    def __init__(self, last: CasePrep | None, pulls: str, *, today: date) -> None:
        """Filled with the latest version, where there is one."""
        said = {name: getattr(last, name) for name in (*WORDS, "told", "wants", "told_on")} if last else {}
        super().__init__(data={"told_on": today} | {name: one for name, one in said.items() if one} | {"pulls": pulls})

    def entry(self) -> PrepEntry:
        """The brief as it was filled in. A day counts only with a yes."""
        told = Told(self.told.data) if self.told.data else None
        return PrepEntry(
            id=UUID(self.id.data),
            told=told,
            told_on=self.told_on.data if told is Told.YES else None,
            wants=Wants(self.wants.data) if self.wants.data else None,
            pulls=tidy(self.pulls.data),
            **{name: tidy(getattr(self, name).data) for name in WORDS},
        )
