"""What is on for a person, and whether their page is open at all."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.home.actions.coming_in import stop_codes
from app.home.actions.telling import tell
from app.home.models import OwnPage, OwnPhone, Share
from app.home.sharing import items_for


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
