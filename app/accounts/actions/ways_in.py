"""Invitations and resets: one-time codes with which a person chooses their own password.

Nobody chooses a password for somebody else (security.md's rule; ASVS 6.4.6). A code is shown once,
to whoever hands it over, and lasts 48 hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.actions.codes import hash_code, new_code
from app.accounts.actions.second_steps import forget_second_step
from app.accounts.actions.sign_ins import end_all_sign_ins
from app.accounts.models import SignIn, User, WayIn, WayInKind
from app.accounts.passwords import hash_password, is_password, problem_with
from app.accounts.queries import account_with_email, words_about
from app.audit.actions import note
from app.clusters.queries import figures_of
from app.core.errors import Refused
from app.core.permissions import Role

LASTS = timedelta(hours=48)
GROUPS = 6
# The yarns that a face may have, given out in turn.
YARNS = ("iris", "woad", "sea", "moss", "weld", "rowan", "madder", "heather")
ABSENT = "They must be with you: a voice or a message can be anybody’s"
UNPROVED = "Choose how you know who they are"
CASEWORK = (Role.WORKER, Role.SUPERVISOR, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class InviteEntry:
    """Who is to come in. The id becomes the account's."""

    id: UUID
    name: str
    email: str
    role: Role
    cluster_id: UUID | None
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ResetEntry:
    """A supervisor helps somebody back in: what they saw, and what was lost."""

    id: UUID
    in_person: bool
    proof: str
    clears_second_step: bool = False


def invite(session: Session, by: User | None, entry: InviteEntry, *, now: datetime) -> str:
    """Make an account and its way in; returns the code. Sent again, the same account gets a new code."""
    email = entry.email.strip().lower()
    known = account_with_email(session, email)
    if known is not None and known.id != entry.id:
        raise Refused("email", "Somebody has this email already: look for them on the people page")
    if known is None and session.get(User, entry.id) is not None:
        raise Refused("id", "This form has invited somebody before: open a new one")
    if known is None:
        check_place(entry.role, entry.cluster_id)
        known = User(
            id=entry.id,
            name=entry.name,
            email=email,
            role=entry.role,
            cluster_id=entry.cluster_id,
            caseload_target=figures_of(session, entry.cluster_id).caseload if entry.cluster_id else 0,
            phone=entry.phone,
            yarn=YARNS[entry.id.int % len(YARNS)],
            created_at=now,
        )
        session.add(known)
        session.flush()
    return invite_again(session, by, known, now=now)


def invite_again(session: Session, by: User | None, person: User, *, now: datetime) -> str:
    """A new code for somebody who has not come in yet; the one before is worth nothing any more."""
    if person.password_hash is not None:
        raise Refused("email", f"{person.first_name} has come in already. Their supervisor can help them back in")
    if person.left_on is not None:
        raise Refused("email", f"{person.first_name} has left")
    code = _issue(session, by, person, WayIn(id=uuid4(), kind=WayInKind.INVITATION), now)
    note(session, by, "person.invite", about="account", about_id=person.id, now=now)
    return code


def reset_in_person(session: Session, by: User, person: User, entry: ResetEntry, *, now: datetime) -> str:
    """A code with which somebody who is there in person chooses a new password; ends their sign-ins.

    An authenticator that was lost is forgotten when the code is used, not before: until then the
    password alone opens nothing.
    """
    if not entry.in_person:
        raise Refused("in_person", ABSENT)
    if not entry.proof:
        raise Refused("proof", UNPROVED)
    known = session.get(WayIn, entry.id)
    if known is not None and (known.user_id != person.id or known.used_at is not None):
        raise Refused("id", "This page has made a code before: open it again")
    made = known or WayIn(id=entry.id, kind=WayInKind.RESET)
    made.proof, made.clears_second_step = entry.proof, entry.clears_second_step
    code = _issue(session, by, person, made, now)
    end_all_sign_ins(session, person, now=now)
    what = "password_and_second_step" if entry.clears_second_step else "password"
    note(session, by, "person.reset", about="account", about_id=person.id, relation=what, reason=entry.proof, now=now)
    return code


def reset_from_server(session: Session, person: User, *, clears_second_step: bool, now: datetime) -> str:
    """The same for people whom nobody supervises, by whoever may run commands on the server."""
    made = WayIn(id=uuid4(), kind=WayInKind.RESET, proof="server", clears_second_step=clears_second_step)
    code = _issue(session, None, person, made, now)
    end_all_sign_ins(session, person, now=now)
    note(session, None, "person.reset", about="account", about_id=person.id, reason="server", now=now)
    return code


def choose_password(session: Session, way_in: WayIn, person: User, password: str, *, now: datetime) -> None:
    """Spend a way in: the person's own new password opens the account, and nothing from before does."""
    _check(session, person, password)
    spent = session.execute(
        update(WayIn).where(WayIn.id == way_in.id, WayIn.used_at.is_(None), WayIn.ends_at > now).values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("password", "This code has been used a moment ago: ask for a new one")
    _set(person, password, now)
    if way_in.clears_second_step:
        forget_second_step(session, person)
    end_all_sign_ins(session, person, now=now)
    note(session, person, "account.password_chosen", about="account", about_id=person.id, now=now)


def change_password(session: Session, person: User, old: str, new: str, this_device: SignIn, *, now: datetime) -> None:
    """Another password of one's own; other devices are signed out."""
    if not is_password(old, person.password_hash):
        raise Refused("old_password", "That is not your password now")
    _check(session, person, new)
    _set(person, new, now)
    end_all_sign_ins(session, person, now=now, but=this_device)
    note(session, person, "account.password_changed", about="account", about_id=person.id, now=now)


def check_place(role: Role, cluster_id: UUID | None) -> None:
    """Casework happens in a cluster; admins and auditors stand outside them all."""
    if role in CASEWORK and cluster_id is None:
        raise Refused("cluster_id", "Choose the cluster they work in")
    if role not in CASEWORK and cluster_id is not None:
        raise Refused("cluster_id", "An admin or auditor belongs to no cluster: choose “None”")


def _issue(session: Session, by: User | None, person: User, way_in: WayIn, now: datetime) -> str:
    """Give the way in its code; every other one of this person ends."""
    session.execute(
        update(WayIn)
        .where(WayIn.user_id == person.id, WayIn.used_at.is_(None), WayIn.ends_at > now, WayIn.id != way_in.id)
        .values(ends_at=now)
    )
    code = new_code(GROUPS)
    way_in.user_id, way_in.made_by_id = person.id, by.id if by else None
    way_in.token_hash, way_in.made_at, way_in.ends_at = hash_code(code), now, now + LASTS
    session.add(way_in)
    return code


def _check(session: Session, person: User, password: str) -> None:
    if problem := problem_with(password, words_about(session, person)):
        raise Refused("password", problem)


def _set(person: User, password: str, now: datetime) -> None:
    person.password_hash, person.password_set_at, person.tries_told = hash_password(password), now, 0
