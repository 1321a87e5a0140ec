"""Putting each part of a note right: the part as it says now, to be changed, and why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import InputRequired, Optional

from app.core import clock
from app.notes.actions import SaidWords, SeenChild, Wording
from app.notes.forms.amending import AmendForm, Standing
from app.notes.forms.boxes import MinutesField, names_in
from app.notes.models import NAME_LENGTH, NOTE_LENGTH, SETTING_LENGTH, WORDS_LENGTH
from app.notes.wording import Parts
from app.web.boxes import ClockField, DayField, fits
from app.web.forms import tidy


class WordsForm(AmendForm):
    """A part that is one text."""

    boxes = {"happened": "words", "meaning": "words", "next_words": "words", "says": "words"}  # noqa: RUF012
    part = "happened"

    words = TextAreaField("What should it say?", [fits(NOTE_LENGTH)])

    @classmethod
    def begins(cls, standing: Standing) -> dict[str, Any]:
        """The text as it is."""
        return {"words": getattr(standing.says, cls.part)}

    def changed(self, standing: Standing) -> Wording:
        """The text as typed; as it was, to the byte, where nothing was typed into it."""
        typed, changed = tidy(self.words.data), standing.says
        if tidy(getattr(changed, self.part)) == typed:
            return changed
        changes: dict[str, Any] = {self.part: typed}
        return replace(changed, **changes)


class HappenedForm(WordsForm):
    """What happened."""


class MeaningForm(WordsForm):
    """What the writer thinks it means."""

    part = "meaning"


class NextForm(WordsForm):
    """What we do next, beside the promises."""

    part = "next_words"


class QuotePart(Part):
    """Somebody's exact words. Emptied, they are left out from now on."""

    who = SelectField("Whose words?", validate_choice=False)
    speaker = StringField("Their name, if not in the list", [fits(NAME_LENGTH)])
    words = TextAreaField("Exact words", [fits(WORDS_LENGTH)])
    setting = StringField("How or where they said it", [fits(SETTING_LENGTH)])


class SaidForm(AmendForm):
    """What they said."""

    boxes = {"quotes": "whole"}  # noqa: RUF012  A list has no box of its own: its no stands at the top.

    quotes = FieldList(FormField(QuotePart))

    @classmethod
    def begins(cls, standing: Standing) -> dict[str, Any]:
        """Each quote, and room for one more."""
        return {"quotes": [*(_boxes_of(quote) for quote in standing.says.quotes), {}]}

    def offer(self, standing: Standing) -> None:
        """Let anybody of the family be the speaker."""
        for part in self.quotes:
            part.who.choices = {"": "Somebody else"} | _names(standing)

    def changed(self, standing: Standing) -> Wording:
        """Each quote as typed, those without words left out."""
        before = standing.says.quotes
        quotes = [
            self._quote(part, before[n] if n < len(before) else None, standing) for n, part in enumerate(self.quotes)
        ]
        return replace(standing.says, quotes=tuple(quote for quote in quotes if quote is not None))

    def _quote(self, part: Any, before: SaidWords | None, standing: Standing) -> SaidWords | None:
        words = tidy(part.words.data)
        if not words:
            return None
        member = part.who.data in standing.members
        quote = SaidWords(
            member_id=UUID(part.who.data) if member else None,
            speaker="" if member else tidy(part.speaker.data),
            words=words,
            setting=tidy(part.setting.data),
        )
        return before if before is not None and _tidied(before) == quote else quote


class WhenForm(AmendForm):
    """When, how long, where and with whom."""

    boxes = {"occurred_at": "day", "others_there": "others", "says": "day"}  # noqa: RUF012

    day = DayField("Day", [InputRequired("Enter the day, for example 24/11/2026")])
    time = ClockField("Time", [InputRequired("Enter the time, for example 12:15")])
    minutes = MinutesField("Minutes", [Optional()])
    place = StringField("Where?", [fits(NAME_LENGTH)])
    present = SelectMultipleField("Who was there?", validate_choice=False)
    others = StringField("Someone else", [fits(600)], description="Names, with commas between them")
    missed = BooleanField("I couldn’t get through")

    @classmethod
    def begins(cls, standing: Standing) -> dict[str, Any]:
        """Times as the clock on the wall showed them."""
        says = standing.says
        at = clock.local(says.occurred_at)
        return {
            "day": at.date(),
            "time": at.time(),
            "minutes": says.minutes,
            "place": says.place,
            "present": [str(member_id) for member_id in says.present],
            "others": ", ".join(says.others_there),
            "missed": not says.reached,
        }

    def offer(self, standing: Standing) -> None:
        """Let anybody of the family have been there."""
        self.present.choices = _names(standing)

    def changed(self, standing: Standing) -> Wording:
        """The day and time as typed; to the second as it was, where they are the same."""
        says = standing.says
        shown = clock.local(says.occurred_at).replace(second=0, microsecond=0, tzinfo=None)
        same = (shown.date(), shown.time()) == (self.day.data, self.time.data)
        return replace(
            says,
            occurred_at=says.occurred_at if same else clock.moment(self.day.data, self.time.data),
            minutes=self.minutes.data,
            place=tidy(self.place.data),
            present=tuple(UUID(key) for key in self.present.data or () if key in standing.members),
            others_there=says.others_there if self._same_others(says) else names_in(self.others.data),
            reached=not self.missed.data,
        )

    def _same_others(self, says: Wording) -> bool:
        return tidy(self.others.data) == tidy(", ".join(says.others_there))


class ChildPart(Part):
    """One child on that day."""

    member_id = HiddenField()
    seen = BooleanField("Seen")
    alone = BooleanField("Seen alone")
    place = StringField("Where?", [fits(NAME_LENGTH)])
    why_not = StringField("If not, why not?", [fits(SETTING_LENGTH)])


class SeenForm(AmendForm):
    """Which children were seen, and seen alone."""

    children = FieldList(FormField(ChildPart))

    @classmethod
    def begins(cls, standing: Standing) -> dict[str, Any]:
        """Every child of the family, and anybody else of whom something was said."""
        known = {str(child.member_id): child for child in standing.says.seen}
        keys = [*standing.children, *(key for key in known if key not in standing.children)]
        return {"children": [{"member_id": key, **_ticks(known.get(key))} for key in keys]}

    def offer(self, standing: Standing) -> None:
        """Name each child."""
        names = _names(standing)
        for part in self.children:
            part.member_id.label.text = names.get(part.member_id.data, "Somebody")

    def changed(self, standing: Standing) -> Wording:
        """Each child as ticked; one of whom nothing is said stays unsaid."""
        said = {str(child.member_id) for child in standing.says.seen}
        parts = [part for part in self.children if part.member_id.data in standing.members]
        return replace(standing.says, seen=tuple(_child(part) for part in parts if _speaks(part, said)))


def _speaks(part: Any, said: set[str]) -> bool:
    typed = part.seen.data or part.alone.data or tidy(part.place.data) or tidy(part.why_not.data)
    return bool(typed) or part.member_id.data in said


def _child(part: Any) -> SeenChild:
    return SeenChild(
        member_id=UUID(part.member_id.data),
        seen=bool(part.seen.data or part.alone.data),
        alone=bool(part.alone.data),
        place=tidy(part.place.data),
        why_not=tidy(part.why_not.data),
    )


def _tidied(quote: SaidWords) -> SaidWords:
    return replace(quote, words=tidy(quote.words), speaker=tidy(quote.speaker), setting=tidy(quote.setting))


FORMS: Mapping[str, type[AmendForm]] = {
    Parts.HAPPENED: HappenedForm,
    Parts.SAID: SaidForm,
    Parts.MEANING: MeaningForm,
    Parts.NEXT: NextForm,
    Parts.WHEN: WhenForm,
    Parts.SEEN: SeenForm,
}


def amend_form(part: str, version: int, standing: Standing) -> AmendForm:
    """The form for a part, filled with what the note says now. Raises KeyError for no such part."""
    form = FORMS[part](data={"version": version, **FORMS[part].begins(standing)})
    form.offer(standing)
    return form


def _names(standing: Standing) -> dict[str, str]:
    return {key: person.known_as for key, person in standing.members.items()}


def _boxes_of(quote: SaidWords) -> dict[str, str]:
    who = str(quote.member_id) if quote.member_id else ""
    return {"who": who, "speaker": quote.speaker, "words": quote.words, "setting": quote.setting}


def _ticks(child: SeenChild | None) -> dict[str, Any]:
    if child is None:
        return {}
    return {"seen": child.seen, "alone": child.alone, "place": child.place, "why_not": child.why_not}
