"""Putting one part of a note right: the part as it says now, to be changed, and why."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
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
from app.families.models import FamilyMember
from app.notes.actions import AmendmentEntry, SaidWords, SeenChild, Wording
from app.notes.forms.boxes import ClockField, DayField, MinutesField, NoteForm, fits, names_in
from app.notes.models import NAME_LENGTH, NOTE_LENGTH, REASON_LENGTH, SETTING_LENGTH, WORDS_LENGTH
from app.notes.queries import WholeNote
from app.web.forms import tidy


class Parts(StrEnum):
    """The parts of a note that are put right one at a time."""

    HAPPENED = "happened"
    SAID = "said"
    MEANING = "meaning"
    NEXT = "next"
    WHEN = "when"
    SEEN = "seen"


PARTS: Mapping[str, str] = {
    Parts.HAPPENED: "What happened",
    Parts.SAID: "What they said",
    Parts.MEANING: "What I think it means",
    Parts.NEXT: "What we do next",
    Parts.WHEN: "The date, time or who was there",
    Parts.SEEN: "Which children were seen",
}
Members = Mapping[str, FamilyMember]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a form begins from: what the note says now, and the people of the family."""

    says: Wording
    members: Members
    children: Members

    @classmethod
    def of(cls, whole: WholeNote) -> "Standing":
        """From a note in full. Those who left the family can still be named in what was."""
        members = {str(key): person for key, person in whole.people.items()}
        there = whole.now.says
        kept = {str(key) for key in (*there.present, *(child.member_id for child in there.seen))}
        children = {key: one for key, one in members.items() if one.is_child and (one.left_on is None or key in kept)}
        return cls(says=there, members=members, children=children)


class AmendForm(NoteForm):
    """One part of a note, as version `version` had it, and why it is put right."""

    version = HiddenField()
    reason = StringField(
        "Why?", [InputRequired("Say why, so that whoever reads both understands"), fits(REASON_LENGTH)]
    )

    @abstractmethod
    def changed(self, standing: Standing) -> Wording:
        """All that the note should say, with this part as it was typed."""

    def entry(self, standing: Standing) -> AmendmentEntry:
        """What was filled in, as the amendment to keep. A broken version number is an old page's."""
        version = int(self.version.data) if str(self.version.data).isdecimal() else 0
        return AmendmentEntry(version=version, reason=tidy(self.reason.data), says=self.changed(standing))


class WordsForm(AmendForm):
    """A part that is one text."""

    boxes = {"happened": "words", "meaning": "words", "next_words": "words", "says": "words"}  # noqa: RUF012
    part = "happened"

    words = TextAreaField("What should it say?", [fits(NOTE_LENGTH)])

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

    quotes = FieldList(FormField(QuotePart), max_entries=40)

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

    children = FieldList(FormField(ChildPart), max_entries=40)

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
    form = FORMS[part](data={"version": version, **_now(part, standing)})
    if isinstance(form, SaidForm):
        for quote in form.quotes:
            quote.who.choices = {"": "Somebody else"} | {key: one.known_as for key, one in standing.members.items()}
    if isinstance(form, SeenForm):
        for child in form.children:
            person = standing.members.get(child.member_id.data)
            child.member_id.label.text = person.known_as if person else "Somebody"
    if isinstance(form, WhenForm):
        form.present.choices = {key: one.known_as for key, one in standing.members.items()}
    return form


def _now(part: str, standing: Standing) -> dict[str, Any]:
    says = standing.says
    if part == Parts.WHEN:
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
    if part == Parts.SAID:
        quotes = [
            {
                "who": str(quote.member_id) if quote.member_id else "",
                "speaker": quote.speaker,
                "words": quote.words,
                "setting": quote.setting,
            }
            for quote in says.quotes
        ]
        return {"quotes": [*quotes, {}]}
    if part == Parts.SEEN:
        known = {str(child.member_id): child for child in says.seen}
        keys = [*standing.children, *(key for key in known if key not in standing.children)]
        return {"children": [{"member_id": key, **_ticks(known.get(key))} for key in keys]}
    return {"words": getattr(says, FORMS[part].part)}


def _ticks(child: SeenChild | None) -> dict[str, Any]:
    if child is None:
        return {}
    return {"seen": child.seen, "alone": child.alone, "place": child.place, "why_not": child.why_not}
