"""A worker writes down, for a family, what they both agree happened. Never edited: a later version stands beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyMember
from app.home.models import AGREED_LENGTH, AgreedFor, AgreedNote, Share, What


@dataclass(frozen=True, kw_only=True)
class AgreedEntry:
    """What was agreed, and for whom it is written. `instead_of` is the first version of what it puts right."""

    id: UUID
    happened_on: date
    words: str
    member_ids: frozenset[UUID]
    instead_of: UUID | None = None


def write_agreed(session: Session, episode: Episode, by: User, entry: AgreedEntry, *, now: datetime) -> AgreedNote:
    """Keep it; the same one sent again changes nothing. Raises Refused.

    Where there is a safety flag, choosing somebody turns it on for them: see `app/home/sharing.py`.
    """
    hold(session, episode)
    if known := session.get(AgreedNote, entry.id):
        if (known.episode_id, known.words) == (episode.id, entry.words):
            return known
        raise Refused("words", "This form has saved something before: open a new one")
    _check(session, episode, entry, clock.local(now).date())
    made = AgreedNote(
        id=entry.id,
        first_id=entry.instead_of or entry.id,
        number=_next_number(session, entry),
        family_id=episode.family_id,
        episode_id=episode.id,
        happened_on=entry.happened_on,
        words=entry.words,
        written_at=now,
        written_by_id=by.id,
    )
    session.add(made)
    session.flush()
    session.add_all([AgreedFor(note_id=made.id, member_id=member_id) for member_id in entry.member_ids])
    _choose(session, made, by, entry, now)
    action = "agreed_note.put_right" if entry.instead_of else "agreed_note.write"
    note(session, by, action, about="agreed_note", about_id=made.id, family_id=made.family_id, now=now)
    return made


def _choose(session: Session, made: AgreedNote, by: User, entry: AgreedEntry, now: datetime) -> None:
    """What was turned on or off for it before gives way to what is chosen now."""
    live = update(Share).where(Share.what == What.AGREED, Share.about_id == made.first_id, Share.ended_at.is_(None))
    session.execute(live.values(ended_at=now))
    if session.get_one(Family, made.family_id).safety_flag:
        chosen = {"what": What.AGREED, "about_id": made.first_id, "shared": True, "said_at": now, "said_by_id": by.id}
        session.add_all([Share(member_id=member_id, **chosen) for member_id in entry.member_ids])


def _check(session: Session, episode: Episode, entry: AgreedEntry, today: date) -> None:
    if not episode.is_open():
        raise Refused("words", "This plan has ended, so nothing is added to it")
    if not entry.words:
        raise Refused("words", "Write what you both agree happened")
    if len(entry.words) > AGREED_LENGTH:
        raise Refused("words", f"Use at most {AGREED_LENGTH:,} characters")
    if not episode.opened_on <= entry.happened_on <= today:
        raise Refused("happened_on", "The day must be between the start of the plan and today")
    if not entry.member_ids:
        raise Refused("people", "Choose who it is for")
    here = select(FamilyMember.id).where(FamilyMember.family_id == episode.family_id, FamilyMember.left_on.is_(None))
    if entry.member_ids - set(session.scalars(here)):
        raise Refused("people", "Choose people of this family")
    if entry.instead_of and not _is_first(session, episode, entry.instead_of):
        raise Refused("words", "What this would put right is not on this plan: open it again")


def _next_number(session: Session, entry: AgreedEntry) -> int:
    last = session.scalar(select(func.max(AgreedNote.number)).where(AgreedNote.first_id == entry.instead_of))
    return (last or 0) + 1


def _is_first(session: Session, episode: Episode, note_id: UUID) -> bool:
    first = session.get(AgreedNote, note_id)
    return first is not None and first.episode_id == episode.id and first.first_id == first.id
