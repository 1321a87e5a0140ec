"""The doors for people: a goal, a step, steps done, how a goal stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length, Regexp

from app.families.models import FamilyMember
from app.plans.actions import GoalEntry, GoalStatusEntry, RatingEntry, StepEntry
from app.plans.models import (
    BY_LENGTH,
    GOAL_LENGTH,
    SCALE_LENGTH,
    STEP_LENGTH,
    WHO_LENGTH,
    WHY_LENGTH,
    GoalStatus,
    Step,
)
from app.plans.queries import GoalStory
from app.web.filters import age_words
from app.web.forms import Form, IsUuid, new_id, tidy

FAMILY = "family"  # the choice that no one person owns the goal
FIRST_STEPS = 2  # empty rows for steps on a new goal; more are added on its page

STATUSES: Mapping[str, str] = {
    GoalStatus.ACTIVE: "We’re working on it",
    GoalStatus.PAUSED: "Pause it",
    GoalStatus.REACHED: "They’ve reached it",
    GoalStatus.LET_GO: "Let it go",
}


def fits(most: int) -> Length:
    """At most this many characters, said plainly."""
    return Length(max=most, message=f"Use at most {most:,} characters")


class NumberPart(Part):
    """One person's first number: nothing chosen says that they were not asked."""

    member_id = HiddenField(validators=[IsUuid()])
    score = StringField(validators=[Regexp(r"^(10|[0-9])?$", message="Choose a number from 0 to 10, or Skip")])


class StepBoxes:
    """A small step: the boxes of a part of a form and of a form of its own."""

    id = new_id()
    what = StringField("Step", [fits(STEP_LENGTH)], filters=[tidy])
    who = StringField("Who", [fits(WHO_LENGTH)], filters=[tidy])
    by_words = StringField("By when", [fits(BY_LENGTH)], filters=[tidy])

    def entry(self) -> StepEntry:
        """The step."""
        return StepEntry(
            id=UUID(self.id.data),
            what=tidy(self.what.data),
            who=tidy(self.who.data),
            by_words=tidy(self.by_words.data),
        )


class StepPart(StepBoxes, Part):
    """A first small step of a new goal."""


class StepForm(StepBoxes, Form):
    """One more small step."""


class GoalForm(Form):
    """A goal, written together."""

    id = new_id()
    owner = RadioField("Whose goal is it?", [InputRequired("Choose whose goal it is")])
    language = SelectField("Said in", default="English")
    words = TextAreaField(
        "Their exact words",
        [InputRequired("Write down the goal in their exact words"), fits(GOAL_LENGTH)],
        description="Just as they said it. Don’t tidy it up.",
        filters=[tidy],
    )
    english = TextAreaField(
        "In English",
        [fits(GOAL_LENGTH)],
        description="If they said it in another language. Read it back.",
        filters=[tidy],
    )
    english_by = RadioField(
        "Who put it into English?",
        choices={"": "It was said in English", "owner": "They did", "interpreter": "The interpreter"},
        default="",
        description="Please don’t ask a child or a partner to interpret.",
    )
    ten_words = StringField("As good as it gets", [fits(SCALE_LENGTH)], filters=[tidy])
    zero_words = StringField("As hard as it gets", [fits(SCALE_LENGTH)], filters=[tidy])
    raters = SelectMultipleField(
        "Who gives it a number?", description="Whoever wants this change. More than one is fine."
    )
    numbers = FieldList(FormField(NumberPart))
    steps = FieldList(FormField(StepPart), min_entries=FIRST_STEPS)
    private = BooleanField("Keep it between us and whoever owns it")
    outcome_area = SelectField("Pick the closest", default="")
    not_agreed = BooleanField("I can’t agree to this goal")
    not_agreed_why = TextAreaField("Why you can’t", [fits(WHY_LENGTH)], filters=[tidy])

    def __init__(
        self,
        members: Sequence[FamilyMember],
        languages: Mapping[str, str],
        areas: Mapping[str, str],
        today: date,
        before: GoalStory | None = None,
    ) -> None:
        """`before` is the goal that gets new words: the form begins as it stands."""
        numbers = {"numbers": [{"member_id": str(member.id)} for member in members]}
        super().__init__(data=numbers | (_as_it_stands(before) if before else {}))
        self.before = before
        self.names = names = {str(member.id): member.known_as for member in members}
        ages = {str(one.id): age_words(one.born_on, today) for one in members if one.is_child and one.born_on}
        self.owner.choices = {key: f"{name}, {ages[key]}" if key in ages else name for key, name in names.items()} | {
            FAMILY: "The whole family"
        }
        self.raters.choices = names
        self.language.choices = {words: words for words in languages.values()}
        self.outcome_area.choices = {"": "Not chosen yet"} | dict(areas)

    def validate(self, extra_validators: Any = None) -> bool:
        """The form's own checks, and: words in another language need their English."""
        good = super().validate(extra_validators)
        if self.language.data != "English" and not self.english.data:
            self.english.errors = [*self.english.errors, "Write it in English too, and read it back"]
            good = False
        if self.not_agreed.data and not self.not_agreed_why.data:
            self.not_agreed_why.errors = [*self.not_agreed_why.errors, "Say why you can’t agree to it"]
            good = False
        return bool(good)

    def entry(self, on: date) -> GoalEntry:
        """The goal as it was said, agreed on this day."""
        goal_id = UUID(self.id.data)
        return GoalEntry(
            id=goal_id,
            agreed_on=on,
            supersedes_id=self.before.goal.id if self.before else None,
            owner_member_id=None if self.owner.data == FAMILY else UUID(self.owner.data),
            words=tidy(self.words.data),
            language=self.language.data,
            english=tidy(self.english.data),
            english_by=self.english_by.data,
            ten_words=tidy(self.ten_words.data),
            zero_words=tidy(self.zero_words.data),
            private=self.private.data,
            outcome_area=self.outcome_area.data,
            not_agreed_why=tidy(self.not_agreed_why.data) if self.not_agreed.data else "",
            rater_ids=tuple(UUID(member_id) for member_id in self.raters.data or ()),
            first_numbers=tuple(
                RatingEntry(
                    goal_id=goal_id,
                    member_id=UUID(part["member_id"]),
                    score=int(part["score"]) if part["score"] else None,
                )
                for part in self.numbers.data
                if part["score"] is not None
            ),
            steps=tuple(part.form.entry() for part in self.steps if part.form.what.data),
        )


def _as_it_stands(before: GoalStory) -> dict[str, Any]:
    """What a form for new words begins with: everything but numbers and steps, which are begun anew."""
    goal = before.goal
    kept = ("language", "words", "english", "english_by", "ten_words", "zero_words", "private", "outcome_area")
    return {name: getattr(goal, name) for name in kept} | {
        "owner": str(goal.owner_member_id) if goal.owner_member_id else FAMILY,
        "raters": [str(line.member.id) for line in before.raters],
    }


class StepsDoneForm(Form):
    """Which of the steps shown are done."""

    shown = HiddenField()
    done = SelectMultipleField("Steps")

    def __init__(self, steps: Sequence[Step], **more: Any) -> None:
        ids = [str(step.id) for step in steps]
        super().__init__(
            data={"shown": " ".join(ids), "done": [str(step.id) for step in steps if step.done_at]}, **more
        )
        self.done.choices = {str(step.id): step.what for step in steps}

    def done_ids(self) -> frozenset[UUID]:
        """The steps that are done."""
        return frozenset(UUID(one) for one in self.done.data or ())

    def shown_ids(self) -> frozenset[UUID]:
        """The steps that the page showed when it was opened."""
        said = set((self.shown.data or "").split())
        return frozenset(UUID(one) for one in self.done.choices or () if one in said)


class GoalStatusForm(Form):
    """How the goal stands."""

    status = RadioField(
        "How does it stand?", [InputRequired("Choose how it stands")], choices=dict(STATUSES), coerce=GoalStatus
    )
    why = TextAreaField("Why?", [fits(WHY_LENGTH)], description="In the family’s words if you can", filters=[tidy])

    def entry(self) -> GoalStatusEntry:
        """How it stands, and why."""
        return GoalStatusEntry(status=self.status.data, why=tidy(self.why.data))
