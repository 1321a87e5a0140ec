"""What the ledger of promises says in a line."""

from collections.abc import Mapping, Sequence

from app.promises.models import PromiseState
from app.promises.queries import LedgerLine, Whose

WHOSE: Mapping[Whose, str] = {Whose.OURS: "Ours", Whose.THEIRS: "The family’s", Whose.PARTNERS: "Others’"}
MADE_IN: Mapping[str, str] = {
    "note": "Said in a visit or call",
    "review": "Agreed at a goal review",
    "worry": "Agreed about a worry",
    "oversight": "Decided in management oversight",
    "team_meeting": "Agreed at a meeting with the team around them",
}


def of_whom(every: Sequence[LedgerLine], whose: Whose) -> list[LedgerLine]:
    """The promises of us, of the family or of others, in their order."""
    return [one for one in every if one.whose is whose]


def kept_words(every: Sequence[LedgerLine], whose: Whose) -> str:
    """Kept 8 of 9. Only what has an answer counts; what was changed was agreed together."""
    states = [one.line.state for one in of_whom(every, whose)]
    kept = states.count(PromiseState.KEPT)
    asked = kept + states.count(PromiseState.NOT_KEPT)
    return f"Kept {kept} of {asked}." if asked else ""
