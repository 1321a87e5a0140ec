"""Small things that several tests of families do."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, Family, FamilyRestriction, RelatedStaff
from app.families.queries import family_seen_by
from tests.cast import NOW

Finds = Callable[..., bool]


@pytest.fixture
def finds(session: Session) -> Finds:
    """Whether somebody finds a family: `finds(lorna, maliks)`, or at another moment."""

    def look(person: User, episode: Episode, now: datetime = NOW) -> bool:
        session.commit()
        return family_seen_by(session, person, episode.family_id, now) is not None

    return look


@pytest.fixture
def relate(session: Session) -> Callable[[User, Episode], None]:
    """Name somebody as related to a family."""

    def name(person: User, episode: Episode) -> None:
        session.add(RelatedStaff(family_id=episode.family_id, user_id=person.id, named_at=NOW))
        session.commit()

    return name


@pytest.fixture
def restrict(session: Session) -> Callable[..., None]:
    """Restrict a family to the people named."""

    def keep_to(episode: Episode, *people: User) -> None:
        session.get_one(Family, episode.family_id).restricted = True
        session.add_all(
            FamilyRestriction(family_id=episode.family_id, user_id=person.id, named_at=NOW) for person in people
        )
        session.commit()

    return keep_to
