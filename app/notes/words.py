"""What a note's page says in a line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from markupsafe import Markup

from app.core import clock
from app.core.permissions import Role
from app.families.models import Family
from app.notes.differing import Change, changes_between
from app.notes.models import DECIDED, Note, NoteKind
from app.notes.queries import Number, WholeNote, WholeVersion
from app.notes.wording import SaidWords, SeenChild, Wording
from app.web.days import when_said
from app.web.filters import capital, day_words, list_words, quote_words, time_words
from app.web.sentences import sentence

HEADINGS: Mapping[NoteKind, str] = {
    NoteKind.VISIT: "Visit",
    NoteKind.NO_ANSWER: "No answer",
    NoteKind.CANCELLED: "Visit cancelled",
    NoteKind.CALL: "Call",
    NoteKind.TEXT: "Text",
    NoteKind.MEETING: "Meeting",
    NoteKind.NOTE: "Note",
    NoteKind.OVERSIGHT: "Supervisor’s decision",
    NoteKind.MANAGEMENT: "Management oversight",
}
# Parts that are called otherwise in management oversight.
OVERSIGHT_WORDS: Mapping[str, str] = {
    "What happened": "What was looked at",
    "What I think it means": "Key analysis",
    "What we do next": "What was decided, and why",
}
JOBS: Mapping[Role, str] = {
    Role.WORKER: "family support worker",
    Role.SUPERVISOR: "supervisor",
    Role.MANAGER: "cluster manager",
}
AT_HOME = ("", "at home")
# What a part that is put right by one form is called where versions are read.
LABELS: Mapping[str, Sequence[str]] = {
    "happened": ("What happened",),
    "said": ("What they said",),
    "meaning": ("What I think it means",),
    "next": ("What we do next",),
    "when": ("When", "Where", "Who was there"),
    "seen": ("Which children were seen",),
}


def heading(note: WholeNote) -> str:
    """Home visit; Visit at school; Call, not reached."""
    kind, says = note.note.kind, note.now.says
    if kind is NoteKind.VISIT:
        return "Home visit" if says.place in AT_HOME else f"Visit {says.place}"
    calling = kind in (NoteKind.CALL, NoteKind.TEXT)
    return HEADINGS[kind] + (", not reached" if calling and not says.reached else "")


def span_words(starts_at: datetime, minutes: int | None, today: date) -> str:
    """Tue 17 Nov, 10:30am to 11am; without an end where the minutes are not known."""
    words = f"{day_words(clock.local(starts_at).date(), today)}, {time_words(starts_at)}"
    return f"{words} to {time_words(starts_at + timedelta(minutes=minutes))}" if minutes else words


def span_said(starts_at: datetime, minutes: int | None, today: date) -> Markup:
    """The same, so that it stays true on another day."""
    words = when_said(starts_at, today)
    return sentence("{} to {}", words, time_words(starts_at + timedelta(minutes=minutes))) if minutes else words


def there_words(note: WholeNote, says: Wording) -> str:
    """Shazia, Ayaan and Nani were there; With Shazia; Tried Shazia."""
    members = [person.known_as for key, person in note.people.items() if key in says.present]
    names = [*members, *says.others_there]
    if not names:
        return ""
    if note.note.kind in (NoteKind.VISIT, NoteKind.MEETING):
        return f"{list_words(names)} {'was' if len(names) == 1 else 'were'} there."
    if note.note.kind is NoteKind.NOTE:
        return f"About {list_words(names)}."
    return f"With {list_words(names)}." if says.reached else f"I tried {list_words(names)}."


def seen_words(child: SeenChild, name: str) -> str:
    """Ayaan seen, alone, in the front room; Hiba not seen: at school."""
    if not child.seen:
        return f"{name} not seen" + (f": {child.why_not}" if child.why_not else "")
    return ", ".join(filter(None, [f"{name} seen", "alone" if child.alone else "", child.place]))


def _in_family_order(note: WholeNote, says: Wording) -> list[SeenChild]:
    order = list(note.people)
    return sorted(says.seen, key=lambda child: order.index(child.member_id))


def speaker_words(note: WholeNote, said: SaidWords, on: date) -> str:
    """Ayaan, 11, on his own in the front room. Age is said of children, as it was on that day."""
    person = note.people.get(said.member_id) if said.member_id else None
    age = person.age(on) if person is not None and person.is_child else None
    name = person.known_as if person is not None else said.speaker
    return ", ".join(filter(None, [name, str(age) if age is not None else "", said.setting]))


@dataclass(frozen=True, kw_only=True)
class Said:
    """Exact words as the page shows them, and who said them how."""

    words: str
    who: str


@dataclass(frozen=True, kw_only=True)
class NumbersOfGoal:
    """One goal's numbers on that day: (name, score or none where they skipped it)."""

    goal: str
    scores: Sequence[tuple[str, int | None]]


@dataclass(frozen=True, kw_only=True)
class PutRight:
    """One amendment: the version it made, the one it stands beside, and each part that differs."""

    version: WholeVersion
    before: WholeVersion
    changes: Sequence[Change]


def parts_of(note: WholeNote, says: Wording) -> dict[str, str]:
    """Everything a version says, part by part, as text to read."""
    on = clock.local(says.occurred_at).date()
    return {
        "What happened": says.happened,
        "What they said": "\n".join(
            f"{quote_words(said.words)} {speaker_words(note, said, on)}" for said in says.quotes
        ),
        "What I think it means": says.meaning,
        "What we do next": says.next_words,
        # The year is said in full: this is read long after.
        "When": span_words(says.occurred_at, says.minutes, date.min),
        "Where": says.place,
        "Who was there": there_words(note, says),
        "Which children were seen": "\n".join(
            f"{seen_words(child, note.name_of(child.member_id))}." for child in _in_family_order(note, says)
        ),
    }


def put_right(note: WholeNote) -> list[PutRight]:
    """Each amendment beside the version before it, the latest first."""
    parts = [parts_of(note, version.says) for version in note.versions]
    return [
        PutRight(
            version=note.versions[n],
            before=note.versions[n + 1],
            changes=[
                changes_between(part, words, parts[n + 1][part])
                for part, words in parts[n].items()
                if words != parts[n + 1][part]
            ],
        )
        for n in range(len(parts) - 1)
    ]


@dataclass(frozen=True, kw_only=True)
class NotePage:
    """A note as its page tells it."""

    whole: WholeNote
    family: Family
    today: date
    topics: Sequence[str]
    heading: str
    facts: str
    there: str
    seen: Sequence[tuple[bool, str]]
    said: Sequence[Said]
    numbers: Sequence[NumbersOfGoal]
    amendments: Sequence[PutRight]
    read_by: Sequence[str]
    parts: Sequence[Mapping[str, str]]

    @property
    def note(self) -> Note:
        """The note itself."""
        return self.whole.note

    def called(self, part: str) -> str:
        """What a part is called in a note of this kind."""
        return OVERSIGHT_WORDS.get(part, part) if self.note.kind is NoteKind.MANAGEMENT else part

    @property
    def is_decision(self) -> bool:
        """Whether a supervisor decided something here: it stays with the team."""
        return self.note.kind in DECIDED

    @property
    def says(self) -> Wording:
        """What it says now."""
        return self.whole.now.says

    def last_put_right(self, part: str) -> WholeVersion | None:
        """The version that put one part right last; none where nobody did."""
        for amendment in self.amendments:
            if any(change.part in LABELS[part] for change in amendment.changes):
                return amendment.version
        return None

    def now_in(self, part: str) -> str:
        """What one part says now, as text."""
        return "\n".join(filter(None, (self.parts[0][label] for label in LABELS[part])))


def page_of(whole: WholeNote, family: Family, topics: Mapping[str, str], today: date) -> NotePage:
    """Everything a note's page says, in words; `topics` are the cluster's own words for what was talked about."""
    says = whole.now.says
    on = clock.local(says.occurred_at).date()
    week = f"Week {whole.episode.week(on)} of {whole.episode.weeks}"
    return NotePage(
        whole=whole,
        family=family,
        today=today,
        topics=[topics.get(key, key) for key in says.topics],
        heading=heading(whole),
        facts=sentence("{}. {}", capital(span_said(says.occurred_at, says.minutes, today)), week),
        there=there_words(whole, says),
        seen=[
            (child.seen, seen_words(child, whole.name_of(child.member_id))) for child in _in_family_order(whole, says)
        ],
        said=[Said(words=said.words, who=speaker_words(whole, said, on)) for said in says.quotes],
        numbers=_numbers(whole),
        amendments=put_right(whole),
        read_by=[
            sentence("{}, {}, {}", one.name.split()[0], JOBS.get(one.role, "colleague"), when_said(one.at, today))
            for one in whole.read_by
        ],
        parts=[parts_of(whole, version.says) for version in whole.versions],
    )


def _numbers(whole: WholeNote) -> list[NumbersOfGoal]:
    by_goal: dict[UUID, list[Number]] = defaultdict(list)
    for number in whole.numbers:
        by_goal[number.goal_id].append(number)
    return [
        NumbersOfGoal(goal=numbers[0].goal, scores=[(number.name, number.score) for number in numbers])
        for numbers in by_goal.values()
    ]
