"""Looking after accounts: what an admin changes, and how access ends."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.actions.second_steps import forget_second_step
from app.accounts.actions.sign_ins import end_all_sign_ins
from app.accounts.actions.ways_in import CASEWORK, InviteEntry, check_place, invite
from app.accounts.models import User, WayIn
from app.accounts.queries import account_with_email, admins_left
from app.audit.actions import note
from app.core import clock
from app.core.errors import Refused
from app.core.permissions import Role


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """What an admin may change about somebody. The email stays: it is what they sign in with.

    `caseload_target` is how many families they are expected to lead; None leaves it as it is.
    """

    name: str
    role: Role
    cluster_id: UUID | None
    phone: str = ""
    caseload_target: int | None = None


def change_person(session: Session, by: User, person: User, entry: PersonEntry, *, now: datetime) -> None:
    """Put somebody's details right. Nobody goes from looking after accounts to casework, or back.

    Rule: an admin has no casework. Whoever changes posts is invited anew, in front of everyone.
    """
    if entry.role is not person.role and not {entry.role, person.role} <= set(CASEWORK):
        raise Refused("role", "This role cannot be changed into that one: end this account and invite them anew")
    check_place(entry.role, entry.cluster_id)
    person.name, person.role, person.cluster_id, person.phone = entry.name, entry.role, entry.cluster_id, entry.phone
    if entry.caseload_target is not None:
        person.caseload_target = entry.caseload_target
    note(session, by, "person.change", about="account", about_id=person.id, now=now)


def end_access(session: Session, by: User, person: User, left_on: date, *, now: datetime) -> None:
    """Somebody leaves: every way in ends with this, and their families show as having nobody."""
    if person.left_on is not None:
        return
    if left_on > clock.local(now).date():
        raise Refused("left_on", "Choose today or a day before. If they are still to leave, come back on the day")
    if person.role is Role.ADMIN and admins_left(session, person) == 0:
        raise Refused("left_on", "Nobody else could look after accounts: invite another admin first")
    person.left_on, person.password_hash = left_on, None
    forget_second_step(session, person)
    session.execute(
        update(WayIn)
        .where(WayIn.user_id == person.id, WayIn.used_at.is_(None), WayIn.ends_at > now)
        .values(ends_at=now)
    )
    end_all_sign_ins(session, person, now=now)
    note(session, by, "person.leave", about="account", about_id=person.id, now=now)


def take_back(session: Session, by: User, person: User, *, now: datetime) -> None:
    """Somebody who left is here again; a new invitation is the next step."""
    person.left_on = None
    note(session, by, "person.return", about="account", about_id=person.id, now=now)


def create_admin(session: Session, entry: InviteEntry, *, now: datetime) -> str:
    """The first account, made on the server; returns the code of its way in. Always noted."""
    known = account_with_email(session, entry.email)
    if known is not None:
        raise Refused("email", "Somebody has this email already")
    return invite(session, None, entry, now=now)
