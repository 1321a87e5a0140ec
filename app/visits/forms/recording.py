"""The door for people: one visit, written down as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

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
from wtforms.validators import InputRequired, Optional

from app.core import clock
from app.core.errors import Refused
from app.notes.models import NAME_LENGTH, NOTE_LENGTH, SETTING_LENGTH
from app.visits.actions import NextVisit, VisitEntry
from app.visits.forms.choices import choices_for
from app.visits.forms.parts import (
    LIST,
    OTHER,
    PICK,
    AreIds,
    ChildPart,
    Fits,
    KeptPart,
    NumberPart,
    PromisePart,
    QuotePart,
    at,
    day,
)
from app.visits.models import CancelledBy, VisitState
from app.visits.queries.sheet import Sheet
from app.web.filters import day_words
from app.web.forms import Form, new_id, tidy
from app.worries.actions import WorryEntry
from app.worries.models import WORDS_LENGTH, Urgency

MOST_ROWS = 12
QUOTES_AT_FIRST = 2
COLLEAGUE, INTERPRETER = "colleague", "interpreter"
WORRIES = frozenset(urgency.value for urgency in Urgency)
PLANNED, SAME, NONE = "planned", "same", "none"
# Where an action's no is about something that this form asks in another box.
BOXES = {"occurred_at": "held_on", "minutes": "ended", "saw_or_heard": "saw", "starts_at": "next_on"}
GONE = "The family’s plan changed while you were writing. What is no longer on it was left out: check, then save again"


class VisitForm(Form):
    """A visit as it was, or why it was not."""

    id = new_id()
    # The list that a button asked one more row of: then nothing is saved yet.
    add = StringField()
    # Asked only where another form has written this visit down, moved it or called it off.
    beside = BooleanField("Keep what I wrote too, beside it")
    outcome = RadioField(
        "Did you meet?",
        [InputRequired("Say whether you met")],
        choices={
            VisitState.MET.value: "We met",
            VisitState.NO_ANSWER.value: "No answer",
            VisitState.CANCELLED.value: "Cancelled",
        },
        invalid_choice_message=LIST,
    )
    cancelled_by = RadioField(
        "Who couldn’t make it?",
        [Optional()],
        choices={
            CancelledBy.FAMILY.value: "The family",
            CancelledBy.WORKER.value: "I couldn’t",
            CancelledBy.OTHER.value: "Nobody could help it",
        },
        invalid_choice_message=LIST,
    )
    reason = SelectField("Why?", [Optional()], invalid_choice_message=LIST)
    reason_words = StringField("Anything to add?", [Fits(SETTING_LENGTH)], filters=[tidy])
    held_on = day("Day")
    began = at("From")
    ended = at("Until")
    place = SelectField("Where", [Optional()], invalid_choice_message=LIST)
    present = SelectMultipleField(
        "Who was there?",
        [Optional()],
        invalid_choice_message="Somebody ticked here is no longer beside this family: check, then save again",
    )
    others = StringField("Who else?", [Fits(NAME_LENGTH)], filters=[tidy])
    children = FieldList(FormField(ChildPart), max_entries=30)
    topics = SelectMultipleField(
        "What did you talk about?",
        [Optional()],
        invalid_choice_message="Something ticked here is no longer on the list: check, then save again",
    )
    happened = TextAreaField("A few lines", [Fits(NOTE_LENGTH)], filters=[tidy])
    numbers = FieldList(FormField(NumberPart), max_entries=100)
    steps = SelectMultipleField("Steps we agreed", [Optional(), AreIds()], validate_choice=False)
    shown_steps = HiddenField(validators=[AreIds()])
    quotes = FieldList(FormField(QuotePart), max_entries=MOST_ROWS)
    meaning = TextAreaField("My thinking", [Fits(NOTE_LENGTH)], filters=[tidy])
    kept = FieldList(FormField(KeptPart), max_entries=100)
    worry = RadioField("Is anything worrying you?", [Optional()], default=NONE, invalid_choice_message=LIST)
    saw = TextAreaField("What did you see or hear?", [Fits(WORDS_LENGTH)], filters=[tidy])
    about = SelectField("About", [Optional()], invalid_choice_message=LIST)
    exact = TextAreaField("Their exact words", [Fits(WORDS_LENGTH)], filters=[tidy])
    said_at = at("What time was it?")
    setting = StringField("Where, and who was with them?", [Fits(SETTING_LENGTH)], filters=[tidy])
    asked = TextAreaField("What did you ask?", [Fits(WORDS_LENGTH)], filters=[tidy])
    told = TextAreaField("What did you tell them would happen?", [Fits(WORDS_LENGTH)], filters=[tidy])
    safe = TextAreaField("What is keeping them safe?", [Fits(WORDS_LENGTH)], filters=[tidy])
    promises = FieldList(FormField(PromisePart), max_entries=MOST_ROWS)
    next_how = RadioField("When will you next visit?", [Optional()], invalid_choice_message=LIST)
    same_at = HiddenField()
    instead_of = HiddenField(validators=[AreIds()])
    next_on = day("Which day?")
    next_at = at("What time?")

    WORRY_WORDS = ("saw", "exact", "setting", "asked", "told", "safe")

    def __init__(self, sheet: Sheet, now: datetime) -> None:
        super().__init__(data=_first(sheet, now))
        self.refused, self.sheet, self.today = "", sheet, clock.local(now).date()
        if self.is_submitted():  # type: ignore[no-untyped-call]
            # What is gone is left in its place: the action says no to it, or knows the form from before.
            choices_for(self, sheet, now)
        else:
            self.fit(sheet, now)

    def fit(self, sheet: Sheet, now: datetime) -> None:
        """Make the rows those of the family as it is now: for a page that is about to be shown."""
        self.sheet = sheet
        if self._leave_out_what_is_gone():
            self.form_errors.append(GONE)
        self._add_what_is_missing()
        choices_for(self, sheet, now)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """As ever, with each no beside the box that this form asks it in."""
        with super().refusals():
            try:
                yield
            except Refused as no:
                self.refused = no.field
                raise Refused(BOXES.get(no.field, no.field), no.words) from no

    @property
    def shows_all(self) -> bool:
        """Whether parts that belong to another answer must show, because something is wrong between them."""
        return bool(self.outcome.errors or self.worry.errors or self.reason_words.errors)

    @property
    def asks_for_a_row(self) -> bool:
        """Whether a button asked for one more row: then nothing is saved yet."""
        return self.add.data in ("quotes", "promises")

    @property
    def says_where(self) -> bool:
        """Whether anything was said of where a child was seen, or why not."""
        return any(part.form.place.data or part.form.why_not.data for part in self.children)

    @property
    def says_why_not(self) -> bool:
        """Whether a promise was not kept."""
        return any(part.form.why.data for part in self.kept)

    def promise_words(self, part: PromisePart) -> str:
        """Lorna (me), by Fri 27 Nov: a promise that was added, in a line."""
        who = dict(part.who.choices).get(part.who.data, "")
        by = day_words(part.on.data, self.today) if part.by.data == PICK and part.on.data else ""
        by = by or {one.value: one.label for one in part.by.choices}.get(part.by.data or "", "")
        return f"{who}, by {by}" if part.by.data else who

    def number(self, goal_id: UUID, member_id: UUID) -> Any:
        """The row of one person's number for one goal."""
        return next(part for part in self.numbers if part.form.key == (str(goal_id), str(member_id)))

    def validate(self, extra_validators: Any = None) -> bool:
        """The boxes by themselves, and then what they say together."""
        good = super().validate(extra_validators)
        for field, words in self._contradictions():
            self[field].errors = [*self[field].errors, words]
            good = False
        return bool(good)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        yield from self._empty(
            {"held_on": "Add the day", "began": "Add the time it began", "ended": "Add the time it ended"}
        )
        if self.next_how.data == OTHER:
            yield from self._empty({"next_on": "Choose the day", "next_at": "Add the time"})
        if OTHER in (self.present.data or ()) and not self.others.data:
            yield "others", "Say who else was there"
        if self.reason_words.data and self.outcome.data != VisitState.CANCELLED:
            yield "reason_words", "This is why a visit was cancelled: choose Cancelled, or clear it"
        worried = any(self[name].data for name in self.WORRY_WORDS)
        if self.worry.data not in WORRIES and worried:
            yield "worry", "You wrote down a worry: say how soon somebody must know, or clear it"
        if self.worry.data in WORRIES and not (self.saw.data or self.exact.data):
            yield "saw", "Write what you saw or heard, even a few words"

    def _empty(self, boxes: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Boxes that must hold something and are empty, with what to do."""
        return ((name, words) for name, words in boxes.items() if self[name].data is None and not self[name].errors)

    def entry(self, *, written_at: datetime | None = None) -> VisitEntry:
        """The visit as it was written down; the same each time this form is sent."""
        note_id = UUID(self.id.data)
        shown = frozenset(UUID(one) for one in (self.shown_steps.data or "").split())
        cancelled = self.outcome.data == VisitState.CANCELLED
        return VisitEntry(
            id=note_id,
            written_at=written_at,
            outcome=VisitState(self.outcome.data),
            began_at=self._moment(self.began.data),
            ended_at=self._moment(self.ended.data),
            place=self.place.data or "",
            cancelled_by=CancelledBy(self.cancelled_by.data) if cancelled and self.cancelled_by.data else None,
            reason=self.reason.data or "" if cancelled else "",
            reason_words=self.reason_words.data,
            present=self._present(),
            others_there=self._others_there(),
            seen=tuple(part.form.entry() for part in self.children),
            topics=tuple(self.sheet.lists["topics"][key] for key in self.topics.data or ()),
            happened=self.happened.data,
            quotes=tuple(part.form.entry() for part in self.quotes if part.form.filled),
            meaning=self.meaning.data,
            ratings=tuple(part.form.entry() for part in self.numbers if part.form.score.data is not None),
            done_steps=frozenset(UUID(one) for one in self.steps.data or ()) & shown,
            shown_steps=shown,
            settled=tuple(part.form.entry() for part in self.kept if part.form.answered),
            promises=tuple(
                part.form.entry(uuid5(note_id, f"promise {number}"))
                for number, part in enumerate(self.promises)
                if part.form.filled
            ),
            worry=self._worry(note_id),
            next_visit=self._next_visit(),
        )

    def _moment(self, at_: time) -> datetime:
        """A time of this visit: of the next day where the visit went on over midnight."""
        over = self.ended.data < self.began.data and at_ < self.began.data
        return clock.moment(self.held_on.data + timedelta(days=over), at_)

    def _present(self) -> tuple[UUID, ...]:
        """The grown-ups that were ticked, and the children who were seen."""
        chosen = [UUID(one) for one in self.present.data or () if one not in (COLLEAGUE, INTERPRETER, OTHER)]
        seen = [UUID(part.form.member_id.data) for part in self.children if part.form.seen.data or part.form.alone.data]
        return tuple(dict.fromkeys(chosen + seen))

    def _others_there(self) -> tuple[str, ...]:
        chosen = self.present.data or ()
        colleague = self.sheet.colleague
        found = [colleague.name] if COLLEAGUE in chosen and colleague else []
        return (
            *found,
            *(["Interpreter"] if INTERPRETER in chosen else []),
            *([self.others.data] if self.others.data else []),
        )

    def _worry(self, note_id: UUID) -> WorryEntry | None:
        if self.worry.data not in WORRIES:
            return None
        return WorryEntry(
            id=uuid5(note_id, "worry"),
            urgency=Urgency(self.worry.data),
            saw_or_heard=self.saw.data,
            occurred_at=self._moment(self.said_at.data or self.began.data),
            member_id=UUID(self.about.data) if self.about.data else None,
            exact_words=self.exact.data,
            setting=self.setting.data,
            asked=self.asked.data,
            told_child=self.told.data,
            keeping_safe=self.safe.data,
        )

    def _next_visit(self) -> NextVisit:
        if self.next_how.data == SAME:
            same = datetime.fromisoformat(self.same_at.data)
            return NextVisit(starts_at=clock.moment(same.date(), same.time()))
        if self.next_how.data == OTHER:
            instead_of = UUID(self.instead_of.data) if self.instead_of.data else None
            return NextVisit(starts_at=clock.moment(self.next_on.data, self.next_at.data), instead_of=instead_of)
        return NextVisit()

    def _wants(self, rows: str) -> bool:
        return bool(self.add.data == rows and len(self[rows]) < MOST_ROWS)

    def _leave_out_what_is_gone(self) -> bool:
        """Drop rows of children, goals and promises that are no longer there; say whether there were any."""
        children = {str(child.id) for child in self.sheet.children}
        numbers = {(str(goal.goal.id), str(rater.member_id)) for goal in self.sheet.goals for rater in goal.raters}
        promises = {str(one.promise.id) for one in self.sheet.promises}
        gone = [part for part in self.children if part.form.member_id.data not in children]
        gone += [part for part in self.numbers if part.form.key not in numbers]
        gone += [part for part in self.kept if part.form.promise_id.data not in promises]
        for rows in (self.children, self.numbers, self.kept):
            rows.entries = [part for part in rows.entries if part not in gone]
        return bool(gone)

    def _add_what_is_missing(self) -> None:
        """A row for whoever, or whatever, came since the page was opened; and one empty row at each end."""
        first = _rows(self.sheet)
        for name, key in (("children", "member_id"), ("kept", "promise_id")):
            there = {part.form[key].data for part in self[name]}
            for row in first[name]:
                if row[key] not in there:
                    self[name].append_entry(row)
        numbers = {part.form.key for part in self.numbers}
        for row in first["numbers"]:
            if (row["goal_id"], row["member_id"]) not in numbers:
                self.numbers.append_entry(row)
        while len(self.quotes) < QUOTES_AT_FIRST or (self._wants("quotes") and self.quotes[-1].form.filled):
            self.quotes.append_entry()
        if not self.promises or (self.promises[-1].form.filled and len(self.promises) < MOST_ROWS):
            self.promises.append_entry()


def _rows(sheet: Sheet) -> dict[str, list[dict[str, str]]]:
    """One row for each child, number and open promise."""
    return {
        "children": [{"member_id": str(child.id)} for child in sheet.children],
        "numbers": [
            {"goal_id": str(goal.goal.id), "member_id": str(rater.member_id)}
            for goal in sheet.goals
            for rater in goal.raters
        ],
        "kept": [{"promise_id": str(one.promise.id)} for one in sheet.promises],
    }


def _first(sheet: Sheet, now: datetime) -> dict[str, Any]:
    """What the form says before anybody has written in it."""
    begins, ends = clock.local(sheet.visit.starts_at), clock.local(sheet.visit.ends_at)
    same = same_time(begins, clock.local(now))
    return {
        **_rows(sheet),
        "held_on": begins.date(),
        "began": begins.time(),
        "ended": ends.time(),
        "place": sheet.visit.place,
        "steps": [str(step.id) for step in sheet.steps.values() if step.done_at is not None],
        "shown_steps": " ".join(map(str, sheet.steps)),
        "next_how": PLANNED if sheet.coming else SAME if same.date() <= sheet.episode.ends_on else NONE,
        "same_at": f"{same:%Y-%m-%dT%H:%M}",
        "instead_of": str(sheet.coming.id) if sheet.coming else "",
    }


def same_time(begins: datetime, now: datetime) -> datetime:
    """The same weekday and time of the wall clock, in the first week after this visit that is still to come."""
    day_, at_ = begins.date(), begins.time()
    while day_ <= max(begins.date(), now.date()):
        day_ += timedelta(days=7)
    return datetime.combine(day_, at_)
