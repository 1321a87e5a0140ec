"""The door for people: a goal, looked at together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.families.models import FamilyMember
from app.plans.actions import RatingEntry, ReviewEntry
from app.plans.forms.goals import NumberPart, fits
from app.plans.models import REVIEW_LENGTH, WHY_LENGTH, Decision
from app.plans.queries import GoalStory
from app.promises.agreed import AgreedPart
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy

DECISIONS: Mapping[str, str] = {
    Decision.KEEP.value: "Keep going",
    Decision.CHANGE.value: "Change it",
    Decision.REACHED.value: "We’ve reached it",
    Decision.LET_GO.value: "Let it go",
}
HINTS: Mapping[str, str] = {
    Decision.KEEP.value: "Same goal, same steps or new ones",
    Decision.CHANGE.value: "New words for the goal. You can write them next",
    Decision.REACHED.value: "Say well done, and plan how to keep it",
    Decision.LET_GO.value: "It isn’t theirs any more",
}
LIST = "Choose from the list"
MOST_AGREED = 2  # promises in one review; small steps are the rest


class ReviewForm(Form):
    """The family's view first, then what helped, then what they decide."""

    id = new_id()
    reviewed_on = DayField("Which day was it?", [InputRequired("Add the day")])
    numbers = FieldList(FormField(NumberPart), max_entries=100)
    why_words = TextAreaField("What makes it this number, and not two lower?", [fits(REVIEW_LENGTH)], filters=[tidy])
    up_words = TextAreaField("What would one step up look like?", [fits(REVIEW_LENGTH)], filters=[tidy])
    shown = HiddenField()
    steps = SelectMultipleField("Steps", [Optional()], validate_choice=False)
    helped = SelectMultipleField(
        "What helped?",
        [Optional()],
        description="The family’s answer, not ours. Pick any.",
        invalid_choice_message=LIST,
    )
    helped_words = TextAreaField("In their words", [fits(REVIEW_LENGTH)], filters=[tidy])
    decision = RadioField(
        "What did you decide together?",
        [InputRequired("Say what you decided together")],
        choices=dict(DECISIONS),
        invalid_choice_message=LIST,
    )
    decision_why = TextAreaField("Why?", [fits(WHY_LENGTH)], description="Needed if you let it go", filters=[tidy])
    decided_by = SelectMultipleField("Who decided?", invalid_choice_message=LIST)
    next_on = DayField("Look at it again on", [Optional()])
    agreed = FieldList(FormField(AgreedPart), min_entries=MOST_AGREED, max_entries=MOST_AGREED)

    def __init__(
        self,
        story: GoalStory,
        members: Sequence[FamilyMember],
        helps: Mapping[str, str],
        owners: Mapping[str, str],
        *,
        on: date,
        next_on: date,
    ) -> None:
        super().__init__(
            data={
                "reviewed_on": on,
                "next_on": next_on,
                "numbers": [{"member_id": str(line.member.id)} for line in story.raters],
                "shown": " ".join(str(step.id) for step in story.steps),
                "steps": [str(step.id) for step in story.steps if step.done_at],
            }
        )
        self.goal_id = story.goal.id
        self.steps_there = {str(step.id) for step in story.steps}
        self.names = {str(member.id): member.known_as for member in members}
        self.helped.choices = dict(helps)
        self.decided_by.choices = self.names
        for part in self.agreed:
            part.form.who.choices = dict(owners)

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes by themselves, and: a review does not close without the family."""
        good = super().validate(extra_validators)
        if not self.decided_by.data and not self.decided_by.errors:
            self.decided_by.errors = ["Say who of the family decided"]
            good = False
        return bool(good)

    def entry(self) -> ReviewEntry:
        """The review as it was filled in."""
        return ReviewEntry(
            id=UUID(self.id.data),
            reviewed_on=self.reviewed_on.data,
            decision=Decision(self.decision.data),
            decided_by=tuple(UUID(one) for one in self.decided_by.data),
            why_words=tidy(self.why_words.data),
            up_words=tidy(self.up_words.data),
            helped=tuple(self.helped.data or ()),
            helped_words=tidy(self.helped_words.data),
            decision_why=tidy(self.decision_why.data),
            next_on=self.next_on.data,
            numbers=tuple(
                RatingEntry(
                    goal_id=self.goal_id,
                    member_id=UUID(part["member_id"]),
                    score=int(part["score"]) if part["score"] else None,
                )
                for part in self.numbers.data
                if part["score"] is not None
            ),
            shown_steps=self._steps((self.shown.data or "").split()),
            done_steps=self._steps(self.steps.data or ()),
            agreed=tuple(
                part.form.entry(uuid5(UUID(self.id.data), f"agreed {number}"))
                for number, part in enumerate(self.agreed)
                if part.form.filled
            ),
        )

    def _steps(self, said: Sequence[str]) -> frozenset[UUID]:
        """Of these, the steps that the goal has: one that is gone meanwhile is left out."""
        return frozenset(UUID(one) for one in said if one in self.steps_there)
