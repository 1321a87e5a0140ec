"""A supervisor's decision about a worry: what, why, who was spoken to, and when. It lands on the record."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode
from app.notes.actions import NoteEntry, write_note
from app.notes.actions.rules import CLOCKS_DIFFER
from app.notes.models import NoteKind, Readers
from app.notes.wording import check_text
from app.promises.actions import PromiseEntry, promise
from app.worries.models import WORDS_LENGTH, DecisionKind, TellFamily, Worry, WorryDecision, WorryState
from app.worries.queries import may_decide, who_is_with_them

STATES = {
    DecisionKind.STEP_UP: WorryState.STEPPED_UP,
    DecisionKind.HOLD: WorryState.HELD,
    DecisionKind.NONE: WorryState.CLOSED,
}
WORDS = {
    DecisionKind.STEP_UP: "Step it up",
    DecisionKind.HOLD: "Hold it and keep watch",
    DecisionKind.NONE: "Nothing more needed",
}
MOST_SPOKEN_TO = 12


@dataclass(frozen=True, kw_only=True)
class DecisionEntry:
    """What was decided. `decided_at` is when the decision was made, not when it was written down."""

    id: UUID
    decision: DecisionKind
    why: str
    tell_family: TellFamily
    decided_at: datetime
    spoken_to: tuple[str, ...] = ()
    advice: str = ""
    change_mind: str = ""
    look_again_on: date | None = None
    look_again_by_id: UUID | None = None


def decide(session: Session, worry: Worry, by: User, entry: DecisionEntry, *, now: datetime) -> WorryDecision:
    """Keep a decision beside any earlier one; the same one sent again changes nothing. Raises Refused.

    It sets how the worry stands, writes an oversight note that only the team reads, and where somebody
    is to tell the family puts that on their list as a promise that the family is not shown.
    """
    hold(session, worry)
    if known := session.get(WorryDecision, entry.id):
        return _same_decision(known, worry, entry)
    if not may_decide(session, by, worry, now):
        raise Refused("decision", "Whoever wrote a worry does not decide about it alone: ask your manager")
    worker = who_is_with_them(session, worry, clock.local(now).date())
    _check(worry, by, worker, entry, now)
    decision = WorryDecision(
        **asdict(entry) | {"spoken_to": list(entry.spoken_to)}, worry_id=worry.id, decided_by_id=by.id, recorded_at=now
    )
    session.add(decision)
    worry.state = STATES[entry.decision]
    worry.look_again_on = entry.look_again_on if entry.decision is DecisionKind.HOLD else None
    episode = session.get_one(Episode, worry.episode_id)
    write_note(session, episode, by, _oversight(entry), now=now)
    _promise_to_tell(session, episode, worry, by, worker, entry, now)
    note(session, by, "worry.decide", about="worry", about_id=worry.id, family_id=worry.family_id, now=now)
    return decision


def _check(worry: Worry, by: User, worker: User | None, entry: DecisionEntry, now: datetime) -> None:
    for field in ("why", "advice", "change_mind"):
        check_text(field, getattr(entry, field), WORDS_LENGTH)
    if not entry.why.strip():
        raise Refused("why", "Say why: what you weighed up, and what is keeping them safe")
    if entry.decision is DecisionKind.STEP_UP and not entry.spoken_to:
        raise Refused("spoken_to", "Say who you have spoken to")
    if len(entry.spoken_to) > MOST_SPOKEN_TO:
        raise Refused("spoken_to", f"Choose at most {MOST_SPOKEN_TO} people")
    # The time is typed to the minute, and the worry may have been written within that minute.
    if entry.decided_at < worry.raised_at.replace(second=0, microsecond=0):
        raise Refused("decided_at", "Check the day and time: the worry was not written yet")
    if entry.decided_at > now + CLOCKS_DIFFER:
        raise Refused("decided_at", "Check the day and time: that is still to come")
    if entry.decision is DecisionKind.HOLD:
        _check_hold(by, worker, entry, clock.local(now).date())


def _check_hold(by: User, worker: User | None, entry: DecisionEntry, today: date) -> None:
    if entry.look_again_on is None:
        raise Refused("look_again_on", "Choose the day to look again")
    if entry.look_again_on < today:
        raise Refused("look_again_on", "Choose today or a day to come")
    if entry.look_again_by_id not in {by.id, worker.id if worker else by.id}:
        raise Refused("look_again_by", "Say who will look again")


def _oversight(entry: DecisionEntry) -> NoteEntry:
    """The decision as a note on the record, for the team alone."""
    lines = [f"Decision about a worry: {WORDS[entry.decision]}."]
    if entry.spoken_to:
        lines.append(f"Spoken to: {', '.join(entry.spoken_to)}.")
    if entry.advice:
        lines.append(entry.advice)
    if entry.look_again_on:
        lines.append(f"Look again on {entry.look_again_on.day} {entry.look_again_on:%B %Y}.")
    if entry.change_mind:
        lines.append(f"What would change my mind: {entry.change_mind}")
    return NoteEntry(
        id=uuid5(entry.id, "oversight"),
        kind=NoteKind.OVERSIGHT,
        occurred_at=entry.decided_at,
        happened="\n".join(lines),
        meaning=entry.why,
        readers=Readers.TEAM,
        significant=True,
    )


def _promise_to_tell(
    session: Session,
    episode: Episode,
    worry: Worry,
    by: User,
    worker: User | None,
    entry: DecisionEntry,
    now: datetime,
) -> None:
    if entry.tell_family is TellFamily.NOT_YET:
        return
    owner = worker if worker and entry.tell_family is TellFamily.WORKER else by
    said = PromiseEntry(
        id=uuid5(entry.id, "tell the family"),
        what="Tell the family what we decided about the worry",
        owner_user_id=owner.id,
        due_on=clock.local(now).date(),
        visible_to_family=False,
    )
    promise(session, episode, by, said, source="worry", source_id=worry.id, now=now)


def _same_decision(known: WorryDecision, worry: Worry, entry: DecisionEntry) -> WorryDecision:
    said = asdict(entry) | {"spoken_to": list(entry.spoken_to)}
    if known.worry_id == worry.id and all(getattr(known, name) == words for name, words in said.items()):
        return known
    raise Refused("id", "This form has saved a decision before: open a new one")
