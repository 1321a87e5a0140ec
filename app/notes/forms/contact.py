"""Recording a contact: a call, a text, a meeting, a note; with a promise made in it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.accounts.models import User
from app.core import clock
from app.notes.actions import NoteEntry, SaidWords
from app.notes.forms.boxes import READER_WORDS, MinutesField, names_in, partner_words
from app.notes.models import NOTE_LENGTH, SETTING_LENGTH, WORDS_LENGTH, NoteKind, Readers
from app.notes.queries import Choosable, People
from app.promises.actions import PromiseEntry
from app.promises.models import WHAT_LENGTH, PromiseKind
from app.web.boxes import ClockField, DayField, fits
from app.web.days import when_said
from app.web.filters import capital
from app.web.forms import Form, new_id, tidy
from app.web.kept import now_box

KINDS: Mapping[str, str] = {
    NoteKind.CALL: "Call",
    NoteKind.TEXT: "Text",
    NoteKind.MEETING: "Meeting",
    NoteKind.NOTE: "Note",
}
PROMISE_KINDS: Mapping[str, str] = {
    PromiseKind.DO: "Something to do",
    PromiseKind.BRING: "Something to bring",
    PromiseKind.CALL: "Ring somebody",
}
OTHER = "other"
SCHOOL = "school"


class ContactForm(Form):
    """A contact with a family or about one. `offer` says what there is to choose from."""

    boxes = {  # noqa: RUF012  Read by the base form, never changed.
        "occurred_at": "day",
        "present": "who",
        "others_there": "others",
        "quotes": "quote_words",
        "what": "promise_what",
        "owner": "promise_who",
        "due_on": "promise_due",
    }

    id = new_id()
    promise_id = new_id()
    family = RadioField("Which family?", [InputRequired("Choose the family")], validate_choice=False)
    other_family = SelectField("Another family", validate_choice=False)
    kind = RadioField("What kind?", choices=dict(KINDS), default=NoteKind.CALL)
    who = SelectMultipleField("Who with?", validate_choice=False)
    others = StringField("Someone else", [fits(600)], description="Names, with commas between them", filters=[tidy])
    missed = BooleanField("I couldn’t get through")
    happened = TextAreaField("What was said?", [fits(NOTE_LENGTH)], filters=[tidy])
    day = DayField("Day", [InputRequired("Enter the day, for example 24/11/2026")])
    time = ClockField("Time", [InputRequired("Enter the time, for example 12:15")])
    minutes = MinutesField("How many minutes it took", [Optional()])
    quote_words = TextAreaField("Exact words", [fits(WORDS_LENGTH)], filters=[tidy])
    quote_who = SelectField("Whose words?", validate_choice=False)
    quote_setting = StringField(
        "How or where they said it", [fits(SETTING_LENGTH)], description="For example, on his own, after school"
    )
    meaning = TextAreaField(
        "What you think it means",
        [fits(NOTE_LENGTH)],
        description="Your thinking. The family’s page never shows it",
        filters=[tidy],
    )
    readers = RadioField("Who may read it?", choices=dict(READER_WORDS), default=Readers.TEAM)
    significant = BooleanField("An important event: keep it in the chronology")
    promise_what = StringField(
        "What was promised?", [fits(WHAT_LENGTH)], description="For example, bring the bus pass form", filters=[tidy]
    )
    promise_kind = RadioField("What is it?", choices=dict(PROMISE_KINDS), default=PromiseKind.DO)
    promise_who = SelectField("Who will do it?", validate_choice=False)
    promise_call = SelectField("Who to ring", validate_choice=False)
    promise_due = DayField("By when?", [Optional()])

    def offer(self, families: Sequence[Choosable], by: User) -> None:
        """Let the families be chosen: this person's own as ticks, the others in a list."""
        self.families = {str(family.family_id): family for family in families}
        own = {key: family.name for key, family in self.families.items() if family.own}
        others = {key: family.name for key, family in self.families.items() if not family.own}
        self.family.choices = own | ({OTHER: "Another family" if own else "Choose a family"} if others else {})
        self.other_family.choices = {"": "Choose"} | others
        if self.family.data in others:
            self.family.data, self.other_family.data = OTHER, self.family.data
        self.by = by
        self.around(None)

    def chosen(self) -> Choosable | None:
        """The family that is chosen, if it may be."""
        key = self.other_family.data if self.family.data == OTHER else self.family.data
        return self.families.get(key or "")

    def around(self, people: People | None) -> None:
        """Let the people around the chosen family be named."""
        self.members = {str(one.id): one for one in people.members} if people else {}
        self.partners = {str(one.id): one for one in people.partners} if people else {}
        members = {key: one.known_as for key, one in self.members.items()}
        partners = {key: partner_words(one) for key, one in self.partners.items()}
        school = {} if any(one.kind == SCHOOL for one in self.partners.values()) else {SCHOOL: "School"}
        self.who.choices = members | partners | school
        self.quote_who.choices = {"": "Choose"} | members
        self.promise_who.choices = {str(self.by.id): f"{self.by.first_name} (you)"} | members | partners
        self.promise_call.choices = {"": "Choose"} | members | partners

    def is_of_now(self, now: datetime) -> bool:
        """Whether it is about the last quarter of an hour: the day and time then need no look."""
        if self.day.data is None or self.time.data is None:
            return False
        return abs(now - clock.moment(self.day.data, self.time.data)) < timedelta(minutes=15)

    def when_words(self, today: date) -> str:
        """When it was, as the form has it: Today, 12:15pm; Mon 23 Nov, 4pm; nothing where it cannot be read."""
        if self.day.data is None or self.time.data is None:
            return ""
        moment = clock.moment(self.day.data, self.time.data)
        return capital(when_said(moment, today, **now_box()))

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Whether it can be sent on, with words beside what must be put right."""
        fine = super().validate(extra_validators)
        return all([fine, *self._rest()])

    def _rest(self) -> list[bool]:
        chosen = self.chosen()
        talked = self.kind.data in (NoteKind.CALL, NoteKind.TEXT, NoteKind.MEETING)
        called = self.promise_kind.data == PromiseKind.CALL and bool(self.promise_what.data)
        known = {*self.members, *self.partners, SCHOOL}
        return [
            bool(chosen) or not self.family.data or self._no("other_family", "Choose the family"),
            chosen is None
            or not talked
            or bool(self.who.data or names_in(self.others.data))
            or self._no("who", "Tick who it was with"),
            known.issuperset(self.who.data or ()) or self._no("who", "Tick who it was with: the family has changed"),
            not self.quote_words.data
            or self.quote_who.data in self.members
            or self._no("quote_who", "Say whose words these are"),
            not called or bool(self.promise_call.data) or self._no("promise_call", "Choose who to ring"),
        ]

    def _no(self, name: str, words: str) -> bool:
        field = self[name]
        field.errors = [*field.errors, words]
        return False

    def entry(self) -> NoteEntry:
        """What was filled in, as the note to keep."""
        ticked = self.who.data or ()
        there = [partner_words(self.partners[key]) for key in ticked if key in self.partners]
        quotes: tuple[SaidWords, ...] = ()
        if self.quote_words.data:
            quotes = (
                SaidWords(
                    member_id=UUID(self.quote_who.data),
                    words=self.quote_words.data,
                    setting=tidy(self.quote_setting.data),
                ),
            )
        return NoteEntry(
            id=UUID(self.id.data),
            kind=NoteKind(self.kind.data),
            occurred_at=clock.moment(self.day.data, self.time.data),
            minutes=self.minutes.data,
            reached=not self.missed.data,
            happened=self.happened.data,
            meaning=self.meaning.data,
            present=tuple(UUID(key) for key in ticked if key in self.members),
            others_there=(*there, *(["School"] if SCHOOL in ticked else []), *names_in(self.others.data)),
            quotes=quotes,
            readers=Readers(self.readers.data),
            significant=bool(self.significant.data),
        )

    def promise(self, *, shared: bool) -> PromiseEntry | None:
        """The promise made in it, if there was one; `shared`: whether the family's page may show it."""
        if not self.promise_what.data:
            return None
        owner, kind = self.promise_who.data, PromiseKind(self.promise_kind.data)
        rung = self.promise_call.data if kind is PromiseKind.CALL else ""
        return PromiseEntry(
            id=UUID(self.promise_id.data),
            what=self.promise_what.data,
            kind=kind,
            owner_user_id=self.by.id if owner == str(self.by.id) else None,
            owner_member_id=UUID(owner) if owner in self.members else None,
            owner_partner_id=UUID(owner) if owner in self.partners else None,
            call_member_id=UUID(rung) if rung in self.members else None,
            call_partner_id=UUID(rung) if rung in self.partners else None,
            due_on=self.promise_due.data,
            visible_to_family=shared,
        )
