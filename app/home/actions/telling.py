"""The trail of a person's own page."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note
from app.families.models import FamilyMember


def tell(session: Session, by: User | None, action: str, person: FamilyMember, now: datetime) -> None:
    """The trail says whose page it is. Nobody signed in, where the person did it."""
    note(session, by, action, about="person", about_id=person.id, family_id=person.family_id, now=now)
