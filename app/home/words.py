"""A family's page in words that a nine-year-old can read, and the worker's list of what is shared."""

from collections.abc import Mapping
from datetime import time

from app.families.models import FamilyMember
from app.home.models import What
from app.home.queries import OwnGoal
from app.home.sharing import Item
from app.web.filters import quote_words, time_words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def climb_words(goal: OwnGoal) -> str:
    """How far they have come, in a sentence or two."""
    if goal.first is None or goal.now is None:
        return "You have not given this a number yet."
    if goal.first == goal.now:
        return f"You are at {goal.now}."
    steps = abs(goal.now - goal.first)
    way = f"{NUMBERS[steps]} step{'' if steps == 1 else 's'}"
    said = f"You started at {goal.first}. Now you are at {goal.now}."
    return f"{said} That’s {way} up." if goal.now > goal.first else f"{said} Some weeks are hard."


def climb_steps(goal: OwnGoal) -> list[str]:
    """The ten steps of a climb: "was" up to the first number, "now" up to the latest."""
    first, now = goal.first or 0, goal.now or 0
    return ["was" if step <= min(first, now) else "now" if step <= now else "" for step in range(1, 11)]


def hours_words(hours: Mapping[int, tuple[time, time]]) -> str:
    """Monday to Friday, 9am to 5pm: days that follow one another with the same hours are said together."""
    runs: list[tuple[int, int, tuple[time, time]]] = []
    for day in sorted(hours):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours[day]:
            runs[-1] = (runs[-1][0], day, hours[day])
        else:
            runs.append((day, day, hours[day]))
    return "; ".join(
        f"{DAYS[first]}{f' to {DAYS[last]}' if last > first else ''}, {time_words(opens)} to {time_words(closes)}"
        for first, last, (opens, closes) in runs
    )


def item_words(item: Item, person: FamilyMember, worker: str) -> tuple[str, str]:
    """What a worker turns on or off: a name, and what it shows."""
    if item.story:
        owner = item.story.owner
        whose = "Their own goal" if item.own else f"{owner.known_as}’s goal" if owner else "The whole family’s goal"
        asked = "" if item.own or owner is None else f". Ask {owner.known_as} first"
        return quote_words(item.story.goal.words), f"{whose}, and {person.known_as}’s own numbers{asked}"
    return {
        What.OWN_PROMISES: (f"What {person.known_as} said they would do", "And whether they did"),
        What.OUR_PROMISES: (
            f"What {worker} said they would do",
            "And the small steps of goals. They can name others at home",
        ),
        What.VISITS: ("When the next visit is", "The day, the time and the place"),
    }[item.what]
