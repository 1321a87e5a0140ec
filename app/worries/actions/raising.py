"""Raising a worry: exact words, exact times, and somebody told at once where it cannot wait."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.actions.rules import CLOCKS_DIFFER
from app.notes.wording import check_text
from app.worries.actions.telling import tell_at_once
from app.worries.models import SETTING_LENGTH, WORDS_LENGTH, Urgency, Worry, WorryState


@dataclass(frozen=True, kw_only=True)
class WorryEntry:
    """What somebody saw or heard, as they write it down. `occurred_at` is when, not when it was written."""

    id: UUID
    urgency: Urgency
    saw_or_heard: str
    occurred_at: datetime
    member_id: UUID | None = None
    exact_words: str = ""
    setting: str = ""
    asked: str = ""
    told_child: str = ""
    keeping_safe: str = ""


def raise_worry(
    session: Session, episode: Episode, by: User, entry: WorryEntry, *, note_id: UUID | None, now: datetime
) -> Worry:
    """Keep a worry, and tell whoever decides where it is for today; the same one sent again changes nothing."""
    hold(session, episode)
    if known := session.get(Worry, entry.id):
        return _same_worry(known, episode, entry)
    _check(session, episode, entry, now)
    worry = Worry(
        **asdict(entry),
        family_id=episode.family_id,
        episode_id=episode.id,
        note_id=note_id,
        state=WorryState.OPEN if entry.urgency is Urgency.TODAY else WorryState.HELD,
        raised_by_id=by.id,
        raised_at=now,
        recorded_at=now,
    )
    session.add(worry)
    session.flush()
    if worry.needs_a_person:
        tell_at_once(session, worry, now)
    note(session, by, "worry.raise", about="worry", about_id=worry.id, family_id=worry.family_id, now=now)
    return worry


def _check(session: Session, episode: Episode, entry: WorryEntry, now: datetime) -> None:
    for field in ("saw_or_heard", "exact_words", "asked", "told_child", "keeping_safe"):
        check_text(field, getattr(entry, field), WORDS_LENGTH)
    check_text("setting", entry.setting, SETTING_LENGTH)
    if not entry.saw_or_heard.strip() and not entry.exact_words.strip():
        raise Refused("saw_or_heard", "Write what you saw or heard, even a few words")
    if entry.occurred_at > now + CLOCKS_DIFFER:
        raise Refused("occurred_at", "Check the day and time: it can’t be later than now")
    if entry.member_id is not None:
        member = session.get(FamilyMember, entry.member_id)
        if member is None or member.family_id != episode.family_id:
            raise Refused("member_id", "Choose somebody of this family")


def _same_worry(known: Worry, episode: Episode, entry: WorryEntry) -> Worry:
    unchanged = all(getattr(known, name) == said for name, said in asdict(entry).items())
    if known.episode_id == episode.id and unchanged:
        return known
    raise Refused("id", "This form has saved a worry before: open a new one")
