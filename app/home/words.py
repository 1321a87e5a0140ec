"""The worker's list of what is shared, and a climb in steps."""

from textwrap import shorten

from app.families.models import FamilyMember
from app.home.models import What
from app.home.queries import OwnGoal
from app.home.sharing import Item
from app.web.filters import quote_words

WORDS_SHOWN = 80  # characters of what was agreed, in a list


def climb_steps(goal: OwnGoal) -> list[str]:
    """The ten steps of a climb: "was" up to the first number, "now" up to the latest."""
    first, now = goal.first or 0, goal.now or 0
    return ["was" if step <= min(first, now) else "now" if step <= now else "" for step in range(1, 11)]


def item_words(item: Item, person: FamilyMember, worker: str) -> tuple[str, str]:
    """What a worker turns on or off: a name, and what it shows."""
    if item.story:
        owner = item.story.owner
        whose = "Their own goal" if item.own else f"{owner.known_as}’s goal" if owner else "The whole family’s goal"
        asked = "" if item.own or owner is None else f". Ask {owner.known_as} first"
        if item.opened and owner:
            asked = f". {owner.known_as} lets the people at home see it"
        return quote_words(item.story.goal.words), f"{whose}, and {person.known_as}’s own numbers{asked}"
    if item.agreed:
        return shorten(item.agreed.now.words, WORDS_SHOWN, placeholder=" …"), "What you both agree happened"
    return {
        What.OWN_PROMISES: (f"What {person.known_as} said they would do", "And whether they did"),
        What.OUR_PROMISES: (
            f"What {worker} said they would do",
            "And the small steps of goals. They can name others at home",
        ),
        What.VISITS: ("When the next visit is", "The day, the time and the place"),
        What.REMINDER: (
            f"A text to {person.known_as} the day before a visit",
            "“Hi, see you Thursday at 16:00. Lorna”, and no more. Only to a number that may be texted",
        ),
        What.LOOKS: ("Who has looked at the record", "Jobs and not names, month by month, a month late"),
    }[item.what]
