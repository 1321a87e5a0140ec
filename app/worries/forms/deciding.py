"""What was decided about a worry, why, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import Field, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.accounts.models import User
from app.web.boxes import DayField, fits
from app.web.forms import new_id, tidy
from app.worries.actions import DecisionEntry
from app.worries.forms.boxes import WhenForm
from app.worries.models import WORDS_LENGTH, DecisionKind, TellFamily


class DecideForm(WhenForm):
    """What was decided, why, and when."""

    boxes = {"decided_at": "at"}  # noqa: RUF012

    id = new_id()
    spoken_to = SelectMultipleField("Who have you spoken to?")
    advice = TextAreaField(
        "Names, and what they said", [fits(WORDS_LENGTH)], description="The name of each person, and the time"
    )
    decision = RadioField(
        "What have you decided?",
        [InputRequired("Choose what you have decided")],
        choices={
            DecisionKind.STEP_UP.value: "Step it up",
            DecisionKind.HOLD.value: "Hold it",
            DecisionKind.NONE.value: "Nothing more needed",
        },
    )
    why = TextAreaField("Why?", [InputRequired("Say why you decided this"), fits(WORDS_LENGTH)])
    look_again_on = DayField("Look again on", [Optional()])
    look_again_by = RadioField("Who will?", [Optional()])
    change_mind = TextAreaField("What would change your mind?", [fits(WORDS_LENGTH)])
    tell_family = RadioField("What do we tell the family?", [InputRequired("Choose what the family is told")])

    def __init__(
        self, spoken_to: Sequence[str], worker: User | None, decider: User, now: datetime, **more: Any
    ) -> None:
        super().__init__(now, **more)
        self.spoken_to.choices = {one: one for one in spoken_to}
        theirs = {str(worker.id): worker.first_name} if worker and worker.id != decider.id else {}
        self.look_again_by.choices = theirs | {str(decider.id): f"{decider.first_name} (me)"}
        tells = {TellFamily.WORKER.value: f"{worker.first_name} tells them today"} if theirs and worker else {}
        self.tell_family.choices = tells | {
            TellFamily.SUPERVISOR.value: "I’ll tell them",
            TellFamily.NOT_YET.value: "Not yet, because telling could put someone at risk",
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """All that is missing for what was decided, in one go; the action has the last word."""
        good = super().validate(extra_validators)
        missing: list[tuple[Field, str]] = []
        if self.decision.data == DecisionKind.HOLD:
            if self.look_again_on.data is None and not self.look_again_on.errors:
                missing.append((self.look_again_on, "Choose the day to look again"))
            if not self.look_again_by.data:
                missing.append((self.look_again_by, "Say who will look again"))
        if self.decision.data == DecisionKind.STEP_UP and not self.spoken_to.data:
            missing.append((self.spoken_to, "Say who you have spoken to"))
        for box, words in missing:
            box.errors = [*box.errors, words]
        return bool(good) and not missing

    def entry(self) -> DecisionEntry:
        """The decision. The day to look again belongs to holding it."""
        hold = self.decision.data == DecisionKind.HOLD
        return DecisionEntry(
            id=UUID(self.id.data),
            decision=DecisionKind(self.decision.data),
            why=tidy(self.why.data),
            spoken_to=tuple(self.spoken_to.data or ()),
            advice=tidy(self.advice.data),
            change_mind=tidy(self.change_mind.data),
            look_again_on=self.look_again_on.data if hold else None,
            look_again_by_id=UUID(self.look_again_by.data) if hold and self.look_again_by.data else None,
            tell_family=TellFamily(self.tell_family.data),
            decided_at=self.moment(),
        )
