"""The doors for people: a worry, something more, who was rung, a decision."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.models import FamilyMember
from app.web.forms import Form, IsUuid, tidy
from app.worries.actions import AdditionEntry, DecisionEntry, WorryEntry
from app.worries.models import (
    SETTING_LENGTH,
    WHOM_LENGTH,
    WORDS_LENGTH,
    AdditionKind,
    DecisionKind,
    TellFamily,
    Urgency,
)

NOBODY = "nobody"  # the worry is about nobody in particular
SOMEBODY_ELSE = "else"


def fits(most: int) -> Length:
    """At most this many characters, said plainly."""
    return Length(max=most, message=f"Use at most {most:,} characters")


class Day(DateField):
    """A day; what is no day is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the day, for example 24/11/2026") from None


class At(TimeField):
    """A time of day; what is no time is explained."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time. Raises ValueError in words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the time, for example 10:41") from None


class WhenForm(Form):
    """A form with a day and a time on it, which begin at this moment."""

    boxes: Mapping[str, str] = {}

    day = Day("Day", [InputRequired("Enter the day")])
    at = At("Time", [InputRequired("Enter the time")])

    # Before the names of its boxes, where a page has several such forms.
    prefix = ""

    def __init__(self, now: datetime, **more: Any) -> None:
        local = clock.local(now)
        super().__init__(
            data={"day": local.date(), "at": local.time().replace(second=0, microsecond=0)}, prefix=self.prefix, **more
        )

    def moment(self) -> datetime:
        """The moment that was typed, as the wall clock shows it."""
        assert self.day.data is not None  # noqa: S101  Required.
        assert self.at.data is not None  # noqa: S101  Required.
        return clock.moment(self.day.data, self.at.data)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Put an action's no beside the box it is about, where the box has another name."""
        with super().refusals():
            try:
                yield
            except Refused as no:
                raise Refused(self.boxes.get(no.field, no.field), no.words) from None


class WorryForm(WhenForm):
    """A worry, raised outside a visit."""

    boxes = {"member_id": "about", "occurred_at": "at"}  # noqa: RUF012  Read by the base form, never changed.

    id = HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()])
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


class MoreForm(WhenForm):
    """Something more that was heard, seen, asked or told."""

    boxes = {"occurred_at": "at"}  # noqa: RUF012
    prefix = "more"

    id = HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()])
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

    id = HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()])
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


class DecideForm(WhenForm):
    """What was decided, why, and when."""

    boxes = {"decided_at": "at"}  # noqa: RUF012

    id = HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()])
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
    why = TextAreaField("Why?", [fits(WORDS_LENGTH)])
    look_again_on = Day("Look again on", [Optional()])
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
