"""The words in which the demo's story is told: small tables, without a date in them.

Days are counted from the day on which the story is told: `ago` before it, `ahead` after it. Weeks are
those of the family's plan. People, staff and partners are named as everybody names them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.families.models import WarningKind
from app.notes.models import NoteKind
from app.promises.models import PromiseKind, PromiseState
from app.worries.models import DecisionKind, Urgency

ME = "me"  # whoever is the family's lead worker


@dataclass(frozen=True)
class Person:
    """Somebody of the family. The age is in years today; `alone` says how the child is seen alone."""

    name: str
    who: str
    age: int
    school: str = ""
    about: str = ""
    # The family’s name, unless told otherwise; some are known by one name alone.
    surname: str | None = None
    speaks: str = "English"
    also: str = ""
    interpreter: bool = False
    responsible: bool | None = None
    lives_here: bool = True
    home: str = "Home"
    phone: str = ""
    ways: str = "call text"
    times: str = ""
    must_not_know: str = ""
    ask_again: int = 60
    birthday_ago: int = 0
    # "often", "never", or the number of days since the last time.
    alone: str | int = "often"

    @property
    def is_child(self) -> bool:
        """Whether this is one of the children we walk beside."""
        return self.who == "Child"


@dataclass(frozen=True)
class Promised:
    """Something that was promised: what, by whom, and what came of it."""

    what: str
    who: str = ME
    due: int | None = None
    by: str = ""
    kind: PromiseKind = PromiseKind.DO
    call: str = ""
    answer: PromiseState = PromiseState.OPEN
    why: str = ""


@dataclass(frozen=True)
class Amended:
    """What the note says now, from the next working day on, and why it was put right."""

    happened: str
    why: str


@dataclass(frozen=True)
class Week:
    """What a visit was like. Who was there is everybody who lives there, unless said otherwise."""

    happened: str = ""
    said: tuple[tuple[str, ...], ...] = ()
    means: str = ""
    promised: tuple[Promised, ...] = ()
    topics: tuple[str, ...] = ()
    there: tuple[str, ...] | None = None
    others: tuple[str, ...] = ()
    # Children not seen, and why: a key of the cluster's list.
    unseen: Mapping[str, str] = field(default_factory=dict)
    alone: tuple[str, ...] | None = None
    minutes: int = 60
    # Minutes after the visit at which it was written down.
    written: int = 20
    late_days: int = 0
    steps_done: tuple[str, ...] = ()
    for_family: bool = False
    important: bool = False
    amended: Amended | None = None
    # A colleague who read it two working days later.
    read_by: str = ""


@dataclass(frozen=True)
class NotMet:
    """A visit that did not happen: no answer, or cancelled by whom and why (a key of the cluster's list)."""

    words: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Contact:
    """A call, a text, a meeting or a note between visits."""

    ago: int
    at: str
    kind: NoteKind
    words: str
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    said: tuple[tuple[str, ...], ...] = ()
    by: str = ME
    reached: bool = True
    minutes: int | None = None
    means: str = ""
    late_days: int = 0
    important: bool = False


@dataclass(frozen=True)
class Goal:
    """A goal in its owner's words. Numbers are week to score, for each one who gives them."""

    words: str
    owner: str
    numbers: Mapping[str, Mapping[int, int | None]]
    zero: str = ""
    ten: str = ""
    about: str = ""
    language: str = "English"
    english: str = ""
    private: bool = False
    # What, who, by when; a star before it says that it is done.
    steps: tuple[tuple[str, str, str], ...] = ()
    ended: str = ""


@dataclass(frozen=True)
class Beside:
    """Somebody of the team around the family."""

    name: str
    job: str = ""
    organisation: str = ""
    kind: str = "other"
    phone: str = ""
    about: str = ""
    agency: str = ""


@dataclass(frozen=True)
class TeamMet:
    """A meeting of the team around the family: so many days ago with what was said, or so many ahead."""

    at: str
    place: str
    purpose: str
    family: Mapping[str, str]
    partners: Mapping[str, str]
    ago: int = 0
    ahead: int = 0
    minutes: int = 50
    going_well: str = ""
    worries: str = ""
    agreed: tuple[Promised, ...] = ()
    # Days from today on which they agreed to meet next.
    next: int | None = None


@dataclass(frozen=True)
class Warned:
    """A fact that keeps somebody safe."""

    kind: WarningKind
    words: str
    why: str
    ago: int
    ahead: int


@dataclass(frozen=True)
class Agreed:
    """Who agreed to work with us, whom we may talk to and whom not, and who took a yes back when (week)."""

    who: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    how: str = "Said it, face to face"
    children_asked: bool = True
    withdrew: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class WeBothSay:
    """What they agree happened, in plain words, and whom it was written for."""

    words: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """A talk about the ending in a week in which they met, and how many more weeks were asked for, if any."""

    week: int
    who: tuple[str, ...]
    changed: str = ""
    feels: str = ""
    who_stays: str = ""
    still_to_do: str = ""
    more_weeks: int = 0
    why: str = ""


@dataclass(frozen=True)
class Decided:
    """A supervisor's decision about a worry, so many minutes after it was raised."""

    what: DecisionKind
    why: str
    minutes: int
    spoken_to: tuple[str, ...] = ()
    advice: str = ""
    change_mind: str = ""


@dataclass(frozen=True)
class Worried:
    """A worry, in exact words."""

    ago: int
    at: str
    urgency: Urgency
    saw: str
    about: str = ""
    said: str = ""
    setting: str = ""
    asked: str = ""
    told: str = ""
    safe: str = ""
    # Minutes after it was said or seen at which it was written down.
    minutes: int = 10
    look_again: int | None = None
    decided: Decided | None = None


@dataclass(frozen=True)
class Closed:
    """A plan that ended so many days ago: why, as a key of the cluster's list."""

    ago: int
    reason: str


@dataclass(frozen=True)
class FamilyTold:
    """One family's story. `day` is the day of the present week of its plan, from 0 to 4."""

    name: str
    yarn: str
    worker: str
    week: int
    people: tuple[Person, ...]
    day: int = 1
    homes: tuple[tuple[str, str], ...] = ()
    # Who may know each home's address, where that is not everybody.
    known_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at: str = "10am"
    place: str = "at home"
    seen: int = 7
    next: int | None = None
    next_with: tuple[str, str] | None = None
    interpreter: str = ""
    # The visit of today, told once its time has passed.
    today: Week | None = None
    weeks: Mapping[int, Week] = field(default_factory=dict)
    not_met: Mapping[int, NotMet] = field(default_factory=dict)
    # Visits without an answer since the last time we met: days ago, and what was done.
    tries: tuple[tuple[int, str], ...] = ()
    review: int | None = None
    goals: tuple[Goal, ...] = ()
    contacts: tuple[Contact, ...] = ()
    promised: tuple[Promised, ...] = ()
    beside: tuple[Beside, ...] = ()
    team_met: tuple[TeamMet, ...] = ()
    warnings: tuple[Warned, ...] = ()
    agreed: Agreed = Agreed(())
    worries: tuple[Worried, ...] = ()
    going_well: str = ""
    hopes: str = ""
    safety_flag: bool = False
    cover: tuple[str, int, int] | None = None
    related: tuple[str, str] | None = None
    ending: Ending | None = None
    we_both_say: WeBothSay | None = None
    closed: Closed | None = None
    # The level of help since the last worry was decided, where it is another one.
    level: str = ""
