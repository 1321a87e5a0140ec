"""The door for people: the ending, talked about together."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.families.actions import AskEntry
from app.families.models import FamilyMember
from app.plans.actions.ending import EndingEntry
from app.plans.forms.goals import fits
from app.plans.models import REVIEW_LENGTH, WHY_LENGTH
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy

END, GO_ON, LATER = "end", "go_on", "later"
WAYS: Mapping[str, str] = {
    END: "End as planned",
    GO_ON: "Ask for more weeks",
    LATER: "Talk about it again",
}
WAY_HINTS: Mapping[str, str] = {
    END: "The last visit on the day below",
    GO_ON: "The manager decides, and you both hear why",
    LATER: "Nothing is decided yet",
}
USUAL_MORE = timedelta(weeks=6)  # what the form suggests; the cluster’s figure says the most


class EndingForm(Form):
    """What changed, how they feel, who stays; then what happens next."""

    boxes: Mapping[str, str] = {"why": "more_why"}

    id = new_id()
    talked_on = DayField("Which day was it?", [InputRequired("Add the day")])
    with_ids = SelectMultipleField("Who was there?", invalid_choice_message="Choose from the list")
    changed_words = TextAreaField("What has changed for you?", [fits(REVIEW_LENGTH)], filters=[tidy])
    feels_words = TextAreaField("How do you feel about ending?", [fits(REVIEW_LENGTH)], filters=[tidy])
    who_stays = TextAreaField(
        "Who is there for you afterwards?",
        [fits(REVIEW_LENGTH)],
        description="People and places they know: a name at school, family, a group",
        filters=[tidy],
    )
    still_to_do = TextAreaField("What should we still do before?", [fits(REVIEW_LENGTH)], filters=[tidy])
    way = RadioField(
        "What did you decide together?",
        [InputRequired("Say what you decided together")],
        choices=dict(WAYS),
        invalid_choice_message="Choose from the list",
    )
    last_visit_on = DayField("The last visit", [Optional()])
    until_on = DayField("Go on until", [Optional()])
    more_why = TextAreaField(
        "Why more weeks?",
        [fits(WHY_LENGTH)],
        description="What will be different at the end. The manager reads this",
        filters=[tidy],
    )

    def __init__(self, members: Sequence[FamilyMember], *, on: date, last_day: date) -> None:
        super().__init__(
            data={"talked_on": on, "last_visit_on": max(last_day, on), "until_on": max(last_day, on) + USUAL_MORE}
        )
        self.with_ids.choices = {str(member.id): member.known_as for member in members}

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes by themselves, and what more weeks need."""
        good = super().validate(extra_validators)
        if self.way.data == GO_ON:
            good = self._needs(self.until_on, "Say until which day") and good
            good = self._needs(self.more_why, "Say why, so that the family and an inspector can read it") and good
        return bool(self._needs(self.with_ids, "Say who of the family was there") and good)

    @staticmethod
    def _needs(box: Any, words: str) -> bool:
        if not box.data and not box.errors:
            box.errors = [words]
        return not box.errors

    def entry(self) -> EndingEntry:
        """The talk as it was written down."""
        talk_id = UUID(self.id.data)
        return EndingEntry(
            id=talk_id,
            talked_on=self.talked_on.data,
            with_ids=tuple(UUID(one) for one in self.with_ids.data),
            changed_words=tidy(self.changed_words.data),
            feels_words=tidy(self.feels_words.data),
            who_stays=tidy(self.who_stays.data),
            still_to_do=tidy(self.still_to_do.data),
            last_visit_on=self.last_visit_on.data if self.way.data == END else None,
            ask=self._ask(talk_id) if self.way.data == GO_ON else None,
        )

    def _ask(self, talk_id: UUID) -> AskEntry:
        # A talk asks once: sent again, it is the same question.
        return AskEntry(
            id=uuid5(talk_id, "more weeks"),
            until_on=self.until_on.data,
            why=tidy(self.more_why.data),
            family_says=tidy(self.feels_words.data)[:WHY_LENGTH],
        )
