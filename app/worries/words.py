"""What the worry pages say: how it stands, who knows, who to ring first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.clusters.lists import EMERGENCY, NumberToRing
from app.clusters.models import NumberWhen
from app.families.models import FamilyMember
from app.web.days import at_said
from app.web.filters import age_words, list_words
from app.web.sentences import sentence
from app.worries.models import (
    AdditionKind,
    DecisionKind,
    TellFamily,
    WhyTold,
    Worry,
    WorryAddition,
    WorryDecision,
    WorryState,
    WorryTold,
)

HOUR, DAY = 60, 24  # minutes in one; hours in one

ADDED = {
    AdditionKind.HEARD: ("talk", "Heard later"),
    AdditionKind.SAW: ("eye", "Seen later"),
    AdditionKind.ASKED: ("ask", "Asked later"),
    AdditionKind.TOLD: ("hand", "Told them"),
}
DECIDED = {
    DecisionKind.STEP_UP: "Stepped up",
    DecisionKind.HOLD: "Held, and watched",
    DecisionKind.NONE: "Nothing more needed",
}
BECAUSE = {
    WhyTold.SUPERVISOR: "",
    WhyTold.DEPUTY_AWAY: ", because the supervisor is away",
    WhyTold.DEPUTY_INSTEAD: ", standing in",
    WhyTold.DEPUTY_UNOPENED: ", because nobody had opened it",
    WhyTold.MANAGER: ", as cluster manager",
    WhyTold.MANAGER_UNOPENED: ", as cluster manager, because nobody had opened it",
    WhyTold.NEARBY: ", as another supervisor here",
    WhyTold.NEARBY_UNOPENED: ", as another supervisor here, because nobody had opened it",
}


def title_of(worry: Worry) -> str:
    """The head of its page."""
    if worry.needs_a_person:
        return "This needs a person today"
    return {
        WorryState.OPEN: "A worry",
        WorryState.HELD: "A worry we are holding",
        WorryState.STEPPED_UP: "A worry we stepped up",
        WorryState.CLOSED: "A worry, now closed",
    }[worry.state]


def about_words(member: FamilyMember | None, family: str, today: date) -> str:
    """Ayaan Malik, 11; or the family."""
    if member is None:
        return family
    if not member.is_child or member.born_on is None:
        return member.full_name
    return f"{member.full_name}, {age_words(member.born_on, today)}"


@dataclass(frozen=True, kw_only=True)
class Knows:
    """Who knows, in a note at the head of the page: its meaning, title and words."""

    kind: str
    title: str
    words: str


def knows_words(worry: Worry, told: Sequence[tuple[WorryTold, User]], looker: User, today: date) -> Knows:
    """Whether the people who were told have opened it, in words that say what to do."""
    if not told:
        return Knows(
            kind="mind", title="Nobody could be told.", words="There is no one to send this to. Please ring now."
        )
    opened = [(row.opened_at, person) for row, person in told if row.opened_at]
    if not opened:
        names = list_words(person.first_name for _, person in told)
        verb, them = ("hasn’t", names) if len(told) == 1 else ("haven’t", "them")
        return Knows(
            kind="mind",
            title=f"{names} {verb} opened this yet.",
            words=sentence("It went to {} at {}. Please ring now.", them, at_said(told[0][0].told_at, today)),
        )
    at, first = min(opened, key=lambda pair: pair[0])
    name = "You" if first.id == looker.id else first.first_name
    return Knows(
        kind="wait",
        title=sentence("{} opened this at {}.", name, at_said(at, today)),
        words="It stays on Today until there is a decision.",
    )


def told_words(row: WorryTold, looker: User, person: User, today: date) -> str:
    """Priya was told at 10:52am and opened it at 11:13am."""
    name = "You were" if person.id == looker.id else f"{person.name} was"
    opened = sentence("opened it at {}", at_said(row.opened_at, today)) if row.opened_at else "not opened yet"
    return sentence("{} told at {}{}: {}.", name, at_said(row.told_at, today), BECAUSE[row.why], opened)


def call_words(row: WorryAddition, by: User, looker: User, today: date) -> str:
    """You rang Priya at 11:02am: no answer."""
    name = "You" if by.id == looker.id else by.first_name
    whom = "you" if row.whom == looker.first_name and by.id != looker.id else row.whom
    answer = "spoke" if row.spoke else "no answer"
    return sentence("{} rang {} at {}: {}.", name, whom, at_said(row.occurred_at, today), answer)


def tell_words(decision: WorryDecision, by: User) -> str:
    """Who tells the family."""
    return {
        TellFamily.WORKER: "The lead worker tells the family.",
        TellFamily.SUPERVISOR: f"{by.first_name} tells the family.",
        TellFamily.NOT_YET: "The family is not told yet, because telling could put someone at risk.",
    }[decision.tell_family]


def number_words(number: NumberToRing) -> str:
    """999 by its number, others by their name."""
    return number.phone if len(number.phone) <= 3 else number.name  # noqa: PLR2004  Short numbers are known as such.


def front_door(numbers: Sequence[NumberToRing]) -> str:
    """Whom a worry is stepped up to, by the name that the cluster gave: the first number the office answers."""
    others = [number for number in numbers if number.phone != EMERGENCY.phone]
    by_day = [number.name for number in others if number.when is not NumberWhen.OUT_OF_HOURS]
    office = [number.name for number in others if number.when is NumberWhen.OFFICE]
    return next(iter([*office, *by_day]), "children’s social care")


def next_steps(decides: str, raiser: str, door: str, *, yours: bool) -> list[tuple[str, str]]:
    """What happens next, while there is no decision: who does what; `yours` when the decision is the reader's."""
    who, ring = ("You decide", f"Ring {raiser}.") if yours else (f"{decides} decides", f"You ring {decides}.")
    return [
        (ring, "Ringing is quicker than waiting for it to be opened." if not yours else "They need to hear from you."),
        (
            f"{who} today,",
            f"with {raiser if yours else 'you'}: ring {door}, keep watch, or nothing more. The why is kept.",
        ),
        ("You both agree", "who tells the family, and when."),
        ("It stays on Today,", "yours and theirs, until there is a decision."),
    ]
