"""The ending, talked about with the family: what changed, who stays around them, and whether to ask for more weeks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.actions import AskEntry, ask_for_more_weeks
from app.families.models import Episode, FamilyMember
from app.plans.actions.fitting import check_fits
from app.plans.models import REVIEW_LENGTH, EndingTalk, EndingTalker

WORDS = ("changed_words", "feels_words", "who_stays", "still_to_do")
# What the same talk sent again must say again.
SAID = (*WORDS, "talked_on", "last_visit_on")


@dataclass(frozen=True, kw_only=True)
class EndingEntry:
    """One talk about the ending. `ask`: they want to go on, and somebody asks the manager."""

    id: UUID
    talked_on: date
    with_ids: tuple[UUID, ...]
    changed_words: str = ""
    feels_words: str = ""
    who_stays: str = ""
    still_to_do: str = ""
    last_visit_on: date | None = None
    ask: AskEntry | None = None


def talk_about_ending(session: Session, episode: Episode, by: User, entry: EndingEntry, *, now: datetime) -> EndingTalk:
    """Write down the talk, and ask for more weeks where they want to go on. The same one sent again changes nothing.

    Raises Refused where nobody of the family was there, or more weeks cannot be asked for.
    """
    hold(session, episode)
    if known := session.get(EndingTalk, entry.id):
        if known.episode_id == episode.id and all(getattr(known, name) == getattr(entry, name) for name in SAID):
            return known
        raise Refused("id", "This form has saved a talk before: open a new one")
    _check(session, episode, entry, clock.local(now).date())
    ask = ask_for_more_weeks(session, episode, by, entry.ask, now=now) if entry.ask else None
    session.flush()
    talk = EndingTalk(
        **{name: getattr(entry, name) for name in SAID},
        id=entry.id,
        episode_id=episode.id,
        family_id=episode.family_id,
        recorded_at=now,
        recorded_by_id=by.id,
        ask_id=ask.id if ask else None,
    )
    session.add(talk)
    session.flush()
    session.add_all(EndingTalker(talk_id=talk.id, member_id=one) for one in entry.with_ids)
    note(session, by, "plan.ending", about="episode", about_id=episode.id, family_id=episode.family_id, now=now)
    return talk


def _check(session: Session, episode: Episode, entry: EndingEntry, today: date) -> None:
    if not episode.is_open():
        raise Refused("talked_on", "This plan has ended")
    if not episode.opened_on <= entry.talked_on <= today:
        raise Refused("talked_on", "The day must be between the plan’s first day and today")
    for field in WORDS:
        check_fits(field, getattr(entry, field), REVIEW_LENGTH)
    if not any(getattr(entry, field) for field in WORDS):
        raise Refused("feels_words", "Write down at least one thing that they said")
    if not entry.with_ids:
        raise Refused("with_ids", "Say who of the family was there")
    people = session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == episode.family_id)).all()
    if set(entry.with_ids) - set(people):
        raise Refused("with_ids", "Choose people of this family")
    if entry.last_visit_on and entry.last_visit_on < entry.talked_on:
        raise Refused("last_visit_on", "Choose this day or a later one")
