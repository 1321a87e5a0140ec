"""The rows of a visit's form: one child, one person's number, one promise, somebody's words."""

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms import Form as Part
from wtforms.validators import Optional, Regexp

from app.notes.actions import SaidWords, SeenChild
from app.notes.models import NAME_LENGTH, SETTING_LENGTH, WORDS_LENGTH
from app.plans.actions import RatingEntry
from app.promises.actions import PromiseEntry, SettleEntry
from app.promises.agreed import id_of
from app.promises.models import WHAT_LENGTH, WHY_LENGTH, PromiseKind, PromiseState
from app.visits.actions import Settled
from app.visits.actions.entries import AT_NEXT_VISIT
from app.web.boxes import DayField
from app.web.forms import IsUuid, tidy

OTHER = "other"
LIST = "Choose from the list"
# Choices of the day by which something is promised; a day itself is its own choice.
NEXT, PICK = "next", "pick"


class Fits:
    """At most this many characters, and none that no database keeps."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: object, field: Field) -> None:
        words = field.data or ""
        if len(words) > self.most:
            raise ValidationError(f"Use at most {self.most:,} characters: there are {len(words):,}")
        if "\x00" in words:
            raise ValidationError("There is a character in this that can’t be kept: type it again")


class AreIds:
    """Whether a list of ids (or one, with spaces between) holds nothing else; otherwise the page is stale."""

    def __call__(self, form: object, field: Field) -> None:
        said = field.data or ()
        for one in said.split() if isinstance(said, str) else said:
            try:
                UUID(one)
            except ValueError:
                raise ValidationError("This page is out of date: open the form again") from None


def day(label: str) -> DayField:
    """A box for a day; an empty one is nothing."""
    return DayField(label, [Optional()])


def at(label: str, **more: Any) -> TimeField:
    """A box for a time of the wall clock; an empty one is nothing."""
    return TimeField(
        label,
        [Optional()],
        format=["%H:%M", "%H:%M:%S"],
        invalid_value_message="Check the time: for example 10:30",
        **more,
    )


class NumberPart(Part):
    """One person's number for one goal; nothing chosen says that they were not asked."""

    goal_id = HiddenField(validators=[IsUuid()])
    member_id = HiddenField(validators=[IsUuid()])
    score = StringField(validators=[Regexp(r"^(10|[0-9])?$", message="Choose a number from 0 to 10, or Skip")])

    @property
    def key(self) -> tuple[str, str]:
        """Which goal, and who."""
        return self.goal_id.data, self.member_id.data

    def entry(self) -> RatingEntry:
        """The number, or that they chose to skip it."""
        score = int(self.score.data) if self.score.data else None
        return RatingEntry(goal_id=UUID(self.goal_id.data), member_id=UUID(self.member_id.data), score=score)


class ChildPart(Part):
    """One child: seen, alone, where, or why not."""

    member_id = HiddenField(validators=[IsUuid()])
    seen = BooleanField("Seen")
    alone = BooleanField("Alone")
    place = StringField("Where", [Fits(NAME_LENGTH)], filters=[tidy])
    why_not = SelectField("If not, why?", [Optional()], invalid_choice_message=LIST)

    def entry(self) -> SeenChild:
        """The child. Somebody seen alone was seen."""
        return SeenChild(
            member_id=UUID(self.member_id.data),
            seen=self.seen.data or self.alone.data,
            alone=self.alone.data,
            place=self.place.data,
            why_not=self.why_not.data or "",
        )


class QuotePart(Part):
    """Somebody's exact words."""

    who = RadioField("Who said it?", [Optional()], invalid_choice_message=LIST)
    speaker = StringField("Their name", [Fits(NAME_LENGTH)], filters=[tidy])
    words = TextAreaField("Exactly what they said", [Fits(WORDS_LENGTH)], filters=[tidy])
    setting = StringField("Where, and how", [Fits(SETTING_LENGTH)], filters=[tidy])

    @property
    def filled(self) -> bool:
        """Whether anything was typed in it."""
        return bool(self.words.data or self.speaker.data or self.setting.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Words belong to somebody, and somebody said something."""
        good = super().validate(extra_validators)
        if self.filled and not self.words.data:
            good = _wrong(self.words, "Add the words that were said")
        if self.filled and not self.who.data:
            good = _wrong(self.who, "Say whose words these are")
        if self.words.data and self.who.data == OTHER and not self.speaker.data:
            good = _wrong(self.speaker, "Add their name, or who they are")
        return good

    def entry(self) -> SaidWords:
        """The words as they were typed."""
        other = self.who.data == OTHER
        return SaidWords(
            member_id=None if other else UUID(self.who.data),
            speaker=self.speaker.data if other else "",
            words=self.words.data,
            setting=self.setting.data,
        )


class KeptPart(Part):
    """Whether one earlier promise was kept: ticked, or why it was not; neither while it is still open."""

    promise_id = HiddenField(validators=[IsUuid()])
    kept = BooleanField("Kept")
    why = StringField("What happened?", [Fits(WHY_LENGTH)], filters=[tidy])

    @property
    def answered(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.kept.data or self.why.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """One answer or the other."""
        good = super().validate(extra_validators)
        if self.kept.data and self.why.data:
            good = _wrong(self.why, "It is ticked as kept too: clear one of the two")
        return good

    def entry(self) -> Settled:
        """The answer."""
        state = PromiseState.KEPT if self.kept.data else PromiseState.NOT_KEPT
        return Settled(promise_id=UUID(self.promise_id.data), answer=SettleEntry(state=state, why=self.why.data))


class PromisePart(Part):
    """Something somebody will do. `who` and `ring` say what the person is: "user:", "member:", "partner:"."""

    what = StringField("What", [Fits(WHAT_LENGTH)], filters=[tidy])
    kind = RadioField(
        "What sort of thing is it?",
        [Optional()],
        choices={PromiseKind.DO.value: "Do", PromiseKind.BRING.value: "Bring", PromiseKind.CALL.value: "Ring"},
        default=PromiseKind.DO.value,
        invalid_choice_message=LIST,
    )
    who = SelectField("Who", [Optional()], invalid_choice_message=LIST)
    ring = SelectField("Ring whom?", [Optional()], invalid_choice_message=LIST)
    by = SelectField("By", [Optional()], validate_choice=False)
    on = day("Which day?")

    @property
    def filled(self) -> bool:
        """Whether anything was typed in it."""
        return bool(self.what.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A day that is to be picked is picked."""
        good = super().validate(extra_validators)
        if self.filled and self.by.data == PICK and self.on.data is None and not self.on.errors:
            good = _wrong(self.on, "Choose the day")
        if self.by.data not in (None, "", NEXT, PICK) and _day_of(self.by.data) is None:
            good = _wrong(self.by, LIST)
        return good

    def entry(self, promise_id: UUID) -> PromiseEntry:
        """The promise, under an id that is the same each time this form is sent."""
        by = self.by.data or ""
        call = self.kind.data == PromiseKind.CALL
        return PromiseEntry(
            id=promise_id,
            what=self.what.data,
            kind=PromiseKind(self.kind.data or PromiseKind.DO),
            owner_user_id=id_of(self.who.data, "user"),
            owner_member_id=id_of(self.who.data, "member"),
            owner_partner_id=id_of(self.who.data, "partner"),
            call_member_id=id_of(self.ring.data, "member") if call else None,
            call_partner_id=id_of(self.ring.data, "partner") if call else None,
            due_on=self.on.data if by == PICK else _day_of(by),
            due_words=AT_NEXT_VISIT if by == NEXT else "",
        )


def _day_of(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False
