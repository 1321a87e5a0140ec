"""Whether somebody reads what a request asks for, or a phone only fetches it to be read later.

What a phone fetches by itself nobody has seen: it opens no worry, tells nobody, and is kept in the trail as what it is.
Each request's session carries this, so that every room can ask.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

KEPT_ON, SHOWN = "kept_on", "shown"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a page shows, as the trail names it: a family, or none; which page; which record of it, or none."""

    family_id: UUID | None
    about: str
    about_id: UUID | None


def fetch_for_phone(session: Session, phone_id: UUID) -> None:
    """From here on this request only fetches pages for this phone."""
    session.info[KEPT_ON] = phone_id


def fetching_phone(session: Session) -> UUID | None:
    """The phone that this request only fetches pages for; none where somebody reads them."""
    phone_id: UUID | None = session.info.get(KEPT_ON)
    return phone_id


def shows(session: Session, shown: Shown) -> None:
    """Remember what this request's page shows, so that a phone can say later what was looked at."""
    session.info[SHOWN] = shown


def what_is_shown(session: Session) -> Shown | None:
    """What this request's page shows; none before a look was noted."""
    shown: Shown | None = session.info.get(SHOWN)
    return shown
