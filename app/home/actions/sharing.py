"""What is on for a person, and whether their page is open at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.home.actions.coming_in import stop_codes
from app.home.actions.telling import tell
from app.home.models import About, FamilyWord, OwnPage, OwnPhone, OwnSay, Share
from app.home.said import CHANGED
from app.home.sharing import items_for
from app.plans.actions import keep_private
from app.plans.models import Goal


def share(
    session: Session, episode: Episode, person: FamilyMember, by: User, wanted: Mapping[str, bool], *, now: datetime
) -> None:
    """Turn things on or off for one person; what stays as it is leaves no trace. Unknown things are passed over."""
    changed = [item for item in items_for(session, episode, person) if wanted.get(item.key, item.shared) != item.shared]
    for item in changed:
        before = update(Share).where(
            Share.member_id == person.id,
            Share.what == item.what,
            Share.about_id == item.about_id if item.about_id else Share.about_id.is_(None),
            Share.ended_at.is_(None),
        )
        session.execute(before.values(ended_at=now))
        session.add(
            Share(
                member_id=person.id,
                what=item.what,
                about_id=item.about_id,
                shared=not item.shared,
                said_at=now,
                said_by_id=by.id,
            )
        )
    if changed:
        tell(session, by, "own_page.share", person, now)


@dataclass(frozen=True, kw_only=True)
class SayEntry:
    """A young person's answer to who may see a goal of theirs. The id is made with the form."""

    id: UUID
    goal_id: UUID
    at_home: bool


def let_see(session: Session, episode: Episode, person: FamilyMember, entry: SayEntry, *, now: datetime) -> None:
    """A young person lets the people at home see a goal of theirs, or takes it back. Their worker is told.

    The same answer again changes nothing. Raises Refused.
    """
    goal = _own_goal(session, episode, person, entry.goal_id)
    hold(session, goal)
    live = select(OwnSay).where(OwnSay.goal_id == goal.id, OwnSay.ended_at.is_(None))
    before = session.scalar(live)
    if session.get(OwnSay, entry.id) is not None or (before is not None and before.at_home is entry.at_home):
        return
    if before is not None:
        before.ended_at = now
    session.add(OwnSay(id=entry.id, member_id=person.id, goal_id=goal.id, at_home=entry.at_home, said_at=now))
    keep_private(session, goal, private=not entry.at_home, now=now)
    about = About.GOAL_OPEN if entry.at_home else About.GOAL_CLOSED
    word = FamilyWord(id=entry.id, family_id=person.family_id, member_id=person.id, about=about, said_at=now)
    session.add(word)
    tell(session, None, f"own_page.{about.value}", person, now)


def _own_goal(session: Session, episode: Episode, person: FamilyMember, goal_id: UUID) -> Goal:
    for item in items_for(session, episode, person):
        if item.story and item.own and item.shared and person.is_child and item.about_id == goal_id:
            return item.story.goal
    raise Refused("who", CHANGED)


def pause(session: Session, way_in: OwnPage, by: User, *, paused: bool, now: datetime) -> None:
    """Make a page quiet, or let it speak again. Its person is not told."""
    person = session.get_one(FamilyMember, way_in.member_id)
    way_in.paused_at = (way_in.paused_at or now) if paused else None
    tell(session, by, "own_page.pause" if paused else "own_page.go_on", person, now)


def withdraw(session: Session, way_in: OwnPage, by: User | None, *, now: datetime) -> None:
    """One person wants no page: their way in ends everywhere, at once. Others go on, and the record stays."""
    person = session.get_one(FamilyMember, way_in.member_id)
    way_in.withdrawn_at = way_in.withdrawn_at or now
    stop_codes(session, person, now)
    ending = update(OwnPhone).where(OwnPhone.member_id == person.id, OwnPhone.ended_at.is_(None)).values(ended_at=now)
    session.execute(ending)
    tell(session, by, "own_page.withdraw", person, now)


def looked(session: Session, way_in: OwnPage, person: FamilyMember, *, now: datetime) -> None:
    """They opened their page: a worker may know that, and when."""
    way_in.last_looked_at = now
    tell(session, None, "own_page.view", person, now)
