"""Ways of working in a group, as data: the roles, the steps and how long each takes.

Signs of Safety group supervision and “bells that ring” after published practice guides; Rethink formulation after the
Leeds one-minute guide; quick round and minutes are our proposals (domain.md, 4). A cluster rewords or hides a way in
its own list, `ways_of_working`; the six Ps are worded in `rethink` and, for families, in `rethink_family`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Role:
    """What somebody does in the session while one family is talked about."""

    key: str
    name: str
    does: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step, and how many minutes it is given. `of`: the list of a cluster that its boxes are worded in."""

    key: str
    name: str
    asks: str
    minutes: int
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of working. Its title is the cluster’s own, in the list `ways_of_working`."""

    words: str
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]

    @property
    def minutes(self) -> int:
        """How long one family takes, all steps together."""
        return sum(stage.minutes for stage in self.stages)


PRESENTER = Role(key="presenter", name="Presenter", does="Brings the family and asks the question")
FACILITATOR = Role(key="facilitator", name="Facilitator", does="Keeps the steps and the time")
NOTES = Role(key="notes", name="Note taker", does="Writes down ideas with who said them, and decisions")
OBSERVERS = Role(key="observers", name="Observers", does="Listen, then say what struck them")

WAYS: Mapping[str, Way] = {
    "quick_round": Way(
        words="Every family in two or three minutes: going well, wobbling or stuck, and one thing to ask for.",
        roles=(PRESENTER, FACILITATOR),
        stages=(
            Stage(key="how", name="How it is", asks="Going well, wobbling or stuck?", minutes=1),
            Stage(key="ask", name="One ask", asks="What one thing would help this week?", minutes=2),
        ),
    ),
    "three_columns": Way(
        words="What is going well, what we are worried about, what needs to happen; and a number from 0 to 10.",
        roles=(PRESENTER, FACILITATOR, NOTES),
        stages=(
            Stage(key="question", name="The question", asks="What do you want from us?", minutes=2),
            Stage(key="well", name="Going well", asks="What is going well?", minutes=3),
            Stage(key="worried", name="Worried about", asks="What are we worried about?", minutes=4),
            Stage(key="needs", name="Needs to happen", asks="What needs to happen, who does it, by when?", minutes=4),
            Stage(key="scale", name="Scale", asks="From 0 to 10, how safe and settled is it today?", minutes=2),
        ),
    ),
    "signs_of_safety": Way(
        words="How we think matters more than how much we know: the family’s map, then questions, then next steps.",
        roles=(
            PRESENTER,
            FACILITATOR,
            Role(key="advisor", name="Advisor", does="Helps the facilitator notice what is missing"),
            OBSERVERS,
        ),
        stages=(
            Stage(key="map", name="The family’s map", asks="Who is in the family, and who helps?", minutes=5),
            Stage(key="question", name="The question", asks="What does the presenter want to leave with?", minutes=3),
            Stage(key="worried", name="Worries", asks="What has happened, and what might?", minutes=8),
            Stage(key="well", name="Working well", asks="Who has kept the children safe, and how?", minutes=8),
            Stage(key="scale", name="Scale", asks="Each says a number from 0 to 10, and why", minutes=5),
            Stage(key="questions", name="Questions to ask", asks="What would you ask the family next?", minutes=6),
            Stage(key="next", name="Next steps", asks="What will be done, by whom, by when?", minutes=5),
        ),
    ),
    "bells": Way(
        words="The group listens for what rings a bell, and says it to each other while the presenter listens.",
        roles=(
            PRESENTER,
            Role(key="consultant", name="Consultant", does="Asks with curiosity, without advice"),
            OBSERVERS,
            Role(key="planner", name="Action planner", does="Gathers what could be done, and feeds it back"),
        ),
        stages=(
            Stage(key="present", name="Presenting", asks="What is the story, and the question?", minutes=10),
            Stage(key="consult", name="Curious questions", asks="The consultant asks; nobody advises", minutes=10),
            Stage(
                key="reflect", name="Reflecting talk", asks="What bells did it ring? The presenter listens", minutes=10
            ),
            Stage(key="feedback", name="Feedback", asks="What struck the presenter?", minutes=5),
            Stage(key="plan", name="Action planner", asks="What could be done?", minutes=5),
            Stage(key="whole", name="All together", asks="What do we take with us?", minutes=5),
        ),
    ),
    "rethink": Way(
        words="Gather under six Ps, say what keeps it going, then choose what to do.",
        roles=(PRESENTER, FACILITATOR, NOTES),
        stages=(
            Stage(key="gather", name="Gather", asks="What do we know under each P?", minutes=25, of="rethink"),
            Stage(key="hypothesis", name="Hypothesis", asks="What keeps this going?", minutes=15),
            Stage(key="choose", name="Choose", asks="Which of what keeps it going could change first?", minutes=10),
            Stage(
                key="outcomes", name="Goals and steps", asks="What would be different, and who does what?", minutes=10
            ),
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of every session beside the families, in minutes (domain.md, 4)."""

    name: str
    minutes: int


BEFORE = (Part(name="Check-in", minutes=10), Part(name="What we agreed last time", minutes=10))
AFTER = (Part(name="What we are proud of", minutes=5), Part(name="Decisions read back", minutes=10))
AROUND = sum(part.minutes for part in (*BEFORE, *AFTER))
