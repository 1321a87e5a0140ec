"""Whether a family about to be added may be known already; only what the person who asks may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, Family, FamilyMember, SafeContact
from app.families.queries.finding import families_known_to


@dataclass(frozen=True, kw_only=True)
class Known:
    """A family that may be the same one, and whether its plan is open."""

    family: Family
    is_open: bool


def known_before(
    session: Session,
    looker: User,
    now: datetime,
    *,
    name: str,
    people: Sequence[tuple[str, date | None]],
    phone: str = "",
) -> list[Known]:
    """Families with this name, this phone number, or somebody of this name and date of birth; by name.

    Searches only families that the person who asks may know to exist.
    """
    same_person = [
        and_(func.lower(FamilyMember.known_as) == known_as.lower(), FamilyMember.born_on == born_on)
        for known_as, born_on in people
        if born_on is not None
    ]
    ways = [func.lower(Family.name) == name.lower()]
    if same_person:
        ways.append(Family.id.in_(select(FamilyMember.family_id).where(or_(*same_person))))
    if phone:
        reached = select(SafeContact.family_id).where(SafeContact.phone == phone, SafeContact.ended_at.is_(None))
        ways.append(Family.id.in_(reached))
    going_on = select(Episode.family_id).where(Episode.closed_on.is_(None))
    rows = session.execute(
        families_known_to(looker, now)
        .add_columns(Family.id.in_(going_on).label("is_open"))
        .where(or_(*ways))
        .order_by(Family.name, Family.reference)
        .limit(5)
    )
    return [Known(family=family, is_open=bool(is_open)) for family, is_open in rows]
